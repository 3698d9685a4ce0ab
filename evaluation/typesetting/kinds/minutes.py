"""会议纪要 of the evaluation panel: topics and conclusions, and who was there."""

from branches import in_words
from evaluation.typesetting.content import Minutes
from evaluation.typesetting.kinds.wording import common, layout_of, paragraphs
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.text import chinese_date


def compose(data: Minutes) -> Letter:
    items = [{**item, "numeral": in_words.numeral(number)} for number, item in enumerate(data["items"], start=1)]
    people = (("出席", data["present"]), ("请假", data["absent"]), ("列席", data["attending"]))
    attendance = tuple((label, "、".join(names)) for label, names in people if names)
    body = paragraphs("minutes", {**data, "items": items, "held": chinese_date(data["held_on"])})
    layout, title = layout_of(data, Layout.MINUTES), data.get("title") or ""
    if layout is not Layout.MINUTES:
        # The red head says what it is and when it was issued: a working print has a title and a foot instead.
        title = title or "".join(data.get("mark") or data["issuers"])
        body, attendance = (*body, *(f"{label}：{names}" for label, names in attendance)), ()
    return Letter(
        title=title,
        body=body,
        layout=layout,
        attendance=attendance,
        names=(*data["issuers"], data["chair"], *data["present"], *data["absent"], *data["attending"]),
        **common(data),
    )
