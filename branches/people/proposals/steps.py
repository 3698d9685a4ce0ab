"""Puts posts forward, agrees, sends back, withdraws. Nothing here gives a post: that is the security administrator's."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from branches import access, audit, clock
from branches.models import Appointment, Branch, ProposalList, ProposedPost, Unit, User
from branches.people.exchange.account_names import AccountNames
from branches.people.proposals import queries as proposals_queries
from branches.permissions import ADMINISTRATORS, MUNICIPAL, Perm, Role, incompatible
from branches.refusals import Conflict, Refusal


class NotProposed(Refusal):
    """A post is not put forward."""


@dataclass(frozen=True)
class Newcomer:
    """Somebody without an account."""

    name: str
    phone: str
    branch: Branch | None


@transaction.atomic
def propose(
    who: User | Newcomer,
    role: Role,
    place: Unit | Branch,
    *,
    starts_on: date,
    by: User,
    instead_of: Appointment | None = None,
) -> ProposalList:
    """Put one post forward; `instead_of` ends the day before. Of a unit it waits for a second person's consent.

    A newcomer's account is made without a password and stays closed until the second person agrees.
    """
    unit = place.unit if isinstance(place, Branch) else place
    is_own = _require(unit, role, by=by)
    Unit.objects.select_for_update().get(pk=unit.pk)
    _check_place(role, place, starts_on=starts_on)
    person = _account(who, unit, is_active=not is_own, by=by) if isinstance(who, Newcomer) else who
    if not person.is_active and not _is_unborn(person):
        raise NotProposed("此人的账号已停用。请先由系统管理员恢复账号。")
    _check_post(person, role, place, instead_of)
    one = _list(unit, is_own=is_own, by=by)
    where = {"branch": place} if isinstance(place, Branch) else {"unit": place}
    ProposedPost.objects.create(list=one, user=person, role=role.value, starts_on=starts_on, ends=instead_of, **where)
    audit.record("提请任职", person, by=by, list=one.pk, user=person.pk, role=role.value, place=str(place))
    return one


@transaction.atomic
def propose_end(post: Appointment, *, on: date, by: User) -> ProposalList:
    """Put forward that a post ends; `on` is its last day."""
    unit = proposals_queries.unit_of(post)
    is_own = _require(unit, Role(post.role), by=by)
    Unit.objects.select_for_update().get(pk=unit.pk)
    if on < clock.today():
        raise NotProposed("最后一天不能早于今天：此前办理的事项是凭这一职务办的。")
    if ProposedPost.objects.filter(ends=post, list__outcome=ProposalList.Outcome.OPEN).exists():
        raise NotProposed("这项任职已有人提请结束或接替，还没有办结。")
    one = _list(unit, is_own=is_own, by=by)
    ProposedPost.objects.create(
        list=one, user=post.user, role=post.role, unit=post.unit, branch=post.branch, ends=post, ends_on=on
    )
    audit.record("提请结束任职", post, by=by, list=one.pk, user=post.user_id, role=post.role, ends_on=str(on))
    return one


@transaction.atomic
def agree(one: ProposalList, *, by: User) -> None:
    """The second person's consent; from now on the security administrator may confirm."""
    now = _open(one)
    if reason := proposals_queries.why_not_agree(now, by):
        raise NotProposed(reason)
    people = [post.user_id for post in now.posts.all()]
    born = [person.pk for person in User.objects.filter(pk__in=people) if _is_unborn(person)]
    User.objects.filter(pk__in=born).update(is_active=True)
    ProposalList.objects.filter(pk=now.pk).update(agreed_by=by, agreed_at=clock.now())
    audit.record("同意任职提请", _subject(now), by=by, list=now.pk)


@transaction.atomic
def send_back(one: ProposalList, *, reason: str, by: User) -> None:
    """The second person does not agree."""
    now = _open(one)
    if why_not := proposals_queries.why_not_agree(now, by):
        raise NotProposed(why_not)
    if not reason:
        raise NotProposed("请写明不同意的原因。")
    _decide(now, ProposalList.Outcome.RETURNED, reason=reason, by=by)
    audit.record("不同意任职提请", _subject(now), by=by, list=now.pk)


@transaction.atomic
def withdraw(one: ProposalList, *, by: User) -> None:
    """Take back what the unit put forward, as long as it is not confirmed."""
    if one.unit is None or not access.may(by, Perm.PROPOSE_POST, one.unit):
        raise PermissionDenied
    now = _open(one)
    _decide(now, ProposalList.Outcome.WITHDRAWN, by=by)
    audit.record("撤回任职提请", _subject(now), by=by, list=now.pk)


def _require(unit: Unit, role: Role, *, by: User) -> bool:
    """Whether it is the own unit's proposal; else 市直工委 names somebody (D40)."""
    if role not in ADMINISTRATORS | MUNICIPAL and access.may(by, Perm.PROPOSE_POST, unit):
        return True
    access.require(by, Perm.RUN_CYCLE)
    if role in ADMINISTRATORS:
        raise PermissionDenied
    return False


def _check_place(role: Role, place: Unit | Branch, *, starts_on: date) -> None:
    today = clock.today()
    if isinstance(place, Branch) != (role is Role.SECRETARY):
        raise NotProposed("书记任职于党支部，其他职务任职于单位。")
    if isinstance(place, Branch) and not place.is_active_on(today):
        raise NotProposed("该党支部已撤销，不能任职。")
    if isinstance(place, Unit) and (not place.is_active or (place.kind == Unit.Kind.CITY) != (role in MUNICIPAL)):
        raise NotProposed(f"“{role.label}”不能任职于“{place}”。")
    if starts_on < today:
        raise NotProposed("任职起日不能早于今天。")


def _check_post(person: User, role: Role, place: Unit | Branch, instead_of: Appointment | None) -> None:
    """What would be refused at the confirmation is said now; what is proposed already is not proposed twice."""
    where = {"branch": place} if isinstance(place, Branch) else {"unit": place}
    held = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), user=person)
    if held.filter(role=role.value, **where).exists():
        raise NotProposed(f"{person}已担任该职务，无需重复任职。")
    if reason := incompatible({Role(value) for value in held.values_list("role", flat=True)}, role):
        raise NotProposed(reason)
    waiting = ProposedPost.objects.filter(list__outcome=ProposalList.Outcome.OPEN)
    if waiting.filter(user=person, role=role.value, starts_on__isnull=False, **where).exists():
        raise NotProposed(f"{person}的这项任职已经提请，还没有办结。")
    if isinstance(place, Branch):
        in_post = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()), branch=place)
        now = in_post.select_related("user").first()
        if now and instead_of != now:
            raise NotProposed(f"该支部书记{now.user}还在任，请在“接替”中选择。")
    if instead_of and (instead_of.role != role.value or instead_of.place != place):
        raise NotProposed("接替的须是同一单位或党支部的同一职务。")
    if instead_of and waiting.filter(ends=instead_of).exists():
        raise NotProposed("这项任职已有人提请结束或接替，还没有办结。")


def _account(who: Newcomer, unit: Unit, *, is_active: bool, by: User) -> User:
    """The account of this name and mobile number, or a new one, without a password and never opened."""
    known = User.objects.filter(name=who.name, phone=who.phone).order_by("pk").first()
    if known:
        return known
    names = AccountNames(set(User.objects.values_list("username", flat=True)))
    person = User(name=who.name, phone=who.phone, branch=who.branch, username=names.take(who.name), is_active=is_active)
    if unit.kind != Unit.Kind.CITY:
        person.unit = unit
    person.set_unusable_password()
    person.save(force_insert=True)
    audit.record("新增账号", person, by=by, user=person.pk)
    return person


def _is_unborn(person: User) -> bool:
    """An account that was made for a proposal to which nobody has agreed yet."""
    return (
        not person.is_active
        and person.opened_at is None
        and not person.has_usable_password()
        and not Appointment.objects.filter(user=person).exists()
    )


def _list(unit: Unit, *, is_own: bool, by: User) -> ProposalList:
    source = f"{unit}提请" if is_own else f"{Role.WORK_COMMITTEE.label}指定"
    return ProposalList.objects.create(unit=unit if is_own else None, source=source, by=by, at=clock.now())


def _open(one: ProposalList) -> ProposalList:
    """The list, locked and read anew; Conflict where it is decided."""
    ProposalList.objects.select_for_update().get(pk=one.pk)
    now = proposals_queries.lists().get(pk=one.pk)
    if now.outcome != ProposalList.Outcome.OPEN:
        raise Conflict(f"这项提请刚刚已办理：{now.get_outcome_display()}。")
    return now


def _decide(one: ProposalList, outcome: ProposalList.Outcome, *, by: User, reason: str = "") -> None:
    ProposalList.objects.filter(pk=one.pk).update(outcome=outcome, decided_by=by, decided_at=clock.now(), reason=reason)


def _subject(one: ProposalList) -> str:
    return "、".join(map(str, one.posts.all()))
