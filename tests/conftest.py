"""The cast: one person for each post, around one unit with one branch. Nobody else is allowed anything."""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from django.core.cache import cache

from branches import clock
from branches.models import Branch, Unit, User
from branches.permissions import Role
from evaluation.models import Candidacy, Cycle
from evaluation.vocabulary import CycleState
from evaluation.workdays import workdays
from tests.support import factories

pytest_plugins = [
    "tests.plugins.databases",
    "tests.plugins.once",
    "tests.plugins.sites",
    "tests.plugins.soak",
    "tests.plugins.world",
]

# What is made until the first test begins stays until the last one ends: no use to look for garbage in it.
gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """For its summary Hypothesis loads the whole of itself, a second long, even where no test has used it."""
    plugins = session.config.pluginmanager
    if "hypothesis" not in sys.modules and not plugins.hasplugin("dsession"):
        plugins.unregister(name="hypothesispytest")


@pytest.fixture
def today() -> Iterator[Callable[[date], None]]:
    """Let the clock stand still: `today(date(2027, 1, 12))`. Without it the cast lives in December 2026."""
    with ExitStack() as stack:
        yield lambda when: stack.enter_context(clock.moved_to(when))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What one test was answered for a minute is no answer to the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def december(request: pytest.FixtureRequest) -> Iterator[None]:
    workdays.forget()
    with clock.moved_to(factories.IN_DECEMBER):
        yield


@pytest.fixture
def unit(db: None) -> Unit:
    return factories.unit("市财政局")


@pytest.fixture
def branch(unit: Unit) -> Branch:
    return factories.branch(unit, "预算科党支部")


@pytest.fixture
def secretary(branch: Branch) -> User:
    return factories.appointed(Role.SECRETARY, branch, name="王书记", own_branch=branch)


@pytest.fixture
def organ_officer(unit: Unit) -> User:
    return factories.appointed(
        Role.ORGAN_OFFICER, unit, name="赵专干", own_branch=factories.branch(unit, "办公室党支部")
    )


@pytest.fixture
def assessor(unit: Unit) -> User:
    """A cadre of another branch of the unit; factories.assess puts him on the team."""
    return factories.person("钱考核", own_branch=factories.branch(unit, "人事科党支部"))


@pytest.fixture
def leading_group(unit: Unit) -> User:
    return factories.appointed(Role.LEADING_GROUP, unit, name="孙党组")


@pytest.fixture
def work_committee(db: None) -> User:
    return factories.appointed(Role.WORK_COMMITTEE, name="李工委")


@pytest.fixture
def second_member(db: None) -> User:
    """Another one of 市直工委, for what asks for two people."""
    return factories.appointed(Role.WORK_COMMITTEE, name="何工委")


@pytest.fixture
def organisation_department(db: None) -> User:
    return factories.appointed(Role.ORGANISATION_DEPARTMENT, name="周组织")


@pytest.fixture
def system_admin(db: None) -> User:
    return factories.appointed(Role.SYSTEM_ADMIN, name="吴系统")


@pytest.fixture
def security_admin(db: None) -> User:
    return factories.appointed(Role.SECURITY_ADMIN, name="郑安全")


@pytest.fixture
def audit_admin(db: None) -> User:
    return factories.appointed(Role.AUDIT_ADMIN, name="冯审计")


@pytest.fixture
def stranger(db: None) -> User:
    """Signed in, without any post."""
    return factories.person("陈路人")


@pytest.fixture
def foreign_officer(db: None) -> User:
    """The organ officer of another unit."""
    return factories.appointed(Role.ORGAN_OFFICER, factories.unit("市教育局"), name="褚外人")


@pytest.fixture
def cycle(db: None) -> Cycle:
    return factories.cycle()


@pytest.fixture
def recommending(cycle: Cycle, today: Callable[[date], None]) -> Cycle:
    """The same year in January, with recommendation open (lists are the test's own)."""
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    cycle.refresh_from_db()
    today(factories.IN_JANUARY)
    return cycle


@pytest.fixture
def case(cycle: Cycle, branch: Branch) -> Candidacy:
    """The secretary's branch, self-assessing."""
    return factories.fresh(factories.candidacy(cycle, branch))
