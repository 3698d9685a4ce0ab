"""The policy's rules as pure functions over frozen Facts.

A rule returns "" or the reason why not, as a sentence for a person. A page calls it to say why a button waits; the move
calls the same one to refuse. No models, no database, no clock.
"""

from datetime import date, timedelta

from branches import in_words
from branches.names import HONOUR, ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from evaluation.rules.facts import ActFacts, Facts, Resolution
from evaluation.vocabulary import Body, ObjectionState, Verdict


def falls_in_year(decided_on: date, evaluation_year: int) -> bool:
    """年度内: the decision that dealt with the matter fell in the evaluation year (D10)."""
    return decided_on.year == evaluation_year


def raises_hold(decided_on: date, evaluation_year: int) -> bool:
    """A matter of the January to July after the evaluation year holds the naming up instead of disqualifying (D10)."""
    return decided_on.year == evaluation_year + 1 and decided_on.month <= 7


# Time


def in_time(facts: Facts) -> str:
    if facts.opens and facts.now and facts.now < facts.opens:
        return f"本环节{in_words.day(facts.opens)}开始，请届时办理。"
    if facts.due is None or facts.now is None or facts.now < facts.due:
        return ""
    return f"本环节已于{in_words.day(facts.due - timedelta(seconds=1))}截止。内容仍可保存；需要补报请联系{WORK_COMMITTEE}延期。"


def cycle_open(facts: Facts) -> str:
    return "" if facts.cycle_is_open else "本年度评定已结束，不能再办理。"


def recommendation_open(facts: Facts) -> str:
    return "" if facts.recommendation_is_open else f"{WORK_COMMITTEE}尚未开启推荐环节，请等待通知。"


def reasoned(facts: ActFacts) -> str:
    """The one rule of every life."""
    return "" if facts.note.strip() else "请写明理由。"


# Self-assessment


def complete(facts: Facts) -> str:
    return "；".join(facts.missing) + "。" if facts.missing else ""


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


def nothing_declared(facts: Facts) -> str:
    return f"申报了{facts.declared}项不得参评情形，按方案不得参评。如填写有误请先更正。" if facts.declared else ""


def not_honoured(facts: Facts) -> str:
    return f"本支部已是{HONOUR}，不重复参加评定，参加年度复查。" if facts.is_honoured else ""


def paper_attached(facts: Facts) -> str:
    return "" if facts.has_paper else "代录须先上传支部盖章的纸质材料扫描件。"


def no_team_yet(facts: Facts) -> str:
    return "考核组已经成立，不能自行撤回。需要修改请联系机关党组织退回补正。" if facts.has_team else ""


# Assessment


def eligible(facts: Facts) -> str:
    return f"有{facts.findings}项不得参评情形已核实，不得参评。" if facts.findings else ""


def visited(facts: Facts) -> str:
    return "" if facts.is_visited else "还没有实地查看记录。"


def verified(facts: Facts) -> str:
    return f"还有{facts.unverified}项不得参评情形没有核验。" if facts.unverified else ""


def scored(facts: Facts) -> str:
    if facts.missing_sheets:
        return f"还有{facts.missing_sheets}名考核组成员没有提交评分。"
    return "" if facts.sheets else "考核组还没有提交评分。"


def opinion_written(facts: Facts) -> str:
    return "" if facts.has_opinion else "还没有填写考核意见。"


def impartial(facts: Facts) -> str:
    """Nobody decides on the own branch at step 2 (D17)."""
    if not facts.is_own_branch:
        return ""
    return f"您是该支部的党员，须回避。请由另一名经办人办理；没有的，请{WORK_COMMITTEE}安排他人任职。"


def assessed_by_another(facts: Facts) -> str:
    """Four eyes: APPLY and CONCLUDE (D18)."""
    if facts.actor is None or facts.actor != facts.applied_by:
        return ""
    return "该支部的申请由您提交，考核意见须由另一人提交。"


def recommended_by_another(facts: Facts) -> str:
    """Four eyes: CONCLUDE and RECOMMEND or FORWARD (D18)."""
    if facts.actor is None or facts.actor != facts.concluded_by:
        return ""
    return "该支部的考核意见由您提交，推荐须由另一人办理。"


# Recommendation


def list_open(facts: Facts) -> str:
    if facts.own.is_submitted:
        return f"本单位推荐名单已报送。需要修改请联系{WORK_COMMITTEE}退回。"
    return "" if facts.own.is_open else f"{WORK_COMMITTEE}尚未开启推荐环节，请等待通知。"


def seat_free(facts: Facts) -> str:
    if facts.is_pool_unit:
        return f"本单位名额为0（{facts.own.arithmetic}），请推送联合推荐。"
    if facts.own.taken < facts.own.cap:
        return ""
    if not facts.own.cap:
        return f"本单位名额为0（{facts.own.arithmetic}），可向{WORK_COMMITTEE}申请调整名额。"
    return f"名额已满{facts.own.cap}个（{facts.own.arithmetic}）。请先取消一个，或申请调整名额。"


def pool_unit(facts: Facts) -> str:
    return "" if facts.is_pool_unit else "本单位有自己的名额，不参加联合推荐。"


def one_per_unit(facts: Facts) -> str:
    return "本单位已推送一个支部，联合推荐每个单位限一个。请先收回。" if facts.other_forwarded else ""


def deliberated(facts: Facts) -> str:
    return "" if facts.is_deliberated else "还没有党组（党委）会议审议记录。"


def pool_open(facts: Facts) -> str:
    if facts.pool.is_submitted:
        return "联合推荐已完成选定。"
    return "" if facts.pool.is_open else "联合推荐尚未开启。"


def pool_seat_free(facts: Facts) -> str:
    if facts.pool.taken < facts.pool.cap:
        return ""
    return f"联合推荐名额已满{facts.pool.cap}个（{facts.pool.arithmetic}）。请先取消一个。"


def on_own_list(facts: Facts) -> str:
    return f"该支部由{WORK_COMMITTEE}在联合推荐中选定，须由{WORK_COMMITTEE}取消。" if facts.holds_pool_seat else ""


def on_pool_list(facts: Facts) -> str:
    return "" if facts.holds_pool_seat else "该支部在单位自己的推荐名单中，须由该单位取消。"


# Naming


def list_submitted(facts: Facts) -> str:
    places = facts.pool if facts.holds_pool_seat else facts.own
    if places.is_submitted:
        return ""
    return "联合推荐尚未完成选定。" if facts.holds_pool_seat else "所在单位的推荐名单尚未报送。"


def list_never_submitted(facts: Facts) -> str:
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


def finding_verified(facts: Facts) -> str:
    return "" if facts.findings else "没有已核实的不得参评情形。"


def finding_corrected(facts: Facts) -> str:
    if facts.findings:
        return f"还有{facts.findings}项已核实的不得参评情形没有更正。"
    return "" if facts.corrected_by else "核实结论没有经两人更正，不能恢复。"


def once_concluded(facts: Facts) -> str:
    return "" if facts.was_concluded else "该支部尚未考核，恢复后回到自评。"


def never_concluded(facts: Facts) -> str:
    return "该支部已考核，恢复后回到已考核。" if facts.was_concluded else ""
