"""What an import would do, for the command line, and the workbook that goes back to whoever filled it in."""

from collections import Counter
from typing import Any

from branches.people.exchange.columns import LAYOUT
from branches.people.exchange.plan import Plan
from branches.permissions import Role
from branches.spreadsheet.marked import marked


def summary(plan: Plan) -> dict[str, Any]:
    """The one line that the command prints."""
    return {
        "rows": plan.rows,
        "people": len(plan.newcomers),
        "posts": len(plan.posts),
        "unchanged": plan.unchanged,
        "errors": [[one.row, one.column, one.reason] for one in plan.problems],
        "doubts": [[one.line, one.column, one.sentence] for one in plan.open_doubts],
    }


def returned(plan: Plan) -> bytes:
    """The file as it was sent, in its order, with wrong cells and open questions framed in red and said beside."""
    return marked(plan.table, LAYOUT, plan.problems, plan.open_doubts)


def in_words(plan: Plan) -> str:
    """What is put forward, by post: 党支部书记494（接替4）、机关党组织经办人139."""
    counts = Counter(one.role for one in plan.posts if one.starts_on)
    succeeding = Counter(one.role for one in plan.posts if one.starts_on and one.ends)
    ending = sum(1 for one in plan.posts if not one.starts_on)
    parts = [
        f"{role.label}{counts[role]}" + (f"（接替{succeeding[role]}）" if succeeding[role] else "")
        for role in Role
        if counts[role]
    ]
    return "、".join([*parts, *([f"结束任职{ending}"] if ending else [])])
