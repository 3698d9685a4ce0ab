"""From the PC to a telephone: a code for one criterion, 15 minutes, one session; what comes waits until it is taken (D31)."""

import re
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from PIL import Image

from branches import clock
from branches.models import AuditEntry, User
from evaluation.models import Candidacy, Evidence, PhoneFile, PhoneTicket, SelfRating
from evaluation.phone import queries as phone_queries
from evaluation.phone import steps as phone_steps
from evaluation.uploads import Cause
from evaluation.vocabulary import State
from tests.support import files
from tests.support.files import sent

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json"}


def shot(number=1):
    return sent(f"照片{number}.jpg", files.image("JPEG", (40 + number, 30)))


def signed_in(user):
    browser = Client()
    browser.force_login(user, "branches.access.Accounts")
    return browser


@pytest.fixture
def pc(secretary):
    return signed_in(secretary)


@pytest.fixture
def telephone():
    return Client()


@pytest.fixture
def page(case):
    return reverse("evaluation:self_assessment_phone", args=[case.pk, 1])


@pytest.fixture
def ticket(pc, page, case):
    assert pc.post(page).headers["Location"] == page
    return PhoneTicket.objects.get()


@pytest.fixture
def link(pc, ticket):
    return reverse("evaluation:phone", args=[phone_queries.token(ticket, pc.session.session_key)])


def send(telephone, link, number=1):
    return telephone.post(link, {"photo": shot(number)}, **JSON)


def file(page, pk=None):
    return f"{page}{pk or PhoneFile.objects.latest('pk').pk}/"


# The code


def test_code_stands_in_the_page_and_asks_nobody(pc, page, ticket, link):
    shown = pc.get(page).content.decode()
    assert "<svg" in shown
    assert link not in shown
    assert phone_queries.code(link.split("/")[2])[0] in shown


def test_neither_token_nor_key_of_the_session_is_kept(pc, ticket, link):
    token = link.split("/")[2]
    assert len(token) == 40
    kept = " ".join(str(value) for value in PhoneTicket.objects.values_list().get())
    assert token not in kept
    assert pc.session.session_key not in kept


def test_button_under_the_criterion_keeps_the_text_first(pc, case, page):
    start = reverse("evaluation:self_assessment_phone_start", args=[case.pk, 1])
    assert (
        f'formaction="{start}"'
        in pc.get(reverse("evaluation:self_assessment_criterion", args=[case.pk, 1])).content.decode()
    )
    answer = pc.post(start, {"mark": "met", "statement": "写了一半", "base_version": "0"})
    assert answer.headers["Location"] == page
    assert SelfRating.objects.get().statement == "写了一半"
    assert AuditEntry.objects.filter(verb="开通手机上传").count() == 1


def test_code_with_minutes_left_is_shown_again_and_a_late_one_is_made_anew(pc, page, ticket):
    pc.post(page)
    assert PhoneTicket.objects.count() == 1
    with clock.moved_to(clock.now() + timedelta(minutes=11)):
        pc.post(page)
    assert PhoneTicket.objects.count() == 2


@pytest.mark.parametrize(
    "who", ["organ_officer", "leading_group", "work_committee", "system_admin", "stranger", "foreign_officer"]
)
def test_only_who_fills_in_draws_a_code(case, page, who, request):
    answer = signed_in(request.getfixturevalue(who)).post(page)
    assert answer.status_code in (403, 404)
    assert not PhoneTicket.objects.exists()


# On the telephone


def test_telephone_sees_the_criterion_and_the_branch_and_no_person(telephone, link, case, secretary):
    answer = telephone.get(link)
    shown = answer.content.decode()
    assert f"第1项：{case.cycle.criteria.get(number=1).title}" in shown
    assert case.branch.short_name in shown
    assert not any(person.name in shown for person in User.objects.all())
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_photograph_waits_and_is_evidence_only_when_it_is_taken(pc, telephone, page, link, case):
    assert send(telephone, link).json()["title"] == "照片1"
    assert not Evidence.objects.exists()
    shown = pc.get(page).content.decode()
    assert file(page) in shown
    waiting = PhoneFile.objects.get()
    path = Path(waiting.file.path)
    assert pc.get(file(page))["Content-Type"] == "image/jpeg"
    pc.post(file(page), {"decision": "take"})
    (kept,) = SelfRating.objects.get().evidence.all()
    assert (kept.title, kept.sha256) == ("照片1", waiting.sha256)
    assert Image.open(BytesIO(kept.file.read())).size == (41, 30)
    assert phone_queries.arrived(case, case.cycle.criteria.get(number=1), pc.session.session_key) == []
    assert path.exists()  # until the act is certain: this test's own transaction is never


def test_what_is_let_go_leaves_the_store(pc, telephone, page, link, django_capture_on_commit_callbacks):
    send(telephone, link)
    path = Path(PhoneFile.objects.get().file.path)
    with django_capture_on_commit_callbacks(execute=True):
        pc.post(file(page), {"decision": "refuse"})
    assert not path.exists()
    assert not Evidence.objects.exists()
    assert pc.get(file(page)).status_code == 404


def test_button_that_says_nothing_decides_nothing(pc, telephone, page, link):
    send(telephone, link)
    assert pc.post(file(page)).status_code == 422
    assert PhoneFile.objects.exclude(file="").exists()


def test_same_photograph_again_is_one_and_six_are_the_most(pc, telephone, page, link):
    for number in (1, 1, 2, 3, 4, 5):
        assert send(telephone, link, number).status_code == 200
    assert PhoneFile.objects.count() == 5
    pc.post(file(page), {"decision": "refuse"})
    assert send(telephone, link, 6).status_code == 200
    refused = send(telephone, link, 7)
    assert (refused.status_code, "最多传6张" in refused.json()["errors"][0]) == (422, True)
    assert "已经传满6张" in telephone.get(link).content.decode()


def test_only_photographs_are_taken(telephone, link):
    told = telephone.post(link, {"photo": sent("a.pdf", files.pdf())}, **JSON)
    assert told.json() == {"errors": [f"“a”{Cause.NO_PICTURE.value}。"]}
    assert not PhoneFile.objects.exists()


def test_telephone_without_scripts_is_led_back_to_its_page(telephone, link):
    assert telephone.post(link, {"photo": shot()}).headers["Location"] == link


def test_who_sends_nonsense_waits(telephone, link):
    for _ in range(5):
        telephone.post(link, {"photo": sent("a.jpg", b"nonsense")}, **JSON)
    told = send(telephone, link)
    assert (told.status_code, told.json()["errors"]) == (422, ["传错的次数太多，请5分钟后再试。"])
    with clock.moved_to(clock.now() + timedelta(minutes=6)):
        assert send(telephone, link).status_code == 200


def test_twin_without_the_throttle_nobody_waits(telephone, link, monkeypatch):
    monkeypatch.setattr("branches.accounts.throttle.wait", lambda *args: 0)
    for _ in range(6):
        telephone.post(link, {"photo": sent("a.jpg", b"nonsense")}, **JSON)
    assert send(telephone, link).status_code == 200


# When it is over


def is_over(telephone, link):
    said = telephone.get(link)
    refused = send(telephone, link, 9)
    assert (said.status_code, refused.status_code) == (410, 422)
    assert phone_steps.OVER in said.content.decode()
    assert refused.json() == {"errors": [phone_steps.OVER]}
    assert not PhoneFile.objects.exists()
    return True


def test_over_after_a_quarter_of_an_hour(telephone, link):
    with clock.moved_to(clock.now() + timedelta(minutes=14, seconds=59)):
        assert telephone.get(link).status_code == 200
    with clock.moved_to(clock.now() + timedelta(minutes=15)):
        assert is_over(telephone, link)


def test_over_when_the_pc_signs_out(pc, telephone, link):
    pc.post(reverse("logout"))
    assert is_over(telephone, link)


def test_over_when_the_session_is_gone_however_it_went(telephone, link):
    Session.objects.all().delete()
    assert is_over(telephone, link)


def test_over_when_the_branch_has_applied(telephone, link, case):
    Candidacy.objects.filter(pk=case.pk).update(state=State.APPLIED)
    assert is_over(telephone, link)


def test_over_when_who_drew_it_may_not_write_any_more(telephone, link, secretary):
    secretary.appointments.update(ends_on=clock.today() - timedelta(days=1))
    assert is_over(telephone, link)


def test_session_that_nobody_touches_outlives_its_codes():
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE - settings.SESSION_WRITTEN_EVERY) > phone_steps.LIFE


@pytest.mark.parametrize("guard", ["_has_session", "may_fill"])
def test_twin_without_these_guards_it_would_go_on(telephone, link, secretary, monkeypatch, guard):
    Session.objects.all().delete() if guard == "_has_session" else secretary.appointments.update(
        ends_on=clock.today() - timedelta(days=1)
    )
    monkeypatch.setattr(phone_queries, guard, lambda *args: True)
    assert send(telephone, link).status_code == 200


def test_wrong_token_is_no_page_like_any_other(telephone, link):
    wrong = link.replace(link.split("/")[2], "0" * 40)
    assert (telephone.get(wrong).status_code, send(telephone, wrong).status_code) == (404, 404)
    assert telephone.get(wrong).content.split(b"csrf")[0] == telephone.get("/phone/nothing/").content.split(b"csrf")[0]


# Nobody else's


def test_another_session_of_the_same_person_neither_sees_nor_takes_it(telephone, page, link, secretary):
    send(telephone, link)
    another = signed_in(secretary)
    assert file(page) not in another.get(page).content.decode()
    assert "<svg" not in re.sub(r'<svg class="icon.*?</svg>', "", another.get(page).content.decode())
    assert another.get(file(page)).status_code == 404
    assert another.post(file(page), {"decision": "take"}).status_code == 404
    assert not Evidence.objects.exists()


def test_another_criterion_neither_sees_nor_takes_it(pc, telephone, page, link):
    send(telephone, link)
    other = page.replace("/criteria/1/", "/criteria/2/")
    assert file(page).replace(page, other) not in pc.get(other).content.decode()
    assert pc.post(file(page).replace(page, other), {"decision": "take"}).status_code == 404


@pytest.mark.parametrize("who", ["organ_officer", "work_committee", "stranger", "foreign_officer"])
def test_others_never_learn_of_it(telephone, page, link, who, request):
    send(telephone, link)
    user = signed_in(request.getfixturevalue(who))
    assert user.get(file(page)).status_code in (302, 403, 404)
    assert user.post(file(page), {"decision": "take"}).status_code in (403, 404)


def test_nothing_is_taken_once_the_branch_has_applied(pc, telephone, page, link, case):
    send(telephone, link)
    Candidacy.objects.filter(pk=case.pk).update(state=State.APPLIED)
    assert pc.post(file(page), {"decision": "take"}).status_code == 422
    assert not Evidence.objects.exists()


def test_fourth_piece_is_not_taken_and_goes_on_waiting(pc, telephone, page, link):
    for number in range(1, 5):
        send(telephone, link, number)
    for one in PhoneFile.objects.all():
        answer = pc.post(file(page, one.pk), {"decision": "take"})
    assert (answer.status_code, "最多3份" in answer.content.decode()) == (422, True)
    assert PhoneFile.objects.exclude(file="").count() == 1


# Sweeping


def test_what_is_over_and_was_never_taken_is_swept(pc, telephone, page, link, django_capture_on_commit_callbacks):
    send(telephone, link)
    path = Path(PhoneFile.objects.get().file.path)
    with clock.moved_to(clock.now() + timedelta(minutes=70)):
        assert phone_steps.tidy() == 0
        assert PhoneFile.objects.exists()
    with clock.moved_to(clock.now() + timedelta(minutes=76)), django_capture_on_commit_callbacks(execute=True):
        assert phone_steps.tidy() == 1
    assert not PhoneFile.objects.exists()
    assert not PhoneTicket.objects.exists()
    assert not path.exists()


def test_what_came_in_the_last_minute_can_still_be_taken(pc, telephone, page, link):
    send(telephone, link)
    with clock.moved_to(clock.now() + timedelta(minutes=16)):
        shown = pc.get(page).content.decode()
        assert "二维码已失效" in shown
        pc.post(file(page), {"decision": "take"})
    assert Evidence.objects.count() == 1
