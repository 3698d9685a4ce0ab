"""A frozen list on a site that drafts its texts, and three people of 市直工委."""

import pytest

from branches import clock
from branches.models import Setting
from branches.permissions import Role
from evaluation.decision import steps as decision_steps
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting.steps import text as draft_steps
from tests.evaluation.naming.conftest import candidate, frozen, panel, second  # noqa: F401
from tests.support import factories
from tests.support.corrections import begun, proclaimed
from tests.support.naming import proposed


@pytest.fixture
def drafting(db):
    """The site drafts the texts of joint documents."""
    return Setting.objects.create(name=Setting.Name.DRAFTING, value="on", at=clock.now())


@pytest.fixture
def checker(db):
    """A second person of 市直工委."""
    return factories.appointed(Role.WORK_COMMITTEE, name="沈若拙")


@pytest.fixture
def version(drafting, candidate, work_committee, organisation_department, recommending):  # noqa: F811
    """Frozen, with the standard text as its first draft."""
    proposed(candidate, work_committee, organisation_department)
    return decision_steps.freeze(recommending, by=work_committee)


@pytest.fixture
def text(version):
    return drafting_queries.latest(version)


@pytest.fixture
def passed(text, checker):
    draft_steps.check(text, by=checker, is_passed=True)
    return text


@pytest.fixture
def issued(version, passed, work_committee, organisation_department):
    """A decision that is out, with its drafted text."""
    return proclaimed(version, work_committee, organisation_department)


@pytest.fixture
def undrafted(frozen, work_committee, organisation_department):  # noqa: F811
    """The same where the standard text is issued."""
    return proclaimed(frozen, work_committee, organisation_department)


@pytest.fixture
def mended(issued, work_committee, checker):
    """A correction that is checked."""
    found = begun(issued, work_committee)
    draft_steps.check(found, by=checker, is_passed=True)
    return found
