"""docs/procedure.md and docs/permissions.csv, written from the procedure's table and the grants; never by hand.

Pure: returns texts. `manage.py write_docs` (make docs) writes them, and a test fails when they are stale.
"""

import csv
from collections.abc import Mapping
from io import StringIO
from typing import Any

from evaluation.matrix import HOLDERS, move_rows, permission_rows
from evaluation.procedure import CYCLE_LIFE, DECISION_LIFE, ENDS, HOLDS_SEAT, LIST_LIFE, PROCEDURE
from evaluation.vocabulary import State

HEAD = """# The procedure

Written by `make docs` from `evaluation/procedure.py` and `branches/permissions.py`: change those, not this page.
The same table makes the buttons, the reasons why one waits, the to-do lists and the permission tests.
"""


def documents() -> dict[str, str]:
    """Every generated document by its path below docs/."""
    return {"procedure.md": procedure(), "permissions.csv": permissions()}


def procedure() -> str:
    return "\n".join(
        [
            HEAD,
            "## A case (参评)\n",
            f"It holds a place (名额) in {_labels(HOLDS_SEAT)}, and only there. It ends in {_labels(ENDS)}.\n",
            _diagram(),
            "## Who makes which move\n",
            _moves(),
            "## Who may do what\n",
            _permissions(),
            "## The year, the lists, the decisions\n",
            _life("Year (评定年度)", CYCLE_LIFE),
            _life("Recommendation list (推荐名单)", LIST_LIFE),
            _life("Decision (决定)", DECISION_LIFE),
        ]
    )


def permissions() -> str:
    """One line for each permission and for each move, one column for each holder; `x` where he may."""
    file = StringIO()
    sheet = csv.writer(file, lineterminator="\n")
    sheet.writerow(["kind", "step", "name", "over", "before", "after", *(holder.key for holder in HOLDERS)])
    for row in permission_rows():
        sheet.writerow(["permission", "", row.label, row.over, "", "", *_marks(row.marks)])
    for step, rows in move_rows():
        for one in rows:
            move = one.move
            between = [move.perm.place.value, move.before.value, move.after.value]
            sheet.writerow(["move", step.value, move.action.value, *between, *_marks(one.marks)])
    return file.getvalue()


def _diagram() -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {_id(state)}: {state.label}" for state in State]
    lines.append(f"    [*] --> {_id(State.DRAFT)}")
    arrows: dict[tuple[State, State], list[str]] = {}
    for move in PROCEDURE:
        labels = arrows.setdefault((move.before, move.after), [])
        if move.action.label not in labels:
            labels.append(move.action.label)
    lines += [f"    {_id(before)} --> {_id(after)}: {'、'.join(labels)}" for (before, after), labels in arrows.items()]
    lines += [f"    {_id(state)} --> [*]" for state in State if state in ENDS]
    return "\n".join([*lines, "```\n"])


def _moves() -> str:
    lines = [
        f"| 环节 | 动作 | 办理前 | 办理后 | {_heads()} | needs |",
        f"|---|---|---|---|{'---|' * len(HOLDERS)}---|",
    ]
    for step, rows in move_rows():
        for one in rows:
            rules = ", ".join(rule.__name__ for rule in one.move.rules)
            cells = [step.label, one.move.action.label, one.move.before.label, one.move.after.label]
            lines.append(f"| {' | '.join([*cells, *_marks(one.marks), rules])} |")
    return "\n".join([*lines, ""])


def _permissions() -> str:
    lines = [f"| 权限 | 范围 | {_heads()} |", f"|---|---|{'---|' * len(HOLDERS)}"]
    lines += [f"| {' | '.join([row.label, row.over, *_marks(row.marks)])} |" for row in permission_rows()]
    return "\n".join([*lines, ""])


def _life(title: str, life: Mapping[Any, set[Any]]) -> str:
    lines = [f"- {before.label} → {_labels(after)}" for before, after in life.items()]
    return "\n".join([f"**{title}**\n", *lines, ""])


def _labels(states: Any) -> str:
    """In the order in which the words are defined."""
    return "、".join(state.label for state in type(next(iter(states))) if state in states)


def _heads() -> str:
    return " | ".join(holder.label for holder in HOLDERS)


def _marks(marks: tuple[bool, ...]) -> list[str]:
    return ["x" if mark else "" for mark in marks]


def _id(state: State) -> str:
    return state.name
