"""Writes accounts and posts of people: who may sign in (system administrator) and who holds which post (security)."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from branches import access, audit, clock
from branches.access import NotAppointed
from branches.models import AccountNews, Appointment, Branch, Unit, User
from branches.permissions import Perm, Role
from branches.register.steps import NotRecorded


@transaction.atomic
def add(user: User, *, by: User) -> None:
    """Make an account. It has no password: its owner opens it with the two keys."""
    access.require(by, Perm.MANAGE_REGISTER)
    user.set_unusable_password()
    user.save(force_insert=True)
    audit.record("新增账号", user, by=by, user=user.pk)


@transaction.atomic
def save(user: User, *, by: User) -> None:
    """Change name, user name, telephone or mail address."""
    access.require(by, Perm.MANAGE_REGISTER)
    before = User.objects.select_for_update().get(pk=user.pk)
    user.save(update_fields=["username", "name", "phone", "email"])
    if user.email != before.email:
        mail_moved(before)
    audit.record("修改人员", user, by=by, user=user.pk, changed=audit.differences(before, user))


def mail_moved(before: User) -> None:
    """An address set by somebody else proves nothing, and whoever reads the old one is told of it."""
    User.objects.filter(pk=before.pk).update(email_confirmed_at=None)
    if before.email:
        what = AccountNews.What.ADDRESS_CHANGED
        AccountNews.objects.create(user=before, what=what, address=before.email, at=clock.now())


@transaction.atomic
def deactivate(user: User, *, by: User) -> int:
    """Bar a person from signing in and end all posts today; returns how many posts ended."""
    access.require(by, Perm.MANAGE_REGISTER)
    if user.pk == by.pk:
        raise NotRecorded("不能停用自己的账号。请由另一位系统管理员办理。")
    today = clock.today()
    posts = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=today), user=user).select_related("user")
    for post in posts:
        access.end(post, on=max(today, post.starts_on), by=by)
    User.objects.filter(pk=user.pk).update(is_active=False)
    audit.record("停用账号", user, by=by, user=user.pk)
    return len(posts)


@transaction.atomic
def reactivate(user: User, *, by: User) -> None:
    """Let a person sign in again; the posts stay ended."""
    access.require(by, Perm.MANAGE_REGISTER)
    User.objects.filter(pk=user.pk).update(is_active=True)
    audit.record("恢复账号", user, by=by, user=user.pk)


def appoint(
    user: User, role: Role, place: Unit | Branch, *, starts_on: date, ends_on: date | None, by: User
) -> Appointment:
    """Give a post. Nobody appoints himself: that would be the way round 三员分立."""
    access.require(by, Perm.APPOINT)
    if user.pk == by.pk:
        raise NotAppointed("不能给自己任职。请由另一位安全管理员办理。")
    if not user.is_active:
        raise NotAppointed("此人的账号已停用。请先由系统管理员恢复账号。")
    if isinstance(place, Branch) and not place.is_active_on(clock.today()):
        raise NotAppointed("该党支部已撤销，不能任职。")
    if isinstance(place, Unit) and not place.is_active:
        raise NotAppointed("该单位已停用，不能任职。")
    if ends_on is not None and ends_on < starts_on:
        raise NotAppointed("任职止日不能早于起日。")
    return access.grant(user, role, place, starts_on=starts_on, ends_on=ends_on, by=by)


def end_post(post: Appointment, *, on: date, by: User) -> None:
    """End a post; `on` is its last day, today or later, so that nothing done in it loses its ground."""
    access.require(by, Perm.APPOINT)
    if not post.is_in_force_on(clock.today()) and post.starts_on <= clock.today():
        raise NotAppointed("该任职已经结束。")
    if on < clock.today():
        raise NotAppointed("最后一天不能早于今天：此前办理的事项是凭这一职务办的。")
    access.end(post, on=on, by=by)
