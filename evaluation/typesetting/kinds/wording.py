"""What the kinds share: the words of a document come from a plain-text template, one paragraph a line."""

from collections.abc import Mapping
from math import ceil
from typing import Any

from django.template.loader import render_to_string

from evaluation.typesetting.content import Paper, UnitBranches
from evaluation.typesetting.letter import Column, Group, Table
from evaluation.typesetting.text import chinese_date, clean
from evaluation.typesetting.tracing import trace

INNER_HEADING = str.maketrans("《》", "〈〉")
"""A title within a title."""
TABLE_WIDTH = 156
NUMBER_WIDTH = 14
UNIT_WIDTHS = range(34, 72, 4)
CHARACTER = 14 * 25.4 / 72


def cleaned(value: Any) -> Any:
    """`value` with every text in it on one line and free of invisible characters."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


def paragraphs(template: str, context: Mapping[str, Any]) -> tuple[str, ...]:
    """The lines of `templates/notices/<template>.txt` that are not empty."""
    text = render_to_string(f"notices/{template}.txt", {**context, "corrected": corrected(context)})
    return tuple(line for line in (clean(line) for line in text.split("\n")) if line)


def corrected(data: Mapping[str, Any]) -> dict[str, str] | None:
    """Date and name of the document that `data` corrects, as a sentence cites it (D35)."""
    old = data.get("corrects")
    if not old:
        return None
    title = old["title"].translate(INNER_HEADING)
    name = f"《{title}》（{old['number']}）" if title else f"{old['number']}文件"
    return {"date": chinese_date(old["dated_on"]), "name": name}


def sentence_of(names: list[str], separator: str = "，") -> str:
    return separator.join(names)


def issuers_in_heading(data: Paper) -> str:
    """The issuers as a title begins with them."""
    return " ".join(data["issuers"])


def common(data: Paper) -> dict[str, Any]:
    """The parts that every letter takes from its paper."""
    printed = bool(data["printed_by"])
    return {
        "mark": tuple(data.get("mark") or data["issuers"]),
        "number": data["number"],
        "recipients": sentence_of(data["recipients"]),
        "issuers": tuple(data["issuers"]),
        "dated_on": chinese_date(data["dated_on"]),
        "is_sealed": data.get("is_sealed", True),
        "copies_to": sentence_of(data["copies_to"]),
        "printed_by": data["printed_by"],
        "printed_on": chinese_date(data["printed_on"]) if printed else "",
        "trace": trace(data),
    }


def branches_by_unit(units: list[UnitBranches]) -> Table:
    """The annexed list of a decision: running number, unit, branch. Units get the width at which the list is shortest."""
    width = min(UNIT_WIDTHS, key=lambda width: (_lines(units, width), abs(width - UNIT_WIDTHS[len(UNIT_WIDTHS) // 2])))
    return Table(
        columns=(
            Column("序号", NUMBER_WIDTH, is_centred=True),
            Column("单位", width),
            Column("党支部", TABLE_WIDTH - NUMBER_WIDTH - width),
        ),
        groups=tuple(Group(unit["unit"], tuple((branch,) for branch in unit["branches"])) for unit in units),
    )


def _lines(units: list[UnitBranches], width: int) -> int:
    """About how many lines the list takes when its column of units is `width` mm wide."""

    def needed(text: str, room: float) -> int:
        return ceil(len(text) * CHARACTER / (room - 3))

    rest = TABLE_WIDTH - NUMBER_WIDTH - width
    return sum(
        max(needed(unit["unit"], width), sum(needed(branch, rest) for branch in unit["branches"])) for unit in units
    )


def names_in(units: list[UnitBranches]) -> tuple[str, ...]:
    return tuple(name for unit in units for name in (unit["unit"], *unit["branches"]))
