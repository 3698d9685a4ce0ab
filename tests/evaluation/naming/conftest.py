"""A list that is frozen for both bodies to sign, and what leads to it."""

import pytest

from branches.permissions import Role
from evaluation.decision import steps as decision_steps
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.vocabulary import Body
from tests.support import factories
from tests.support.naming import handed_in, proposed


@pytest.fixture
def panel(recommending, work_committee, organisation_department):
    """Both officials sit on the panel, each with an own branch elsewhere."""
    for person in (work_committee, organisation_department):
        person.branch = factories.branch(short_name=f"{person.name}的支部")
        person.save()
    members = [(work_committee, Body.WORK_COMMITTEE), (organisation_department, Body.ORGANISATION_DEPARTMENT)]
    evaluation_steps.set_panel(recommending, members, by=work_committee, leader=work_committee)


@pytest.fixture
def candidate(case, panel, secretary, organ_officer, assessor, leading_group, recommending):
    """Recommended, on a submitted list."""
    return handed_in(case, secretary, organ_officer, assessor, leading_group, recommending)


@pytest.fixture
def second(candidate, unit, secretary, organ_officer, assessor, leading_group, recommending):
    """Another branch of the same unit, as far."""
    other = factories.candidacy(recommending, factories.branch(unit, "综合科党支部"))
    person = factories.appointed(Role.SECRETARY, other.branch, name="第二书记", own_branch=other.branch)
    return handed_in(factories.fresh(other), person, organ_officer, assessor, leading_group, recommending)


@pytest.fixture
def frozen(candidate, work_committee, organisation_department, recommending):
    proposed(candidate, work_committee, organisation_department)
    return decision_steps.freeze(recommending, by=work_committee)
