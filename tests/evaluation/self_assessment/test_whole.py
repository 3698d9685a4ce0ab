"""The whole self-assessment on one page: what was touched is saved, item by item; the rest is left as it stands."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.models import AuditEntry
from branches.permissions import Role
from evaluation.models import SelfRating
from evaluation.pages import autosave
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.forms import LineForm
from evaluation.vocabulary import Grade, ScoreTemplate
from tests.support import factories
from tests.support.self_assessments import WORDS, applied_last_year, complete, rate, send_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(case):
    return case.cycle.criteria.get(number=1)


@pytest.fixture
def browser(client, secretary):
    client.force_login(secretary, "branches.access.Accounts")
    return client


@pytest.fixture
def colleague(branch):
    return factories.appointed(Role.SECRETARY, branch, name="李敏")


def url(case):
    return reverse("evaluation:self_assessment_whole", args=[case.pk])


def text(answer):
    return answer.content.decode()


def shown(page):
    """What a browser would send back of the page, untouched."""
    fields = dict(re.findall(r'<input type="hidden" name="(c[^"]+)" value="([^"]*)"', page))
    fields |= {name: words.strip() for name, words in re.findall(r'<textarea name="([^"]+)"[^>]*>([^<]*)<', page)}
    fields |= dict(re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)"[^>]* checked', page))
    return fields


def version(number):
    return SelfRating.objects.get(criterion__number=number).version


def test_every_item_is_on_it_and_the_declarations_are_one_step_away(browser, case):
    page = text(browser.get(url(case)))
    assert page.count('data-autosave="') == 20
    assert page.count("<textarea") == 20
    assert 'name="d1"' not in page
    assert reverse("evaluation:self_assessment_declarations", args=[case.pk]) in page
    assert url(case) in text(browser.get(reverse("evaluation:self_assessment_tasks", args=[case.pk])))


def test_one_save_keeps_what_was_touched_and_nothing_else(browser, case, secretary):
    rate(case, case.cycle.criteria.get(number=2), secretary)
    before = AuditEntry.objects.count()
    form = shown(text(browser.get(url(case)))) | {
        "c1-mark": "met",
        "c1-statement": WORDS,
        "c20-statement": WORDS,
        "c20-mark": "partly",
    }
    answer = browser.post(url(case), form, follow=True)
    assert "已保存2项。" in text(answer)
    assert set(SelfRating.objects.filter(is_complete=True).values_list("criterion__number", flat=True)) == {1, 2, 20}
    assert SelfRating.objects.count() == 3
    assert AuditEntry.objects.count() == before + 2
    assert version(2) == 1


def test_saving_without_a_change_says_so(browser, case, secretary):
    complete(case, secretary)
    form = shown(text(browser.get(url(case)))) | {"then": "stay"}
    assert len([name for name in form if name.startswith("c") and "-" in name]) == 80
    answer = browser.post(url(case), form, follow=True)
    assert answer.redirect_chain == [(url(case), 302)]
    assert "没有改动。" in text(answer)


def test_a_line_that_was_only_shown_is_not_held_against_a_newer_one(browser, case, first, colleague):
    form = shown(text(browser.get(url(case)))) | {"c2-mark": "met", "c2-statement": WORDS}
    rate(case, first, colleague, statement="李敏刚写的")
    assert browser.post(url(case), form).status_code == 302
    assert SelfRating.objects.get(criterion=first).statement == "李敏刚写的"


def test_without_the_seal_a_line_that_was_only_shown_would_be_in_conflict(browser, case, first, colleague, monkeypatch):
    form = shown(text(browser.get(url(case))))
    rate(case, first, colleague, statement="李敏刚写的")
    monkeypatch.setattr(LineForm, "is_touched", True)
    assert "下面各项在别处也改过" in text(browser.post(url(case), form))


def test_a_conflict_is_told_at_its_item_with_both_texts_and_the_others_are_saved(browser, case, first, colleague):
    form = shown(text(browser.get(url(case))))
    rate(case, first, colleague, statement="李敏写的话")
    form |= {"c1-mark": "met", "c1-statement": "我写的话", "c2-mark": "met", "c2-statement": WORDS}
    answer = browser.post(url(case), form)
    page = text(answer)
    assert answer.status_code == 409
    assert SelfRating.objects.get(criterion=first).statement == "李敏写的话"
    assert SelfRating.objects.get(criterion__number=2).is_complete
    item = page[page.index('id="c1"') : page.index('id="c2"')]
    assert "李敏于" in item
    assert "李敏写的话" in item
    assert "我写的话" in item
    assert "请选择" not in page
    assert browser.post(url(case), shown(page)).status_code == 302
    assert SelfRating.objects.get(criterion=first).statement == "我写的话"


def test_without_the_version_of_each_item_the_colleague_s_words_would_be_lost(
    browser, case, first, colleague, monkeypatch
):
    form = shown(text(browser.get(url(case)))) | {"c1-statement": "我写的话", "c1-mark": "met"}
    rate(case, first, colleague, statement="李敏写的话")
    monkeypatch.setattr(LineForm, "seen", None)
    browser.post(url(case), form)
    assert SelfRating.objects.get(criterion=first).statement == "我写的话"


def test_bad_input_is_told_at_its_item_and_nothing_typed_is_lost(browser, case):
    long = "字" * 334
    form = shown(text(browser.get(url(case))))
    form |= {
        "c3-mark": "met",
        "c3-statement": long,
        "c4-statement": "只写了话",
        "c5-mark": "met",
        "c5-statement": WORDS,
    }
    answer = browser.post(url(case), form)
    page = text(answer)
    assert answer.status_code == 422
    assert page.count("第3项做了什么、效果如何最多写300字，超出34字，请删减") == 2
    assert page.count("请选择第4项自评等次") == 2
    assert 'href="#id_c4-mark_0"' in page
    assert "请选择第6项" not in page
    assert long in page
    assert {one.criterion.number: one.is_complete for one in SelfRating.objects.all()} == {3: False, 4: False, 5: True}
    assert SelfRating.objects.get(criterion__number=3).statement == long


def test_points_are_asked_where_the_year_counts_points(browser, case, cycle):
    cycle.score_template = ScoreTemplate.POINTS
    cycle.save()
    form = shown(text(browser.get(url(case)))) | {"c1-mark": "4", "c1-statement": WORDS}
    browser.post(url(case), form)
    assert SelfRating.objects.get().points == 4


def test_a_tick_confirms_what_was_taken_over_and_only_that(browser, case, branch, secretary):
    applied_last_year(branch, secretary)
    self_assessment_steps.take_over_last_year(case, by=secretary)
    page = text(browser.get(url(case)))
    assert page.count("取自去年，请核对") == 20
    assert "全部" not in re.findall(r"<label[^>]*confirmed[^>]*>(.*?)</label>", page)
    browser.post(url(case), shown(page) | {"c2-confirmed": "on"})
    assert list(SelfRating.objects.filter(is_complete=True).values_list("criterion__number", flat=True)) == [2]
    assert text(browser.get(url(case))).count("取自去年，请核对") == 19


def test_what_came_back_is_asked_at_its_item(browser, case, secretary, organ_officer):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    send_back(case, organ_officer, {"c9": "请写明次数"})
    page = text(browser.get(url(case)))
    assert page.index('id="c9"') < page.index("退回补正：请写明次数") < page.index('id="c10"')


def test_sent_after_applying_it_is_refused_once_with_everything_still_there(browser, case, secretary):
    complete(case, secretary)
    form = shown(text(browser.get(url(case)))) | {"c1-statement": "晚到的话", "c2-statement": "也晚到了"}
    self_assessment_steps.apply(case, by=secretary)
    answer = browser.post(url(case), form)
    page = text(answer)
    assert answer.status_code == 422
    assert page.count("自评不能修改") == 1
    assert "晚到的话" in page
    assert "也晚到了" in page
    assert not SelfRating.objects.filter(statement__contains="晚到").exists()


def test_sent_by_whoever_signed_in_since_nothing_is_kept(browser, case, secretary):
    form = shown(text(browser.get(url(case)))) | {"c1-statement": "前一个人写的", "person": str(secretary.pk + 1)}
    answer = browser.post(url(case), form)
    assert answer.status_code == 409
    assert autosave.REPLACED in text(answer)
    assert not SelfRating.objects.exists()


@pytest.mark.parametrize("who", ["organ_officer", "work_committee"])
def test_who_may_not_write_is_led_to_reading(client, case, who, request):
    client.force_login(request.getfixturevalue(who), "branches.access.Accounts")
    answer = client.get(url(case))
    assert answer.status_code in (302, 404)
    assert client.post(url(case), {"c1-mark": "met", "c1-statement": WORDS}).status_code in (403, 404)
    assert not SelfRating.objects.exists()


def test_a_part_of_the_form_touches_only_what_it_holds(browser, case, secretary):
    complete(case, secretary)
    assert browser.post(url(case), {"c1-mark": "partly", "c1-statement": WORDS}).status_code == 302
    grades = SelfRating.objects.order_by("criterion__number").values_list("grade", flat=True)
    assert list(grades) == [Grade.PARTLY, *[Grade.MET] * 19]


def test_the_page_takes_the_same_queries_empty_or_full(browser, case, first, secretary):
    def count():
        with CaptureQueriesContext(connection) as queries:
            browser.get(url(case))
        return len(queries)

    rate(case, first, secretary)
    count()
    before = count()
    complete(case, secretary)
    assert (count(), before <= 22) == (before, True)
