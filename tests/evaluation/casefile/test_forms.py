"""支部申报表 with marks and 考核反馈表: made when asked for, as far as everybody may know of the case (D17, D34, D43, D52)."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from branches import clock
from branches.jobs import working
from branches.models import Job
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.casefile import issue as casefile_issue
from evaluation.casefile import steps as casefile_steps
from evaluation.cases.knowledge import View
from evaluation.documents import queries as documents_queries
from evaluation.models import Honour, Notice, Recusal
from evaluation.recommendation.steps import list as list_steps
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.typesetting.compose import compose
from evaluation.vocabulary import Action, State
from tests.support import factories

Kind = Notice.Kind


@pytest.fixture
def concluded(case, secretary, organ_officer, assessor):
    factories.fill_in(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    factories.assess(factories.fresh(case), organ_officer, assessor)
    assessment_steps.conclude(case, by=organ_officer)
    return factories.fresh(case)


@pytest.fixture
def picked(concluded, leading_group, recommending):
    own = factories.recommendation_list(recommending, concluded.unit, base=29)
    factories.deliberated(own, leading_group)
    return own, factories.recommended(concluded, leading_group)


def made(case, by):
    return casefile_steps.make_assessed_form(factories.fresh(case), by=by)


def boxes(notice):
    return [box["text"] for box in notice.data["opinions"]]


def sees(user):
    return set(documents_queries.visible(user).values_list("kind", flat=True))


def test_after_the_assessment_it_holds_marks_verification_and_the_organs_opinion(concluded, organ_officer, secretary):
    one = made(concluded, organ_officer)
    assert (one.data["stage"], one.data["assessed_score"]) == ("考核后", "100.0")
    assert {row["assessed_points"] for row in one.data["criteria"]} == {"5.0"}
    assert {row["verified"] for row in one.data["conditions"]} == {"无"}
    own, organ, group, city = boxes(one)
    assert own and organ == "工作扎实。考核结论：建议推荐。" and group == city == ""
    (handed_in,) = documents_queries.visible(secretary)
    assert handed_in.kind == Kind.SELF_ASSESSMENT and not hasattr(handed_in, "corrected_by"), (
        "the branch learns nothing"
    )
    assert "考核后" in compose(one.kind, one.data).subtitle


def test_asked_for_again_with_nothing_new_it_is_the_same_document(concluded, organ_officer, work_committee):
    assert made(concluded, organ_officer) == made(concluded, work_committee)


def test_d34_d52_a_pick_is_on_it_once_the_list_is_handed_in(picked, organ_officer, leading_group, work_committee):
    own, case = picked
    first = made(case, leading_group)
    assert first.data["stage"] == "考核后" and boxes(first)[2] == "", "also for who picked it"
    list_steps.submit(own, by=leading_group, seen=[case.pk], remark="其余支部未申请。")
    second = made(case, organ_officer)
    assert (second.data["stage"], second.corrects) == ("报送后", first)
    assert boxes(second)[2].endswith("会议审议，推荐为候选支部。") and boxes(second)[2].startswith(factories.APPRAISAL)
    assert first in documents_queries.visible(work_committee), "the earlier edition remains"


def test_without_the_view_of_everybody_a_pick_would_be_told(picked, leading_group, monkeypatch):
    """The twin: as the unit's own people see the case."""
    own, case = picked
    list_steps.submit(own, by=leading_group, seen=[case.pk], remark="其余支部未申请。")
    own.__class__.objects.update(state="open")
    assert made(case, leading_group).data["stage"] == "考核后"
    monkeypatch.setattr(casefile_issue, "EVERYBODY", View(False, frozenset({case.unit_id})))
    assert made(case, leading_group).data["stage"] == "报送后"


def test_p4_4_after_the_naming_it_says_so(picked, leading_group, work_committee, organisation_department):
    own, case = picked
    list_steps.submit(own, by=leading_group, seen=[case.pk], remark="其余支部未申请。")
    case.__class__.objects.filter(pk=case.pk).update(state=State.NAMED)
    factories.honour(case.branch, 2026, candidacy=case)
    one = made(case, organisation_department)
    assert one.data["stage"] == "命名后"
    assert (
        boxes(one)[3]
        == f"经考核评定，命名为2026年度平顶山市机关“四强”党支部（{Honour.objects.get().decision_number}）。"
    )


def test_d17_d43_who_makes_and_reads_it(
    concluded, secretary, assessor, organ_officer, leading_group, work_committee, stranger, foreign_officer
):
    one = made(concluded, organ_officer)
    for person in (secretary, assessor, stranger, foreign_officer):
        with pytest.raises(PermissionDenied):
            made(concluded, person)
        assert Kind.ASSESSED_FORM not in sees(person)
    assert Kind.ASSESSED_FORM in sees(leading_group) & sees(work_committee)
    leading_group.branch = concluded.branch
    leading_group.save()
    Recusal.objects.create(candidacy=concluded, user=work_committee, reason="亲属", by=work_committee, at=clock.now())
    for person in (leading_group, work_committee):
        with pytest.raises(PermissionDenied):
            made(concluded, person)
        assert not documents_queries.visible(person).filter(pk=one.pk).exists()


def test_before_there_is_an_opinion_there_is_no_form_to_make(client, case, secretary, organ_officer):
    case = factories.applied(case, secretary)
    with pytest.raises(Refused, match="考核意见提交以后"):
        made(case, organ_officer)
    client.force_login(organ_officer)
    assert "制作申报表" not in client.get(reverse("evaluation:case", args=[case.pk])).content.decode()


def test_it_is_made_on_the_page_of_the_case(client, concluded, organ_officer, secretary):
    client.force_login(organ_officer)
    page, url = (reverse(f"evaluation:{name}", args=[concluded.pk]) for name in ("case", "case_form"))
    assert url in client.get(page).content.decode()
    done = client.post(url)
    assert done.url == reverse("evaluation:notice", args=[Notice.objects.get(kind=Kind.ASSESSED_FORM).pk])
    assert client.get(done.url).status_code == 200
    theirs = Client()
    theirs.force_login(secretary)
    for address in (done.url, f"{done.url.rstrip('/')}.pdf", f"{done.url.rstrip('/')}.docx"):
        assert theirs.get(address).status_code == 404
    assert url not in theirs.get(page).content.decode() and theirs.post(url).status_code in (403, 404)
    assert done.url not in theirs.get(page).content.decode()


def test_d17_the_forms_of_a_unit_are_one_job_without_those_from_which_one_keeps_away(
    client, cycle, concluded, secretary, organ_officer, leading_group, assessor, foreign_officer
):
    other = factories.branch(concluded.unit, "第二党支部")
    theirs = factories.candidacy(cycle, other)
    factories.fill_in(theirs, factories.appointed(Role.SECRETARY, other))
    address = reverse("evaluation:unit_forms", args=[cycle.year, concluded.unit_id])
    client.force_login(leading_group)
    assert "制作1份" in client.get(address).content.decode(), "the other is not assessed"
    job = client.post(address).url
    assert not Notice.objects.filter(kind=Kind.ASSESSED_FORM).exists(), "nothing is made inside the request"
    working.work("typesetting")
    one = Notice.objects.get(kind=Kind.ASSESSED_FORM)
    answer = client.get(f"{job}file/")
    pages = PdfReader(BytesIO(b"".join(answer.streaming_content))).pages
    assert "考核后" in "".join(pages[0].extract_text().split())
    assert made(concluded, organ_officer) == one, "the same as on the page of its case"
    Recusal.objects.create(candidacy=concluded, user=leading_group, reason="亲属", by=leading_group, at=clock.now())
    shown = client.get(address).content.decode()
    assert "须回避的不在内" in shown and "制作1份" not in shown
    assert client.post(address).status_code == 422
    for person in (secretary, assessor, foreign_officer):
        client.force_login(person)
        assert client.get(address).status_code in (403, 404)


def test_whoever_lost_the_post_meanwhile_gets_no_forms(client, cycle, concluded, leading_group):
    client.force_login(leading_group)
    job = client.post(reverse("evaluation:unit_forms", args=[cycle.year, concluded.unit_id])).url
    leading_group.appointments.update(ends_on=clock.today() - timedelta(days=1))
    working.work("typesetting")
    assert Job.objects.get(pk=int(job.strip("/").split("/")[-1])).failure
    assert not Notice.objects.filter(kind=Kind.ASSESSED_FORM).exists()


def test_d43_a_branch_gets_its_own_once_the_year_is_decided_and_nothing_else(
    client, concluded, secretary, organ_officer, work_committee, second_member
):
    one = made(concluded, organ_officer)
    url = reverse("evaluation:case_feedback_form", args=[concluded.pk])
    client.force_login(secretary)
    assert client.post(url).status_code == 404, "not before"
    advance(concluded, Action.CLOSE, by=work_committee, note="年度结束。")
    concluded.cycle.__class__.objects.update(state="closed")
    done = client.post(url)
    said = Notice.objects.get(kind=Kind.FEEDBACK_FORM)
    assert done.url == reverse("evaluation:notice", args=[said.pk])
    assert (said.data["stage"], said.data["conditions"], len(said.data["opinions"])) == ("考核反馈", [], 2)
    assert {row["assessed_points"] for row in said.data["criteria"]} == {""}, "one sheet is never shown as an average"
    assert Kind.ASSESSED_FORM not in sees(secretary) and said not in documents_queries.visible(organ_officer)
    assert made(concluded, organ_officer).corrects == one
