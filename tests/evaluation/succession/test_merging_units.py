"""单位合并: figures before and after, who acts, until when; with an honour, a running case and a frozen list (D41)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from branches import access
from branches.models import Branch, Unit, User
from branches.permissions import Perm, Role
from branches.register import steps as register_steps
from branches.register.steps import NotRecorded
from evaluation.advance import Refused, advance
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle.steps import year as year_steps
from evaluation.models import Candidacy, Honour, RecommendationList, Seat, Succession
from evaluation.recommendation.steps import list as list_steps
from evaluation.succession import steps as succession_steps
from evaluation.succession.consequences import outlook
from evaluation.vocabulary import Action, HonourState, State, SuccessionKind
from tests.support import factories

IN_YEAR, AFTER_BASE = date(2026, 12, 1), date(2027, 1, 5)


@pytest.fixture
def into(db):
    return factories.unit("市审计局")


@pytest.fixture
def receiving_officer(into):
    return factories.appointed(Role.ORGAN_OFFICER, into, name="沈专干", own_branch=factories.branch(into, "法规党支部"))


@pytest.fixture
def receiving_group(into):
    return factories.appointed(Role.LEADING_GROUP, into, name="韩党组")


def merged(officer, unit, into, by, effective_on=IN_YEAR, **answers):
    one = succession_steps.report(
        unit, SuccessionKind.UNITE, by=officer, into=into, effective_on=effective_on, basis="平编〔2026〕3号"
    )
    shown = outlook(one).sentences
    succession_steps.confirm(one, by=by, **answers)
    one.refresh_from_db()
    assert one.consequences[: len(shown)] == shown
    for person in User.objects.all():
        access.forget(person)
    unit.refresh_from_db()
    return one


def over(person, perm, unit):
    access.forget(person)
    return access.may(person, perm, unit)


def figures(cycle):
    return (
        list(RecommendationList.objects.filter(cycle=cycle).order_by("pk").values()),
        Seat.objects.filter(list__cycle=cycle).count(),
        cycle_outlook.bases(cycle),
        list(Candidacy.objects.filter(cycle=cycle).order_by("pk").values("branch", "unit", "state", "seat", "rank")),
    )


def test_figures_of_a_running_year_are_the_same_before_and_after(
    cycle, unit, branch, case, into, organ_officer, work_committee, receiving_officer, today
):
    titled = factories.branch(unit, "国库党支部")
    title = factories.honour(titled, 2024)
    for number in range(10):
        factories.candidacy(cycle, factories.branch(unit, f"第{number}业务党支部"))
    today(factories.IN_JANUARY)
    year_steps.open_recommendation(cycle, by=work_committee)
    own = RecommendationList.objects.get(cycle=cycle, unit=unit)
    assert (own.base, own.cap) == (13, 1)
    before = figures(cycle)
    one = merged(organ_officer, unit, into, work_committee, AFTER_BASE)
    assert figures(cycle) == before
    title.refresh_from_db()
    titled.refresh_from_db()
    assert (title.state, title.branch, title.branch_name) == (HonourState.STANDING, titled, titled.full_name)
    assert titled.unit == into and not unit.branches.exists()
    said = "".join(one.consequences)
    for words in ("2024年度称号随支部转入市审计局", "参评留在市财政局办完", "冻结的基数名单", "代为办理", "届时停用"):
        assert words in said
    call_command("verify")


def test_a_merger_of_before_the_base_date_moves_the_base_and_loses_none(
    cycle, unit, branch, case, into, organ_officer, work_committee
):
    before = cycle_outlook.bases(cycle)
    merged(organ_officer, unit, into, work_committee)
    after = cycle_outlook.bases(cycle)
    assert (before[unit.pk], before[into.pk]) == (2, 0)
    assert (after[unit.pk], after[into.pk]) == (0, 2)
    assert factories.fresh(case).unit == into


def test_the_successor_acts_for_the_merged_unit_until_the_year_ends(
    recommending, unit, branch, into, secretary, assessor, organ_officer, receiving_officer, receiving_group,
    leading_group, work_committee,
    system_admin,
):  # fmt: skip
    case = factories.fresh(factories.candidacy(recommending, branch))
    Candidacy.objects.filter(pk=case.pk).update(state=State.ASSESSED)
    own = factories.recommendation_list(recommending, unit, base=30)
    assert not over(receiving_officer, Perm.ASSESS, unit) and not over(receiving_group, Perm.RECOMMEND, unit)
    merged(organ_officer, unit, into, work_committee, AFTER_BASE)
    with pytest.raises(NotRecorded, match="年度结束时自动停用"):
        register_steps.set_unit_active(unit, False, by=system_admin)
    assert over(receiving_officer, Perm.ASSESS, unit) and over(receiving_group, Perm.RECOMMEND, unit)
    assert not over(receiving_group, Perm.ASSESS, unit) and not over(secretary, Perm.VIEW_UNIT, unit)
    assert (unit.organ_organisation, unit.is_active) == ("市审计局机关党委", True)
    factories.deliberated(own, receiving_group)
    list_steps.recommend(factories.fresh(case), by=receiving_group, version=0)
    assert factories.fresh(case).seat.list == own
    second = factories.appointed(Role.WORK_COMMITTEE)
    year_steps.close_cycle(recommending, by=work_committee, confirmed_by=second, reason="评定结束。")
    unit.refresh_from_db()
    assert (unit.is_active, unit.successor) == (False, into)
    assert over(receiving_officer, Perm.VIEW_UNIT, unit), "its years stay readable"


def test_without_the_merger_nobody_of_another_unit_acts(
    recommending, unit, branch, organ_officer, into, receiving_group, work_committee, monkeypatch
):
    """The twin."""
    monkeypatch.setattr("branches.register.steps.merge_unit", lambda *args, **kwargs: None)
    merged(organ_officer, unit, into, work_committee, AFTER_BASE)
    case = factories.candidacy(recommending, branch)
    with pytest.raises(PermissionDenied):
        advance(factories.fresh(case), Action.SEND_BACK, by=receiving_group, note="x")


def test_no_one_person_gets_the_cases_of_another_unit(unit, branch, organ_officer, into, system_admin, work_committee):
    both = factories.appointed(Role.WORK_COMMITTEE, name="周双职")
    access.grant(both, Role.ORGAN_OFFICER, unit, starts_on=date(2020, 1, 1), by=None)
    one = succession_steps.report(
        unit, SuccessionKind.UNITE, by=both, into=into, effective_on=IN_YEAR, basis="平编〔2026〕3号"
    )
    with pytest.raises(Refused, match="由另一人确认"):
        succession_steps.confirm(one, by=both)
    for person in (organ_officer, system_admin):
        with pytest.raises(PermissionDenied):
            succession_steps.confirm(one, by=person)


def test_for_whom_the_merged_unit_acted_the_successor_acts(
    unit, branch, into, organ_officer, receiving_officer, work_committee
):
    served = factories.unit("市志办", assessing_unit=unit, recommending_unit=unit)
    Unit.objects.filter(pk=into.pk).update(recommending_unit=unit)
    earlier = factories.unit("市国资局", successor=unit, assessing_unit=unit)
    into.refresh_from_db()
    one = merged(organ_officer, unit, into, work_committee)
    for other in (served, into, earlier):
        other.refresh_from_db()
    assert (served.assessing_unit, served.recommending_unit) == (into, into)
    assert (into.assessing_unit, into.recommending_unit) == (None, None)
    assert (earlier.successor, earlier.assessing_unit) == (into, into)
    assert over(receiving_officer, Perm.ASSESS, served)
    assert any("市志办" in sentence and "改由市审计局办理" in sentence for sentence in one.consequences)


def test_without_a_running_year_it_goes_out_of_use_at_once(
    unit, branch, into, organ_officer, system_admin, work_committee
):
    merged(organ_officer, unit, into, work_committee)
    assert not unit.is_active
    with pytest.raises(NotRecorded, match="已并入市审计局"):
        register_steps.set_unit_active(unit, True, by=system_admin)


def test_short_names_that_clash_are_all_asked_for(unit, branch, into, organ_officer, work_committee):
    """Two that clash, one new name for both."""
    other = factories.branch(unit, "机关党支部")
    for name in (branch.short_name, other.short_name):
        factories.branch(into, name)
    one = succession_steps.report(
        unit, SuccessionKind.UNITE, by=organ_officer, into=into, effective_on=IN_YEAR, basis="3号"
    )
    assert {clash.pk for clash in outlook(one).journey.clashes} == {branch.pk, other.pk}
    with pytest.raises(Refused, match="能区分的简称"):
        succession_steps.confirm(one, by=work_committee, short_names={branch.pk: "综合", other.pk: "综合"})
    names = {branch.pk: "财政预算党支部", other.pk: "财政机关党支部"}
    succession_steps.confirm(Succession.objects.get(), by=work_committee, short_names=names)
    assert dict(Branch.objects.filter(pk__in=names).values_list("pk", "short_name")) == names


def test_a_branch_founded_meanwhile_makes_the_report_stale(unit, branch, into, organ_officer, work_committee):
    one = succession_steps.report(
        unit, SuccessionKind.UNITE, by=organ_officer, into=into, effective_on=IN_YEAR, basis="3号"
    )
    with pytest.raises(Refused, match="不能重复申报"):
        succession_steps.report(
            unit, SuccessionKind.DISSOLVE, by=organ_officer, before=[branch], effective_on=IN_YEAR, basis="4号"
        )
    factories.branch(unit)
    with pytest.raises(Refused, match="党支部有增减"):
        succession_steps.confirm(one, by=work_committee)


def test_an_empty_unit_says_what_to_do_and_merges_too(client, into, system_admin, work_committee):
    empty = factories.unit("市物资局")
    client.force_login(system_admin)
    page = client.get(f"/units/{empty.pk}/").content.decode()
    assert "申报单位合并" in page and "申报隶属变更" in page and "停用单位" in page
    typed = {"into": into.pk, "effective_on": "2026-12-01", "basis": "平编〔2026〕3号"}
    assert client.post(f"/units/{empty.pk}/successions/unite/", typed).status_code == 302
    client.force_login(work_committee)
    url = f"/successions/{Succession.objects.get().pk}/confirm/"
    assert "市物资局自2026年12月1日起并入市审计局" in client.get(url).content.decode()
    assert client.post(url).status_code == 302
    empty.refresh_from_db()
    assert (empty.successor, empty.is_active) == (into, False)
    client.force_login(system_admin)
    assert "该单位已并入" in client.get(f"/units/{empty.pk}/").content.decode()


def test_a_unit_with_branches_is_led_to_the_change(client, unit, branch, system_admin):
    client.force_login(system_admin)
    page = client.get(f"/units/{unit.pk}/active/").content.decode()
    assert "还有1个党支部" in page and f"/units/{unit.pk}/successions/unite/" in page
    assert f"/units/{unit.pk}/successions/move/" in page and "停用后" not in page


def test_a_title_in_a_merged_unit_is_reinspected_by_the_successor(
    cycle, unit, branch, into, organ_officer, receiving_officer, work_committee
):
    title = factories.honour(branch, 2024)
    merged(organ_officer, unit, into, work_committee)
    title = Honour.objects.select_related("branch__unit").get(pk=title.pk)
    assert over(receiving_officer, Perm.REINSPECT, title.branch.unit)
