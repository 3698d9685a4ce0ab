"""docs/procedure.md and docs/permissions.csv, written from the procedure's table and the grants; never by hand.

Pure: returns texts. `manage.py write_docs` (make docs) writes them, and a test fails when they are stale.
"""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from evaluation.procedure.lives import (
    CYCLE_LIFE,
    DECISION_LIFE,
    ENDS,
    HOLDS_SEAT,
    HONOUR_LIFE,
    LIST_LIFE,
    PROCEDURE,
    REINSPECTION,
    REINSPECTION_OPEN,
)
from evaluation.procedure.matrix import HOLDERS, move_rows, permission_rows, reinspection_rows
from evaluation.vocabulary import ReinspectionState, State

HEAD = """# The procedure

Written by `make docs` from `evaluation/procedure/lives.py` and `branches/permissions.py`: change those, not this page.
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
            "## A re-inspection (复查与复核)\n",
            "One a year and title, and a special one when a veto is found after the naming. "
            f"Open in {_labels(REINSPECTION_OPEN)}. A report and a review leave the state: they are facts beside it.\n",
            _reinspection_diagram(),
            _reinspections(),
            "## The year, the lists, the decisions, the titles\n",
            _life("Year (评定年度)", CYCLE_LIFE),
            _life("Recommendation list (推荐名单)", LIST_LIFE),
            _life("Decision (决定)", DECISION_LIFE),
            _life("Title (称号)", HONOUR_LIFE),
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
    for row_ in reinspection_rows():
        move_ = row_.move
        between = [move_.perm.place.value, move_.before.value, move_.after.value]
        sheet.writerow(["reinspection", "", move_.action.value, *between, *_marks(row_.marks)])
    return file.getvalue()


def _diagram() -> str:
    return _drawn(PROCEDURE, State.DRAFT, ENDS)


def _reinspection_diagram() -> str:
    return _drawn(REINSPECTION, ReinspectionState.DUE, frozenset(ReinspectionState) - REINSPECTION_OPEN)


def _drawn(moves: Iterable[Any], first: Any, ends: frozenset[Any]) -> str:
    states: list[Any] = list(first.__class__)
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.name}: {state.label}" for state in states]
    lines.append(f"    [*] --> {first.name}")
    arrows: dict[tuple[Any, Any], list[str]] = {}
    for move in moves:
        labels = arrows.setdefault((move.before, move.after), [])
        if move.action.label not in labels:
            labels.append(move.action.label)
    lines += [f"    {before.name} --> {after.name}: {'、'.join(labels)}" for (before, after), labels in arrows.items()]
    lines += [f"    {state.name} --> [*]" for state in states if state in ends]
    return "\n".join([*lines, "```\n"])


def _reinspections() -> str:
    lines = [f"| 动作 | 办理前 | 办理后 | {_heads()} | needs |", f"|---|---|---|{'---|' * len(HOLDERS)}---|"]
    for one in reinspection_rows():
        rules = ", ".join(rule.__name__ for rule in one.move.rules)
        cells = [one.move.action.label, one.move.before.label, one.move.after.label]
        lines.append(f"| {' | '.join([*cells, *_marks(one.marks), rules])} |")
    return "\n".join([*lines, ""])


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
