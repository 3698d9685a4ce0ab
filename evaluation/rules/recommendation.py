"""Rules of step 3: within the places, in time, deliberated; the pool of small units (方案 四（三）, D3). As `general`."""

from datetime import timedelta

from branches import in_words
from branches.names import WORK_COMMITTEE
from evaluation.rules.facts import ActFacts, Facts


def recommendation_open(facts: Facts) -> str:
    return "" if facts.recommendation_is_open else f"{WORK_COMMITTEE}尚未开启推荐环节，请等待通知。"


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


def appraised(facts: Facts) -> str:
    """The leading Party group gives its 综合考评意见 on what it puts forward (方案 四（三）, D54)."""
    return "" if facts.is_appraised else "还没有党组（党委）的综合考评意见。"


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


# The unit as a whole


def all_answered(facts: Facts) -> str:
    """The unit waits for branches that may still apply; one that does not apply has answered (D39)."""
    if not facts.unanswered:
        return ""
    return f"还有{facts.unanswered}个支部在自评、期限未到，须等提交申请、申报不申请，或者期限届满。"


def not_handed_in(facts: Facts) -> str:
    """Steps 1 and 2 of a unit end with what it hands in or puts forward (D39)."""
    return "本单位的推荐已经办结，自评和考核不再变动，退回或收回后才能办理。" if facts.has_handed_in else ""


def until_units_date(facts: Facts) -> str:
    if facts.unit_due is None or facts.now is None or facts.now < facts.unit_due:
        return ""
    last = in_words.day(facts.unit_due - timedelta(seconds=1))
    return f"本单位推荐已于{last}截止，不能再收回。确需退出的，由单位书面向{WORK_COMMITTEE}提出。"


def after_units_date(facts: Facts) -> str:
    """Nobody is picked while his unit may still take him back."""
    if facts.unit_due is None or facts.now is None or facts.now >= facts.unit_due:
        return ""
    return f"该单位在{in_words.day(facts.unit_due - timedelta(seconds=1))}前还可以收回或者退出，期满后才能办理。"


def in_units_hands(facts: Facts) -> str:
    """A branch on its unit's own list, while that is open. One that was put forward is not, whatever became of it."""
    return until_units_date(facts) if facts.holds_pool_seat else list_open(facts)


def out_of_units_hands(facts: Facts) -> str:
    if facts.holds_pool_seat or facts.own.is_submitted:
        return ""
    return "所在单位的推荐名单没有报送，退出由该单位的机关党组织办理。"


def requested(facts: ActFacts) -> str:
    """Later than that, on the unit's written request (D27)."""
    return "" if facts.basis.strip() else "请写明单位书面申请的标题或文号、日期。"
