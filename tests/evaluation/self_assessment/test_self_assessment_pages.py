"""The pages of step 1 over HTTP: what each person sees, that nothing typed is lost, and the way to the receipt."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.permissions import Role
from evaluation.models import Declaration, SelfRating, Submission
from evaluation.pages import autosave
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.vocabulary import Answer, Grade, ScoreTemplate, State
from tests.support import factories
from tests.support.files import sent
from tests.support.self_assessments import WORDS, complete, rate, send_back

pytestmark = pytest.mark.django_db
DRAFT_TEXT = "还没有交出去的一句话"


@pytest.fixture
def first(case):
    return case.cycle.criteria.get(number=1)


@pytest.fixture
def as_user(client):
    def sign_in(user):
        client.force_login(user, "branches.access.Accounts")
        return client

    return sign_in


@pytest.fixture
def browser_of(as_user, secretary):
    return as_user(secretary)


def url(name, case, *args):
    return reverse(f"evaluation:self_assessment_{name}", args=[case.pk, *args])


def text(answer):
    """With its tags, but for those between which a sentence may break."""
    return re.sub(r'<span class="clause">(.*?)</span>', r"\1", answer.content.decode())


# The task list


def test_tasks_begin_with_the_first_criterion_and_resume_where_one_stopped(browser_of, case, secretary):
    page = text(browser_of.get(url("tasks", case)))
    assert "开始填写：第1项 指标1" in page
    assert "还差28项才能提交" in page
    assert "2027年1月10日（周日）截止，还有34天（按周一至周五推算24个工作日），最后一个工作日是1月8日（周五）" in page
    for criterion in case.cycle.criteria.filter(number__lt=13):
        rate(case, criterion, secretary)
    assert "继续填写：第13项 指标13" in text(browser_of.get(url("tasks", case)))


def test_tasks_lead_to_the_check_when_all_is_done(browser_of, case, secretary):
    complete(case, secretary)
    page = text(browser_of.get(url("tasks", case)))
    assert "全部填完" in page
    assert url("check", case) in page


def test_tasks_show_what_came_back_on_top_with_its_reason(browser_of, case, secretary, organ_officer, first, today):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    send_back(case, organ_officer, {"c1": "请写明次数", "d2": "请核对", "facts": "人数不对", "resolution": "日期不对"})
    page = text(browser_of.get(url("tasks", case)))
    assert "退回补正，还有4处没有修改" in page
    assert page.index("请写明次数") < page.index("一、")
    assert "2026年12月20日" in page
    today(date(2026, 12, 8))
    rate(case, first, secretary, statement="学习12次。")
    self_assessment_steps.save_basics(case, {"full_members": 8}, by=secretary, seen=None, saved=True)
    assert "退回补正，还有2处没有修改" in text(browser_of.get(url("tasks", case)))
    self_assessment_steps.save_resolution(case, {"met_on": date(2026, 12, 8)}, by=secretary, seen=None)
    assert "退回补正，还有1处没有修改" in text(browser_of.get(url("tasks", case)))
    assert "请写明次数" in text(browser_of.get(url("criterion", case, 1)))


def test_tasks_say_after_the_deadline_that_nothing_is_lost(browser_of, case, today):
    today(date(2027, 1, 11))
    page = text(browser_of.get(url("tasks", case)))
    assert "已于2027年1月10日（周日）截止。内容仍会保存" in page


def test_pages_take_the_same_queries_empty_or_full(browser_of, case, secretary, first):
    """Of these the frame and the rights take fourteen."""

    def count(name, *args):
        browser_of.get(url(name, case, *args))
        with CaptureQueriesContext(connection) as queries:
            browser_of.get(url(name, case, *args))
        return len(queries)

    rate(case, first, secretary)
    before = [count("tasks"), count("check"), count("criterion", 1)]
    complete(case, secretary)
    assert [count("tasks"), count("check"), count("criterion", 1)] == before
    assert max(before) <= 22


# One criterion


def test_criterion_is_saved_and_leads_to_the_next(browser_of, case):
    answer = browser_of.post(url("criterion", case, 1), {"mark": "met", "statement": WORDS, "base_version": "0"})
    assert answer.url == url("criterion", case, 2)
    answer = browser_of.post(url("criterion", case, 2), {"mark": "met", "statement": WORDS, "then": "list"})
    assert answer.url == url("tasks", case)
    last = browser_of.post(url("criterion", case, 20), {"mark": "met", "statement": WORDS})
    assert last.url == url("declarations", case)
    assert SelfRating.objects.filter(is_complete=True).count() == 3


def test_criterion_keeps_everything_typed_when_it_is_not_valid(browser_of, case, first):
    long = "字" * 334
    answer = browser_of.post(url("criterion", case, 1), {"statement": long, "base_version": "0"})
    page = text(answer)
    assert answer.status_code == 422
    assert page.count("最多写300字，超出34字，请删减") == 2
    assert page.count("请选择自评等次") == 2
    assert "<title>错误：" in page
    assert long in page
    assert SelfRating.objects.get().statement == long
    again = browser_of.post(url("criterion", case, 1), {"mark": "met", "statement": WORDS, "base_version": "1"})
    assert again.status_code == 302
    assert 'name="base_version" value="1"' in page


def test_criterion_missing_is_a_404(browser_of, case):
    assert browser_of.get(url("criterion", case, 21)).status_code == 404


def test_criterion_takes_points_where_the_year_counts_points(browser_of, case, cycle):
    cycle.score_template = ScoreTemplate.POINTS
    cycle.save()
    assert "自评分" in text(browser_of.get(url("criterion", case, 1)))
    browser_of.post(url("criterion", case, 1), {"mark": "0", "statement": WORDS})
    assert SelfRating.objects.get().points == 0


def test_criterion_changed_by_another_shows_both_texts(browser_of, case, first, branch):
    other = factories.appointed(Role.SECRETARY, branch, name="李敏")
    rate(case, first, other, statement="李敏写的话")
    answer = browser_of.post(url("criterion", case, 1), {"mark": "met", "statement": "我写的话", "base_version": "0"})
    page = text(answer)
    assert answer.status_code == 409
    assert "李敏写的话" in page
    assert "我写的话" in page
    assert SelfRating.objects.get().statement == "李敏写的话"
    again = {"mark": "met", "statement": "我写的话", "base_version": "1"}
    assert browser_of.post(url("criterion", case, 1), again).status_code == 302
    assert SelfRating.objects.get().statement == "我写的话"


def test_criterion_sent_after_applying_is_refused_with_the_text_still_there(browser_of, case, secretary):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    answer = browser_of.post(url("criterion", case, 1), {"mark": "met", "statement": "晚到的话", "base_version": "1"})
    assert answer.status_code == 422
    assert "晚到的话" in text(answer)
    assert "自评不能修改" in text(answer)
    assert SelfRating.objects.filter(statement="晚到的话").count() == 0


def test_criterion_page_goes_to_the_reading_page_for_who_may_not_write(as_user, case, organ_officer):
    answer = as_user(organ_officer).get(url("criterion", case, 1))
    assert answer.url == url("tasks", case)


# Typing


def test_draft_is_answered_with_its_version_and_is_never_validated(browser_of, case):
    answer = browser_of.post(url("criterion_draft", case, 1), {"statement": "字" * 400, "base_version": "0"})
    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert answer.json()["saved_at"].endswith("+08:00")
    assert not SelfRating.objects.get().is_complete


def test_draft_conflict_carries_the_other_text(browser_of, case, first, branch):
    other = factories.appointed(Role.SECRETARY, branch, name="李敏")
    rate(case, first, other, statement="李敏写的话")
    answer = browser_of.post(url("criterion_draft", case, 1), {"statement": "我写的话", "base_version": "0"})
    conflict = answer.json()["conflict"]
    assert answer.status_code == 409
    assert (conflict["who"], conflict["version"], conflict["fields"]) == ("李敏", 1, {"statement": "李敏写的话"})


def test_own_other_window_is_told_as_such_by_script_and_by_button(browser_of, case, first, secretary, branch):
    rate(case, first, secretary, statement="先写的话")
    form = {"mark": "met", "statement": "后写的话", "base_version": "0"}
    assert browser_of.post(url("criterion_draft", case, 1), form).json()["conflict"]["is_own"] is True
    page = text(browser_of.post(url("criterion", case, 1), form))
    assert "在另一个窗口也改了同一处" in page
    assert "另一个窗口里的“做了什么、效果如何”：先写的话" in page
    rate(case, first, factories.appointed(Role.SECRETARY, branch, name="李敏"), statement="李敏写的话")
    assert browser_of.post(url("criterion_draft", case, 1), form).json()["conflict"]["is_own"] is False
    assert "在另一个窗口" not in text(browser_of.post(url("criterion", case, 1), form))


@pytest.mark.parametrize("name", ["criterion_draft", "criterion", "copy"])
def test_nothing_is_kept_under_the_name_of_whoever_signed_in_since(browser_of, case, secretary, name):
    form = {"mark": "met", "statement": "前一个人写的", "base_version": "0", "person": str(secretary.pk + 1)}
    answer = browser_of.post(url(name, case, 1), form)
    assert answer.status_code == (410 if name == "criterion_draft" else 409)
    told = answer.json()["errors"][0] if name == "criterion_draft" else text(answer)
    assert "现在登录的是另一个人" in told
    assert not SelfRating.objects.exclude(statement="").exists()


def test_without_asking_whose_page_it_is_another_person_would_be_the_author(browser_of, case, secretary, monkeypatch):
    monkeypatch.setattr(autosave, "is_of_another", lambda request: False)
    form = {"statement": "前一个人写的", "base_version": "0", "person": str(secretary.pk + 1)}
    assert browser_of.post(url("criterion_draft", case, 1), form).status_code == 200
    assert SelfRating.objects.get().by == secretary


@pytest.mark.parametrize("junk", ["<script>alert(1)</script>", "😀" * 100, "字" * 19_000])
def test_draft_takes_any_text(browser_of, case, junk):
    answer = browser_of.post(
        url("criterion_draft", case, 1), {"statement": junk, "mark": "nonsense", "base_version": "x"}
    )
    assert answer.status_code == 200
    assert SelfRating.objects.get().statement == junk
    assert "<script>alert(1)" not in text(browser_of.get(url("criterion", case, 1)))


def test_drafts_of_every_part_are_kept(browser_of, case):
    sent_off = [
        (
            "basics_draft",
            {"full_members": "12", "summary": "班子", "secretary_name": "字" * 99, "last_election_on": "2026"},
        ),
        ("resolution_draft", {"present": "-5", "expected": "99999999999999999999", "resolution": "同意" * 200}),
        ("declarations_draft", {"d1": "no", "d2": "maybe"}),
    ]
    for name, data in sent_off:
        assert browser_of.post(url(name, case), data | {"base_version": "0"}).json()["version"] == 1
    working = case.self_assessment
    assert (working.full_members, working.summary, working.expected, working.present) == (12, "班子", None, None)
    assert working.resolution == "同意" * 200
    assert [row.answer for row in Declaration.objects.all()] == ["no"]


def test_draft_after_applying_is_refused_in_words(browser_of, case, secretary):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    answer = browser_of.post(url("criterion_draft", case, 1), {"statement": "晚到", "base_version": "1"})
    assert answer.status_code == 422
    assert "不能修改" in json.dumps(answer.json(), ensure_ascii=False)


@pytest.mark.parametrize(
    "name", ["criterion_draft", "copy", "attach", "detach", "basics_draft", "resolution_draft", "declarations_draft"]
)
def test_no_get_writes(browser_of, case, name):
    args = [1] if name in ("criterion_draft", "copy", "attach", "detach") else []
    assert browser_of.get(url(name, case, *args)).status_code == 405


# Evidence and last year, on the page of a criterion


def test_every_button_of_the_page_keeps_the_text(browser_of, case, branch, secretary):
    piece = evidence_steps.add_file(branch, sent(), by=secretary)
    form = {"mark": "partly", "statement": "边写边传", "base_version": "0"}
    answer = browser_of.post(url("attach", case, 1), form | {"pick": [piece.pk], "upload": sent("新.pdf")})
    assert answer.url == url("criterion", case, 1) + "#evidence"
    rating = SelfRating.objects.get()
    assert (rating.statement, rating.grade, rating.evidence.count()) == ("边写边传", "partly", 1)
    page = text(browser_of.get(url("criterion", case, 1)))
    assert "总结" in page
    form = {"mark": "partly", "statement": "又写了", "base_version": str(rating.version), "remove": piece.pk}
    browser_of.post(url("detach", case, 1), form)
    rating.refresh_from_db()
    assert (rating.statement, rating.evidence.count()) == ("又写了", 0)


def test_unfit_upload_keeps_the_text_and_says_why(browser_of, case):
    form = {"statement": "写了很久", "base_version": "0", "upload": sent("图.svg", b"<svg/>")}
    answer = browser_of.post(url("attach", case, 1), form)
    assert answer.status_code == 422
    assert "“图”类型不对" in text(answer)
    assert "写了很久" in text(answer)
    assert f'action="{url("criterion", case, 1)}"' in text(answer), "the save button must not upload once more"


def test_last_year_is_shown_and_copied_without_a_script(browser_of, case, first, branch, secretary):
    earlier = factories.candidacy(factories.cycle(2025, state="closed"), branch)
    content = {"criteria": [{"number": 1, "strength": "politics", "title": first.title, "statement": "去年的话"}]}
    Submission.objects.create(candidacy=earlier, number=1, content=content, by=secretary, at=case.since)
    assert "去年写的（2025年度）" in text(browser_of.get(url("criterion", case, 1)))
    answer = browser_of.post(url("copy", case, 1), {"statement": "今年的话", "base_version": "0"})
    assert answer.url.endswith("#id_statement")
    assert SelfRating.objects.get().statement == "今年的话\n去年的话"


# Facts, declarations, resolution


def test_basics_are_prefilled_and_a_difference_is_told(browser_of, case, branch):
    assert 'value="9"' in text(browser_of.get(url("basics", case)))
    form = {"secretary_name": "王书记", "full_members": "12", "probationary_members": "0", "base_version": "0"}
    assert browser_of.post(url("basics", case), form).url == url("tasks", case)
    assert "名册为“9”，本次填写“12”" in text(browser_of.get(url("basics", case)))


def test_declarations_need_every_answer_and_none_is_chosen_beforehand(browser_of, case):
    page = text(browser_of.get(url("declarations", case)))
    assert "checked" not in page
    answer = browser_of.post(url("declarations", case), {f"d{n}": "no" for n in range(1, 6)})
    assert answer.status_code == 422
    assert "请回答情形（六）情形6有没有" in text(answer)
    assert Declaration.objects.count() == 5


def test_declaring_a_condition_interrupts_and_asks_for_facts(browser_of, case):
    answers = {f"d{n}": "no" for n in range(1, 7)} | {"d3": "yes"}
    answer = browser_of.post(url("declarations", case), answers)
    assert answer.url == url("facts", case)
    page = text(browser_of.get(url("facts", case)))
    assert "有不得参评的情形，不能提交申请" in page
    assert reverse("evaluation:move", args=[case.pk, "not-apply"]) in page
    browser_of.post(url("facts", case), {"d3": "三月受过处理", "base_version": "1"})
    assert Declaration.objects.get(disqualification__number=3).facts == "三月受过处理"
    assert "按方案不得参评" in text(browser_of.get(url("check", case))) or "还差" in text(
        browser_of.get(url("check", case))
    )


def test_resolution_says_which_numbers_disagree(browser_of, case):
    form = {"met_on": "2026-12-01", "expected": "9", "present": "10", "in_favour": "8", "resolution": "同意。"}
    answer = browser_of.post(url("resolution", case), form)
    assert answer.status_code == 422
    assert "实到党员不能多于应到党员，请核对" in text(answer)
    late = browser_of.post(url("resolution", case), form | {"present": "9", "met_on": "2026-12-30"})
    assert "支部大会日期不能晚于今天，请核对" in text(late)


# Checking and applying


def test_check_names_what_is_missing_with_links(browser_of, case, secretary):
    complete(case, secretary)
    SelfRating.objects.filter(criterion__number=7).update(is_complete=False)
    page = text(browser_of.get(url("check", case)))
    assert "还差1处没有填完" in page
    assert url("criterion", case, 7) in page
    assert "提交给" not in page


def test_applying_leads_to_the_receipt(browser_of, case, secretary, unit):
    complete(case, secretary)
    page = text(browser_of.get(url("check", case)))
    assert f"提交给{unit.organ_organisation}" in page
    assert "自评参考分：<strong>100.0</strong>" in page
    form = {"version": "0", "next": url("receipt", case)}
    answer = browser_of.post(reverse("evaluation:move", args=[case.pk, "apply"]), form, follow=True)
    page = text(answer)
    assert factories.fresh(case).state == State.APPLIED
    assert f"2026-{case.pk:05d}-1" in page
    assert "2027年1月20日（周三）前提交考核意见" in page
    labels = re.findall(r"<dt>(.*?)</dt>", page)
    assert labels == ["回执号", "提交时间", "提交人", "第几稿"], "a field without words of its own says its name"


def test_pages_of_the_draft_lead_to_reading_after_applying(browser_of, case, secretary):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    assert browser_of.get(url("check", case)).url == url("tasks", case)
    page = text(browser_of.get(url("tasks", case)))
    assert "已提交，不能修改" in page
    assert WORDS in page


# Who sees what


@pytest.mark.parametrize("who", ["organ_officer", "leading_group", "work_committee", "organisation_department"])
def test_others_see_the_state_of_a_draft_and_not_its_words(as_user, case, first, secretary, who, request):
    rate(case, first, secretary, statement=DRAFT_TEXT)
    browser = as_user(request.getfixturevalue(who))
    page = text(browser.get(url("tasks", case)))
    assert "支部还没有提交自评" in page
    for address in (url("tasks", case), url("print", case), url("check", case), url("criterion", case, 1)):
        assert DRAFT_TEXT not in text(browser.get(address, follow=True))
    assert browser.get(url("print", case)).status_code == 404
    assert browser.get(url("print", case) + "?blank=1").status_code == 200


@pytest.mark.parametrize("who", ["organ_officer", "leading_group", "work_committee", "organisation_department"])
def test_others_read_what_the_branch_applied_with(as_user, case, secretary, who, request):
    complete(case, secretary)
    self_assessment_steps.declare(case, {3: Answer.PENDING}, by=secretary, seen=None)
    self_assessment_steps.explain(case, {3: "不可外传的事由"}, by=secretary, seen=None)
    self_assessment_steps.apply(case, by=secretary)
    browser = as_user(request.getfixturevalue(who))
    for address in (url("tasks", case), url("version", case, 1), url("print", case)):
        page = text(browser.get(address))
        assert WORDS in page
        assert "待核实" in page
        assert "不可外传的事由" not in page


def test_stranger_s_post_is_a_404_whatever_it_carries(as_user, case, foreign_officer):
    browser = as_user(foreign_officer)
    for name in ("criterion", "criterion_draft", "copy", "attach", "detach"):
        assert browser.post(url(name, case, 1)).status_code == 404


def test_strangers_and_missing_cases_get_the_same_404(as_user, case, stranger):
    browser = as_user(stranger)
    names = ("tasks", "check", "print", "receipt", "basics", "declarations", "facts", "resolution")
    for name in names:
        assert browser.get(url(name, case)).status_code == 404
        assert browser.get(reverse(f"evaluation:self_assessment_{name}", args=[99_999])).status_code == 404


def test_second_version_shows_what_changed(as_user, case, first, secretary, organ_officer):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    send_back(case, organ_officer, {"c1": "写具体"})
    rate(case, first, secretary, mark=Grade.PARTLY, statement="补充的话")
    officer = as_user(organ_officer)
    page = text(officer.get(url("tasks", case)))
    assert "第1稿" in page
    assert "补充的话" not in page
    self_assessment_steps.apply(case, by=secretary)
    page = text(officer.get(url("tasks", case)))
    assert "与第1稿相比，改了2处" in page
    assert "补充的话" in page
    assert WORDS in text(officer.get(url("version", case, 1)))


# From paper


def test_officer_takes_the_paper_and_fills_in(as_user, case, organ_officer):
    browser = as_user(organ_officer)
    assert url("paper", case) in text(browser.get(url("tasks", case)))
    assert browser.post(url("paper", case), {"file": sent("空.pdf", b"")}).status_code == 422
    assert browser.post(url("paper", case), {"file": sent("扫描件.pdf")}).url == url("tasks", case)
    assert "您正在按支部的纸质材料代录" in text(browser.get(url("tasks", case)))
    complete(case, organ_officer)
    assert "由您代录" in text(browser.get(url("check", case)))
    browser.post(reverse("evaluation:move", args=[case.pk, "apply"]), {"version": "0"})
    assert "代录：由赵专干" in text(browser.get(url("tasks", case)))


def test_paper_is_not_offered_to_others(as_user, case, leading_group, secretary):
    assert url("paper", case) not in text(as_user(leading_group).get(url("tasks", case)))
    assert as_user(leading_group).get(url("paper", case)).status_code == 403
    assert as_user(secretary).get(url("paper", case)).status_code == 403


# On paper


def test_blank_form_has_boxes_and_no_words_of_the_draft(browser_of, case, first, secretary):
    rate(case, first, secretary, statement=DRAFT_TEXT)
    blank = text(browser_of.get(url("print", case) + "?blank=1"))
    assert "□达到" in blank
    assert "□无 □有 □待核实" in blank
    assert DRAFT_TEXT not in blank
    assert DRAFT_TEXT in text(browser_of.get(url("print", case)))


def test_not_applying_keeps_what_was_written_for_coming_back(browser_of, case, first, secretary):
    rate(case, first, secretary, statement=DRAFT_TEXT)
    browser_of.post(reverse("evaluation:move", args=[case.pk, "not-apply"]), {"note": "人手不足。", "version": "0"})
    page = text(browser_of.get(url("tasks", case)))
    assert "恢复申请" in page
    browser_of.post(reverse("evaluation:move", args=[case.pk, "resume"]), {"version": "1"})
    assert DRAFT_TEXT in text(browser_of.get(url("criterion", case, 1)))


# What keeps from applying


def test_D37_what_keeps_from_applying_is_told_beside_the_item(browser_of, case, secretary):
    """At the item, on the list, on the check page; nothing typed is lost, and a working copy is never refused."""
    complete(case, secretary)
    page = url("criterion", case, 3)
    browser_of.post(page, {"mark": Grade.UNMET, "statement": WORDS, "then": "list"})
    sentence = "有1项自评为未达到。达到标准的才能提出申请。"
    for where in (page, url("tasks", case), url("check", case)):
        assert sentence in text(browser_of.get(where))
    assert "有一项未达到（0分）就不能提交" in text(browser_of.get(url("criterion", case, 4)))
    for number in (3, 8, 13, 18):
        browser_of.post(url("criterion", case, number), {"mark": Grade.NOT_APPLICABLE, "statement": WORDS})
    assert "有4项填了不适用，最多3项" in text(browser_of.get(page))
    assert SelfRating.objects.get(candidacy=case, criterion__number=3).statement == WORDS


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"expected": 8, "present": 8, "in_favour": 4}, "没有超过应到党员8名的半数"),
        ({"expected": 10, "present": 9, "in_favour": 9}, "不能多于正式党员9名"),
    ],
)
def test_D37_a_meeting_that_did_not_carry_it_is_told_at_once(browser_of, case, secretary, given, sentence):
    complete(case, secretary)
    written = {"met_on": "2026-12-05", "resolution": "支部大会讨论通过自评情况。", **given}
    answer = browser_of.post(url("resolution", case), written)
    assert answer.status_code == 422 and sentence in text(answer)
    assert written["resolution"] in text(answer)
    assert "决议" in text(browser_of.get(url("check", case)))
