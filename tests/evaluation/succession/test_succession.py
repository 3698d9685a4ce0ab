"""支部变更: every kind, with titles and running cases; who reports, who confirms; all or nothing (D25)."""

import json
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from branches import clock
from branches.models import Appointment, Branch
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.models import Candidacy, Cycle, Honour, Reinspection, Succession, Transition
from evaluation.procedure.lives import ENDS, HOLDS_SEAT, PROCEDURE
from evaluation.succession import steps as succession_steps
from evaluation.succession.branch.steps import restore
from evaluation.succession.consequences import outlook
from evaluation.succession.queries import of_branch
from evaluation.vocabulary import (
    Action,
    CycleState,
    HonourState,
    ReinspectionState,
    State,
    SuccessionKind,
    SuccessionState,
)
from tests.plugins.databases import copy, drop
from tests.support import factories

MERGE, SPLIT, RENAME, DISSOLVE = (
    SuccessionKind.MERGE,
    SuccessionKind.SPLIT,
    SuccessionKind.RENAME,
    SuccessionKind.DISSOLVE,
)
DAY = date(2026, 12, 1)
NEW = ("中共平顶山市财政局综合支部委员会", "综合党支部")
OTHER = ("中共平顶山市财政局国库支部委员会", "国库党支部")


@pytest.fixture
def sibling(unit):
    return factories.branch(unit, "国资科党支部")


def reported(officer, kind, before, **fields):
    given = {"effective_on": DAY, "basis": "直工〔2026〕8号"} | fields
    return succession_steps.report(before[0].unit, kind, by=officer, before=before, **given)


def confirmed(one, by, wanted=""):
    """Confirmed with the first option whose label holds `wanted`."""
    keys = [option.key for option in outlook(one).options if wanted in option.label]
    succession_steps.confirm(one, by=by, choice=keys[0] if keys else "")
    one.refresh_from_db()
    return one


def state_of(honour):
    honour.refresh_from_db()
    return HonourState(honour.state)


def in_state(case, state, cycle):
    """The case put there by hand, with a place where that state has one."""
    seat = None
    if state in HOLDS_SEAT:
        own = cycle.lists.filter(unit=case.unit).first() or factories.recommendation_list(cycle, case.unit, base=29)
        seat = own.seats.filter(holder=None).first()
    Candidacy.objects.filter(pk=case.pk).update(state=state, seat=seat)


def test_a_renamed_branch_keeps_title_and_case_and_is_found_by_both_names(
    case, branch, organ_officer, work_committee, client
):
    title = factories.honour(branch)
    old = branch.full_name
    one = reported(organ_officer, RENAME, [branch], staying=[branch], names=[NEW])
    branch.refresh_from_db()
    assert branch.full_name == old, "nothing happens before it is confirmed"
    confirmed(one, work_committee)
    branch.refresh_from_db()
    former = branch.former_names.get()
    assert (branch.full_name, branch.short_name) == NEW
    assert (former.full_name, former.used_until) == (old, date(2026, 11, 30))
    assert (state_of(title), title.branch_id, title.branch_name) == (HonourState.STANDING, branch.pk, old)
    assert factories.fresh(case).state == State.DRAFT
    client.force_login(work_committee)
    assert old in client.get(f"/successions/{one.pk}/").content.decode()
    for words in ("预算科", "综合党支部"):
        assert client.get(f"/branches/?q={words}").context["listing"].count == 1


@pytest.mark.parametrize("survives", [True, False])
def test_two_titles_into_one_branch_one_is_carried_and_the_other_lapses(
    branch, sibling, organ_officer, work_committee, survives
):
    titles = factories.honour(branch, 2024), factories.honour(sibling, 2025)
    after = {"staying": [branch]} if survives else {"names": [NEW]}
    one = confirmed(reported(organ_officer, MERGE, [branch, sibling], **after), work_committee, "2025年度称号由")
    into = one.successors.get()
    assert (into == branch) is survives
    assert [state_of(title) for title in titles] == [HonourState.LAPSED, HonourState.STANDING]
    assert (titles[0].branch, titles[0].ended_on) == (branch, DAY)
    assert (titles[1].branch, titles[1].branch_name, titles[1].decision_number) == (
        into, sibling.full_name, "平直工〔2026〕9号",
    )  # fmt: skip
    assert one.carrier == into and into.full_members == 18
    assert not Branch.objects.get(pk=sibling.pk).is_active_on(DAY)


def test_a_branch_cannot_carry_two_titles_of_one_year(branch, sibling, organ_officer):
    factories.honour(branch, 2025)
    factories.honour(sibling, 2025)
    one = reported(organ_officer, MERGE, [branch, sibling], staying=[branch])
    assert [option.sentences[0] for option in outlook(one).options] == [
        f"2025年度称号仍由“{branch}”保持",
        "无人承接",
    ]


def test_who_carries_the_title_has_to_be_said(branch, sibling, organ_officer, work_committee):
    title = factories.honour(branch)
    one = reported(organ_officer, MERGE, [branch, sibling], names=[NEW])
    with pytest.raises(Refused, match="请选择称号由谁承接"):
        succession_steps.confirm(one, by=work_committee)
    one.refresh_from_db()
    assert (one.state, Branch.objects.filter(dissolved_on=None, unit=branch.unit).count()) == (
        SuccessionState.REPORTED, 3,
    )  # fmt: skip
    confirmed(one, work_committee, "无人承接")
    assert state_of(title) == HonourState.LAPSED and one.carrier is None


@pytest.mark.parametrize(("keeps", "wanted"), [(True, "仍由"), (True, "综合党支部"), (False, "国库党支部")])
def test_a_split_title_goes_on_with_one_of_the_branches(branch, organ_officer, work_committee, keeps, wanted):
    title = factories.honour(branch)
    one = reported(
        organ_officer, SPLIT, [branch], staying=[branch] if keeps else [], names=[NEW] if keeps else [NEW, OTHER]
    )
    confirmed(one, work_committee, wanted)
    assert state_of(title) == HonourState.STANDING
    assert title.branch == (branch if wanted == "仍由" else Branch.objects.get(short_name=wanted))
    assert Branch.objects.get(pk=branch.pk).is_active_on(DAY) is keeps
    born = Branch.objects.get(short_name=NEW[1])
    assert (born.established_on, born.unit, born.candidacies.count()) == (DAY, branch.unit, 0)


def test_a_dissolved_branch_loses_its_title_without_blame_and_its_reinspection_ends(
    cycle, branch, secretary, organ_officer, work_committee
):
    title = factories.honour(branch)
    inspection = Reinspection.objects.create(cycle=cycle, honour=title, since=clock.now())
    confirmed(reported(organ_officer, DISSOLVE, [branch]), work_committee)
    inspection.refresh_from_db()
    assert (state_of(title), title.ended_on) == (HonourState.LAPSED, DAY)
    assert (inspection.state, inspection.records.get().by) == (ReinspectionState.VOID, work_committee)
    assert Appointment.objects.get(user=secretary).ends_on == DAY


@pytest.mark.parametrize("state", [state for state in State if state not in ENDS])
def test_the_case_of_a_branch_that_ceases_ends_from_every_state_and_frees_its_place(
    cycle, case, branch, sibling, organ_officer, work_committee, state
):
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    other = factories.candidacy(cycle, sibling)
    in_state(case, state, cycle)
    in_state(other, State.ASSESSED, cycle)
    one = reported(organ_officer, MERGE, [branch, sibling], staying=[sibling])
    confirmed(one, work_committee)
    ended = factories.fresh(case)
    assert (ended.state, ended.seat) == (State.WITHDRAWN, None)
    last = Transition.objects.filter(candidacy=case).latest("number")
    assert (last.action, last.note) == (Action.CEASE, "支部变更（合并），直工〔2026〕8号")
    assert factories.fresh(other).state == State.ASSESSED


def test_without_the_move_the_case_would_stay(case, branch, organ_officer, work_committee, monkeypatch):
    """The twin."""
    monkeypatch.setattr("evaluation.succession.steps.advance", lambda *args, **kwargs: None)
    confirmed(reported(organ_officer, DISSOLVE, [branch]), work_committee)
    assert factories.fresh(case).state == State.DRAFT


def test_who_carries_a_title_takes_part_no_more(cycle, branch, sibling, organ_officer, work_committee):
    """P4.5: a branch that holds the title does not take part again."""
    factories.honour(branch)
    running = factories.candidacy(cycle, sibling)
    one = reported(organ_officer, MERGE, [branch, sibling], staying=[sibling])
    confirmed(one, work_committee, "由“市财政局国资科党支部”承接")
    assert factories.fresh(running).state == State.WITHDRAWN
    assert any("不重复参加评定" in sentence for sentence in one.consequences)


def test_what_was_frozen_when_recommendation_opened_keeps_its_names(
    recommending, branch, organ_officer, work_committee
):
    own = factories.recommendation_list(recommending, branch.unit, base=1)
    own.__class__.objects.filter(pk=own.pk).update(branches=[{"id": branch.pk, "name": branch.full_name}])
    before = own.__class__.objects.values("base", "branches", "cap").get(pk=own.pk)
    one = reported(organ_officer, RENAME, [branch], staying=[branch], names=[NEW])
    confirmed(one, work_committee)
    assert own.__class__.objects.values("base", "branches", "cap").get(pk=own.pk) == before


def test_members_follow_a_merger_and_the_mark_of_the_first_branch(
    branch, sibling, secretary, organ_officer, work_committee
):
    Branch.objects.filter(pk=branch.pk).update(is_first_branch=True)
    one = confirmed(reported(organ_officer, MERGE, [branch, sibling], names=[NEW]), work_committee)
    into = one.successors.get()
    secretary.refresh_from_db()
    assert (secretary.branch, into.is_first_branch) == (into, True)


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        (RENAME, {"effective_on": date(2026, 12, 8)}, "不能晚于今天"),
        (RENAME, {"effective_on": date(2009, 1, 1)}, "成立之后"),
        (RENAME, {"names": [("中共市财政局国资科党支部委员会", "综合党支部")]}, "已有党支部全称"),
        (RENAME, {"names": [(NEW[0], "国资科党支部")]}, "已有简称"),
        (RENAME, {"names": [("中共市财政局预算科党支部委员会", "预算科党支部")]}, "和原名称一样"),
        (RENAME, {"basis": " "}, "请填写依据"),
        (MERGE, {}, "至少要选两个"),
        (SPLIT, {}, "至少有两个"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(branch, sibling, organ_officer, kind, fields, sentence):
    given = {"staying": [branch], "names": [NEW] if kind == RENAME else []} | fields
    with pytest.raises(Refused, match=sentence):
        reported(organ_officer, kind, [branch], **given)
    assert not Succession.objects.exists()


def test_a_branch_has_one_change_at_a_time_and_none_once_it_ceased(branch, sibling, organ_officer, work_committee):
    one = reported(organ_officer, DISSOLVE, [branch])
    with pytest.raises(Refused, match="不能重复申报"):
        reported(organ_officer, MERGE, [branch, sibling], names=[NEW])
    confirmed(one, work_committee)
    branch.refresh_from_db()
    with pytest.raises(Refused, match="已不再存在"):
        reported(organ_officer, RENAME, [branch], staying=[branch], names=[NEW])


def test_what_was_right_when_reported_is_looked_at_again(branch, organ_officer, work_committee):
    one = reported(organ_officer, RENAME, [branch], staying=[branch], names=[NEW])
    factories.branch(branch.unit, "别名党支部", full_name=NEW[0])
    with pytest.raises(Refused, match="已有党支部全称"):
        succession_steps.confirm(one, by=work_committee)
    branch.refresh_from_db()
    assert branch.short_name == "预算科党支部"


def test_who_reports_and_who_confirms(branch, organ_officer, foreign_officer, secretary, work_committee, system_admin):
    for person in (foreign_officer, secretary, work_committee):
        with pytest.raises(PermissionDenied):
            reported(person, DISSOLVE, [branch])
    one = reported(system_admin, DISSOLVE, [branch])
    for person in (organ_officer, system_admin, secretary):
        with pytest.raises(PermissionDenied):
            succession_steps.confirm(one, by=person)
        with pytest.raises(PermissionDenied):
            succession_steps.refuse(one, by=person, note="x")
    assert {move.perm.name for move in PROCEDURE if move.action == Action.CEASE} == {"CONFIRM_SUCCESSION"}


def test_nobody_confirms_the_own_report(branch, unit):
    both = factories.appointed(Role.WORK_COMMITTEE)
    factories.access.grant(both, Role.ORGAN_OFFICER, unit, starts_on=date(2020, 1, 1), by=None)
    with pytest.raises(Refused, match="由另一人确认"):
        succession_steps.confirm(reported(both, DISSOLVE, [branch]), by=both)


def test_a_second_confirmation_is_refused(branch, organ_officer, work_committee):
    one = reported(organ_officer, DISSOLVE, [branch])
    confirmed(one, work_committee)
    with pytest.raises(Refused, match="不能这样办理"):
        succession_steps.confirm(one, by=work_committee)
    with pytest.raises(Refused, match="不能这样办理"):
        succession_steps.refuse(one, by=work_committee, note="晚了。")


def test_of_several_confirmations_at_once_one_wins(migrated):
    arena = copy(migrated)
    said = arena.process("confirming")
    drop(arena)
    assert json.loads(said.splitlines()[-1]) == {
        "ended": ["confirmed", "refused", "refused", "refused"],
        "born": 1,
        "held": 1,
        "lapsed": 1,
    }


def test_a_merged_branch_is_not_restored_alone(branch, sibling, organ_officer, work_committee, system_admin):
    confirmed(reported(organ_officer, MERGE, [branch, sibling], names=[NEW]), work_committee)
    branch.refresh_from_db()
    with pytest.raises(Refused, match="不能单独恢复"):
        restore(branch, by=system_admin)


def test_a_dissolution_confirmed_by_mistake_comes_back_with_its_title(
    branch, organ_officer, work_committee, system_admin
):
    title = factories.honour(branch)
    confirmed(reported(organ_officer, DISSOLVE, [branch]), work_committee)
    branch.refresh_from_db()
    restore(branch, by=system_admin)
    assert (state_of(title), title.ended_on) == (HonourState.STANDING, None)


def test_verify_accepts_a_carried_title(branch, sibling, organ_officer, work_committee, capsys):
    title = factories.honour(branch)
    one = confirmed(reported(organ_officer, MERGE, [branch, sibling], names=[NEW]), work_committee, "由“")
    assert state_of(title) == HonourState.STANDING and Honour.objects.get().branch == one.carrier
    call_command("verify")


def test_the_pages_from_report_to_confirmation(client, case, branch, sibling, organ_officer, work_committee):
    title = factories.honour(sibling)
    client.force_login(organ_officer)
    kinds = f"/units/{branch.unit_id}/successions/"
    assert f"{kinds}merge/?branch={branch.pk}" in client.get(f"{kinds}?branch={branch.pk}").content.decode()
    typed = {"branches": [branch.pk], "effective_on": "2026-12-01", "basis": "直工〔2026〕8号", "full_name": NEW[0]}
    wrong = client.post(f"{kinds}merge/", typed)
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "至少要选两个" in page and "请填写新党支部简称" in page and NEW[0] in page
    made = client.post(f"{kinds}merge/", typed | {"branches": [branch.pk, sibling.pk], "short_name": NEW[1]})
    one = Succession.objects.get()
    assert made.url == f"/successions/{one.pk}/"
    assert "等待市直工委确认" in client.get(made.url).content.decode()
    client.force_login(work_committee)
    assert "确认支部变更" in client.get("/").content.decode()
    confirm = f"/successions/{one.pk}/confirm/"
    page = client.get(confirm).content.decode()
    for words in (f"“{case.branch}”2026年度参评终止", "称号由谁承接", "无人承接", f"新建“{NEW[0]}”", "自评中"):
        assert words in page
    assert client.post(confirm).status_code == 422
    key = next(option.key for option in outlook(one).options if "承接" in option.label)
    assert client.post(confirm, {"choice": key}).url == f"/successions/{one.pk}/"
    page = client.get(f"/successions/{one.pk}/").content.decode()
    assert "办理结果" in page and "承接" in page
    assert state_of(title) == HonourState.STANDING
    into = Branch.objects.get(short_name=NEW[1])
    for place in (branch, into):
        page = client.get(f"/branches/{place.pk}/").content.decode()
        assert branch.short_name in page and into.short_name in page and "直工〔2026〕8号" in page
    assert [row.pk for row in of_branch(into)] == [row.pk for row in of_branch(sibling)] == [one.pk]


def test_a_refused_report_goes_back_to_the_unit_until_it_is_made_anew(client, branch, organ_officer, work_committee):
    one = reported(organ_officer, DISSOLVE, [branch])
    client.force_login(work_committee)
    assert client.post(f"/successions/{one.pk}/refuse/").status_code == 422
    assert client.post(f"/successions/{one.pk}/refuse/", {"note": "批复文号不对。"}).status_code == 302
    client.force_login(organ_officer)
    assert "重新申报支部变更" in client.get("/").content.decode()
    page = client.get(f"/successions/{one.pk}/").content.decode()
    assert "批复文号不对" in page and f"/units/{branch.unit_id}/successions/dissolve/" in page
    reported(organ_officer, DISSOLVE, [branch])
    assert "重新申报支部变更" not in client.get("/").content.decode()


@pytest.mark.parametrize("kind", ["rename", "split", "dissolve"])
def test_each_form_reports_its_kind(client, branch, organ_officer, kind):
    client.force_login(organ_officer)
    typed = {"branch": branch.pk, "effective_on": "2026-12-01", "basis": "1号"}
    typed |= {
        "rename": {"full_name": NEW[0], "short_name": NEW[1]},
        "split": {"keeps": "yes", "full_name1": NEW[0], "short_name1": NEW[1]},
        "dissolve": {},
    }[kind]
    url = f"/units/{branch.unit_id}/successions/{kind}/"
    assert client.get(url).status_code == 200
    assert client.post(url, typed).status_code == 302
    one = Succession.objects.get()
    assert (one.kind, list(one.predecessors.all())) == (kind, [branch])
    assert client.get(f"{url}x/").status_code == 404


def test_the_unit_sees_its_own_changes_only(client, branch, organ_officer, foreign_officer, secretary):
    one = reported(organ_officer, DISSOLVE, [branch])
    client.force_login(foreign_officer)
    assert client.get("/successions/").context["listing"].count == 0
    assert client.get(f"/successions/{one.pk}/").status_code == 404
    client.force_login(secretary)
    assert client.get("/successions/").status_code == 403


def test_the_list_costs_the_same_with_three(client, unit, organ_officer, work_committee, django_assert_max_num_queries):
    client.force_login(work_committee)
    client.get("/")  # what a session reads once
    costs = []
    for number in (1, 2):
        for _ in range(number):
            reported(organ_officer, DISSOLVE, [factories.branch(unit)])
        with django_assert_max_num_queries(15) as made:
            assert client.get("/successions/").status_code == 200
        costs.append(len(made))
    assert costs[0] == costs[1]
