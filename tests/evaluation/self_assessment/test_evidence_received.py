"""Files that the page's script sends one by one: told in JSON, kept once however often they come, the typed text untouched."""

import pytest
from django.conf import settings
from django.urls import reverse

from evaluation.models import Evidence, SelfRating
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.uploads import Cause
from tests.support import files
from tests.support.files import sent
from tests.support.self_assessments import rate

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.fixture
def page(client, secretary):
    client.force_login(secretary, "branches.access.Accounts")
    return client


@pytest.fixture
def library(branch):
    return reverse("evaluation:evidence_library", args=[branch.pk])


@pytest.fixture
def first(case):
    return case.cycle.criteria.get(number=1)


@pytest.fixture
def attach(case):
    return reverse("evaluation:self_assessment_attach", args=[case.pk, 1])


def test_script_is_told_what_was_kept_and_where_it_is_read(page, case, library):
    answer = page.post(library, {"upload": sent("台账.pdf")}, **JSON)
    row = Evidence.objects.get()
    address = reverse("evaluation:evidence_file", args=[row.pk])
    assert answer.status_code == 200
    assert answer.json() == {"id": row.pk, "title": "台账", "kind": "PDF · 1KB", "url": address}


def test_person_without_a_script_is_led_back_to_the_page(page, case, library):
    assert page.post(library, {"upload": sent()}).headers["Location"] == library


def test_script_is_told_why_a_file_is_refused(page, case, library):
    answer = page.post(library, {"upload": sent("空.pdf", b"")}, **JSON)
    assert (answer.status_code, answer.json()) == (422, {"errors": [f"“空”{Cause.EMPTY.value}。"]})
    nothing = page.post(library, {}, **JSON)
    assert nothing.status_code == 422
    assert len(nothing.json()["errors"]) == 1


@pytest.mark.parametrize("name", ["总结.doc", "台账.xls", "总结.wps", "台账.et"])
def test_old_formats_are_answered_with_how_to_save_them_anew(page, case, library, name):
    (said,) = page.post(library, {"upload": sent(name, OLD)}, **JSON).json()["errors"]
    assert all(word in said for word in ("WPS", "另存为", "docx", "输出为PDF"))


def test_page_lets_the_device_say_the_same_before_a_byte_is_sent(page, case, library, attach):
    criterion = attach.replace("attach/", "")
    for address in (library, criterion):
        shown = page.get(address).content.decode()
        for said in (Cause.OLD_OFFICE.value, Cause.TOO_BIG.value, Cause.TYPE.value, Cause.EMPTY.value):
            assert said in shown
        assert f'data-limit="{settings.UPLOAD_LIMIT}"' in shown
    assert f'data-upload="{attach}"' in page.get(criterion).content.decode()


def test_file_alone_is_cited_and_the_text_stays_as_it_was(page, case, first, attach, secretary):
    rate(case, first, secretary)
    before = SelfRating.objects.values("statement", "grade", "version").get()
    answer = page.post(attach, {"upload": sent("照片.jpg", files.image("JPEG"))}, **JSON)
    assert answer.json()["kind"].startswith("JPG")
    after = SelfRating.objects.values("statement", "grade", "version").get()
    assert after == before
    assert SelfRating.objects.get().evidence.get().title == "照片"


def test_last_file_whose_answer_was_lost_is_sent_again_and_not_one_too_many(page, case, attach):
    for number in (1, 2, 3, 3):
        assert page.post(attach, {"upload": sent(f"{number}.pdf", files.pdf(number))}, **JSON).status_code == 200
    assert SelfRating.objects.get().evidence.count() == 3
    refused = page.post(attach, {"upload": sent("4.pdf", files.pdf(4))}, **JSON)
    assert "最多3份" in refused.json()["errors"][0]
    assert Evidence.objects.count() == 3


def test_scan_of_the_paper_is_told_in_the_same_way(client, case, organ_officer):
    client.force_login(organ_officer, "branches.access.Accounts")
    answer = client.post(reverse("evaluation:self_assessment_paper", args=[case.pk]), {"file": sent()}, **JSON)
    assert answer.json()["id"] == Evidence.objects.get().pk


def test_script_of_another_meets_what_a_person_of_another_meets(
    client, case, library, attach, stranger, foreign_officer
):
    for user in (stranger, foreign_officer):
        client.force_login(user, "branches.access.Accounts")
        for address in (library, attach):
            assert client.post(address, {"upload": sent()}, **JSON).status_code in (403, 404)
    assert not Evidence.objects.exists()


def test_page_of_another_person_sends_nothing_in_the_name_of_who_is_signed_in_now(page, case, library, stranger):
    answer = page.post(library, {"upload": sent(), "person": stranger.pk}, **JSON)
    assert (answer.status_code, "另一个人" in answer.json()["errors"][0]) == (410, True)
    assert not Evidence.objects.exists()


def test_script_whose_session_ended_is_told_so(client, case, library):
    answer = client.post(library, {"upload": sent()}, **JSON)
    assert (answer.status_code, answer.json()) == (401, {"login": reverse("login")})


def test_twin_without_the_digest_the_last_file_sent_again_would_be_one_too_many(case, first, secretary, monkeypatch):
    for number in (1, 2, 3):
        evidence_steps.attach(case, first, files=[sent("a.pdf", files.pdf(number))], by=secretary)
    monkeypatch.setattr("evaluation.uploads.Upload.sha256", property(lambda self: f"{id(self):064x}"))
    with pytest.raises(evidence_steps.Refused, match="最多3份"):
        evidence_steps.attach(case, first, files=[sent("a.pdf", files.pdf(3))], by=secretary)
