"""docs/procedure.md and docs/permissions.csv, written from the procedure's table and the grants; never by hand.

Pure: returns texts. `manage.py write_docs` (make docs) writes them, and a test fails when they are stale.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from io import StringIO
from typing import Any

from branches.permissions import Data
from evaluation.procedure.lives import (
    CYCLE_LIFE,
    DECISION_LIFE,
    ENDS,
    HOLDS_SEAT,
    HONOUR_LIFE,
    LIST_LIFE,
    METHOD_LIFE,
    OBJECTION_LIFE,
    PLAQUE_LIFE,
    PROCEDURE,
    REINSPECTION,
    REINSPECTION_OPEN,
    SUCCESSION_LIFE,
    AnyMove,
)
from evaluation.procedure.matrix import HOLDERS, move_rows, permission_rows
from evaluation.vocabulary import ReinspectionState, State, Word

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
            f"It holds a seat (名额) in {_labels(HOLDS_SEAT)}, and only there. It ends in {_labels(ENDS)}.\n",
            _drawn(PROCEDURE, State.DRAFT, ENDS),
            "## Who makes which move\n",
            _moves(PROCEDURE),
            "## Who may do what\n",
            _permissions(),
            f"Systems read by a key, and a key is given for one or more of these, never for a permission: {_data()}.\n",
            "## A re-inspection (复查与复核)\n",
            "One a year and honour, and a special one when a veto is found after the naming. "
            f"Open in {_labels(REINSPECTION_OPEN)}. A report and a review leave the state: they are facts beside it.\n",
            _drawn(REINSPECTION, ReinspectionState.DUE, frozenset(ReinspectionState) - REINSPECTION_OPEN),
            _moves(REINSPECTION),
            "## What stands around them\n",
            _life("Year (评定年度)", CYCLE_LIFE),
            _life("Recommendation list (推荐名单)", LIST_LIFE),
            _life("Objection (公示异议)", OBJECTION_LIFE),
            _life("Decision (决定)", DECISION_LIFE),
            _life("Honour (称号)", HONOUR_LIFE),
            _life("Plaque (牌匾)", PLAQUE_LIFE),
            _life("Working method (支部工作法)", METHOD_LIFE),
            _life("Change of a branch (支部变更)", SUCCESSION_LIFE),
        ]
    )


def permissions() -> str:
    """One line for each permission and for each move, one column for each holder; `x` where he may."""
    file = StringIO()
    sheet = csv.writer(file, lineterminator="\n")
    sheet.writerow(["kind", "step", "name", "over", "before", "after", *(holder.key for holder in HOLDERS)])
    for row in permission_rows():
        sheet.writerow(["permission", "", row.label, row.over, "", "", *_marks(row.marks)])
    for kind, table in (("move", PROCEDURE), ("reinspection", REINSPECTION)):
        for one in move_rows(table):
            move = one.move
            between = [move.perm.scope.value, move.before.value, move.after.value]
            sheet.writerow([kind, move.step or "", move.action.value, *between, *_marks(one.marks)])
    return file.getvalue()


def _drawn(moves: Iterable[AnyMove], first: Word, ends: Collection[Word]) -> str:
    states = list(type(first))
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.name}: {state.label}" for state in states]
    lines.append(f"    [*] --> {first.name}")
    arrows: dict[tuple[Word, Word], list[str]] = {}
    for move in moves:
        labels = arrows.setdefault((move.before, move.after), [])
        if move.action.label not in labels:
            labels.append(move.action.label)
    lines += [f"    {before.name} --> {after.name}: {'、'.join(labels)}" for (before, after), labels in arrows.items()]
    lines += [f"    {state.name} --> [*]" for state in states if state in ends]
    return "\n".join([*lines, "```\n"])


def _moves(table: Iterable[AnyMove]) -> str:
    rows = move_rows(table)
    steps = ["环节"] if rows[0].move.step else []
    heads = [*steps, "动作", "办理前", "办理后", _heads(), "needs"]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * (len(steps) + 4 + len(HOLDERS))}"]
    for one in rows:
        move = one.move
        words = [word.label for word in (move.step, move.action, move.before, move.after) if word]
        rules = ", ".join(rule.__name__ for rule in move.rules)
        lines.append(f"| {' | '.join([*words, *_marks(one.marks), rules])} |")
    return "\n".join([*lines, ""])


def _permissions() -> str:
    lines = [f"| 权限 | 范围 | {_heads()} |", f"|---|---|{'---|' * len(HOLDERS)}"]
    lines += [f"| {' | '.join([row.label, row.over, *_marks(row.marks)])} |" for row in permission_rows()]
    return "\n".join([*lines, ""])


def _data() -> str:
    return "、".join(f"{data.label} (`/api/v1/{data.value}`)" for data in Data)


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
