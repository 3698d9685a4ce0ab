"""Step 4 集中命名表彰: verdicts, proposals, public notice (方案 四（四）). What follows the freezing is in `decision`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.advance import Refused, advance
from evaluation.cases import bodies as case_bodies
from evaluation.cases.knowledge import one_as_known
from evaluation.cases.locks import lock_case
from evaluation.cases.moving import observe_one
from evaluation.cases.observing import observe
from evaluation.drafting import issuing
from evaluation.drafting import subjects as drafting_subjects
from evaluation.models import Candidacy, Cycle, MunicipalEvaluation, PanelMember, PublicNotice
from evaluation.naming import objections
from evaluation.naming import queries as naming_queries
from evaluation.naming.issue import public_notice
from evaluation.rules import impartiality
from evaluation.vocabulary import Action, Body, ListState, State, Verdict
from evaluation.workdays import workdays


@transaction.atomic
def set_panel(cycle: Cycle, members: Iterable[tuple[User, str]], *, by: User, leader: User | None = None) -> None:
    """Form the joint panel: people of both bodies, each with a known own branch (D17)."""
    access.require(by, Perm.RUN_CYCLE)
    wanted = dict(members)
    reasons = [
        f"{user.name}没有登记所在党支部，无法判断回避，请先补登记。" for user in wanted if user.branch_id is None
    ]
    reasons += [f"考核评定组至少要有一名{body.label}的成员。" for body in Body if body not in wanted.values()]
    reasons += [
        f"{user.name}不能代表{Body(body).label}：没有该单位的任职。"
        for user, body in wanted.items()
        if case_bodies.body_of(user) != body
    ]
    if reasons:
        raise Refused(*reasons)
    now = clock.now()
    for member in naming_queries.panel(cycle):
        if wanted.get(member.user) != member.body:
            PanelMember.objects.filter(pk=member.pk).update(left_at=now)
    present = {member.user_id for member in naming_queries.panel(cycle)}
    PanelMember.objects.bulk_create(
        PanelMember(cycle=cycle, user=user, body=body, by=by, at=now)
        for user, body in wanted.items()
        if user.pk not in present
    )
    cycle.panel.filter(left_at=None).update(is_leader=False)
    if leader is not None:
        cycle.panel.filter(left_at=None, user=leader).update(is_leader=True)
    audit.record("组成考核评定组", cycle, by=by, members={str(user.pk): body for user, body in wanted.items()})


@transaction.atomic
def evaluate(case: Candidacy, *, by: User, verdict: str, reason: str = "") -> MunicipalEvaluation:
    """Record one body's verdict on one candidate. Raises Refused, or PermissionDenied for whoever is not on the panel."""
    access.require(by, Perm.EVALUATE)
    case = lock_case(case)
    member = naming_queries.panel_seat(case.cycle, by)
    if member is None:
        raise Refused(f"您不是本年度考核评定组成员。请{WORK_COMMITTEE}先将您列入考核评定组。")
    if why := why_not_evaluate(one_as_known(case, by), by):
        raise Refused(why)
    reason = reason.strip()
    if verdict == Verdict.DECLINE and not reason:
        raise Refused("不同意命名须写明理由。")
    row, _ = MunicipalEvaluation.objects.update_or_create(
        candidacy=case,
        body=member.body,
        defaults={"verdict": verdict, "reason": reason, "by": by, "at": clock.now()},
    )
    audit.record("考核评定", case, by=by, candidacy=case.pk, body=member.body, verdict=verdict)
    return row


def why_not_evaluate(case: Candidacy, by: User) -> str:
    """Why this person records no verdict on this case now; "" if he may (D17, D18, D38)."""
    if not case.cycle.is_running or case.state != State.RECOMMENDED:
        return f"该支部现在是“{case.get_state_display()}”，不能填写评定意见。"
    if case.seat is None or case.seat.list.state != ListState.SUBMITTED:
        return "所在名单尚未报送。"
    if by.branch_id is None:
        return "您没有登记所在党支部，无法判断回避。请先联系系统管理员补登。"
    facts = observe_one(case).facts(by)
    return impartiality.impartial(facts) or impartiality.picked_by_another(facts)


@dataclass(frozen=True)
class Settling:
    """What both bodies agree on, as far as this person may carry it out; from `left_out` he keeps away (D38)."""

    proposing: list[Candidacy]
    declining: list[tuple[Candidacy, str]]
    left_out: list[Candidacy]


@transaction.atomic
def settle(cycle: Cycle, *, by: User) -> Settling:
    """Propose every candidate both bodies agree to name and decline every one both decline."""
    access.require(by, Perm.NAME)
    found = settleable(cycle, by)
    for case in found.proposing:
        advance(case, Action.PROPOSE, by=by)
    for case, note in found.declining:
        advance(case, Action.DECLINE, by=by, note=note)
    return found


def settleable(cycle: Cycle, by: User) -> Settling:
    """What `settle` would do, with the notes."""
    found = Settling([], [], [])
    open_cases = Candidacy.objects.filter(cycle=cycle, state=State.RECOMMENDED, seat__list__state=ListState.SUBMITTED)
    reasons = {
        (case, body): reason
        for case, body, reason in MunicipalEvaluation.objects.filter(candidacy__in=open_cases).values_list(
            "candidacy", "body", "reason"
        )
    }
    for seen in observe(open_cases.values_list("pk", flat=True)):
        given, case = set(seen.known.verdicts), seen.case
        is_named = given == {Verdict.NAME} and not seen.known.unverified_by_city and not seen.known.findings
        if not is_named and given != {Verdict.DECLINE}:
            continue
        if seen.is_kept_from(by):
            found.left_out.append(case)
        elif is_named:
            found.proposing.append(case)
        else:
            said = [f"{body.label}：{reasons[case.pk, body]}" for body in Body if (case.pk, body) in reasons]
            found.declining.append((case, "；".join(said)))
    return found


@transaction.atomic
def publish_notice(cycle: Cycle, *, by: User, telephones: Mapping[str, str] | None = None) -> PublicNotice:
    """Open the public notice of every proposed branch that has not been in one (D22).

    Whoever objects must know where to, at either body, and the notice must say whose it is: without that it is refused
    (D46). `telephones` by body; None takes what is known.
    """
    access.require(by, Perm.NAME)
    if not cycle.notice_days:
        raise Refused("本年度设为不公示，可以直接冻结名单。")
    if gaps := settings_queries.gaps():
        raise Refused(f"还缺{'、'.join(gaps)}，不能公示。请{WORK_COMMITTEE}先在“站点设置”里补齐。")
    Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)  # as whoever drafts its text does
    waiting = list(Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED, notices=None))
    subject = drafting_subjects.of_public_notice(cycle)
    if not waiting or subject is None:
        raise Refused("没有需要公示的拟命名支部。")
    if reasons := issuing.obstacles(subject):
        raise Refused(*reasons)
    text = issuing.ready(subject).text
    phones = {**objections.where_to(cycle), **(telephones or {})}
    if text is None and (silent := [body.label for body in Body if not phones[body].strip()]):
        raise Refused(f"请写明{'、'.join(silent)}的受理电话：有异议的人要能找到两个单位。")
    today = clock.today()
    closes_on = workdays.working_days_after(today, cycle.notice_days).day
    notice = PublicNotice.objects.create(cycle=cycle, opens_on=today, closes_on=closes_on, by=by, at=clock.now())
    notice.candidacies.set(waiting)
    audit.record("公示", cycle, by=by, branches=len(waiting), closes_on=str(closes_on))
    public_notice(notice, phones, text, by=by)
    return notice
