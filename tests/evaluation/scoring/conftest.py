"""A branch that has applied, and the two who score it."""

import pytest

from evaluation.assessment.steps import team as team_steps
from tests.support import factories


@pytest.fixture
def colleague(unit):
    return factories.person("郑立新", own_branch=factories.branch(unit, "国库科党支部"))


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def team(applied, cycle, unit, organ_officer, assessor, colleague):
    return team_steps.form_team(cycle, unit, leader=assessor, members=[assessor, colleague], by=organ_officer)
