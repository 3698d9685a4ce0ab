"""What the kinds share: the words of a document come from a plain-text template, one paragraph a line."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from django.template.loader import render_to_string

from branches import in_words
from evaluation.typesetting.content import Paper, UnitBranches
from evaluation.typesetting.letter import Column, Group, Layout, Table
from evaluation.typesetting.text import chinese_date, clean
from evaluation.typesetting.tracing import trace

INNER_HEADING = str.maketrans("《》", "〈〉")
"""A title within a title."""
UNDATED, PENDING = "（成文日期待定）", "（待定）"
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


def worded(template: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    """The paragraphs that people drafted, or else those of the template; a correction says of what in either (D35)."""
    own, usual = tuple(data.get("paragraphs", ())), paragraphs(template, data)
    if not own:
        return usual
    return (*own, usual[-1]) if data.get("corrects") else own


def filled(lines: Iterable[str], places: Mapping[str, str]) -> tuple[str, ...]:
    """With the days in place of what stands for them in a drafted text."""
    return tuple(_filled(line, places) for line in lines)


def _filled(line: str, places: Mapping[str, str]) -> str:
    for place, day in places.items():
        line = line.replace(place, day)
    return line


def titled(data: Paper, default: str) -> str:
    """The title that people drafted, in their own lines, or else that of the kind."""
    return "\n".join(data.get("title_lines", ())) or data.get("title") or default


def corrected(data: Mapping[str, Any]) -> dict[str, str] | None:
    """Date and name of the document that `data` corrects, as a sentence cites it (D35)."""
    old = data.get("corrects")
    if not old:
        return None
    title = old["title"].translate(INNER_HEADING)
    number = f"（{old['number']}）" if old["number"] else ""
    name = f"《{title}》{number}" if title else f"{old['number']}文件"
    return {"date": chinese_date(old["dated_on"]), "name": name}


def contact_of(data: Mapping[str, Any]) -> str:
    """附注 with whom to ask; what is empty is left out."""
    known = (("联系人", data["contact"]), ("联系电话", data["telephone"]))
    return "，".join(f"{label}：{value}" for label, value in known if value)


def layout_of(data: Paper, issued: Layout = Layout.NORMAL) -> Layout:
    """Without its 发文字号 it is nothing that an organ has issued: a working print, without red head and 版记."""
    return issued if data["number"] else Layout.PLAIN


def by_branch(said: Sequence[tuple[str, Iterable[str]]]) -> tuple[str, ...]:
    """What is said of each branch under a heading with its name; a single one is not numbered."""
    if len(said) == 1:
        branch, texts = said[0]
        return (f"{branch}：", *texts)
    return tuple(
        text
        for number, (branch, texts) in enumerate(said, 1)
        for text in (f"{in_words.numeral(number)}、{branch}", *texts)
    )


def sentence_of(names: list[str], separator: str = "，") -> str:
    return separator.join(names)


def issuers_in_heading(data: Paper) -> str:
    """The issuers as a title begins with them."""
    return " ".join(data["issuers"])


def common(data: Paper) -> dict[str, Any]:
    """The parts that every letter takes from its paper."""
    printed, is_draft = bool(data["printed_by"]), data.get("is_draft", False)
    return {
        "mark": tuple(data.get("mark") or data["issuers"]),
        "number": data["number"],
        "recipients": sentence_of(data["recipients"]),
        "issuers": tuple(data["issuers"]),
        "dated_on": UNDATED if is_draft else chinese_date(data["dated_on"]),
        "is_draft": is_draft,
        "changed": tuple(tuple((start, end) for start, end in one) for one in data.get("changed", ()))
        if is_draft
        else (),
        "is_sealed": data.get("is_sealed", True),
        "copies_to": sentence_of(data["copies_to"]),
        "printed_by": data["printed_by"],
        "printed_on": (PENDING if is_draft else chinese_date(data["printed_on"])) if printed else "",
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
