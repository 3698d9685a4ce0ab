"""专项复查: a veto found after the naming holds the title up at once, and is corrected by two people only (D14, D16)."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit, clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from evaluation import deadlines
from evaluation.advance import Refused, advance
from evaluation.cases import recusals
from evaluation.cases.locks import lock_reinspection
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Disqualification, Honour, LaterFinding, Reinspection
from evaluation.models.honour import HELD
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.reinspection.queries import require_verifier, verifies
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.rules import impartiality
from evaluation.shift import shift
from evaluation.vocabulary import HonourState, ReinspectionAction, Step
from evaluation.workdays import workdays

WORKING_DAYS = 10
"""Within which the unit reports: two weeks are enough for a matter that is already documented, and the title is held up."""


@transaction.atomic
def find(
    honour: Honour, condition: Disqualification, *, by: User, facts: str, basis: str, decided_on: date
) -> Reinspection:
    """Record that a condition was verified after the naming. The title is on hold until the matter is settled."""
    if not verifies(by, honour):
        raise PermissionDenied
    honour = (
        Honour.objects.select_for_update(of=("self",), no_key=True).select_related("branch__unit").get(pk=honour.pk)
    )
    if reasons := why_not(honour, by):
        raise Refused(*reasons)
    _check(honour, condition, facts, basis, decided_on)
    last = deadlines.latest(condition.cycle, Step.RECOMMENDATION, clock.today(), has_places=True)
    due = min(workdays.working_days_after(clock.today(), WORKING_DAYS).day, last or date.max)
    one = begin_steps.open_special(
        honour,
        condition.cycle,
        condition,
        due=due,
        by=by,
        facts=facts.strip(),
        basis=basis.strip(),
        decided_on=decided_on,
    )
    audit.record("命名后发现不得参评情形", honour, by=by, condition=condition.number, due=due.isoformat())
    return one


def why_not(honour: Honour, by: User) -> list[str]:
    """Why no special re-inspection can be opened now: the page says it, the act refuses with it."""
    if honour.state not in HELD:
        return [f"该称号{honour.get_state_display()}，不再复查。"]
    if by.branch_id == honour.branch_id:
        return [impartiality.KEEP_AWAY]
    if Reinspection.objects.filter(honour=honour, is_special=True, state__in=sorted(REINSPECTION_OPEN)).exists():
        return ["该称号已有一次专项复查正在办理。"]
    if cycle_queries.latest_opened() is None:
        return ["还没有启动过评定年度，没有可以对照的不得参评情形。"]
    return []


@transaction.atomic
def ask_correction(finding: LaterFinding, *, by: User, reason: str) -> None:
    """The first of two people says that the finding is wrong, and why."""
    finding = _open(finding)
    require_verifier(finding.reinspection, by)
    if finding.correction_asked_at:
        raise Refused(f"已有人提出更正，等待{WORK_COMMITTEE}的第二人办理。")
    if not reason.strip():
        raise Refused("请写明更正的理由。")
    LaterFinding.objects.filter(pk=finding.pk).update(
        correction_reason=reason.strip(), correction_asked_by=by, correction_asked_at=clock.now()
    )
    audit.record("提出更正命名后的核实结论", finding.reinspection, by=by, condition=finding.disqualification.number)


@transaction.atomic
def correct(finding: LaterFinding, *, by: User) -> None:
    """The second person, of 市直工委, agrees: nothing was found, and the title stands again."""
    finding = _asked(finding, by)
    one, honour = finding.reinspection, finding.reinspection.honour
    LaterFinding.objects.filter(pk=finding.pk).update(corrected_by=by, corrected_at=clock.now())
    advance(one, ReinspectionAction.END, by=by, note="核实结论已经两人更正")
    shift(honour, HonourState.STANDING, by=by, note="核实结论已更正")
    audit.record("更正命名后的核实结论", one, by=by, condition=finding.disqualification.number)


@transaction.atomic
def uphold(finding: LaterFinding, *, by: User) -> None:
    """The second person does not agree: the finding stands."""
    finding = _asked(finding, by)
    LaterFinding.objects.filter(pk=finding.pk).update(
        correction_reason="", correction_asked_by=None, correction_asked_at=None
    )
    audit.record("不予更正命名后的核实结论", finding.reinspection, by=by, condition=finding.disqualification.number)


def _open(finding: LaterFinding) -> LaterFinding:
    """The finding reread under the lock of its re-inspection, which must still be open."""
    one = lock_reinspection(finding.reinspection)
    if one.state not in REINSPECTION_OPEN:
        raise Refused(f"{one}已办结（{one.get_state_display()}），不能再更正。改变结论须有新的决定。")
    return LaterFinding.objects.select_related("reinspection__honour__branch", "disqualification").get(pk=finding.pk)


def _asked(finding: LaterFinding, by: User) -> LaterFinding:
    """The finding, for somebody else who acts for 市直工委 than who asked (D16, D19)."""
    finding = _open(finding)
    require_verifier(finding.reinspection, by)
    if not recusals.for_committee(by, finding.reinspection):
        raise PermissionDenied
    if not finding.correction_asked_at:
        raise Refused("没有待办理的更正。")
    if finding.correction_asked_by_id == by.pk:
        raise Refused(f"更正由您提出，须由{WORK_COMMITTEE}的另一人办理。")
    return finding


def _check(honour: Honour, condition: Disqualification, facts: str, basis: str, decided_on: date) -> None:
    reasons = []
    if not facts.strip():
        reasons.append("请写明事实。")
    if not basis.strip():
        reasons.append("须有书面依据，请填写文件标题和文号。")
    if decided_on > clock.today():
        reasons.append("处理决定日期不能晚于今天。")
    elif condition.within_year and decided_on.year < honour.year:
        reasons.append(f"处理决定日期早于{honour.year}年，不影响该年度的称号。请核对日期。")
    if reasons:
        raise Refused(*reasons)
