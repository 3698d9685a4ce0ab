"""The whole sheet as one page: only what was changed is kept, nothing typed is lost, nothing is written over."""

import gzip
import re

import pytest
from bs4 import BeautifulSoup

from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.models import Cycle, Declaration, Score, ScoreSheet, SelfRating, SiteVisit
from evaluation.scoring import parts
from evaluation.vocabulary import Grade, ScoreTemplate
from tests.support import factories


@pytest.fixture
def browser(client, applied, team, assessor):
    client.force_login(assessor)
    return client


def url(case, page="score/all/"):
    return f"/candidacies/{case.pk}/assessment/{page}"


def fields(answer):
    """What a browser without script would send of the page."""
    found = {}
    for field in BeautifulSoup(answer.content, "lxml").select("#f [name]"):
        name, kind = field["name"], field.get("type", field.name)
        if kind in ("radio", "checkbox"):
            if field.has_attr("checked"):
                found.setdefault(name, []).append(field["value"])
        else:
            found[name] = field.text.removeprefix("\n") if field.name == "textarea" else field.get("value", "")
    return found


def rate(case, number, by, **words):
    return scoring_steps.rate(case, case.cycle.criteria.get(number=number), by=by, **words)


def test_one_save_keeps_what_was_changed_and_nothing_else(browser, applied):
    sent = fields(browser.get(url(applied))) | {"c3-mark": "partly", "c3-note": "台账不全。", "remark-remark": "较好。"}
    assert browser.post(url(applied), sent).headers["Location"] == url(applied)
    score = Score.objects.get()
    assert (score.criterion.number, score.grade, score.note, score.version) == (3, Grade.PARTLY, "台账不全。", 1)
    assert ScoreSheet.objects.get().remark == "较好。"
    assert not SiteVisit.objects.exists(), "a date that was only offered is no visit"
    again = fields(browser.get(url(applied)))
    browser.post(url(applied), again)
    assert Score.objects.get().version == 1


def test_the_visit_is_recorded_and_corrected_from_the_same_page(browser, applied, assessor):
    browser.post(url(applied), fields(browser.get(url(applied))) | {"visit-findings": "看了台账。"})
    visit = SiteVisit.objects.get()
    assert (visit.visited_on, list(visit.visitors.all()), visit.version) == (factories.IN_DECEMBER, [assessor], 1)
    browser.post(url(applied), fields(browser.get(url(applied))) | {"visit-findings": "看了台账和活动室。"})
    assert SiteVisit.objects.get().version == 2


def test_what_another_device_wrote_is_shown_beside_what_is_on_the_page(browser, applied, assessor):
    sent = fields(browser.get(url(applied))) | {"c3-mark": "met", "c3-note": "电脑上写的。", "c4-mark": "met"}
    rate(applied, 3, assessor, mark=Grade.UNMET, note="手机上写的。")
    answer = browser.post(url(applied), sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "手机上写的。" in page
    assert "电脑上写的。" in page
    assert Score.objects.get(criterion__number=3).note == "手机上写的。"
    assert Score.objects.get(criterion__number=4).grade == Grade.MET, "the other parts are kept"
    assert browser.post(url(applied), fields(answer)).status_code == 302
    assert Score.objects.get(criterion__number=3).note == "电脑上写的。"


def test_what_was_not_touched_on_the_page_stays_as_another_device_left_it(browser, applied, assessor):
    rate(applied, 3, assessor, mark=Grade.MET, note="早上写的。")
    sent = fields(browser.get(url(applied))) | {"c4-mark": "met"}
    rate(applied, 3, assessor, note="手机上改过。")
    assert browser.post(url(applied), sent).status_code == 302
    assert Score.objects.get(criterion__number=3).note == "手机上改过。"


def test_twin_without_saying_what_it_was_made_of_an_untouched_part_would_be_a_conflict(browser, applied, assessor):
    rate(applied, 3, assessor, mark=Grade.MET, note="早上写的。")
    sent = fields(browser.get(url(applied))) | {"c4-mark": "met", "c3-made_of": ""}
    rate(applied, 3, assessor, note="手机上改过。")
    assert browser.post(url(applied), sent).status_code == 409


def test_what_cannot_be_kept_is_told_at_its_field_and_the_rest_is_kept(browser, applied, assessor):
    sent = fields(browser.get(url(applied))) | {"c3-mark": "met", "c3-note": "字" * 3003, "c4-mark": "met"}
    rate(applied, 3, assessor, note="手机上写的。")
    answer = browser.post(url(applied), sent)
    html = BeautifulSoup(answer.content, "lxml")
    assert answer.status_code == 422
    assert "现场看到什么最多写3000字，超出3字，请删减" in html.select_one("#c3").text
    assert fields(answer)["c3-note"] == "字" * 3003
    assert fields(answer)["c3-base_version"] == "0", "what another device wrote is still to be shown"
    assert [score.criterion.number for score in Score.objects.exclude(grade="")] == [4]


def test_a_visit_begun_but_not_complete_is_told_at_its_fields(browser, applied):
    sent = fields(browser.get(url(applied))) | {"visit-place": "活动室", "visit-visited_on": ""}
    answer = browser.post(url(applied), sent)
    told = BeautifulSoup(answer.content, "lxml").select_one("#visit").text
    assert answer.status_code == 422
    assert "请填写查看日期" in told
    assert "请填写查看情况" in told


def complete(browser, applied, **others):
    marks = {f"c{number}-mark": "met" for number in range(1, 21)}
    return fields(browser.get(url(applied))) | marks | {"check": "1"} | others


def test_checking_tells_at_the_fields_what_is_missing(browser, applied):
    answer = browser.post(url(applied), complete(browser, applied, **{"c5-mark": "unmet", "remark-remark": "字" * 501}))
    html = BeautifulSoup(answer.content, "lxml")
    assert answer.status_code == 422
    assert "第5项评为“未达到”，请写明现场看到什么。" in html.select_one("#c5 .item-note").text
    assert "现场结论最多写500字，超出1字，请删减。" in html.select_one("#remark").text
    assert html.select_one('.errors a[href="#id_c5-note"]')
    assert Score.objects.count() == 20, "what was marked is kept all the same"
    del (sent := complete(browser, applied))["c7-mark"]
    Score.objects.filter(criterion__number=7).update(grade="")
    told = BeautifulSoup(browser.post(url(applied), sent | {"c5-note": "没有台账。"}).content, "lxml")
    assert "第7项还没有评分。" in told.select_one("#c7 fieldset").text


def test_checking_what_is_complete_leads_to_handing_in(browser, applied):
    answer = browser.post(url(applied), complete(browser, applied))
    assert answer.headers["Location"] == url(applied, "score/")
    assert not ScoreSheet.objects.get().submitted_at
    browser.post(url(applied, "score/"))
    assert ScoreSheet.objects.get().submitted_at


def test_a_sheet_that_is_handed_in_is_only_read(browser, applied):
    browser.post(url(applied), complete(browser, applied))
    before = complete(browser, applied, **{"c3-note": "最后一句。"})
    browser.post(url(applied, "score/"))
    page = browser.get(url(applied))
    assert 'data-open="0"' in page.content.decode()
    assert [name for name in fields(page) if "-" in name] == []
    answer = browser.post(url(applied), before)
    assert answer.status_code == 422
    assert "您已提交评分" in answer.content.decode()
    assert fields(answer)["c3-note"] == "最后一句。", "what was typed meanwhile is still there"


def test_a_page_of_another_person_is_not_kept_as_ones_own(browser, applied, colleague):
    answer = browser.post(url(applied), complete(browser, applied, person=str(colleague.pk)))
    assert answer.status_code == 409
    assert not Score.objects.exists()


def test_the_page_holds_the_branchs_words_but_no_declaration_and_no_colleagues_marks(browser, applied, colleague):
    rate(applied, 3, colleague, mark=Grade.UNMET, note="同事独有的说明")
    Declaration.objects.filter(candidacy=applied).update(facts="不该看到的情况说明")
    SelfRating.objects.filter(candidacy=applied, criterion__number=3).update(statement="本支部独有的自评")
    page = browser.get(url(applied)).content.decode()
    assert "本支部独有的自评" in page
    assert "同事独有的说明" not in page
    assert "不该看到的情况说明" not in page


def test_a_year_in_points_offers_points_and_asks_for_words_at_none(browser, applied):
    Cycle.objects.update(score_template=ScoreTemplate.POINTS)
    html = BeautifulSoup(browser.get(url(applied)).content, "lxml")
    assert [one["value"] for one in html.select("#c3 [name=c3-mark]")] == ["5", "4", "3", "2", "1", "0", "n/a"]
    assert "0分时必填" in html.select_one("#c3").text
    marks = {f"c{number}-mark": "5" for number in range(1, 21)} | {"c3-mark": "0"}
    answer = browser.post(url(applied), fields(browser.get(url(applied))) | marks | {"check": "1"})
    assert "第3项评为“0分”，请写明现场看到什么。" in answer.content.decode()


@pytest.mark.parametrize(("old", "new"), [("score/12/", "score/all/#c12"), ("score/next/", "score/all/")])
def test_old_addresses_lead_to_the_page(browser, applied, old, new):
    assert browser.get(url(applied, old)).headers["Location"] == url(applied, new)


def test_every_section_says_its_part_and_the_version_that_is_stored(browser, applied, assessor):
    rate(applied, 3, assessor, mark=Grade.MET)
    html = BeautifulSoup(browser.get(url(applied)).content, "lxml")
    told = {one["data-part"]: one["data-version"] for one in html.select("section[data-part]")}
    assert list(told) == parts.of_case(applied)
    assert {part for part, version in told.items() if version == "1"} == {"c3"}
    assert [len(tab.select(".score-dot-full")) for tab in html.select("[data-tab]")] == [1, 0, 0, 0]


def test_the_page_is_light_and_costs_the_same_however_much_is_written(
    browser, applied, assessor, django_assert_max_num_queries
):
    for number in range(1, 21):
        rate(applied, number, assessor, mark=Grade.MET, note=f"第{number}项看过台账。")
    with django_assert_max_num_queries(29):
        page = browser.get(url(applied)).content
    assert len(gzip.compress(re.sub(rb'value="\w{60,}"', b"", page))) < 25_000
