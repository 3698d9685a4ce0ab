"""Until when there is somebody in post is kept with every post, account and branch, and is what posts say."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Exists, OuterRef

from branches import clock, queries
from branches.models import Appointment, Branch, PostUntil, SecretaryUntil, User
from branches.permissions import Role
from evaluation.integrity import posts
from tests.plugins.databases import ON_POSTGRESQL
from tests.support import factories
from tests.support.guards import rule

TODAY = date(2026, 12, 1)
DAYS = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1))
HAPPENS: dict[str, Callable[[Branch, User, Appointment], object]] = {
    "a post comes": lambda branch, user, post: factories.appointed(Role.SECRETARY, branch),
    "he gets another post": lambda branch, user, post: Appointment.objects.create(
        user=user, role=Role.ORGAN_OFFICER, unit=branch.unit, starts_on=TODAY
    ),
    "the post goes": lambda branch, user, post: Appointment.objects.filter(pk=post.pk).delete(),
    "the post goes to somebody else": lambda branch, user, post: Appointment.objects.filter(pk=post.pk).update(
        user=factories.person()
    ),
    "the post is that of another branch": lambda branch, user, post: Appointment.objects.filter(pk=post.pk).update(
        branch=factories.branch()
    ),
    "the account is switched off": lambda branch, user, post: User.objects.filter(pk=user.pk).update(is_active=False),
    "the branch is dissolved": lambda branch, user, post: Branch.objects.filter(pk=branch.pk).update(
        dissolved_on=TODAY
    ),
    "a branch comes": lambda branch, user, post: factories.branch(),
    "a person comes": lambda branch, user, post: factories.person(),
    **{
        f"the post ends on {day}": lambda branch, user, post, day=day: Appointment.objects.filter(pk=post.pk).update(
            ends_on=day
        )
        for day in DAYS
    },
}


@pytest.fixture
def post(db) -> Appointment:
    branch = factories.branch()
    factories.branch(branch.unit)
    return Appointment.objects.create(
        user=factories.person(), role=Role.SECRETARY, branch=branch, starts_on=date(2020, 1, 1)
    )


def secretaries_lacking() -> set[int]:
    """As the posts say."""
    held = Appointment.objects.filter(branch=OuterRef("pk"), role=Role.SECRETARY.value).exclude(
        ends_on__lt=clock.today()
    )
    return set(Branch.objects.filter(dissolved_on=None).exclude(Exists(held)).values_list("pk", flat=True))


def posts_lacking() -> set[int]:
    standing = queries.standing_posts().order_by().values("user")
    return set(User.objects.filter(is_active=True).exclude(pk__in=standing).values_list("pk", flat=True))


def is_as_posts_say() -> bool:
    return not posts.check().problems and all(_on(day) for day in DAYS[1:])


def _on(day: date) -> bool:
    with clock.moved_to(day):
        kept = [
            set(rows.values_list("pk", flat=True)) for rows in (queries.without_secretary(), queries.without_post())
        ]
        return kept == [secretaries_lacking(), posts_lacking()]


@pytest.mark.parametrize("first", HAPPENS.values(), ids=HAPPENS)
@pytest.mark.parametrize("then", HAPPENS.values(), ids=HAPPENS)
def test_whatever_happens_the_rows_are_what_posts_say(post, first, then):
    assert is_as_posts_say()
    for happens in (first, then):
        happens(post.branch, post.user, post)
        assert is_as_posts_say()
    Branch.objects.update(dissolved_on=None)
    User.objects.update(is_active=True)
    assert is_as_posts_say()


OFF = "DROP TRIGGER until_of_post ON branches_appointment" if ON_POSTGRESQL else "DROP TRIGGER until_of_post_u"


def test_without_the_trigger_a_post_that_ends_is_not_noticed(post):
    """The twin."""
    with transaction.atomic():
        rule(OFF)
        Appointment.objects.filter(pk=post.pk).update(ends_on=TODAY)
        assert not is_as_posts_say()
        transaction.set_rollback(True)


def test_who_goes_leaves_nothing_behind(post):
    branch, user = post.branch, post.user
    post.delete(), branch.delete(), user.delete()
    assert not SecretaryUntil.objects.filter(pk=branch.pk).exists()
    assert not PostUntil.objects.filter(pk=user.pk).exists()
