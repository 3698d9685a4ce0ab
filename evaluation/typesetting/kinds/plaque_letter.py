"""告知函: the unit of a revoked branch is told to give the plaque back."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import PlaqueLetter
from evaluation.typesetting.kinds.wording import common, paragraphs
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.text import chinese_date


def compose(data: PlaqueLetter) -> Letter:
    return Letter(
        title=data.get("title") or f"关于收回{CITY_HONOUR}牌匾的函",
        body=paragraphs("plaque_letter", {**data, "until": chinese_date(data["returned_by"])}),
        layout=Layout.LETTER,
        note=f"联系人：{data['contact']}，联系电话：{data['telephone']}",
        names=(*data["issuers"], data["branch"], data["contact"]),
        **common(data),
    )
