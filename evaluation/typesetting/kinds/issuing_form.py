"""发文稿纸: the form on which leaders sign a document before it is issued. Two pages at most, whatever is filled in."""

from typing import TypedDict

from evaluation.typesetting.form import Box, Entry, Fields, Form
from evaluation.typesetting.kinds.wording import cleaned
from evaluation.typesetting.text import chinese_date

SHOWN = 160
"""Characters of a list of addressees; the draft itself has all of them."""


class IssuingForm(TypedDict):
    """Empty where nothing is known yet."""

    title: list[str]
    recipients: str
    copies_to: str
    printed_by: str
    copies: int
    drafted_by: str
    drafted_on: str
    checked_by: str
    checked_on: str
    lead: str
    other: str
    annex: str
    fingerprint: str


def compose(data: IssuingForm) -> Form:
    facts: IssuingForm = cleaned(data)
    return Form(
        title="发文稿纸",
        subtitle="",
        number="",
        author=facts["lead"],
        blocks=(
            Box(f"签发\n{facts['lead']}", "", "", ""),
            Box(f"会签\n{facts['other']}", "", "", ""),
            Fields(
                (
                    (Entry("标题", _title(facts)),),
                    (Entry("附件", facts["annex"]),),
                    (Entry("主送", _short(facts["recipients"])),),
                    (Entry("抄送", _short(facts["copies_to"])),),
                    (
                        Entry("印发机关", facts["printed_by"]),
                        Entry("份数", f"{facts['copies']}份" if facts["copies"] else ""),
                    ),
                    (Entry("发文字号", ""), Entry("文稿指纹", facts["fingerprint"])),
                    (Entry("拟稿", facts["drafted_by"]), Entry("日期", _day(facts["drafted_on"]))),
                    (Entry("核稿", facts["checked_by"]), Entry("日期", _day(facts["checked_on"]))),
                )
            ),
        ),
        names=(facts["lead"], facts["other"], facts["drafted_by"], facts["checked_by"]),
    )


def _title(facts: IssuingForm) -> str:
    """In one line, where a space parts the two bodies."""
    lead, other = facts["lead"], facts["other"]
    return "".join(facts["title"]).replace(lead + other, f"{lead} {other}")


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}……"


def _day(iso: str) -> str:
    return chinese_date(iso) if iso else ""
