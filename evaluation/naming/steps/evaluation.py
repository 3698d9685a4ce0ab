"""Step 4 集中命名表彰: verdicts, proposals, public notice (方案 四（四）). What follows the freezing is in `decision`."""

from collections.abc import Iterable

from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.advance import Refused, advance
from evaluation.cases import bodies as case_bodies
from evaluation.cases.observe import observe
from evaluation.models import Candidacy, Cycle, MunicipalEvaluation, PanelMember, PublicNotice, Transition
from evaluation.naming import queries as naming_queries
from evaluation.naming.issue import public_notice
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
    case = (
        Candidacy.objects.select_for_update(of=("self",))
        .select_related("cycle", "branch", "seat__list")
        .get(pk=case.pk)
    )
    member = naming_queries.panel_seat(case.cycle, by)
    if member is None:
        raise Refused(f"您不是本年度考核评定组成员。请{WORK_COMMITTEE}先将您列入考核评定组。")
    if why := why_not_evaluate(case, by):
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
    """Why this person records no verdict on this case now; "" if he may."""
    if not case.cycle.is_running or case.state != State.RECOMMENDED:
        return f"该支部现在是“{case.get_state_display()}”，不能填写评定意见。"
    if case.seat is None or case.seat.list.state != ListState.SUBMITTED:
        return "所在名单尚未报送。"
    if by.branch_id is None or by.branch_id == case.branch_id:
        return "该支部是您所在的党支部，请回避，由其他成员评定。"
    if case.recusals.filter(user=by).exists():
        return "您已申请回避该支部，由其他成员评定。"
    if case.seat.list.is_pool and _picked_by(case) == by.pk:
        return "该支部由您在联合推荐中选定，评定意见须由另一人填写。"
    return ""


def _picked_by(case: Candidacy) -> int | None:
    picks = Transition.objects.filter(candidacy=case, action=Action.RECOMMEND)
    return picks.order_by("-number").values_list("by", flat=True).first()


@transaction.atomic
def settle(cycle: Cycle, *, by: User) -> tuple[int, int]:
    """Propose every candidate both bodies agree to name and decline every one both decline: (proposed, declined)."""
    access.require(by, Perm.NAME)
    done = {Action.PROPOSE: 0, Action.DECLINE: 0}
    for case, action, note in settleable(cycle):
        advance(case, action, by=by, note=note)
        done[action] += 1
    return done[Action.PROPOSE], done[Action.DECLINE]


def settleable(cycle: Cycle) -> list[tuple[Candidacy, Action, str]]:
    """The moves `settle` would make, with their notes."""
    found = []
    open_cases = Candidacy.objects.filter(cycle=cycle, state=State.RECOMMENDED, seat__list__state=ListState.SUBMITTED)
    reasons = {
        (case, body): reason
        for case, body, reason in MunicipalEvaluation.objects.filter(candidacy__in=open_cases).values_list(
            "candidacy", "body", "reason"
        )
    }
    for seen in observe(open_cases):
        given = set(seen.known.verdicts)
        if given == {Verdict.NAME} and not seen.known.unverified_by_city and not seen.known.findings:
            found.append((seen.case, Action.PROPOSE, ""))
        elif given == {Verdict.DECLINE}:
            note = "；".join(f"{body.label}：{reasons[seen.case.pk, body]}" for body in Body)
            found.append((seen.case, Action.DECLINE, note))
    return found


@transaction.atomic
def publish_notice(cycle: Cycle, *, by: User, number: str = "") -> PublicNotice:
    """Open the public notice of every proposed branch that has not been in one (D22)."""
    access.require(by, Perm.NAME)
    if not cycle.notice_days:
        raise Refused("本年度设为不公示，可以直接冻结名单。")
    waiting = list(Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED, notices=None))
    if not waiting:
        raise Refused("没有需要公示的拟命名支部。")
    today = clock.today()
    closes_on = workdays.working_days_after(today, cycle.notice_days).day
    notice = PublicNotice.objects.create(cycle=cycle, opens_on=today, closes_on=closes_on, by=by, at=clock.now())
    notice.candidacies.set(waiting)
    audit.record("公示", cycle, by=by, branches=len(waiting), closes_on=str(closes_on))
    public_notice(notice, by=by, number=number.strip())
    return notice
