"""工作安排: written by 市直工委, passed on by units, read by branches with one press; each version is kept (D48)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branches.models import Branch
from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import Refused, Stale
from evaluation.guidance import arrangement as year_arrangement
from evaluation.guidance.steps import arrangement as arrangement_steps
from evaluation.integrity import checks
from evaluation.models import Arrangement, ArrangementFile, Cycle, Reading
from evaluation.vocabulary import CycleState
from evaluation.vocabulary.duties import Duty
from tests.support import factories, files

pytestmark = pytest.mark.django_db
TEXT = {"title": "2026年度创建工作安排", "text": "抓好组织生活。"}
PAGE = "/cycles/2026/arrangement/"


@pytest.fixture
def preparing(branch):
    """The year is still in preparation while last year's is being named."""
    factories.cycle(2025)
    return factories.cycle(2026, CycleState.DRAFT)


@pytest.fixture
def published(preparing, work_committee):
    made = arrangement_steps.write(preparing, by=work_committee, **TEXT)
    arrangement_steps.publish(made, by=work_committee)
    return Arrangement.objects.get()


def owed(user, duty):
    return [task for task in worklist.tasks(user) if task.duty is duty]


def signed_in(client, user):
    client.force_login(user)
    return client


def test_it_comes_down_over_http_with_an_attachment(
    client,
    preparing,
    branch,
    work_committee,
    organ_officer,
    secretary,
    organisation_department,
    stranger,
    foreign_officer,
):
    holder = factories.branch(branch.unit, "有称号党支部")
    factories.honour(holder)
    committee = signed_in(client, work_committee)
    assert "拟写工作安排" in committee.get(PAGE).content.decode()
    upload = SimpleUploadedFile("配档表.pdf", files.pdf())
    assert committee.post(f"{PAGE}write/", TEXT | {"seen": 0, "upload": upload}).url == PAGE
    attachment = f"/arrangements/files/{ArrangementFile.objects.get().pk}/"
    for other in (organ_officer, secretary, organisation_department):
        assert signed_in(client, other).get(PAGE).status_code == 404, "a year in preparation carries nothing yet"
        assert client.get(attachment).status_code == 404

    shown = signed_in(client, work_committee).get(f"{PAGE}publish/")
    assert shown.context["branches"] == 3, "holders of the honour too"
    client.post(f"{PAGE}publish/", {"seen": shown.context["seen"]})
    assert set(Reading.objects.values_list("branch", flat=True)) == set(Branch.objects.values_list("pk", flat=True))
    assert client.post(f"{PAGE}publish/").status_code == 422
    assert client.post(f"{PAGE}write/", TEXT).status_code == 422, "a second one of the year is refused"

    assert TEXT["text"] in signed_in(client, organisation_department).get(PAGE).content.decode()
    assert TEXT["text"] not in signed_in(client, secretary).get(PAGE).content.decode(), "it goes through the unit"
    assert client.get(attachment).status_code == 404
    assert client.post(f"/cycles/2026/branches/{branch.pk}/arrangement/", {"number": 1}).status_code == 422

    assert [task.url for task in owed(organ_officer, Duty.PASS_ON_ARRANGEMENT)] == [
        f"/cycles/2026/units/{branch.unit_id}/arrangement/"
    ]
    url = owed(organ_officer, Duty.PASS_ON_ARRANGEMENT)[0].url
    assert TEXT["text"] in signed_in(client, organ_officer).get(url).content.decode()
    assert client.post(url, {"remark": "每月报一次。"}).url == PAGE
    assert client.post(url, {"remark": "再报。"}).status_code == 422
    assert "再报。" in client.post(url, {"remark": "再报。"}).content.decode(), "nothing typed is lost"
    assert not owed(organ_officer, Duty.PASS_ON_ARRANGEMENT)
    assert signed_in(client, foreign_officer).get(url).status_code == 404

    assert len(owed(secretary, Duty.READ_ARRANGEMENT)) == 1
    page = signed_in(client, secretary).get(PAGE).content.decode()
    assert "每月报一次。" in page and "未阅" in page
    assert b"".join(client.get(attachment).streaming_content) == files.pdf()
    for _ in range(2):
        assert client.post(f"/cycles/2026/branches/{branch.pk}/arrangement/", {"number": 1}).url == PAGE
    assert client.post(f"/cycles/2026/branches/{holder.pk}/arrangement/", {"number": 1}).status_code == 404
    assert not owed(secretary, Duty.READ_ARRANGEMENT)
    assert client.get(f"{PAGE}write/").status_code == 403
    assert signed_in(client, stranger).get(PAGE).status_code == 403

    city = signed_in(client, work_committee).get(PAGE)
    assert (city.context["unread"], city.context["not_passed_on"]) == (2, [])
    assert "预算科党支部" not in city.content.decode(), "who has read is not listed"


def test_a_correction_is_a_version_that_is_read_anew(
    client, published, branch, work_committee, organ_officer, secretary
):
    arrangement_steps.pass_on(published, branch.unit, by=organ_officer)
    arrangement_steps.read(published, branch, by=secretary, number=1)
    form = {"title": TEXT["title"], "text": "抓好组织生活和换届。", "reason": "补充换届要求。"}
    seen = arrangement_steps.stamp(year_arrangement.in_force(published))
    signed_in(client, work_committee)
    assert client.post(f"{PAGE}correct/", form | {"reason": "", "seen": seen}).status_code == 422
    assert client.post(f"{PAGE}correct/", form | {"seen": seen - 1}).status_code == 409
    assert client.post(f"{PAGE}correct/", form | {"seen": seen}).url == PAGE
    assert [one.text for one in year_arrangement.versions(published)] == [form["text"], TEXT["text"]]
    page = signed_in(client, secretary).get(PAGE).content.decode()
    assert "更正后未阅" in page and "补充换届要求。" in page and TEXT["text"] in page
    assert [task.hint for task in owed(secretary, Duty.READ_ARRANGEMENT)] == ["内容有更正"]
    arrangement_steps.read(published, branch, by=secretary, number=2)
    arrangement_steps.read(published, branch, by=secretary, number=1)
    assert Reading.objects.get(branch=branch).version == 2, "an old page takes nothing back"


def test_two_clerks_do_not_overwrite_each_other(preparing, work_committee):
    other = factories.appointed(Role.WORK_COMMITTEE)
    made = arrangement_steps.write(preparing, by=work_committee, seen=0, **TEXT)
    with pytest.raises(Stale):
        arrangement_steps.write(preparing, by=other, seen=0, **TEXT)
    with pytest.raises(Stale):
        arrangement_steps.publish(made, by=other, seen=1)


def test_a_bad_attachment_is_refused_and_the_text_stays(client, preparing, work_committee):
    upload = SimpleUploadedFile("x.pdf", b"MZ nothing of the kind")
    answer = signed_in(client, work_committee).post(f"{PAGE}write/", TEXT | {"seen": 0, "upload": upload})
    assert answer.status_code == 422
    assert "类型不对" in answer.content.decode() and TEXT["text"] in answer.content.decode()
    assert not Arrangement.objects.exists()


def test_a_silent_officer_holds_no_branch_up(client, published, branch, work_committee, secretary, organ_officer):
    with pytest.raises(PermissionDenied):
        arrangement_steps.pass_on_all(published, by=organ_officer)
    assert str(branch.unit) in signed_in(client, work_committee).get(f"{PAGE}pass-on/").content.decode()
    assert client.post(f"{PAGE}pass-on/").url == PAGE
    assert client.post(f"{PAGE}pass-on/").status_code == 422
    assert owed(secretary, Duty.READ_ARRANGEMENT)


def test_a_person_with_several_posts_has_each_of_them_on_the_page(client, published, branch, organ_officer):
    both = factories.appointed(Role.SECRETARY, branch, own_branch=branch)
    second = factories.branch(branch.unit, "第二党支部")
    Reading.objects.create(arrangement=published, branch=second, unit=branch.unit)
    factories.access.grant(both, Role.SECRETARY, second, starts_on=date(2020, 1, 1), by=None)
    factories.access.grant(both, Role.ORGAN_OFFICER, branch.unit, starts_on=date(2020, 1, 1), by=None)
    assert len(owed(both, Duty.PASS_ON_ARRANGEMENT)) == 1
    arrangement_steps.pass_on(published, branch.unit, by=both)
    assert len(owed(both, Duty.READ_ARRANGEMENT)) == 2
    page = signed_in(client, both).get(PAGE)
    assert (len(page.context["readings"]), len(page.context["lines"])) == (2, 1)


def test_a_year_that_is_over_takes_nothing_more(published, branch, work_committee, organ_officer, secretary):
    Cycle.objects.filter(pk=published.cycle_id).update(state=CycleState.CLOSED)
    for act in (
        lambda: arrangement_steps.write(published.cycle, by=work_committee, **TEXT),
        lambda: arrangement_steps.correct(published, by=work_committee, reason="改。", **TEXT),
        lambda: arrangement_steps.pass_on(published, branch.unit, by=organ_officer),
        lambda: arrangement_steps.read(published, branch, by=secretary, number=1),
    ):
        with pytest.raises(Refused, match="已结束"):
            act()


def test_everybody_finds_it_in_the_menu(client, published, secretary, organ_officer, leading_group, work_committee):
    for user in (secretary, organ_officer, leading_group, work_committee):
        assert reverse("evaluation:guidance_now") in signed_in(client, user).get("/").content.decode()
        assert client.get(reverse("evaluation:guidance_now")).url == PAGE


def test_an_attachment_that_was_changed_afterwards_is_noticed(preparing, work_committee):
    upload = SimpleUploadedFile("配档表.pdf", files.pdf())
    arrangement_steps.write(preparing, by=work_committee, files=[upload], **TEXT)
    assert checks.files().problems == []
    one = ArrangementFile.objects.get()
    with one.file.open("wb") as file:
        file.write(b"something else")
    assert checks.files().problems == [f"attachment {one.pk}: the file has changed"]
