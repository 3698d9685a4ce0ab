"""Rules of step 1: a branch that reaches the standard applies (方案 四（一）). As `general`."""

from datetime import date

from evaluation.rules.facts import Facts, Resolution
from evaluation.vocabulary import Action

_CAME_BACK = (Action.SEND_BACK, Action.REINSTATE)


def complete(facts: Facts) -> str:
    return "；".join(facts.missing) + "。" if facts.missing else ""


def reached(facts: Facts) -> str:
    """达到标准的: what a branch says it does not reach bars it from applying (方案 四（一）, D37)."""
    return f"有{facts.unmet}项自评为未达到。达到标准的才能提出申请。" if facts.unmet else ""


def mostly_applicable(facts: Facts) -> str:
    """不适用 is an exception, and no strength is empty (D37)."""
    if facts.left_out:
        return f"“{facts.left_out}”各项都填了不适用，每一方面至少要有一项适用。"
    if facts.not_applicable <= facts.not_applicable_limit:
        return ""
    return f"有{facts.not_applicable}项填了不适用，最多{facts.not_applicable_limit}项。"


def resolved(facts: Facts) -> str:
    """The resolution of the branch meeting makes sense; that there is one, `complete` asks (方案 四（一）)."""
    if facts.now is None or not facts.resolution.in_favour:
        return ""
    return resolution_fault(facts.resolution, facts.now.date())


def resolution_fault(said: Resolution, today: date) -> str:
    """What is wrong with the resolution of the branch meeting, as a sentence; "" if nothing is."""
    if not (said.met_on and said.expected and said.present and said.in_favour and said.has_words):
        return "支部大会决议没有填写完整。"
    if said.met_on > today:
        return "支部大会日期不能晚于今天。"
    if said.present > said.expected:
        return "实到党员不能多于应到党员。"
    return "同意人数不能多于实到党员。" if said.in_favour > said.present else ""


def carried(facts: Facts) -> str:
    """The branch meeting is in favour; whether it makes sense, `resolved` asks (方案 四（一）, D37)."""
    return majority_fault(facts.resolution) if facts.resolution.in_favour else ""


def majority_fault(said: Resolution) -> str:
    """More than half of those entitled are in favour, who are at most the full members; "" if so."""
    if said.expected and said.full_members is not None and said.expected > said.full_members:
        return f"应到党员是有表决权的正式党员，不能多于正式党员{said.full_members}名。"
    if said.expected and said.in_favour and 2 * said.in_favour <= said.expected:
        return f"同意{said.in_favour}名，没有超过应到党员{said.expected}名的半数，决议不成立。"
    return ""


def nothing_declared(facts: Facts) -> str:
    return f"申报了{facts.declared}项不得参评情形，按方案不得参评。如填写有误请先更正。" if facts.declared else ""


def paper_attached(facts: Facts) -> str:
    return "" if facts.has_paper else "代录须先上传支部盖章的纸质材料扫描件。"


def no_team_yet(facts: Facts) -> str:
    return "考核组已经成立，不能自行撤回。需要修改请联系机关党组织退回补正。" if facts.has_team else ""


def returned(facts: Facts) -> str:
    """Whoever had applied before is not silent: sent back or reinstated, he ends as not recommended (D42)."""
    return "" if facts.last_action in _CAME_BACK else "该支部没有提交过申请，年度结束时记为未申报。"


def never_returned(facts: Facts) -> str:
    """Silence is its own end: born a draft, recalled or resumed, and nothing since (D42)."""
    return "该支部的申请退回后没有重新提交，年度结束时记为未推荐。" if facts.last_action in _CAME_BACK else ""
