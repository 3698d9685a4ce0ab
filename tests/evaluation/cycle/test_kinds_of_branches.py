"""A temporary branch takes no part and is not in the base; a joint one belongs to one unit and names the others (D57)."""

from datetime import date

import pytest

from branches.models import Branch
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import year as year_steps
from evaluation.models import RecommendationList
from evaluation.procedure.lives import refusals
from evaluation.self_assessment.document import document
from evaluation.self_assessment.queries import working_copy
from evaluation.succession import steps as succession_steps
from evaluation.vocabulary import Action, CycleState, State, SuccessionKind
from tests.support import factories

TEMPORARY, JOINT = Branch.Kind.TEMPORARY, Branch.Kind.JOINT


def becomes(branch, kind, *others):
    Branch.objects.filter(pk=branch.pk).update(kind=kind)
    branch.refresh_from_db()
    branch.joint_units.set(others)


def test_a_temporary_branch_is_neither_in_the_year_nor_in_its_base(unit, branch, organ_officer, work_committee):
    temporary = factories.branch(unit, "专班临时党支部", kind=TEMPORARY)
    made = year_steps.create_cycle(2026, by=work_committee)
    made = year_steps.open_cycle(made, by=work_committee)
    assert branch.pk in made.candidacies.values_list("branch", flat=True)
    assert temporary.pk not in made.candidacies.values_list("branch", flat=True)
    assert cycle_outlook.bases(made)[unit.pk] == 2  # with the officer's own
    assert temporary not in cycle_queries.addable(made, organ_officer)
    with pytest.raises(Refused, match="是临时党支部"):
        year_steps.add_candidacy(made, temporary, by=organ_officer)


def test_without_the_exclusion_it_would_count(unit, branch, work_committee, monkeypatch):
    """The twin: a branch counts as soon as it is no temporary one."""
    temporary = factories.branch(unit, kind=TEMPORARY)
    made = year_steps.create_cycle(2026, by=work_committee)
    before = cycle_outlook.bases(made)[unit.pk]
    becomes(temporary, Branch.Kind.REGULAR)
    assert cycle_outlook.bases(made)[unit.pk] == before + 1


def test_a_branch_that_becomes_temporary_goes_no_further_and_may_still_leave(case, branch, secretary):
    factories.fill_in(case, secretary)
    becomes(branch, TEMPORARY)
    with pytest.raises(Refused, match="登记为临时党支部，不参加评定"):
        advance(case, Action.APPLY, by=secretary)
    advance(case, Action.NOT_APPLY, by=secretary, note="改为临时党支部。")
    assert factories.fresh(case).state == State.NOT_APPLIED


def test_without_the_rule_it_would_apply(case, branch, secretary, monkeypatch):
    """The twin."""
    factories.fill_in(case, secretary)
    becomes(branch, TEMPORARY)
    spared = lambda move, facts, button: (why for why in refusals(move, facts, button=button) if "临时" not in why)  # noqa: E731
    monkeypatch.setattr("evaluation.cases.observe.refusals", spared)
    advance(case, Action.APPLY, by=secretary)
    assert factories.fresh(case).state == State.APPLIED


def test_what_was_frozen_does_not_change_with_the_kind(case, branch, work_committee, today):
    today(factories.IN_JANUARY)
    year_steps.open_recommendation(case.cycle, by=work_committee)
    before = list(RecommendationList.objects.order_by("pk").values())
    becomes(branch, TEMPORARY)
    assert list(RecommendationList.objects.order_by("pk").values()) == before
    assert case.cycle.__class__.objects.get(pk=case.cycle_id).state == CycleState.RECOMMENDING


def test_a_joint_branch_counts_in_its_unit_and_names_the_others(client, case, branch, organ_officer, work_committee):
    other = factories.unit("市审计局")
    officer = factories.appointed(Role.ORGAN_OFFICER, other)
    counted = cycle_outlook.bases(case.cycle)
    becomes(branch, JOINT, other)
    assert cycle_outlook.bases(case.cycle) == counted
    client.force_login(work_committee)
    page = client.get(f"/branches/{branch.pk}/").content.decode()
    assert "联合党支部" in page and "市审计局" in page
    assert "与市审计局联合" in client.get(f"/units/{branch.unit_id}/").content.decode()
    client.force_login(officer)
    assert str(branch) in client.get(f"/units/{other.pk}/").content.decode()
    assert document(working_copy(factories.fresh(case)))["unit"] == "市财政局（与市审计局联合）"


def test_the_other_units_follow_a_move_and_a_merger(branch, organ_officer, work_committee):
    other, third = factories.unit("市审计局"), factories.unit("市统计局")
    left = branch.unit
    becomes(branch, JOINT, other, third)
    given = {"effective_on": date(2026, 12, 1), "basis": "8号"}
    move = succession_steps.report(left, SuccessionKind.MOVE, by=organ_officer, before=[branch], into=other, **given)
    succession_steps.confirm(move, by=work_committee)
    move.refresh_from_db()
    assert set(branch.joint_units.all()) == {left, third}
    assert any("联合单位随之更改" in sentence for sentence in move.consequences)
    officer = factories.appointed(Role.ORGAN_OFFICER, third)
    merger = succession_steps.report(third, SuccessionKind.UNITE, by=officer, into=other, **given)
    succession_steps.confirm(merger, by=work_committee)
    assert set(branch.joint_units.all()) == {left}


def test_a_unit_page_costs_the_same_with_many_joint_branches(
    client, unit, branch, organ_officer, django_assert_max_num_queries
):
    other = factories.unit()
    client.force_login(organ_officer)
    client.get("/")
    costs = []
    for number in (1, 4):
        for _ in range(number):
            becomes(factories.branch(unit), JOINT, other)
        with django_assert_max_num_queries(25) as made:
            client.get(f"/units/{unit.pk}/")
        costs.append(len(made))
    assert costs[0] == costs[1]
