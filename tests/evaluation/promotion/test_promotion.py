"""典型带动 (D49): recorded by 市直工委, read by everybody signed in, shown with the branch, corrected on record."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches.models import AuditEntry
from evaluation.advance import Refused, Stale
from evaluation.models import PromotionActivity
from evaluation.promotion import steps as promotion_steps
from tests.support import factories, files

pytestmark = pytest.mark.django_db
TODAY = factories.IN_DECEMBER
ASKED = {
    "kind": "on_site",
    "title": "水利局现场观摩会",
    "held_on": str(TODAY),
    "organiser": "市直机关工委",
    "summary": "看阵地，听经验。",
    "reference": "《平顶山日报》2026年12月1日",
}


def recorded(by, *branches, **changes):
    values = {"kind": "media", "title": "日报专题", "held_on": TODAY, "organiser": "市直工委", "reference": "日报"}
    return promotion_steps.record(by=by, branches=branches, **values | changes)


def test_an_activity_is_recorded_listed_by_year_exported_and_shown_with_its_branch(
    client, branch, work_committee, secretary, leading_group
):
    client.force_login(work_committee)
    new = reverse("evaluation:promotion_record")
    assert branch.full_name in client.get(new, {"branch": branch.pk}).content.decode(), "a link names the branch"
    names = f"{branch.unit.name}{branch.short_name}\n\n{branch.full_name}"
    made = client.post(new, ASKED | {"branches": names})
    one = PromotionActivity.objects.get()
    assert made.url == reverse("evaluation:promotion_show", args=[one.pk])
    assert [*one.branches.all()] == [branch], "named twice, counted once"
    for person in (secretary, leading_group):
        client.force_login(person)
        assert ASKED["title"] in client.get(reverse("evaluation:promotion"), {"year": TODAY.year}).content.decode()
        assert ASKED["title"] not in client.get(reverse("evaluation:promotion"), {"year": 2019}).content.decode()
        assert ASKED["reference"] in client.get(made.url).content.decode()
        assert client.post(new, ASKED).status_code == 403
        assert client.post(reverse("evaluation:promotion_correct", args=[one.pk]), ASKED).status_code == 403
    assert ASKED["title"] in client.get(reverse("evaluation:branch", args=[branch.pk])).content.decode()
    sheet = client.get(reverse("evaluation:promotion"), {"kind": "on_site", "export": "xlsx"})
    assert "spreadsheet" in sheet["Content-Type"]
    assert client.get(reverse("evaluation:promotion"), {"kind": "media"}).context["listing"].count == 0


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, branch, work_committee):
    client.force_login(work_committee)
    new = reverse("evaluation:promotion_record")
    told = client.post(new, ASKED | {"branches": "没有的支部\n" + branch.full_name})
    assert told.status_code == 422
    assert "没有的支部" in told.context["form"].errors["branches"][0]
    assert branch.full_name in told.content.decode()
    unshown = client.post(new, ASKED | {"reference": ""})
    assert "或者上传附件" in "".join(unshown.context["reasons"])
    assert ASKED["summary"] in unshown.content.decode()
    bad = client.post(new, ASKED | {"file": SimpleUploadedFile("x.exe", b"MZ")})
    assert bad.status_code == 422
    late = client.post(new, ASKED | {"held_on": "2027-12-31"})
    assert "不能晚于今天" in "".join(late.context["reasons"])
    assert not PromotionActivity.objects.exists()


def test_a_file_is_judged_kept_and_only_downloaded(client, work_committee, secretary):
    client.force_login(work_committee)
    asked = ASKED | {"reference": "", "file": SimpleUploadedFile("报道.png", files.image("PNG"))}
    assert client.post(reverse("evaluation:promotion_record"), asked).status_code == 302
    one = PromotionActivity.objects.get()
    client.force_login(secretary)
    answer = client.get(reverse("evaluation:promotion_file", args=[one.pk]))
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_correction_keeps_what_stood_before_and_two_people_do_not_overwrite_each_other(branch, work_committee):
    one = recorded(work_committee, branch)
    values = {"title": "日报整版", "held_on": TODAY, "is_void": False}
    promotion_steps.correct(one, by=work_committee, version=0, branches=[], **values)
    changed = AuditEntry.objects.latest("pk").detail["changed"]
    assert changed["活动名称"] == ["日报专题", "日报整版"]
    assert changed["涉及的党支部"] == [branch.full_name, ""]
    with pytest.raises(Stale):
        promotion_steps.correct(one, by=work_committee, version=0, branches=[], **values | {"title": "又改"})
    with pytest.raises(Refused, match="没有修改"):
        promotion_steps.correct(one, by=work_committee, version=1, branches=[], **values)


def test_what_was_recorded_in_error_is_shown_only_to_its_keeper(client, branch, work_committee, secretary):
    one = recorded(work_committee, branch)
    promotion_steps.correct(one, by=work_committee, version=0, branches=[branch], is_void=True)
    page = reverse("evaluation:promotion_show", args=[one.pk])
    seen = {}
    for person in (work_committee, secretary):
        client.force_login(person)
        listed = client.get(reverse("evaluation:promotion")).context["listing"].count
        seen[person] = (client.get(page).status_code, listed)
    assert seen == {work_committee: (200, 1), secretary: (404, 0)}
    assert "日报专题" not in client.get(reverse("evaluation:branch", args=[branch.pk])).content.decode()


def test_only_who_keeps_titles_records(branch, secretary, organisation_department):
    for other in (secretary, organisation_department):
        with pytest.raises(PermissionDenied):
            recorded(other, branch)


def test_the_database_keeps_no_activity_that_nothing_shows(work_committee):
    one = recorded(work_committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        PromotionActivity.objects.filter(pk=one.pk).update(reference="")
