"""Last year's answers, taken over with one press: into what is empty, for somebody to confirm, and never a declaration."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from branches.models import AuditEntry
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.models import Declaration, Evidence, SelfRating, Submission
from evaluation.self_assessment import last_year
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.vocabulary import Grade, ScoreTemplate, State
from tests.support import factories
from tests.support.self_assessments import WORDS, applied_last_year, rate

pytestmark = pytest.mark.django_db
TO_CHECK = "取自去年，请核对"


@pytest.fixture
def first(case):
    return case.cycle.criteria.get(number=1)


@pytest.fixture
def browser(client, secretary):
    client.force_login(secretary, "branches.access.Accounts")
    return client


def url(name, case, *args):
    return reverse(f"evaluation:self_assessment_{name}", args=[case.pk, *args])


def text(answer):
    return answer.content.decode()


def draft_of(case):
    return self_assessment_queries.working_copy(factories.fresh(case))


def test_marks_and_words_come_over_and_none_of_them_counts_as_done(case, branch, secretary):
    applied_last_year(branch, secretary)
    assert self_assessment_steps.take_over_last_year(case, by=secretary) == 20
    draft = draft_of(case)
    assert {item.rating.grade for item in draft.items} == {Grade.PARTLY}
    assert draft.items[2].rating.statement == "去年第3项的话。"
    assert draft.done == 0
    assert {draft.note(item) for item in draft.items} == {TO_CHECK}


def test_declarations_and_evidence_are_never_carried_over(case, branch, secretary):
    applied_last_year(branch, secretary)
    Evidence.objects.create(branch=branch, title="去年的台账", by=secretary, at=case.since)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    assert not Declaration.objects.filter(candidacy=case).exists()
    assert not SelfRating.objects.exclude(evidence=None).exists()


def test_what_was_typed_already_is_not_touched(case, first, branch, secretary):
    applied_last_year(branch, secretary)
    rate(case, first, secretary, mark="", statement="刚写一半", saved=False)
    rate(case, case.cycle.criteria.get(number=2), secretary, mark=Grade.MET, statement="", saved=False)
    assert self_assessment_steps.take_over_last_year(case, by=secretary) == 18
    kept = SelfRating.objects.filter(criterion__number__lte=2).order_by("criterion__number")
    assert [(one.grade, one.statement) for one in kept] == [("", "刚写一半"), ("met", "")]


def test_without_the_question_whether_it_is_empty_typed_words_would_be_lost(
    case, first, branch, secretary, monkeypatch
):
    applied_last_year(branch, secretary)
    rate(case, first, secretary, statement="刚写的")
    monkeypatch.setattr(self_assessment_queries.Item, "is_empty", True)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    assert SelfRating.objects.get(criterion=first).statement == "去年第1项的话。"


def test_a_second_press_changes_nothing(case, branch, secretary):
    applied_last_year(branch, secretary)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    before = list(SelfRating.objects.values()), AuditEntry.objects.count()
    assert self_assessment_steps.take_over_last_year(case, by=secretary) == 0
    assert (list(SelfRating.objects.values()), AuditEntry.objects.count()) == before


def test_an_item_counts_once_it_is_saved_by_its_button_as_it_is(case, first, branch, secretary):
    applied_last_year(branch, secretary)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    same = {"mark": "partly", "statement": "去年第1项的话。"}
    self_assessment_steps.save_rating(case, first, same, by=secretary, seen=1)
    assert draft_of(case).done == 0, "a pause in typing confirms nothing"
    self_assessment_steps.save_rating(case, first, same, by=secretary, seen=1, saved=True)
    draft = draft_of(case)
    assert (draft.done, draft.note(draft.items[0])) == (1, "")


def test_without_asking_what_changed_a_pause_in_typing_would_confirm(case, first, branch, secretary, monkeypatch):
    applied_last_year(branch, secretary)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    monkeypatch.setattr(self_assessment_steps, "differing", lambda rating, values: {"statement": rating.statement})
    self_assessment_steps.save_rating(case, first, {"statement": "去年第1项的话。"}, by=secretary, seen=1)
    assert draft_of(case).done == 1


def test_what_is_written_anew_is_this_year_s(case, first, branch, secretary):
    applied_last_year(branch, secretary)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    self_assessment_steps.save_rating(case, first, {"statement": "今年的话。"}, by=secretary, seen=1)
    assert draft_of(case).done == 1


@pytest.mark.parametrize("state", last_year.NEVER_STOOD)
def test_nothing_comes_from_an_application_that_did_not_stand(case, branch, secretary, state):
    applied_last_year(branch, secretary, state=state)
    assert draft_of(case).offered == []
    with pytest.raises(Refused, match="没有找到往年提交的自评"):
        self_assessment_steps.take_over_last_year(case, by=secretary)


def test_without_that_list_a_disqualified_application_would_be_a_model(case, branch, secretary, monkeypatch):
    applied_last_year(branch, secretary, state=State.DISQUALIFIED)
    monkeypatch.setattr(last_year, "NEVER_STOOD", ())
    assert self_assessment_steps.take_over_last_year(case, by=secretary) == 20


def test_another_branch_s_application_is_none_of_ours(case, unit, secretary):
    applied_last_year(factories.branch(unit), secretary)
    assert draft_of(case).earlier is None


def test_an_application_of_this_year_is_not_last_year_s(case, secretary):
    Submission.objects.create(candidacy=case, number=1, content={"criteria": []}, by=secretary, at=case.since)
    assert draft_of(case).earlier is None


@pytest.mark.parametrize(
    ("template", "said", "expected"),
    [
        (ScoreTemplate.GRADES, {"grade": "met", "points": None}, "met"),
        (ScoreTemplate.NONE, {"grade": "partly", "points": None}, "partly"),
        (ScoreTemplate.GRADES, {"grade": "", "points": 4}, ""),
        (ScoreTemplate.POINTS, {"grade": "met", "points": None}, ""),
        (ScoreTemplate.POINTS, {"grade": "", "points": 0}, "0"),
        (ScoreTemplate.POINTS, {"grade": "na", "points": None}, "na"),
        (ScoreTemplate.GRADES, {"grade": "na", "points": None}, "na"),
        (ScoreTemplate.GRADES, {"grade": "gone", "points": None}, ""),
        (ScoreTemplate.GRADES, {}, ""),
    ],
)
def test_a_mark_comes_over_where_both_years_count_alike(template, said, expected):
    if said.get("grade") == "na":
        said, expected = said | {"grade": Grade.NOT_APPLICABLE.value}, Grade.NOT_APPLICABLE.value
    assert last_year.mark(said, template) == expected


def test_where_years_count_differently_the_words_come_and_are_still_marked(case, branch, secretary):
    applied_last_year(branch, secretary, grade="", points=4)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    draft = draft_of(case)
    assert (draft.items[0].rating.mark, draft.note(draft.items[0])) == ("", TO_CHECK)


def test_older_answers_are_called_by_their_year(case, branch, secretary):
    applied_last_year(branch, secretary, year=2023)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    draft = draft_of(case)
    assert draft.note(draft.items[0]) == "取自2023年，请核对"


@pytest.mark.parametrize("who", ["organ_officer", "stranger"])
def test_nobody_but_who_fills_it_in_takes_over(case, branch, secretary, who, request):
    applied_last_year(branch, secretary)
    with pytest.raises(PermissionDenied):
        self_assessment_steps.take_over_last_year(case, by=request.getfixturevalue(who))


# On the pages


def test_the_list_offers_it_while_nothing_is_filled_in(browser, case, first, branch, secretary):
    assert "带入" not in text(browser.get(url("tasks", case)))
    applied_last_year(branch, secretary)
    page = text(browser.get(url("tasks", case)))
    assert "带入2025年度的自评" in page
    assert url("take_over", case) in page
    rate(case, first, secretary)
    assert "带入2025年度的自评" not in text(browser.get(url("tasks", case)))


def test_one_press_and_the_list_says_what_is_left_to_do(browser, case, branch, secretary):
    applied_last_year(branch, secretary)
    page = text(browser.post(url("take_over", case), follow=True))
    assert "已带入20项，请逐项核对，核对后保存的才算完成。" in page
    assert page.count(TO_CHECK) == 20
    assert "还差28项才能提交" in page
    assert "没有空着的项，什么都没有改。" in text(browser.post(url("take_over", case), follow=True))


def test_the_page_of_a_criterion_says_so_until_it_is_saved(browser, case, branch, secretary):
    applied_last_year(branch, secretary)
    browser.post(url("take_over", case))
    assert TO_CHECK in text(browser.get(url("criterion", case, 1)))
    form = {"mark": "partly", "statement": "去年第1项的话。", "base_version": "1"}
    assert browser.post(url("criterion", case, 1), form).status_code == 302
    assert TO_CHECK not in text(browser.get(url("criterion", case, 1)))


def test_what_waits_to_be_confirmed_is_a_gap_before_applying(browser, case, branch, secretary):
    applied_last_year(branch, secretary)
    factories.fill_in(case, secretary)
    SelfRating.objects.filter(criterion__number=7).delete()
    browser.post(url("take_over", case))
    page = text(browser.get(url("check", case)))
    assert "还差1处没有填完" in page
    assert TO_CHECK in page
    with pytest.raises(Refused):
        self_assessment_steps.apply(factories.fresh(case), by=secretary)


def test_refused_take_over_says_why_on_the_list(browser, case):
    answer = browser.post(url("take_over", case))
    assert answer.status_code == 422
    assert "没有找到往年提交的自评" in text(answer)


def test_another_branch_never_learns_of_it(client, case, unit):
    other = factories.appointed(Role.SECRETARY, factories.branch(unit))
    client.force_login(other, "branches.access.Accounts")
    assert client.post(url("take_over", case)).status_code == 404
    assert client.get(url("whole", case)).status_code == 404


def test_a_confirmed_item_by_a_tick_is_done_and_an_unticked_one_is_not(browser, case, branch, secretary):
    applied_last_year(branch, secretary)
    browser.post(url("take_over", case))
    form = {"mark": "partly", "statement": "去年第1项的话。", "base_version": "1", "confirmed": "on"}
    assert browser.post(url("criterion_draft", case, 1), form).status_code == 200
    browser.post(
        url("criterion_draft", case, 2), {"mark": "partly", "statement": "去年第2项的话。", "base_version": "1"}
    )
    assert list(SelfRating.objects.filter(is_complete=True).values_list("criterion__number", flat=True)) == [1]
    assert WORDS not in SelfRating.objects.values_list("statement", flat=True)
