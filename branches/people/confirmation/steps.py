"""Confirms, returns and withdraws lists of posts. Confirming is all or nothing, in bulk, and checks everything anew."""

from datetime import date

from django.db import transaction

from branches import access, audit, clock
from branches.models import Appointment, ProposalList, ProposedPost, User
from branches.people.confirmation import queries as confirmation_queries
from branches.people.confirmation.faults import faults, last_day
from branches.permissions import Perm
from branches.refusals import Conflict, Refusal

_BATCH = 500
_SAID = 20
"""Sentences in one refusal."""
Outcome = ProposalList.Outcome


class NotConfirmed(Refusal):
    """A list of posts is refused."""


@transaction.atomic
def confirm(proposal: ProposalList, *, by: User) -> int:
    """Bring all posts of a list into force; how many. Nobody confirms what he put forward, nor a post for himself."""
    access.require(by, Perm.APPOINT)
    locked = _locked(proposal)
    if by.pk in (locked.by_id, locked.agreed_by_id):
        raise NotConfirmed("您提请或同意的任职不能由您自己确认，请由另一位安全管理员办理。")
    people = confirmation_queries.posts_of(locked).order_by().values("user")
    list(User.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    posts = list(confirmation_queries.posts_of(locked).order_by("pk"))
    if found := faults(posts, by=by):
        more = [f"另有{len(found) - _SAID}项。"] if len(found) > _SAID else []
        raise NotConfirmed("情况有变，一项也没有生效。请退回，由提请人改正后重新提请。", *found[:_SAID], *more)
    ended = _end(posts, by=by)
    _appoint(posts, by=by)
    access.regrant_posts({post.user_id for post in posts} | {post.user_id for post in ended})
    _decide(locked, Outcome.CONFIRMED, "确认任职", by=by, posts=len(posts))
    return len(posts)


@transaction.atomic
def send_back(proposal: ProposalList, *, reason: str, by: User) -> None:
    """Return a list to whoever put it forward; nothing of it comes into force."""
    access.require(by, Perm.APPOINT)
    _decide(_locked(proposal), Outcome.RETURNED, "退回任职提请", by=by, reason=reason)


@transaction.atomic
def withdraw(proposal: ProposalList, *, by: User) -> None:
    """Take back what one put forward oneself by a workbook."""
    access.require(by, Perm.MANAGE_REGISTER)
    locked = _locked(proposal)
    if locked.by_id != by.pk:
        raise NotConfirmed(f"这是{locked.by}提请的，由本人撤回。")
    _decide(locked, Outcome.WITHDRAWN, "撤回任职提请", by=by)


def _locked(proposal: ProposalList) -> ProposalList:
    locked = ProposalList.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if locked.outcome != Outcome.OPEN or (locked.unit_id and not locked.agreed_by_id):
        raise Conflict(f"这份提请刚刚有变，现在是“{locked.get_outcome_display()}”。")
    return locked


def _end(posts: list[ProposedPost], *, by: User) -> list[Appointment]:
    days = [(one.ends, last_day(one)) for one in posts if one.ends]
    for post, day in days:
        post.ends_on = day
    ended = [post for post, _ in days]
    Appointment.objects.bulk_update(ended, ["ends_on"], batch_size=_BATCH)
    access.keep_administrators(days)
    audit.record_all(
        "结束任职",
        (
            (
                f"{post.user.name}{post.get_role_display()}",
                {"user": post.user_id, "role": post.role, "ends_on": str(post.ends_on)},
            )
            for post in ended
        ),
        by=by,
    )
    return ended


def _appoint(posts: list[ProposedPost], *, by: User) -> None:
    new = [
        Appointment(
            user=one.user, role=one.role, unit=one.unit, branch=one.branch, starts_on=one.starts_on, ends_on=one.ends_on
        )
        for one in posts
        if one.starts_on
    ]
    Appointment.objects.bulk_create(new, batch_size=_BATCH)
    audit.record_all("任职", ((post, _detail(post)) for post in new), by=by)


def _detail(post: Appointment) -> dict[str, object]:
    days: tuple[date, date | None] = (post.starts_on, post.ends_on)
    return {"user": post.user_id, "role": post.role, "starts_on": str(days[0]), "ends_on": str(days[1] or "")}


def _decide(proposal: ProposalList, outcome: str, verb: str, *, by: User, reason: str = "", **detail: object) -> None:
    proposal.outcome, proposal.decided_by, proposal.decided_at, proposal.reason = outcome, by, clock.now(), reason
    proposal.save(update_fields=["outcome", "decided_by", "decided_at", "reason"])
    audit.record(verb, proposal, by=by, list=proposal.pk, reason=reason, **detail)
