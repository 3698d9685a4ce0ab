"""Photographs of assessors: on one's own open sheet, drawn anew, three a criterion, seen by whoever sees the scores (D17, D32)."""

import uuid
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from PIL import Image

from evaluation.advance import Refused
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.models import Candidacy, ScorePhoto
from evaluation.scoring.photos import queries as photos_queries
from evaluation.scoring.photos import steps as photos_steps
from evaluation.uploads import Cause
from evaluation.vocabulary import Grade, State
from tests.support import factories, files
from tests.support.files import sent

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
OP = uuid.UUID("6f2c1d1e-0000-4000-8000-000000000001")


def taken(size=(40, 30)) -> bytes:
    """As a telephone makes it, with the place in its metadata."""
    told, file = Image.Exif(), BytesIO()
    told[0x0110] = "a telephone"
    told.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size).save(file, "JPEG", exif=told)
    return file.getvalue()


@pytest.fixture
def applied(case, secretary, cycle, unit, organ_officer, assessor, colleague):
    case = factories.applied(case, secretary)
    team_steps.form_team(cycle, unit, leader=assessor, members=[assessor, colleague], by=organ_officer)
    return case


@pytest.fixture
def third(applied):
    return applied.cycle.criteria.get(number=3)


@pytest.fixture
def photo(applied, third, assessor):
    return photos_steps.add(applied, third, sent("现场.jpg", taken()), op=OP, by=assessor)


def add(case, criterion, by, number=0):
    return photos_steps.add(case, criterion, sent("a.jpg", taken((40 + number, 30))), op=uuid.uuid4(), by=by)


def hand_in(case, by):
    for one in case.cycle.criteria.all():
        scoring_steps.rate(case, one, by=by, mark=Grade.MET, note="看过。")
    scoring_steps.submit_sheet(case, by=by)


def page(case, number=3):
    return reverse("evaluation:assessment_photos", args=[case.pk, number])


def file(photo):
    return reverse("evaluation:assessment_photo", args=[photo.sheet.candidacy_id, photo.criterion.number, photo.pk])


@pytest.fixture
def status(client):
    def status(user, photo):
        client.force_login(user, "branches.access.Accounts")
        return client.get(file(photo)).status_code

    return status


# What is kept


def test_picture_is_kept_without_what_the_telephone_said(photo):
    assert dict(Image.open(BytesIO(taken())).getexif())
    kept = Image.open(Path(photo.file.path))
    assert dict(kept.getexif()) == {}
    assert b"a telephone" not in Path(photo.file.path).read_bytes()


def test_twin_without_drawing_it_anew_the_telephone_would_speak(applied, third, assessor, monkeypatch):
    monkeypatch.setattr("evaluation.uploads.images.drawn_anew", lambda data, form: data)
    kept = add(applied, third, assessor)
    assert dict(Image.open(Path(kept.file.path)).getexif())


@pytest.mark.parametrize("content", [files.pdf, files.xlsx, lambda: b"<svg/>", lambda: b"GIF89a"])
def test_only_photographs_are_taken_and_nothing_else_is_even_judged(applied, third, assessor, content, monkeypatch):
    monkeypatch.setattr("evaluation.uploads.pdf.check", lambda data: pytest.fail("a PDF was judged"))
    with pytest.raises(Refused, match=Cause.NO_PICTURE.value):
        photos_steps.add(applied, third, sent("a.jpg", content()), op=OP, by=assessor)
    assert not ScorePhoto.objects.exists()


def test_three_a_criterion_and_a_removed_one_makes_room(applied, third, assessor):
    first, *_ = [add(applied, third, assessor, n) for n in range(3)]
    with pytest.raises(Refused, match="最多3张"):
        add(applied, third, assessor, 4)
    add(applied, applied.cycle.criteria.get(number=4), assessor)
    photos_steps.remove(first, by=assessor)
    add(applied, third, assessor, 5)
    assert len(photos_queries.own(applied, assessor)[3]) == 3


def test_same_number_once_more_is_the_same_photograph(applied, third, photo, assessor):
    assert photos_steps.add(applied, third, sent("现场.jpg", taken()), op=OP, by=assessor) == photo
    assert ScorePhoto.objects.count() == 1


def test_number_of_another_leads_to_nothing_of_his(applied, third, photo, colleague):
    with pytest.raises(Refused, match="没有收下"):
        photos_steps.add(applied, third, sent("b.jpg", taken()), op=OP, by=colleague)


# By whom, and until when


@pytest.mark.parametrize("who", ["organ_officer", "secretary", "leading_group", "work_committee", "stranger"])
def test_only_assessors_add(applied, third, who, request, client):
    user = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        add(applied, third, user)
    client.force_login(user, "branches.access.Accounts")
    assert client.post(page(applied), {"photo": sent("a.jpg", taken()), "op": OP}).status_code in (403, 404)


def test_sheet_that_was_handed_in_takes_none_and_gives_none_away(applied, third, photo, assessor, client):
    hand_in(applied, assessor)
    with pytest.raises(Refused, match="已提交评分"):
        add(applied, third, assessor)
    with pytest.raises(Refused, match="已提交评分"):
        photos_steps.remove(photo, by=assessor)
    client.force_login(assessor, "branches.access.Accounts")
    shown = client.get(page(applied)).content.decode()
    assert "已提交评分" in shown
    assert "删除" not in shown


def test_twin_without_the_own_open_sheet_a_photograph_would_be_added_later(
    applied, third, photo, assessor, monkeypatch
):
    hand_in(applied, assessor)
    monkeypatch.setattr(photos_steps, "own_sheet", lambda case, by: photo.sheet)
    assert add(applied, third, assessor)


def test_case_that_is_not_being_assessed_takes_none(applied, third, photo, assessor):
    Candidacy.objects.filter(pk=applied.pk).update(state=State.ASSESSED)
    with pytest.raises(Refused, match="不在考核中"):
        add(factories.fresh(applied), third, assessor)


def test_only_its_own_assessor_removes_it_and_then_nobody_sees_it(applied, photo, assessor, colleague, client, status):
    client.force_login(colleague, "branches.access.Accounts")
    assert client.post(file(photo)).status_code == 404
    client.force_login(assessor, "branches.access.Accounts")
    assert client.post(file(photo)).headers["Location"] == page(applied)
    assert status(assessor, photo) == 404
    assert Path(photo.file.path).exists()


# Who sees it


def test_colleagues_see_it_after_their_own_sheet_and_when_this_one_is_handed_in(
    applied, photo, assessor, colleague, organ_officer, status
):
    assert (status(assessor, photo), status(colleague, photo), status(organ_officer, photo)) == (200, 404, 404)
    hand_in(applied, colleague)
    assert (status(colleague, photo), status(organ_officer, photo)) == (404, 404)
    hand_in(applied, assessor)
    assert (status(colleague, photo), status(organ_officer, photo)) == (200, 200)


def test_nobody_else_ever_sees_it(applied, photo, assessor, colleague, status, request):
    hand_in(applied, assessor)
    hand_in(applied, colleague)
    for who in ("secretary", "leading_group", "work_committee", "system_admin", "stranger", "foreign_officer"):
        assert status(request.getfixturevalue(who), photo) in (403, 404), who


def test_twin_without_the_rule_of_sheets_a_colleague_would_see_it_at_once(photo, colleague, status, monkeypatch):
    monkeypatch.setattr(photos_queries, "_sees", lambda user, case, photo: True)
    assert status(colleague, photo) == 200


def test_photograph_of_another_criterion_or_case_has_no_such_address(photo, assessor, client):
    client.force_login(assessor, "branches.access.Accounts")
    right = file(photo)
    assert client.get(right.replace("/score/3/", "/score/4/")).status_code == 404
    assert client.get(right.replace(f"photos/{photo.pk}/", "photos/99999/")).status_code == 404


def test_picture_is_shown_and_never_sniffed_or_kept_on_the_way(photo, assessor, client):
    client.force_login(assessor, "branches.access.Accounts")
    answer = client.get(file(photo))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "attachment" not in answer.get("Content-Disposition", "")
    assert "no-store" in answer["Cache-Control"]


# Pages


def test_script_and_form_are_answered_each_in_its_way(applied, assessor, client):
    client.force_login(assessor, "branches.access.Accounts")
    told = client.post(page(applied), {"photo": sent("a.jpg", taken()), "op": OP}, **JSON)
    assert told.json() == {
        "id": (one := ScorePhoto.objects.get()).pk,
        "title": "照片",
        "kind": "照片 · 1KB",
        "url": file(one),
    }
    refused = client.post(page(applied), {"photo": sent("a.pdf", files.pdf()), "op": uuid.uuid4()}, **JSON)
    assert (refused.status_code, refused.json()) == (422, {"errors": [f"“a”{Cause.NO_PICTURE.value}。"]})
    form = client.post(page(applied), {"photo": sent("b.jpg", taken((50, 30))), "op": uuid.uuid4()})
    assert form.headers["Location"] == page(applied)
    assert client.get(page(applied)).content.decode().count("<img") == 2


def test_scoring_page_and_sheets_side_by_side_show_them(applied, photo, assessor, colleague, client):
    client.force_login(assessor, "branches.access.Accounts")
    scoring = client.get(reverse("evaluation:assessment_score_all", args=[applied.pk])).content.decode()
    assert f'<img src="{file(photo)}"' in scoring
    assert scoring.count("data-photos") == 20
    hand_in(applied, assessor)
    hand_in(applied, colleague)
    client.force_login(colleague, "branches.access.Accounts")
    sheets = client.get(reverse("evaluation:assessment_sheets", args=[applied.pk])).content.decode()
    assert f'alt="{assessor.name}，第3项照片1"' in sheets
    assert (
        f'<img src="{file(photo)}"'
        not in client.get(reverse("evaluation:assessment_score_all", args=[applied.pk])).content.decode()
    )
