"""隶属变更: with title, people and history; where it counts and its case stays; names; what is frozen (D41)."""

from datetime import date

import pytest

from branches import access
from branches.models import Appointment, Branch, FormerName, FormerUnit, User
from branches.permissions import Perm, Role
from branches.register.queries import unit_of
from evaluation.advance import Refused
from evaluation.assessment.steps import team as team_steps
from evaluation.cases.access import visible
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import extension as extension_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import own_date
from evaluation.messages import nudging
from evaluation.models import Candidacy, RecommendationList, Succession
from evaluation.succession import steps as succession_steps
from evaluation.succession.consequences import outlook
from evaluation.vocabulary import State, Step, SuccessionKind, SuccessionState
from tests.support import factories

IN_YEAR, AFTER_BASE = date(2026, 12, 1), date(2027, 1, 5)


@pytest.fixture
def into(db):
    return factories.unit("市审计局")


@pytest.fixture
def receiving_officer(into):
    return factories.appointed(
        Role.ORGAN_OFFICER, into, name="沈专干", own_branch=factories.branch(into, "办公室党支部")
    )


def reported(officer, branch, into, **fields):
    given = {"effective_on": IN_YEAR, "basis": "直工〔2026〕8号"} | fields
    return succession_steps.report(branch.unit, SuccessionKind.MOVE, by=officer, before=[branch], into=into, **given)


def moved(officer, branch, into, by, short_names=None, first=None, **fields):
    one = reported(officer, branch, into, **fields)
    shown = outlook(one).sentences
    succession_steps.confirm(one, by=by, short_names=short_names, first=first)
    one.refresh_from_db()
    assert one.consequences[: len(shown)] == shown, "what was shown before is what is put on record"
    branch.refresh_from_db()
    return one


def of(case):
    return factories.fresh(case).unit


def test_a_branch_goes_over_with_its_title_its_people_and_its_secretary(
    branch, into, secretary, organ_officer, work_committee
):
    title = factories.honour(branch, 2024)
    before = branch.unit
    User.objects.filter(pk=secretary.pk).update(unit=before)
    one = reported(organ_officer, branch, into)
    assert Branch.objects.get(pk=branch.pk).unit == before, "nothing happens before it is confirmed"
    succession_steps.confirm(one, by=work_committee)
    branch.refresh_from_db()
    secretary.refresh_from_db()
    title.refresh_from_db()
    assert (branch.unit, branch.full_name) == (into, f"中共{before.name}预算科党支部委员会")
    assert (secretary.unit, secretary.branch) == (into, branch)
    assert Appointment.objects.get(user=secretary).ends_on is None and access.may(secretary, Perm.APPLY, branch)
    assert (title.branch, title.branch_name) == (branch, branch.full_name)
    assert (unit_of(branch, date(2026, 11, 30)), unit_of(branch, IN_YEAR)) == (before, into)


@pytest.mark.parametrize("state", [State.DRAFT, State.APPLIED, State.ASSESSED, State.NOT_APPLIED])
def test_a_move_of_before_the_base_date_takes_the_case_along_in_its_state(
    case, branch, into, organ_officer, work_committee, state
):
    Candidacy.objects.filter(pk=case.pk).update(state=state)
    before = factories.fresh(case)
    moved(organ_officer, branch, into, work_committee)
    after = factories.fresh(case)
    assert (after.unit, after.state, after.version) == (into, state, before.version)
    assert cycle_outlook.bases(case.cycle)[into.pk] == 1


def test_without_taking_along_the_case_would_stay(case, branch, into, organ_officer, work_committee, monkeypatch):
    """The twin."""
    monkeypatch.setattr("evaluation.succession.steps._take_along", lambda *args: None)
    moved(organ_officer, branch, into, work_committee)
    assert of(case) != into


def test_scores_go_along_and_the_new_team_goes_on(
    case, branch, into, secretary, organ_officer, receiving_officer, assessor, work_committee
):
    case = factories.applied(case, secretary)
    factories.assess(case, organ_officer, assessor)
    member = factories.person(own_branch=factories.branch(into))
    team_steps.form_team(case.cycle, into, leader=member, members=[member], by=receiving_officer)
    one = moved(organ_officer, branch, into, work_committee)
    assert case.sheets.filter(assessor=assessor, submitted_at__isnull=False).count() == 1
    for person, sees in ((assessor, False), (organ_officer, False), (member, True), (receiving_officer, True)):
        access.forget(person)
        assert visible(person).filter(pk=case.pk).exists() is sees
    assert any("已提交的评分一并转入" in sentence for sentence in one.consequences)


def test_nobody_has_less_time_after_the_move(case, branch, into, organ_officer, work_committee):
    later = date(2027, 1, 15)
    days = {Step.SELF_ASSESSMENT: later}
    extension_steps.extend(case.cycle, [branch.unit], days, reason="换届。", by=work_committee)
    moved(organ_officer, branch, into, work_committee)
    assert own_date(factories.fresh(case)) == later


def test_a_move_of_after_the_base_date_leaves_case_and_base_where_they_were(
    case, branch, into, organ_officer, work_committee, today
):
    before = branch.unit
    counted = cycle_outlook.bases(case.cycle)
    today(factories.IN_JANUARY)
    one = moved(organ_officer, branch, into, work_committee, effective_on=AFTER_BASE)
    assert (branch.unit, of(case)) == (into, before)
    assert cycle_outlook.bases(case.cycle) == counted
    assert any(f"参评留在{before}办完" in sentence for sentence in one.consequences)
    assert any(f"2026年度名额基数计入{before}" in sentence for sentence in one.consequences)
    late = factories.branch(before, "新设党支部", established_on=date(2026, 12, 20))
    moved(organ_officer, late, into, work_committee, effective_on=AFTER_BASE)
    assert late in cycle_queries.addable(case.cycle, organ_officer)
    assert year_steps.add_candidacy(case.cycle, late, by=organ_officer).unit == before


def test_what_is_frozen_stays_frozen_whenever_the_move_took_effect(
    case, branch, into, organ_officer, work_committee, today
):
    today(factories.IN_JANUARY)
    year_steps.open_recommendation(case.cycle, by=work_committee)
    frozen = list(RecommendationList.objects.order_by("pk").values())
    one = moved(organ_officer, branch, into, work_committee, effective_on=IN_YEAR)
    assert list(RecommendationList.objects.order_by("pk").values()) == frozen
    assert of(case) != into
    assert any("基数名单已经冻结" in sentence for sentence in one.consequences)
    assert any("冻结的基数名单和名额、已报送的名单都不变" in sentence for sentence in one.consequences)


def test_a_clash_of_short_names_asks_for_another_one(branch, into, organ_officer, work_committee):
    factories.branch(into, branch.short_name)
    for said, sentence in (({}, "请填写"), ({branch.pk: branch.short_name}, "能区分的简称")):
        one = Succession.objects.first() or reported(organ_officer, branch, into)
        with pytest.raises(Refused, match=sentence):
            succession_steps.confirm(one, by=work_committee, short_names=said)
    one.refresh_from_db()
    assert one.state == SuccessionState.REPORTED
    succession_steps.confirm(one, by=work_committee, short_names={branch.pk: "预算审计党支部"})
    former = FormerName.objects.get(branch=branch)
    branch.refresh_from_db()
    one.refresh_from_db()
    assert (branch.short_name, former.short_name, former.used_until) == (
        "预算审计党支部", "预算科党支部", date(2026, 11, 30),
    )  # fmt: skip
    assert any("转入后简称“预算审计党支部”" in sentence for sentence in one.consequences)


@pytest.mark.parametrize("chosen", ["arriving", "resident", "nobody"])
def test_a_unit_has_one_first_branch_and_confirming_asks_which(branch, into, organ_officer, work_committee, chosen):
    resident = factories.branch(into, "第一党支部", is_first_branch=True)
    Branch.objects.filter(pk=branch.pk).update(is_first_branch=True)
    branch.refresh_from_db()
    one = reported(organ_officer, branch, into)
    with pytest.raises(Refused, match="第一支部"):
        succession_steps.confirm(one, by=work_committee)
    first = {"arriving": branch.pk, "resident": resident.pk, "nobody": 0}[chosen]
    succession_steps.confirm(Succession.objects.get(), by=work_committee, first=first)
    marked = set(into.branches.filter(is_first_branch=True).values_list("pk", flat=True))
    assert marked == ({first} if first else set())


def test_a_branch_may_take_a_new_name_with_it(branch, into, organ_officer, work_committee):
    old = branch.full_name
    name = ("中共平顶山市审计局预算支部委员会", "预算党支部")
    moved(organ_officer, branch, into, work_committee, names=[name])
    assert (branch.full_name, branch.short_name, branch.former_names.get().full_name) == (*name, old)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"effective_on": date(2026, 12, 8)}, "不能晚于今天"),
        ({"effective_on": date(2009, 1, 1)}, "成立之后"),
        ({"names": [("中共市审计局办公室党支部委员会", "甲党支部")]}, "已有党支部全称"),
        ({"names": [("甲", "办公室党支部")]}, "市审计局已有简称"),
        ({"into": None}, "请选择转入哪个单位"),
        ({"basis": ""}, "请填写依据"),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_a_sentence(branch, into, organ_officer, fields, sentence):
    factories.branch(into, "办公室党支部")
    given = {"into": into, "effective_on": IN_YEAR, "basis": "8号"} | fields
    with pytest.raises(Refused, match=sentence):
        succession_steps.report(branch.unit, SuccessionKind.MOVE, by=organ_officer, before=[branch], **given)
    assert not Succession.objects.exists()


def test_a_unit_out_of_use_receives_nothing_and_a_move_does_not_overtake_another(
    branch, into, organ_officer, receiving_officer, work_committee
):
    moved(organ_officer, branch, into, work_committee)
    back = FormerUnit.objects.get().unit
    with pytest.raises(Refused, match="已转过一次隶属"):
        reported(receiving_officer, branch, back, effective_on=IN_YEAR)
    moved(receiving_officer, branch, back, work_committee, effective_on=date(2026, 12, 3))
    assert [row.unit for row in branch.former_units.all()] == [into, back]
    into.is_active = False
    into.save()
    with pytest.raises(Refused, match="已停用"):
        reported(organ_officer, branch, into, effective_on=date(2026, 12, 5))


def test_a_case_ends_where_the_new_unit_takes_no_part(case, branch, organ_officer, work_committee):
    county = factories.unit("卫东区", kind="county")
    one = moved(organ_officer, branch, county, work_committee)
    assert factories.fresh(case).state == State.WITHDRAWN
    assert any("卫东区不参加2026年度评定" in sentence for sentence in one.consequences)


def test_the_receiving_unit_sees_the_report_and_the_pages_lead_through(
    client, case, branch, into, organ_officer, receiving_officer, foreign_officer, work_committee
):
    factories.honour(branch, 2020, "lapsed")
    factories.branch(into, branch.short_name)
    client.force_login(organ_officer)
    url = f"/units/{branch.unit_id}/successions/move/"
    assert "转入哪个单位" in client.get(f"{url}?branch={branch.pk}").content.decode()
    typed = {"branch": branch.pk, "into": into.pk, "effective_on": "2026-12-01", "basis": "8号", "full_name": "新"}
    wrong = client.post(url, typed)
    assert wrong.status_code == 422 and "请填写新简称" in wrong.content.decode()
    made = client.post(url, typed | {"full_name": ""})
    one = Succession.objects.get()
    assert made.url == f"/successions/{one.pk}/"
    client.force_login(receiving_officer)
    assert "市审计局" in client.get(made.url).content.decode()
    client.force_login(foreign_officer)
    assert client.get(made.url).status_code == 404
    client.force_login(work_committee)
    page = client.get(f"{made.url}confirm/").content.decode()
    assert "2026年度参评随支部转入市审计局" in page and "转入后的简称" in page and "自评中" in page
    field = f"short_name{branch.pk}"
    assert client.post(f"{made.url}confirm/", {field: ""}).status_code == 422
    again = client.post(f"{made.url}confirm/", {field: branch.short_name})
    assert again.status_code == 422 and "能区分的简称" in again.content.decode()
    assert client.post(f"{made.url}confirm/", {field: "预算审计党支部"}).status_code == 302
    assert "随支部转入" in client.get(made.url).content.decode()
    assert "市财政局转入市审计局" in client.get(f"/branches/{branch.pk}/").content.decode()


def test_the_case_that_stays_says_where_its_branch_is_now(
    client, case, branch, into, secretary, organ_officer, work_committee, today
):
    today(factories.IN_JANUARY)
    moved(organ_officer, branch, into, work_committee, effective_on=AFTER_BASE)
    for person in (secretary, organ_officer):
        client.force_login(person)
        assert "该支部现在隶属市审计局" in client.get(f"/candidacies/{case.pk}/").content.decode()


def test_what_follows_costs_the_same_for_many_cases(cycle, unit, into, organ_officer, django_assert_num_queries):
    """Pinned for a merger, which moves many at once."""
    costs = []
    for number in (1, 5):
        for _ in range(number):
            factories.candidacy(cycle, factories.branch(unit))
        one = succession_steps.report(
            unit, SuccessionKind.UNITE, by=organ_officer, into=into, effective_on=IN_YEAR, basis="8号"
        )
        with django_assert_num_queries(13):
            outlook(one)
        costs.append(one)
        Succession.objects.filter(pk=one.pk).update(
            state=SuccessionState.REFUSED, decided_by=organ_officer, decided_at="2026-12-07T00:00+08:00"
        )
    assert len(costs) == 2


def test_who_has_the_case_may_still_urge_its_secretary(
    case, branch, into, secretary, organ_officer, receiving_officer, work_committee, today
):
    today(factories.IN_JANUARY)
    moved(organ_officer, branch, into, work_committee, effective_on=AFTER_BASE)
    assert secretary in [one.user for one in nudging.owing(organ_officer)]


def test_an_honour_says_where_it_was_won(client, branch, into, organ_officer, work_committee):
    title = factories.honour(branch, 2024)
    client.force_login(work_committee)
    assert "命名时属于" not in client.get(f"/honours/{title.pk}/").content.decode()
    moved(organ_officer, branch, into, work_committee)
    assert "市审计局（命名时属于市财政局）" in client.get(f"/honours/{title.pk}/").content.decode()
