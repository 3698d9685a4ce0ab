"""Rules that more than one step asks: the year, time, a reason, and what bars a branch from taking part (方案 三).

A rule returns "" or the reason why not, as a sentence for a person. A page calls it to say why a button waits; the move
calls the same one to refuse. No models, no database, no clock.
"""

from datetime import date, timedelta

from branches import in_words
from branches.names import HONOUR, WORK_COMMITTEE
from evaluation.rules.facts import ActFacts, Facts
from evaluation.vocabulary import State


def cycle_open(facts: Facts) -> str:
    return "" if facts.cycle_is_open else "本年度评定已结束，不能再办理。"


def in_time(facts: Facts) -> str:
    if facts.opens and facts.now and facts.now < facts.opens:
        return f"本环节{in_words.day(facts.opens)}开始，请届时办理。"
    if facts.due is None or facts.now is None or facts.now < facts.due:
        return ""
    return f"本环节已于{in_words.day(facts.due - timedelta(seconds=1))}截止。内容仍可保存；需要补报请联系{WORK_COMMITTEE}延期。"


def reasoned(facts: ActFacts) -> str:
    """The one rule of every life."""
    return "" if facts.note.strip() else "请写明理由。"


def takes_part(facts: Facts) -> str:
    """A branch that has become a temporary one goes no further (D57)."""
    if not facts.is_temporary:
        return ""
    return "该支部现登记为临时党支部，不参加评定。登记有误的请系统管理员更正；无误的不申请或者退出参评。"


def not_honoured(facts: Facts) -> str:
    return f"本支部已是{HONOUR}，不重复参加评定，参加年度复查。" if facts.is_honoured else ""


def eligible(facts: Facts) -> str:
    return f"有{facts.findings}项不得参评情形已核实，不得参评。" if facts.findings else ""


def falls_in_year(decided_on: date, evaluation_year: int) -> bool:
    """年度内: the decision that dealt with the matter fell in the evaluation year (D10)."""
    return decided_on.year == evaluation_year


def raises_hold(decided_on: date, evaluation_year: int) -> bool:
    """A matter of the January to July after the evaluation year holds the naming up instead of disqualifying (D10)."""
    return decided_on.year == evaluation_year + 1 and decided_on.month <= 7


def finding_verified(facts: Facts) -> str:
    return "" if facts.findings else "没有已核实的不得参评情形。"


def finding_corrected(facts: Facts) -> str:
    if facts.findings:
        return f"还有{facts.findings}项已核实的不得参评情形没有更正。"
    return "" if facts.corrected_by else "核实结论没有经两人更正，不能恢复。"


def back_to_draft(facts: Facts) -> str:
    return _back_to(facts, State.DRAFT)


def back_to_applied(facts: Facts) -> str:
    return _back_to(facts, State.APPLIED)


def back_to_assessed(facts: Facts) -> str:
    """A seat that was lost is not given back: it needs a new RECOMMEND (D16)."""
    return _back_to(facts, State.ASSESSED, State.FORWARDED, State.RECOMMENDED, State.PROPOSED)


def _back_to(facts: Facts, state: State, *further: State) -> str:
    """To where the case was disqualified from: no step is skipped, none gone through twice."""
    if facts.disqualified_from in (state, *further):
        return ""
    return f"该支部取消资格前不是“{state.label}”，不能恢复到“{state.label}”。"


def room_for_a_date(facts: Facts) -> str:
    """Whether there is any day that could be given (D36)."""
    if facts.latest is None or facts.now is None or facts.now.date() <= facts.latest:
        return ""
    following = in_words.plain_day(facts.latest + timedelta(days=1))
    return f"本单位下一环节{following}截止，补正须在它之前，已经没有日期可选。请先联系{WORK_COMMITTEE}延期。"


def dated_in_order(facts: Facts) -> str:
    """The date given lies ahead, and before the date that follows it (D36)."""
    if facts.new_date is None:
        return "请选择新的期限。"
    if facts.now is not None and facts.new_date < facts.now.date():
        return "新的期限不能早于今天，请重新选择。"
    if facts.latest is None or facts.new_date <= facts.latest:
        return ""
    return f"新的期限最迟为{in_words.plain_day(facts.latest)}，须早于本单位下一环节的期限，请重新选择。"
