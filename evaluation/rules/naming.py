"""Rules of step 4: both bodies agree, nothing stands in the way, both have signed (方案 四（四）). As `general`."""

from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from evaluation.rules.facts import Facts
from evaluation.vocabulary import Body, ObjectionState, Verdict


def list_submitted(facts: Facts) -> str:
    places = facts.pool if facts.holds_pool_seat else facts.own
    if places.is_submitted:
        return ""
    return "联合推荐尚未完成选定。" if facts.holds_pool_seat else "所在单位的推荐名单尚未报送。"


def list_stands_open(facts: Facts) -> str:
    places = facts.pool if facts.holds_pool_seat else facts.own
    return "所在名单已报送。" if places.is_submitted else ""


def verified_by_city(facts: Facts) -> str:
    return f"考核评定组还有{facts.unverified_by_city}项不得参评情形没有核验。" if facts.unverified_by_city else ""


def both_agree_to_name(facts: Facts) -> str:
    return _both(facts, Verdict.NAME, "同意命名")


def both_agree_to_decline(facts: Facts) -> str:
    return _both(facts, Verdict.DECLINE, "不同意命名")


def nothing_pending(facts: Facts) -> str:
    return f"还有{facts.pending}项不得参评情形待核实。" if facts.pending else ""


def no_hold(facts: Facts) -> str:
    return f"已暂缓，须{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}都解除后才能命名。" if facts.holds else ""


def notice_over(facts: Facts) -> str:
    return "" if facts.notice_is_over else "公示期未满。"


def unobjected(facts: Facts) -> str:
    """An objection holds up this one name until it is settled; one upheld, until the name is taken back (D22)."""
    if facts.objection == ObjectionState.OPEN:
        return "公示期间收到异议，正在核查，办结前不能命名。"
    return "异议成立，须先撤出拟命名或取消参评资格。" if facts.objection else ""


def cosigned(facts: Facts) -> str:
    return "" if facts.is_cosigned else f"名单须经{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}双方签署。"


def _both(facts: Facts, verdict: str, words: str) -> str:
    missing = [body.label for body, given in zip(Body, facts.verdicts, strict=True) if given != verdict]
    return f"{'、'.join(missing)}尚未表示“{words}”。" if missing else ""
