"""催办函: what a unit owes, since when, and by when it is wanted."""

from evaluation.typesetting.content import ReminderLetter
from evaluation.typesetting.kinds.wording import common, contact_of, layout_of, paragraphs
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.text import chinese_date


def compose(data: ReminderLetter) -> Letter:
    until = chinese_date(data["extended_to"]) if data["extended_to"] else ""
    return Letter(
        title=data.get("title") or f"关于催报{data['task']}的函",
        body=paragraphs("reminder_letter", {**data, "due": chinese_date(data["due_on"]), "until": until}),
        layout=layout_of(data, Layout.LETTER),
        note=contact_of(data),
        names=(*data["issuers"], *data["recipients"], data["contact"]),
        **common(data),
    )
