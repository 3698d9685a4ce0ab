"""Step 2 as a whole: visits, consultations, the opinion, concluding and sending back (方案 四（二）)."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from evaluation.advance import Refused
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.deadlines import own_date
from evaluation.models import Consultation, Opinion, ScoreSheet, SiteVisit
from evaluation.vocabulary import Action, Grade, State
from tests.support import factories

VISIT = {"visited_on": "2026-12-05", "place": "二楼", "findings": "阵地规范。"}
TALK = {"consulted_on": "2026-12-05", "method": "talk", "heard": 12, "satisfied": 11, "summary": "反映较好。"}


@pytest.fixture
def applied(case, secretary):
    return factories.applied(case, secretary)


@pytest.fixture
def team(applied, cycle, unit, organ_officer, assessor):
    return team_steps.form_team(cycle, unit, leader=assessor, members=[assessor], by=organ_officer)


@pytest.fixture
def ready(applied, team, organ_officer, assessor):
    """Everything that CONCLUDE asks for, through the steps."""
    assessment_steps.record_visit(
        applied, by=assessor, visited_on=date(2026, 12, 5), visitors=[assessor], findings="阵地规范。"
    )
    for one in applied.cycle.criteria.all():
        scoring_steps.rate(applied, one, by=assessor, mark=Grade.MET)
    scoring_steps.submit_sheet(applied, by=assessor)
    factories.verify(applied, organ_officer, "organ")
    assessment_steps.write_opinion(applied, by=organ_officer, text="工作扎实。", advice=Opinion.Advice.RECOMMEND)
    return applied


def url(case, page=""):
    return f"/candidacies/{case.pk}/assessment/{page}"


def test_a_visit_is_recorded_and_corrected(client, applied, team, assessor):
    client.force_login(assessor)
    assert client.post(url(applied, "visits/add/"), VISIT | {"visitors": [assessor.pk]}).status_code == 302
    visit = SiteVisit.objects.get()
    assert list(visit.visitors.all()) == [assessor]
    changed = VISIT | {"visitors": [assessor.pk], "findings": "更正：阵地规范。"}
    assert client.post(url(applied, f"visits/{visit.pk}/"), changed).status_code == 302
    assert SiteVisit.objects.get().findings == "更正：阵地规范。"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"visited_on": "2026-12-08"}, "查看日期不能晚于今天"),
        ({"visited_on": "2025-12-31"}, "查看日期不能早于2026年"),
        ({"visited_on": ""}, "请填写查看日期"),
        ({"findings": ""}, "请填写查看情况"),
        ({"findings": "长" * 1001}, "查看情况最多写1000字，超出1字，请删减"),
        ({"visitors": []}, "请选择参加查看的成员"),
    ],
)
def test_a_bad_visit_comes_back_with_everything_typed(client, applied, team, assessor, wrong, sentence):
    client.force_login(assessor)
    answer = client.post(url(applied, "visits/add/"), VISIT | {"visitors": [assessor.pk], "place": "三楼东"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count(sentence) == 2, "in the summary and at the field"
    assert "三楼东" in page
    assert not SiteVisit.objects.exists()


def test_a_visitor_must_be_on_the_team(client, applied, team, assessor, organ_officer):
    client.force_login(organ_officer)
    answer = client.post(url(applied, "visits/add/"), VISIT | {"visitors": [organ_officer.pk]})
    assert answer.status_code == 422
    assert not SiteVisit.objects.exists()


def test_a_consultation_is_recorded_in_numbers(client, applied, team, assessor):
    client.force_login(assessor)
    assert client.post(url(applied, "consultations/add/"), TALK).status_code == 302
    assert Consultation.objects.get().satisfied == 11
    page = client.get(url(applied)).content.decode()
    assert "征求12人，满意11人" in page


def test_more_satisfied_than_heard_is_refused(client, applied, team, assessor):
    client.force_login(assessor)
    answer = client.post(url(applied, "consultations/add/"), TALK | {"satisfied": 13})
    assert answer.status_code == 422
    assert "满意人数不能超过征求人数" in answer.content.decode()


@pytest.mark.parametrize("who", ["leading_group", "work_committee", "foreign_officer", "stranger", "secretary"])
def test_nobody_else_records_anything(client, applied, team, who, request):
    client.force_login(request.getfixturevalue(who))
    for page in ("visits/add/", "consultations/add/", "opinion/", "recusal/", "print/"):
        assert client.get(url(applied, page)).status_code in (403, 404)
    with pytest.raises(PermissionDenied):
        assessment_steps.write_opinion(applied, by=request.getfixturevalue(who), text="越权。")


def test_nothing_is_recorded_after_the_opinion_went_out(ready, organ_officer, assessor):
    assessment_steps.conclude(ready, by=organ_officer)
    with pytest.raises(Refused, match="不在考核中"):
        assessment_steps.record_visit(
            ready, by=assessor, visited_on=date(2026, 12, 5), visitors=[assessor], findings="补记。"
        )
    with pytest.raises(Refused, match="不在考核中"):
        assessment_steps.write_opinion(ready, by=organ_officer, text="改写。", advice=Opinion.Advice.RECOMMEND)
    with pytest.raises(Refused):
        scoring_steps.return_sheet(ScoreSheet.objects.get(), by=organ_officer, reason="再评。")


def test_the_opinion_is_saved_while_it_is_typed_but_counts_with_advice_only(client, applied, team, organ_officer):
    client.force_login(organ_officer)
    answer = client.post(url(applied, "opinion/save/"), {"text": "写了一半", "advice": "", "base_version": "0"})
    assert answer.json()["version"] == 1

    def lacking() -> list[str]:
        return [one.why for one in assessment_queries.progress(applied, organ_officer).missing.things]

    assert "还没有填写考核意见。" in lacking()
    answer = client.post(url(applied, "opinion/"), {"text": "写完了。", "advice": "recommend", "base_version": "1"})
    assert answer.status_code == 302
    assert "还没有填写考核意见。" not in lacking()


def test_two_writers_of_one_opinion_lose_nothing(client, applied, team, organ_officer, assessor):
    assessment_steps.write_opinion(applied, by=assessor, text="组长写的。", version=0)
    client.force_login(organ_officer)
    answer = client.post(url(applied, "opinion/save/"), {"text": "专干写的。", "base_version": "0"})
    assert answer.status_code == 409
    assert answer.json()["conflict"]["fields"]["text"] == "组长写的。"
    assert answer.json()["conflict"]["who"] == "钱考核"
    answer = client.post(url(applied, "opinion/"), {"text": "专干写的。", "advice": "recommend", "base_version": "0"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "专干写的。" in page
    assert "组长写的。" in page
    assert Opinion.objects.get().text == "组长写的。"


def test_an_opinion_over_the_limit_comes_back_whole(client, applied, team, organ_officer):
    client.force_login(organ_officer)
    answer = client.post(url(applied, "opinion/"), {"text": "意" * 1003, "advice": "recommend", "base_version": "0"})
    assert answer.status_code == 422
    assert "考核意见最多写1000字，超出3字，请删减" in answer.content.decode()
    assert "意" * 1003 in answer.content.decode()


def test_an_opinion_that_is_not_valid_does_not_cover_up_what_another_wrote(
    client, applied, team, organ_officer, assessor
):
    assessment_steps.write_opinion(applied, by=assessor, text="组长写的。", version=0)
    client.force_login(organ_officer)
    given = {"text": "意" * 1003, "advice": "recommend", "base_version": "0"}
    answer = client.post(url(applied, "opinion/"), given)
    assert answer.status_code == 422
    assert 'name="base_version" value="0"' in answer.content.decode()
    assert client.post(url(applied, "opinion/"), given | {"text": "专干写的。"}).status_code == 409


def corrected(client, applied, visit, assessor, **words):
    given = {
        "visited_on": str(factories.IN_DECEMBER),
        "findings": "更正的。",
        "visitors": [assessor.pk],
        "base_version": "1",
    }
    return client.post(url(applied, f"visits/{visit.pk}/"), given | words)


def test_two_who_correct_a_record_of_a_visit_do_not_write_over_each_other(
    client, applied, team, organ_officer, assessor
):
    visit = assessment_steps.record_visit(
        applied, by=assessor, visited_on=factories.IN_DECEMBER, visitors=[assessor], findings="看过。"
    )
    client.force_login(organ_officer)
    assert 'name="base_version" value="1"' in client.get(url(applied, f"visits/{visit.pk}/")).content.decode()
    assessment_steps.record_visit(
        applied, by=assessor, visited_on=factories.IN_DECEMBER, visitors=[assessor], findings="又看过。", visit=visit
    )
    answer = corrected(client, applied, visit, assessor)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "又看过。" in page
    assert "更正的。" in page
    assert "checked" in page, "the visitors that were ticked are ticked again"
    assert corrected(client, applied, visit, assessor, base_version="2").status_code == 302
    visit.refresh_from_db()
    assert (visit.findings, visit.version) == ("更正的。", 3)


def test_twin_without_the_version_the_second_correction_covers_the_first(
    client, applied, team, organ_officer, assessor
):
    visit = assessment_steps.record_visit(
        applied, by=assessor, visited_on=factories.IN_DECEMBER, visitors=[assessor], findings="看过。"
    )
    client.force_login(organ_officer)
    assert corrected(client, applied, visit, assessor, base_version="").status_code == 302
    visit.refresh_from_db()
    assert visit.findings == "更正的。"


def test_the_overview_says_what_is_missing_in_the_words_of_the_procedure(client, applied, team, organ_officer):
    client.force_login(organ_officer)
    page = client.get(url(applied)).content.decode()
    for sentence in (
        "还没有实地查看记录。",
        "名考核组成员没有提交评分。",
        "还没有填写考核意见。",
        "项不得参评情形没有核验。",
    ):
        assert sentence in page


def test_the_assessor_is_told_what_he_owes(client, applied, team, assessor):
    client.force_login(assessor)
    page = client.get(url(applied)).content.decode()
    assert "您还有20项没有评分" in page
    assert "开始评分" in page


def test_concluding_keeps_the_mean_score(client, ready, organ_officer):
    client.force_login(organ_officer)
    assert "可以提交考核意见了" in client.get(url(ready)).content.decode()
    asked = client.get(f"/candidacies/{ready.pk}/conclude/").content.decode()
    assert "action=" not in asked.partition("<main")[2], "the form comes back to the address it was asked at"
    answer = client.post(f"/candidacies/{ready.pk}/conclude/", {"version": ready.version})
    assert answer.status_code == 302
    ready = factories.fresh(ready)
    assert (ready.state, ready.assessed_score) == (State.ASSESSED, Decimal("100.0"))


@pytest.mark.parametrize("rule", ["visited", "verified", "scored", "opinion_written"])
def test_each_rule_of_concluding_holds_alone(ready, organ_officer, rule):
    {
        "visited": lambda: SiteVisit.objects.all().delete(),
        "verified": lambda: ready.verifications.first().delete(),
        "scored": lambda: ScoreSheet.objects.update(submitted_at=None),
        "opinion_written": lambda: Opinion.objects.update(advice=""),
    }[rule]()
    with pytest.raises(Refused) as refused:
        assessment_steps.conclude(ready, by=organ_officer)
    assert len(refused.value.reasons) == 1
    assert factories.fresh(ready).assessed_score is None


def test_without_the_rules_an_unvisited_branch_would_pass(ready, organ_officer, monkeypatch):
    SiteVisit.objects.all().delete()
    monkeypatch.setattr("evaluation.cases.observe.refusals", lambda move, facts, button: iter(()))
    assert assessment_steps.conclude(ready, by=organ_officer).after == State.ASSESSED


def test_the_deadline_refuses_the_opinion_but_not_the_draft(ready, organ_officer, today):
    today(date(2027, 1, 21))
    with pytest.raises(Refused, match="已于2027年1月20日（周三）截止"):
        assessment_steps.conclude(ready, by=organ_officer)
    kept = assessment_steps.write_opinion(ready, by=organ_officer, text="改一句。", advice=Opinion.Advice.RECOMMEND)
    assert kept.text == "改一句。"


def test_an_officer_of_the_branch_does_not_conclude_it(ready, organ_officer):
    organ_officer.branch = ready.branch
    organ_officer.save()
    with pytest.raises(Refused, match="须回避"):
        assessment_steps.conclude(ready, by=organ_officer)


def test_sending_back_to_the_branch_reopens_the_sheets_with_their_marks(ready, organ_officer):
    done = assessment_steps.send_back(
        ready, by=organ_officer, note="请补充。", due=date(2026, 12, 20), items={"c3": "缺台账", "c4": " "}
    )
    ready = factories.fresh(ready)
    assert (ready.state, own_date(ready)) == (State.DRAFT, date(2026, 12, 20))
    assert done.data["items"] == {"c3": "缺台账"}
    sheet = ScoreSheet.objects.get()
    assert sheet.submitted_at is None
    assert sheet.scores.count() == 20


def test_the_leading_group_sends_back_to_the_organ_organisation(
    ready, organ_officer, leading_group, recommending, today
):
    assessment_steps.conclude(ready, by=organ_officer)
    factories.recommendation_list(recommending, ready.unit, base=19)
    assessment_steps.send_back(ready, by=leading_group, note="请核实。", due=date(2027, 1, 25), items={})
    ready = factories.fresh(ready)
    assert (ready.state, ready.assessed_score) == (State.APPLIED, None)
    assert ScoreSheet.objects.get().submitted_at


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"due": None, "note": "请补充。"}, "请选择新的期限"),
        ({"due": date(2026, 12, 6), "note": "请补充。"}, "不能早于今天"),
        ({"due": date(2026, 12, 20), "note": " "}, "请写明理由"),
    ],
)
def test_sending_back_asks_for_a_reason_and_a_date(ready, organ_officer, given, sentence):
    with pytest.raises(Refused, match=sentence):
        assessment_steps.send_back(ready, by=organ_officer, **given)
    assert factories.fresh(ready).state == State.APPLIED


def test_later_bodies_read_the_result_only_when_there_is_one(client, ready, organ_officer, leading_group):
    client.force_login(leading_group)
    assert "工作扎实。" not in client.get(url(ready)).content.decode()
    assessment_steps.conclude(ready, by=organ_officer)
    page = client.get(url(ready)).content.decode()
    assert "工作扎实。" in page
    assert "100.0" in page


def test_the_paper_form_carries_all_criteria(client, ready, assessor):
    client.force_login(assessor)
    page = client.get(url(ready, "print/")).content.decode()
    assert all(f"{number}. 指标{number}" in page for number in range(1, 21))
    assert page.count("□未达到") == 20
    assert "达到</td>" in page
    assert "达到</td>" not in client.get(url(ready, "print/?blank=1")).content.decode()


@pytest.mark.parametrize("visits", [1, 3])
def test_the_overview_costs_the_same_however_much_is_recorded(
    client, ready, assessor, organ_officer, visits, django_assert_max_num_queries
):
    for _ in range(visits - 1):
        assessment_steps.record_visit(
            ready, by=assessor, visited_on=date(2026, 12, 5), visitors=[assessor], findings="再看。"
        )
    client.force_login(organ_officer)
    with django_assert_max_num_queries(24):
        client.get(url(ready))


def test_concluding_leaves_one_record(ready, organ_officer):
    assessment_steps.conclude(ready, by=organ_officer)
    assert ready.transitions.filter(action=Action.CONCLUDE).count() == 1
