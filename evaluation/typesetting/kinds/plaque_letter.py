"""告知函: the unit of a revoked branch is told to give the plaque back. To a 机关党委 it is a 通知, in the layout of a letter."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import PlaqueLetter
from evaluation.typesetting.kinds.wording import common, contact_of, layout_of, paragraphs
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.text import chinese_date


def compose(data: PlaqueLetter) -> Letter:
    is_order = data.get("is_order", False)
    facts = {**data, "until": chinese_date(data["returned_by"]), "cited": _cited(data), "is_order": is_order}
    return Letter(
        title=data.get("title") or f"关于收回{CITY_HONOUR}牌匾的{'通知' if is_order else '函'}",
        body=paragraphs("plaque_letter", facts),
        layout=layout_of(data, Layout.LETTER),
        note=contact_of(data),
        names=(*data["issuers"], data["branch"], data["contact"]),
        **common(data),
    )


def _cited(data: PlaqueLetter) -> str:
    """The decision as a sentence cites it: title first, then number."""
    title = data.get("decision_title", "")
    return f"《{title}》（{data['decision']}）" if title else f"{data['decision']}文件"
