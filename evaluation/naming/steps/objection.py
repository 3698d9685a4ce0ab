"""异议: recorded by either municipal body while the notice runs, settled by another person (D22).

The objector's name and the facts go into no record, note or audit entry; opening them is on record.
"""

from datetime import date

from django.db import transaction

from branches import access, audit, clock, in_words
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.advance import Refused, advance
from evaluation.cases import recusals
from evaluation.cases.locks import lock_case
from evaluation.models import Candidacy, Objection
from evaluation.naming import objections
from evaluation.rules import impartiality
from evaluation.shift import shift
from evaluation.vocabulary import Action, ObjectionState, State


@transaction.atomic
def record(case: Candidacy, *, by: User, received_on: date, source: str, facts: str) -> Objection:
    """Record an objection received within the notice; afterwards only 市直工委 still records what came in time."""
    access.require(by, Perm.EVALUATE)
    case = lock_case(case)
    notice, reason = objections.public_notice_of(case), why_not_record(case, by)
    if notice is None or reason:
        raise Refused(reason)
    if not notice.opens_on <= received_on <= min(notice.closes_on, clock.today()):
        raise Refused(
            f"收到日期应在公示期内（自发布之日起，{in_words.plain_days(notice.opens_on, notice.closes_on)}）、不晚于今天，请核对。"
        )
    if not source.strip() or not facts.strip():
        raise Refused("请写明提出人或来源，以及反映的情况。")
    made = Objection.objects.create(
        notice=notice,
        candidacy=case,
        received_on=received_on,
        source=source.strip(),
        facts=facts.strip(),
        by=by,
        at=clock.now(),
    )
    audit.record("登记异议", case, by=by, candidacy=case.pk, received_on=str(received_on))
    return made


def why_not_record(case: Candidacy, by: User) -> str:
    """Why this person records no objection to this case now; "" if he may."""
    notice = objections.public_notice_of(case)
    if notice is None:
        return "该支部没有公示，不能登记异议。"
    if case.state != State.PROPOSED:
        return f"该支部现在是“{case.get_state_display()}”，不能登记异议。命名后发现问题的，办理专项复查。"
    if recusals.recused(by, case):
        return impartiality.KEEP_AWAY
    if notice.closes_on < clock.today() and not recusals.for_committee(by, case):
        return f"公示期已满。公示期内收到、尚未登记的异议，由{WORK_COMMITTEE}补登。"
    return ""


@transaction.atomic
def decide(one: Objection, *, by: User, state: str, outcome: str) -> None:
    """Settle an objection with its findings. Upheld, both verdicts lapse; 市直工委 takes the name back at once."""
    access.require(by, Perm.EVALUATE)
    case = lock_case(one.candidacy)
    if reason := why_not_decide(one, by):
        raise Refused(reason)
    outcome = outcome.strip()
    if not outcome:
        raise Refused("请写明核查结论。")
    shift(one, state, by=by, outcome=outcome, decided_by=by, decided_at=clock.now())
    if state != ObjectionState.UPHELD or case.state != State.PROPOSED:
        return
    given = {row.body: [row.verdict, row.reason, row.by_id] for row in case.evaluations.all()}
    audit.record("异议成立，评定意见须重新填写", case, by=by, candidacy=case.pk, verdicts=given)
    case.evaluations.all().delete()
    if recusals.for_committee(by, case):
        advance(case, Action.RETRACT, by=by, note=f"公示异议成立：{outcome}")


def why_not_decide(one: Objection, by: User) -> str:
    """Why this person does not settle this objection; "" if he may."""
    if one.by_id == by.pk:
        return "这件异议由您登记，须由另一人核查办结。"
    return impartiality.KEEP_AWAY if recusals.recused(by, one.candidacy) else ""


def look(one: Objection, *, by: User) -> None:
    """Somebody opens the objector's name and the facts: that is on record, as for vetoes (D16)."""
    access.require(by, Perm.EVALUATE)
    audit.record("查看异议", one, by=by, objection=one.pk)
