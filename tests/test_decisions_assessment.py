"""One test for each decision on assessing and on what branches learn of it, with its twin. The others: test_decisions.py."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from branches import clock
from branches.models import AuditEntry, Branch
from branches.permissions import Role
from branches.register import doubts as register_doubts
from branches.register import queries as register_queries
from evaluation import advance as door
from evaluation import worklist
from evaluation.advance import Refused, Stale, advance
from evaluation.assessment import scores
from evaluation.assessment import team as assessment_team
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.assessment.verification import matters as unit_matters
from evaluation.assessment.verification.steps import matters as matters_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.casefile import feedback
from evaluation.cases.bodies import is_short_of_assessors, short_of_assessors
from evaluation.cases.moving import observe_one
from evaluation.cases.observing import observe
from evaluation.cycle.steps import year as year_steps
from evaluation.messages.sending import teams
from evaluation.models import (
    Candidacy,
    Consultation,
    Cycle,
    Message,
    Opinion,
    Recusal,
    ReturnRequest,
    ScoreSheet,
    TeamMember,
    UnitMatter,
    Verification,
)
from evaluation.procedure.lives import find
from evaluation.rules import assessment as assessment_rules
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment import way_back
from evaluation.vocabulary import Action, Answer, CycleState, Grade, State
from evaluation.vocabulary.duties import Duty
from tests.support import factories


def team(case, organ_officer, assessor):
    factories.assess(case, organ_officer, assessor)


def tasks(user, duty):
    return [task for task in worklist.tasks(user) if task.duty == duty]


def page(user, url):
    client = Client()
    client.force_login(user)
    return client.get(url).content.decode()


def test_D53_once_recall_is_over_a_branch_asks_the_organ_to_send_its_form_back(
    case, secretary, organ_officer, assessor, leading_group
):
    factories.fill_in(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    case = factories.fresh(case)
    url = f"/candidacies/{case.pk}/"
    with pytest.raises(Refused, match="现在还可以自己撤回"):
        self_assessment_steps.ask_return(case, by=secretary, reason="第8项日期写错。")
    for address in (url, f"{url}self-assessment/", f"{url}self-assessment/receipt/", f"{url}ask-return/"):
        shown = page(secretary, address)
        assert "撤回申请" in shown and "请机关退回修改</a>" not in shown
    team(case, organ_officer, assessor)
    for address in (url, f"{url}self-assessment/", f"{url}self-assessment/receipt/"):
        shown = page(secretary, address)
        assert "考核组已经成立，不能自己撤回了" in shown and "请机关退回修改</a>" in shown and "撤回申请" not in shown
    assert shown.count("退出参评") == 0
    shown = page(secretary, url)
    assert (
        shown.index("请机关退回修改</a>")
        < shown.index("不想参加了")
        < shown.index("不能恢复")
        < shown.index("退出参评…")
    )

    client = Client()
    client.force_login(secretary)
    assert client.post(f"{url}ask-return/", {"reason": " "}).status_code == 422
    assert client.post(f"{url}ask-return/", {"reason": "第8项日期写错。"}).status_code == 302
    again = client.post(f"{url}ask-return/", {"reason": "还有第9项。"})
    assert again.status_code == 422 and "还有第9项。" in again.content.decode()
    assert factories.fresh(case).state == State.APPLIED
    shown = page(secretary, url)
    assert "第8项日期写错。" in shown and "请机关退回修改</a>" not in shown

    (task,) = tasks(organ_officer, Duty.ANSWER_RETURN_REQUEST)
    assert "支部请求退回修改：第8项日期写错。" in page(organ_officer, task.url)
    assert "第8项日期写错。" in page(organ_officer, f"{url}assessment/")
    assert not tasks(leading_group, Duty.ANSWER_RETURN_REQUEST)
    advance(case, Action.CONCLUDE, by=organ_officer)
    assert not tasks(organ_officer, Duty.ANSWER_RETURN_REQUEST)
    assert way_back.way_back(secretary, factories.fresh(case)) is None
    assert "请机关退回修改" not in page(secretary, url)


def test_D53_whoever_does_not_apply_for_the_branch_asks_for_nothing(
    case, secretary, organ_officer, assessor, leading_group, work_committee, stranger
):
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    for person in (organ_officer, assessor, leading_group, work_committee, stranger):
        with pytest.raises(PermissionDenied):
            self_assessment_steps.ask_return(case, by=person, reason="改第8项。")
    assert not ReturnRequest.objects.exists()


def test_D53_an_officer_of_the_branch_is_not_asked(case, secretary, organ_officer, assessor):
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    self_assessment_steps.ask_return(case, by=secretary, reason="改第8项。")
    type(organ_officer).objects.filter(pk=organ_officer.pk).update(branch=case.branch)
    assert not tasks(type(organ_officer).objects.get(pk=organ_officer.pk), Duty.ANSWER_RETURN_REQUEST)


def test_D53_the_database_keeps_one_open_request(case, secretary, organ_officer, assessor):
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    asked = self_assessment_steps.ask_return(case, by=secretary, reason="改第8项。")
    asked.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        asked.save(force_insert=True)


def test_D53_without_the_rule_a_branch_would_ask_for_what_it_can_take_back_itself(case, secretary, monkeypatch):
    case = factories.applied(case, secretary)
    open_way = way_back.way_back(secretary, case)
    monkeypatch.setattr(way_back, "way_back", lambda user, case: replace(open_way, may_recall=False))
    self_assessment_steps.ask_return(case, by=secretary, reason="改第8项。")
    assert ReturnRequest.objects.exists()


# D45


def sheet(case, assessor, *, submitted=True):
    made = ScoreSheet.objects.create(candidacy=case, assessor=assessor, submitted_at=clock.now() if submitted else None)
    for one in case.cycle.criteria.all():
        made.scores.create(criterion=one, grade=Grade.PARTLY)
    return made


def colleague(unit, name="郑立新"):
    return factories.person(name, own_branch=factories.branch(unit))


def form(case, by, *members):
    return team_steps.form_team(case.cycle, case.unit, leader=members[0], members=members, by=by)


def of_two(cycle):
    Cycle.objects.filter(pk=cycle.pk).update(sheets_needed=2)


def test_D45_an_opinion_needs_the_sheets_of_two_members_who_do_not_keep_away(
    case, cycle, unit, secretary, organ_officer, assessor
):
    of_two(cycle)
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    with pytest.raises(Refused, match="须有2名不回避的考核组成员提交评分，现有1名"):
        advance(case, Action.CONCLUDE, by=organ_officer)
    second = colleague(unit)
    form(case, organ_officer, assessor, second)
    sheet(case, second)
    Recusal.objects.create(candidacy=case, user=second, reason="夫妻关系。", by=organ_officer, at=clock.now())
    with pytest.raises(Refused, match="现有1名"):
        advance(case, Action.CONCLUDE, by=organ_officer)
    Recusal.objects.all().delete()
    assert advance(case, Action.CONCLUDE, by=organ_officer).after == State.ASSESSED


def test_D45_without_the_rule_one_sheet_would_do(case, cycle, secretary, organ_officer, assessor, monkeypatch):
    of_two(cycle)
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    (move,) = find(Action.CONCLUDE, State.APPLIED)
    table = tuple(
        row._replace(rules=tuple(rule for rule in row.rules if rule is not assessment_rules.scored))
        if row is move
        else row
        for row in door.PROCEDURE
    )
    monkeypatch.setattr(door, "CASES", replace(door.CASES, table=table))
    assert advance(case, Action.CONCLUDE, by=organ_officer).after == State.ASSESSED


def test_D45_years_that_open_from_now_on_ask_for_two(work_committee):
    year = year_steps.create_cycle(2027, by=work_committee)
    assert year.sheets_needed == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        of_none = Cycle.objects.filter(pk=year.pk)
        of_none.update(sheets_needed=0)


def test_D45_a_team_too_small_is_formed_and_the_branches_it_falls_short_of_are_named(
    case, cycle, unit, secretary, organ_officer, assessor
):
    of_two(cycle)
    case = factories.applied(case, secretary)
    known = form(case, organ_officer, assessor)
    assert [one.pk for one in short_of_assessors(Candidacy.objects.all())] == [case.pk]
    url = f"/cycles/{cycle.year}/units/{unit.pk}/team/"
    shown = page(organ_officer, url)
    assert "须有2名不回避的成员评分" in shown and case.branch.short_name in shown
    (task,) = tasks(organ_officer, Duty.COMPLETE_TEAM)
    assert task.url == url and is_short_of_assessors(observe([case.pk])[0])
    stranger = factories.person("外单位人", own_branch=factories.branch(factories.unit("市教育局")))
    client = Client()
    client.force_login(organ_officer)
    chosen = {"members": [assessor.pk, stranger.pk], "leader": assessor.pk}
    assert client.post(f"{url}?q=外单位人", chosen).status_code == 302
    assert known.members.filter(user=stranger, left_on=None).exists()
    assert not tasks(organ_officer, Duty.COMPLETE_TEAM)
    assert not short_of_assessors(Candidacy.objects.all()) and not is_short_of_assessors(observe([case.pk])[0])


def test_D45_each_member_is_told_once_when_he_comes_and_once_when_he_goes(
    case, unit, organ_officer, assessor, monkeypatch
):
    second = colleague(unit)
    form(case, organ_officer, assessor, second)
    assert (teams.sweep(), teams.sweep()) == (2, 0)
    form(case, organ_officer, assessor)
    assert (teams.sweep(), teams.sweep()) == (1, 0)
    form(case, organ_officer, assessor, second)
    form(case, organ_officer, assessor)
    assert teams.sweep() == 0, "who came and went before he was told was never there for him"
    titles = list(Message.objects.filter(user=second).order_by("pk").values_list("title", flat=True))
    assert titles == ["您是市财政局2026年度考核组成员", "您不再是市财政局2026年度考核组成员"]
    assert Message.objects.get(user=assessor).title == "您是市财政局2026年度考核组组长"
    TeamMember.objects.update(told_joined_at=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        teams.sweep()


def test_D45_whether_the_sheets_of_who_left_count_is_said_before_anybody_reads_them(
    case, cycle, unit, secretary, organ_officer, assessor
):
    case = factories.applied(case, secretary)
    second = colleague(unit)
    known = form(case, organ_officer, assessor, second)
    sheet(case, second)
    form(case, organ_officer, assessor)
    (former,) = assessment_team.former_members(known)
    assert former.member.counts and not former.is_settled
    url = f"/cycles/{cycle.year}/units/{unit.pk}/team/"
    assert "郑立新" in page(organ_officer, url) and "计入各支部的考核" in page(organ_officer, url)
    client = Client()
    client.force_login(organ_officer)
    assert client.post(f"{url}{former.member.pk}/count/", {"counts": "no"}).status_code == 302
    factories.assess(case, organ_officer, assessor)
    assert scores.mean_score(case) == 100
    assert [column.sheet.assessor for column in scores.comparison(case).columns] == [assessor]
    assert observe_one(case).known.sheets == 1
    (former,) = assessment_team.former_members(known)
    assert former.is_settled
    assert "不能再改" in page(organ_officer, url)
    with pytest.raises(Refused, match="不能再改"):
        team_steps.say_whether_counts(known, former.member, by=organ_officer, counts=True)
    form(case, organ_officer, assessor, second)
    assert scores.mean_score(case) == 80, "who comes back counts like the others"


def test_D45_marks_that_were_read_before_he_left_count(case, unit, secretary, organ_officer, assessor):
    case = factories.applied(case, secretary)
    second = colleague(unit)
    known = form(case, organ_officer, second)
    sheet(case, second)
    form(case, organ_officer, assessor)
    (former,) = assessment_team.former_members(known)
    assert former.is_settled, "nobody owed a sheet any more: the officer could read his"
    with pytest.raises(Refused, match="不能再改"):
        team_steps.say_whether_counts(known, former.member, by=organ_officer, counts=False)


def test_D45_only_the_organ_officer_says_whether_they_count(
    case, unit, secretary, organ_officer, assessor, leading_group
):
    case = factories.applied(case, secretary)
    second = colleague(unit)
    known = form(case, organ_officer, assessor, second)
    sheet(case, second)
    form(case, organ_officer, assessor)
    (former,) = assessment_team.former_members(known)
    for person in (assessor, leading_group, secretary, second):
        with pytest.raises(PermissionDenied):
            team_steps.say_whether_counts(known, former.member, by=person, counts=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        known.members.filter(user=assessor).update(counts=False)


# D43


def write(case, by, text="阵地规范，学习抓得紧。主要不足：谈心谈话偏少。"):
    assessment_steps.write_opinion(case, by=by, text=text, advice=Opinion.Advice.NOT_RECOMMEND)


def closed(case, by):
    advance(case, Action.CLOSE, by=by, note="年度结束。")
    Cycle.objects.filter(pk=case.cycle_id).update(state=CycleState.CLOSED)
    return factories.fresh(case)


def test_D43_a_branch_that_was_not_recommended_reads_the_opinion_and_averages_beside_its_own_ratings(
    case, cycle, unit, secretary, organ_officer, assessor, leading_group, work_committee
):
    case = factories.applied(case, secretary)
    second = colleague(unit)
    form(case, organ_officer, assessor, second)
    team(case, organ_officer, assessor)
    sheet(case, second)
    Consultation.objects.create(
        candidacy=case, consulted_on=clock.today(), method="talk", heard=8, satisfied=7, summary="群众有意见。",
        by=assessor, at=clock.now(),
    )  # fmt: skip
    assert "支部会看到" in page(organ_officer, f"/candidacies/{case.pk}/assessment/opinion/")
    write(case, organ_officer)
    assessment_steps.conclude(case, by=organ_officer)
    urls = [f"/candidacies/{case.pk}/", f"/candidacies/{case.pk}/feedback/"]
    for url in urls:
        assert "谈心谈话偏少" not in page(secretary, url), "not before the year is decided"
    case = closed(case, work_committee)
    assert case.state == State.NOT_RECOMMENDED
    for url in urls:
        shown = page(secretary, url)
        assert "谈心谈话偏少" in shown and "暂不建议推荐" in shown
        for secret in ("群众有意见", "郑立新", "钱考核", "阵地规范。"):
            assert secret not in shown
    assert shown.count(">4.0<") == 20 and "考核参考分80.0" in shown and "data-print" in shown
    for person in (organ_officer, leading_group, work_committee, assessor):
        client = Client()
        client.force_login(person)
        assert client.get(urls[1]).status_code in (403, 404)


def test_D43_one_sheet_is_never_shown_as_an_average(case, secretary, organ_officer, assessor, work_committee):
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    write(case, organ_officer)
    assessment_steps.conclude(case, by=organ_officer)
    case = Candidacy.objects.get(pk=closed(case, work_committee).pk)
    found = feedback.feedback_of(secretary, case)
    assert found is not None and found.rows == [] and found.score is None


def test_D43_an_opinion_that_was_not_handed_in_stays_unread(case, secretary, organ_officer, assessor, work_committee):
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    write(case, organ_officer)
    left = closed(case, work_committee)
    assert left.state == State.NOT_RECOMMENDED and feedback.feedback_of(secretary, left) is None


def test_D43_what_was_written_for_nobody_but_the_bodies_stays_theirs(
    case, secretary, organ_officer, assessor, work_committee
):
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    write(case, organ_officer)
    assessment_steps.conclude(case, by=organ_officer)
    Opinion.objects.update(is_for_branch=False)
    assert feedback.feedback_of(secretary, closed(case, work_committee)) is None


def test_D43_without_the_date_it_would_be_read_while_the_year_is_decided(
    case, secretary, organ_officer, assessor, work_committee, monkeypatch
):
    case = factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    write(case, organ_officer)
    assessment_steps.conclude(case, by=organ_officer)
    advance(case, Action.CLOSE, by=work_committee, note="年度结束。")
    case = factories.fresh(case)
    assert feedback.feedback_of(secretary, case) is None
    monkeypatch.setattr(feedback, "_is_over", lambda case: True)
    assert feedback.feedback_of(secretary, case) is not None


# D51


@pytest.mark.parametrize(
    ("elected", "until", "told"),
    [
        (date(2023, 12, 6), None, "换届已过期，应在2026年12月6日前换届"),
        (date(2023, 12, 7), None, "2026年12月7日前应换届，不到六个月"),
        (date(2024, 6, 20), None, ""),
        (date(2023, 12, 6), date(2027, 12, 6), ""),
        (date(2023, 12, 6), date(2027, 3, 1), "2027年3月1日前应换届，不到六个月"),
        (date(2023, 12, 6), date(2028, 1, 1), "换届已过期，应在2026年12月6日前换届"),
        (None, None, "换届已过期，应在2013年3月1日前换届"),
    ],
)
def test_D51_an_election_is_due_three_years_after_the_last_one_or_as_far_as_it_was_postponed(elected, until, told):
    assert register_doubts.election(date(2010, 3, 1), elected, date(2026, 12, 7), until) == told


def test_D51_a_postponement_needs_its_document_and_lasts_at_most_a_year(branch, system_admin):
    client = Client()
    client.force_login(system_admin)
    url = f"/branches/{branch.pk}/edit/"
    given = {"established_on": "2010-03-01", "last_election_on": "2023-12-06", "full_members": 9, "kind": "regular",
             "probationary_members": 0, "election_postponed_until": "2027-12-06", "secretary_name": "王书记"}  # fmt: skip
    for more, said in (({}, "请填写批准文件"), ({"election_postponed_until": "2028-01-01"}, "不超过一年")):
        answer = client.post(url, given | {"postponement_basis": "平直工批〔2026〕3号" if more else ""} | more)
        assert answer.status_code == 422 and said in answer.content.decode()
    assert client.post(url, given | {"postponement_basis": "平直工批〔2026〕3号"}).status_code == 302
    branch.refresh_from_db()
    assert register_queries.doubts_of(branch, branch, date(2026, 12, 31)).structure == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Branch.objects.filter(pk=branch.pk).update(postponement_basis="")


def test_D51_doubts_stand_beside_criterion_6_the_facts_and_the_verification_and_refuse_nothing(
    case, secretary, organ_officer, assessor
):
    founded = {"established_on": date(2026, 3, 1), "last_election_on": date(2023, 12, 1), "secretary_name": "张三"}
    Branch.objects.filter(pk=case.branch_id).update(**founded, full_members=2)
    case = factories.fresh(case)
    own = f"/candidacies/{case.pk}/self-assessment/"
    structure = ("换届已过期，应在2026年12月1日前换届", "正式党员2人，不足3人")
    others = ("到2026年12月31日成立不满一年", "名册写的是张三，任职的支部书记是王书记")
    beside, elsewhere = page(secretary, f"{own}criteria/6/"), page(secretary, f"{own}criteria/7/")
    facts = page(secretary, f"{own}basics/")
    for one in structure:
        assert one in beside and one in facts and one not in elsewhere
    for one in others:
        assert one in facts and one not in beside
    factories.applied(case, secretary)
    team(case, organ_officer, assessor)
    shown = page(organ_officer, f"/candidacies/{case.pk}/verification/")
    assert all(one in shown for one in others)
    assert advance(case, Action.CONCLUDE, by=organ_officer).after == State.ASSESSED


# D55

SECRET = "该局通报问责的具体事实"
MATTER = {"facts": SECRET, "basis": "平督〔2026〕9号", "decided_on": "2026-06-01"}


def entered(client, case, by, number=4):
    client.force_login(by)
    url = f"/cycles/{case.cycle.year}/units/{case.unit_id}/matters/"
    condition = case.cycle.disqualifications.get(number=number)
    return client.post(url, MATTER | {"condition": condition.pk})


def test_D55_a_matter_of_the_unit_is_entered_once_and_answered_for_each_branch(
    case, cycle, unit, secretary, organ_officer, work_committee, leading_group, assessor, client
):
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    brother = factories.candidacy(cycle, factories.branch(unit, "综合科党支部"))
    own = factories.candidacy(cycle, organ_officer.branch)
    for one in (case, brother, own):
        factories.applied(factories.fresh(one), factories.appointed(Role.SECRETARY, one.branch, own_branch=one.branch))
    honour = factories.honour(factories.branch(unit, "离退休党支部"), 2024)
    answer = entered(client, case, organ_officer)
    url = answer.url
    assert not Verification.objects.exists(), "nothing is entered silently"
    assert {one.state for one in Candidacy.objects.all()} == {State.APPLIED}
    again = entered(client, case, organ_officer)
    assert again.status_code == 422 and "已经登记过" in again.content.decode() and SECRET in again.content.decode()
    assert entered(client, case, organ_officer, number=2).status_code == 422
    (task,) = tasks(organ_officer, Duty.CONSIDER_MATTER)
    assert task.url == url and task.hint == "还有2个支部没有确认"
    shown = page(organ_officer, url)
    assert f"case_{own.pk}" not in shown and "您须回避" in shown, "the own branch is named and left to others"
    assert "checked" not in shown and SECRET not in shown
    assert f"/honours/{honour.pk}/special/?matter=" in shown
    assert url in page(organ_officer, f"/candidacies/{case.pk}/verification/")

    client.force_login(organ_officer)
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {f"case_{case.pk}": "no", f"case_{brother.pk}": "yes"}).status_code == 302
    assert factories.fresh(case).state == State.APPLIED
    assert factories.fresh(brother).state == State.DISQUALIFIED
    found = Verification.objects.get(candidacy=brother)
    assert found.facts == SECRET and found.takes_effect and found.matter_id
    assert not tasks(organ_officer, Duty.CONSIDER_MATTER)
    with pytest.raises(Refused, match="先逐个更正"):
        matters_steps.withdraw(found.matter, by=organ_officer, reason="登记有误。")

    seen = AuditEntry.objects.filter(verb="查看单位事项的事实").count()
    assert SECRET in page(organ_officer, f"{url}facts/")
    assert SECRET in page(organ_officer, f"/honours/{honour.pk}/special/?matter={found.matter_id}")
    assert AuditEntry.objects.filter(verb="查看单位事项的事实").count() == seen + 2
    assert not AuditEntry.objects.filter(detail__icontains=SECRET).exists()
    for person in (secretary, leading_group, assessor, factories.person()):
        client.force_login(person)
        for page_of in (url, f"{url}facts/", f"/honours/{honour.pk}/special/?matter={found.matter_id}"):
            assert client.get(page_of).status_code in (403, 404)


def test_D55_many_matters_cost_as_many_queries_as_one(case, cycle, unit, secretary, organ_officer, client):
    factories.applied(case, secretary)
    entered(client, case, organ_officer)
    with CaptureQueriesContext(connection) as one:
        assert list(unit_matters.open_lines(organ_officer).values()) == [1]
    entered(client, case, organ_officer, number=3)
    another = {"condition": cycle.disqualifications.get(number=4).pk, "basis": "通报〔2026〕9号"}
    client.post(f"/cycles/{cycle.year}/units/{unit.pk}/matters/", MATTER | another)
    with CaptureQueriesContext(connection) as three:
        assert list(unit_matters.open_lines(organ_officer).values()) == [1, 1, 1]
    assert len(three) == len(one)


def test_D55_the_city_enters_one_too_and_waits_for_the_branches_that_are_handed_in(
    case, secretary, work_committee, organ_officer, client
):
    case = factories.applied(case, secretary)
    url = entered(client, case, work_committee).url
    assert not tasks(work_committee, Duty.CONSIDER_MATTER), "none of its branches is the city's to verify yet"
    assert "现在还不到" in page(work_committee, url)
    assert tasks(organ_officer, Duty.CONSIDER_MATTER)
    matter = UnitMatter.objects.get()
    matters_steps.withdraw(matter, by=work_committee, reason="登记有误。")
    assert not tasks(organ_officer, Duty.CONSIDER_MATTER)
    assert entered(client, case, work_committee).status_code == 302


def test_D55_what_says_no_leaves_another_finding_as_it_is(case, secretary, organ_officer, client):
    case = factories.applied(case, secretary)
    condition = case.cycle.disqualifications.get(number=4)
    verification_steps.verify(case, condition, Answer.PENDING, by=organ_officer)
    url = entered(client, case, organ_officer).url
    assert client.post(url, {f"case_{case.pk}": "no"}).status_code == 302
    (current,) = Verification.objects.filter(candidacy=case, is_current=True)
    assert current.answer == Answer.PENDING and not tasks(organ_officer, Duty.CONSIDER_MATTER)


def test_D55_only_the_branches_that_are_put_before_the_verifier_are_answered(
    case, cycle, secretary, organ_officer, client
):
    case = factories.applied(case, secretary)
    entered(client, case, organ_officer)
    other = factories.candidacy(cycle, factories.branch(factories.unit("市教育局")))
    matter = UnitMatter.objects.get()
    with pytest.raises(Stale):
        matters_steps.answer(matter, {other.pk: "yes"}, by=organ_officer)
    assert not Verification.objects.exists()
