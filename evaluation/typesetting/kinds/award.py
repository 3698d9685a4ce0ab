"""荣誉证书 and 牌匾样 of one honour. The seal is set by the bodies themselves; none is drawn."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.award import Award, Sort
from evaluation.typesetting.content import Honour
from evaluation.typesetting.text import chinese_date
from evaluation.typesetting.tracing import trace


def certificate(data: Honour) -> Award:
    return Award(
        sort=Sort.CERTIFICATE,
        heading="荣誉证书",
        addressee=f"{data['branch']}：",
        text=f"经考核评定，命名你支部为{data['year']}年度{CITY_HONOUR}。特发此证，以资鼓励。",
        number=data["number"],
        issuers=tuple(data["issuers"]),
        dated_on=chinese_date(data["dated_on"]),
        trace=trace(data),
    )


def plaque(data: Honour) -> Award:
    return Award(
        sort=Sort.PLAQUE,
        heading=CITY_HONOUR,
        addressee=data["branch"],
        text=f"（{data['year']}年度）",
        number=data["number"],
        issuers=tuple(data["issuers"]),
        dated_on=chinese_date(data["dated_on"]),
        trace=trace(data),
    )
