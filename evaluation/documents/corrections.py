"""更正: a new document that cites the old one. Which facts may differ is said here, by kind.

Who is named or revoked is never among them: that takes a decision of both bodies (D35). What both bodies sign is corrected
by another text of theirs, in `drafting`.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from branches import clock
from branches.models import User
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from evaluation.documents import earlier, making
from evaluation.models import Notice

Kind = Notice.Kind


class Fact(NamedTuple):
    name: str
    label: str
    is_list: bool = False


_CONTACT = (Fact("contact", "联系人"), Fact("telephone", "联系电话"))
_ADDRESSEES = (Fact("recipients", "主送机关", True), Fact("copies_to", "抄送机关", True))
FACTS: dict[str, tuple[Fact, ...]] = {
    Kind.ASSESSMENT: _ADDRESSEES,
    Kind.RECOMMENDATION: (Fact("signer", "签发人"), *_CONTACT),
    Kind.PUBLIC_NOTICE: (
        Fact("department_telephone", f"{ORGANISATION_DEPARTMENT}受理电话"),
        Fact("telephone", f"{WORK_COMMITTEE}受理电话"),
        Fact("address", "通信地址"),
    ),
    Kind.REINSPECTION: (Fact("signer", "签发人"), *_CONTACT),
    Kind.PLAQUE_LETTER: (Fact("plaque_number", "牌匾编号"), Fact("place", "送交地点"), *_CONTACT),
    Kind.REMINDER_LETTER: _CONTACT,
    Kind.MINUTES: (
        Fact("place", "会议地点"),
        Fact("chair", "主持人"),
        Fact("present", "出席", True),
        Fact("absent", "请假", True),
        Fact("attending", "列席", True),
    ),
    Kind.CERTIFICATE: (Fact("number", "证书编号"),),
    Kind.PLAQUE: (Fact("number", "牌匾编号"),),
}
WORDS = frozenset(
    {
        "unit",
        "branch",
        "branches",
        "units",
        "titles",
        "secretary",
        "opinion",
        "reason",
        "team",
        "items",
        "topic",
        "conclusion",
        "appraisal",
        "paragraphs",
        "title_lines",
        "deviations",
    }
)
"""Where a wrong word may stand: names and what was written, not figures, dates or who issued it."""


def corrected(
    notice: Notice,
    *,
    by: User,
    reason: str,
    values: Mapping[str, Any],
    wrong: str = "",
    right: str = "",
    number: str = "",
) -> Notice | None:
    """The document that replaces `notice`; None if nothing would differ.

    `values`: new facts by name, as far as `FACTS` allows them. `wrong` becomes `right` wherever names or words say it.
    """
    facts = dict(notice.data)
    facts |= {
        fact.name: values[fact.name]
        for fact in FACTS[notice.kind]
        if values.get(fact.name) or (fact.name in values and fact.name in facts)
    }
    if wrong:
        facts |= {name: replaced(facts[name], wrong, right) for name in WORDS & facts.keys()}
    if facts == notice.data:
        return None
    today = clock.today().isoformat()
    facts |= {
        name: today
        for name in ("dated_on", "printed_on")
        if name in facts and notice.kind not in (Kind.CERTIFICATE, Kind.PLAQUE)
    }
    if "issuers" in facts and notice.number:
        facts["number"] = ""
    return making.make(
        notice.kind, facts, by=by, number=number, corrects=notice, correction=reason, **making.about(notice)
    )


def named_otherwise(notice: Notice, wrong: str, right: str) -> str:
    """Why 证书 or 牌匾 cannot bear this name: it says what both bodies signed, the decision or its correction in force."""
    if notice.kind not in (Kind.CERTIFICATE, Kind.PLAQUE) or not wrong:
        return ""
    named = replaced(notice.data["branch"], wrong, right)
    decided = earlier.last_of(Kind.NAMING, decision=notice.decision)
    if decided is None or any(named in unit["branches"] for unit in decided.data["units"]):
        return ""
    return "证书和牌匾上的名称要与现行命名决定的名单一致。名单写错的，先更正命名决定，由双方签署。"


def first_edition(notice: Notice, *, by: User, number: str, signer: str = "") -> Notice:
    """The same facts of today, numbered and, where it goes upward, signed for; its working print had neither."""
    today = clock.today().isoformat()
    facts = {**notice.data, "dated_on": today, "printed_on": today, **({"signer": signer} if signer else {})}
    return making.make(
        notice.kind, facts, by=by, number=number, corrects=notice, correction="编号印发。", **making.about(notice)
    )


def replaced(value: Any, wrong: str, right: str) -> Any:
    """A fact with other words wherever names or words say the wrong ones."""
    if isinstance(value, str):
        return value.replace(wrong, right)
    if isinstance(value, list):
        return [replaced(one, wrong, right) for one in value]
    if isinstance(value, dict):
        return {name: replaced(one, wrong, right) if name in WORDS else one for name, one in value.items()}
    return value
