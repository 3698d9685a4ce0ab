"""The second factor: who is asked, that a code works once in whatever process, and that nobody is in before it."""

import json
import re
import subprocess
import sys
from base64 import b32decode
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse

from branches import access, clock
from branches.accounts import entrance
from branches.accounts.second_factor import checking, codes, sealing
from branches.accounts.second_factor import queries as second_factor_queries
from branches.accounts.second_factor import steps as second_factor_steps
from branches.models import AuditEntry, RecoveryCode, SignIn, TotpDevice, User
from branches.models.sign_in import Result, Way
from branches.permissions import Role
from branches.refusals import Refusal
from tests.plugins.databases import ROOT, Scratch, copy, drop
from tests.support import factories
from tests.support.second_factors import STEP, Phone, enrolled

AT = datetime(2026, 12, 7, 9, 0, tzinfo=clock.SHANGHAI)
STEP_PAGE, ENROL, CODES = "/login/second-factor/", "/login/second-factor/new/", "/login/second-factor/codes/"


@pytest.fixture(autouse=True)
def on(settings):
    settings.SECOND_FACTOR = True


@pytest.fixture
def phone(db, leading_group):
    return enrolled(leading_group)


def give_password(client, user, **more):
    return client.post(reverse("login"), {"username": user.username, "password": factories.PASSWORD} | more)


def is_in(client):
    return client.get(reverse("account")).status_code == 200


def listed(answer):
    return re.findall(r"<strong>([2-9A-Z]{4}-[2-9A-Z]{4})</strong>", answer.content.decode())


def sign_in(client, user, phone):
    give_password(client, user)
    answer = client.post(STEP_PAGE, {"second_factor": phone.code()})
    assert answer.status_code == 302, answer.content.decode()
    return answer


@pytest.mark.django_db
class TestWhoIsAsked:
    @pytest.mark.parametrize(
        ("role", "is_asked"),
        [
            (Role.LEADING_GROUP, True),
            (Role.WORK_COMMITTEE, True),
            (Role.ORGANISATION_DEPARTMENT, True),
            (Role.SYSTEM_ADMIN, True),
            (Role.SECURITY_ADMIN, True),
            (Role.AUDIT_ADMIN, True),
            (Role.SECRETARY, False),
            (Role.ORGAN_OFFICER, False),
        ],
    )
    def test_whoever_acts_for_many_is_asked(self, role, is_asked, request):
        assert second_factor_queries.is_asked(request.getfixturevalue(role.value)) is is_asked

    def test_nobody_is_asked_where_the_site_has_switched_it_off(self, settings, client, leading_group, phone):
        settings.SECOND_FACTOR = False
        give_password(client, leading_group)
        assert is_in(client)

    def test_a_secretary_signs_in_by_the_password_alone(self, client, secretary):
        give_password(client, secretary)
        assert is_in(client)

    def test_whoever_has_one_is_asked_after_the_post_has_ended(self, client, leading_group, phone):
        access.end(access.posts(leading_group)[0], on=clock.today() - timedelta(days=1), by=None)
        assert give_password(client, leading_group).url == STEP_PAGE
        assert not is_in(client)

    def test_a_session_ends_when_its_person_gets_a_post_that_needs_more(self, client, stranger, unit):
        give_password(client, stranger)
        assert is_in(client)
        access.grant(stranger, Role.LEADING_GROUP, unit, starts_on=clock.today(), by=None)
        assert client.get(reverse("account")).url.startswith(reverse("login"))
        assert give_password(client, stranger).url == STEP_PAGE

    def test_that_twin_without_looking_at_the_session_lets_him_go_on(self, client, stranger, unit, monkeypatch):
        monkeypatch.setattr(entrance, "is_too_weak", lambda request: False)
        give_password(client, stranger)
        access.grant(stranger, Role.LEADING_GROUP, unit, starts_on=clock.today(), by=None)
        assert is_in(client)


@pytest.mark.django_db
class TestSigningIn:
    def test_the_password_alone_opens_nothing(self, client, leading_group, phone):
        assert give_password(client, leading_group).url == STEP_PAGE
        assert not is_in(client)
        assert client.get(STEP_PAGE).status_code == 200
        assert not SignIn.objects.filter(result=Result.DONE).exists()

    def test_password_and_code_lead_where_one_was_going(self, client, leading_group, phone):
        give_password(client, leading_group, next="/help/")
        assert client.post(STEP_PAGE, {"second_factor": phone.code()}).url == "/help/"
        assert is_in(client)
        assert SignIn.objects.get(result=Result.DONE).way == Way.SECOND_FACTOR

    def test_a_wrong_code_is_refused_and_recorded(self, client, leading_group, phone):
        give_password(client, leading_group)
        answer = client.post(STEP_PAGE, {"second_factor": phone.code(5)})
        assert answer.status_code == 422 and checking.WRONG in answer.content.decode()
        assert not is_in(client)
        assert SignIn.objects.filter(result=Result.WRONG, way=Way.SECOND_FACTOR, user=leading_group).count() == 1

    def test_the_twin_that_takes_any_code_lets_him_in(self, client, leading_group, phone, monkeypatch):
        monkeypatch.setattr(second_factor_steps, "take", lambda user, typed: True)
        give_password(client, leading_group)
        client.post(STEP_PAGE, {"second_factor": phone.code(5)})
        assert is_in(client)

    def test_guessing_codes_waits_even_for_the_right_one(self, client, leading_group, phone):
        give_password(client, leading_group)
        for _ in range(5):
            client.post(STEP_PAGE, {"second_factor": "000000"})
        answer = client.post(STEP_PAGE, {"second_factor": phone.code()})
        assert answer.status_code == 422 and "后再试" in answer.content.decode()
        assert not is_in(client)

    def test_five_minutes_later_the_password_is_asked_again(self, client, leading_group, phone, today):
        give_password(client, leading_group)
        today(AT + timedelta(minutes=5))
        assert client.post(STEP_PAGE, {"second_factor": phone.code()}).url == reverse("login")
        assert not is_in(client)

    @pytest.mark.parametrize("change", [{"is_active": False}, {"asleep_since": AT}, {"password": "!"}])
    def test_whose_account_changes_in_between_does_not_get_in(self, client, leading_group, phone, change):
        give_password(client, leading_group)
        User.objects.filter(pk=leading_group.pk).update(**change)
        assert client.post(STEP_PAGE, {"second_factor": phone.code()}).url == reverse("login")
        assert not is_in(client)

    def test_another_browser_does_not_know_who_waits(self, client, django_user_model, leading_group, phone):
        give_password(client, leading_group)
        other = type(client)()
        assert other.post(STEP_PAGE, {"second_factor": phone.code()}).url == reverse("login")
        assert not is_in(other)

    def test_the_session_changes_at_both_steps(self, client, leading_group, phone):
        client.get(STEP_PAGE)
        keys = [client.session.session_key]
        give_password(client, leading_group)
        keys.append(client.session.session_key)
        client.post(STEP_PAGE, {"second_factor": phone.code()})
        assert len({*keys, client.session.session_key}) == 3


@pytest.mark.django_db
class TestCodes:
    def test_a_code_works_once(self, leading_group, phone):
        code = phone.code()
        assert second_factor_steps.take(leading_group, code)
        assert not second_factor_steps.take(leading_group, code)

    def test_after_a_code_the_one_before_is_refused_too(self, leading_group, phone, today):
        today(AT + 2 * STEP)
        assert second_factor_steps.take(leading_group, phone.code())
        assert not second_factor_steps.take(leading_group, phone.code(-1))

    @pytest.mark.parametrize(("off", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
    def test_a_clock_may_be_off_by_half_a_minute_and_no_more(self, leading_group, phone, today, off, is_taken):
        today(AT + 10 * STEP)
        assert second_factor_steps.take(leading_group, phone.code(off)) is is_taken

    def test_a_clock_that_drifts_on_is_followed(self, leading_group, phone, today):
        for minute in range(1, 4):
            today(AT + timedelta(minutes=minute))
            phone.off = minute
            assert second_factor_steps.take(leading_group, phone.code())

    def test_however_it_is_typed_it_is_the_same_code(self, leading_group, phone):
        full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in phone.code())
        assert second_factor_steps.take(leading_group, f" {full_width[:3]} {full_width[3:]} ")

    def test_nobody_elses_phone_will_do(self, leading_group, phone, work_committee):
        enrolled(work_committee)
        assert not second_factor_steps.take(work_committee, phone.code())

    def test_each_code_of_the_list_works_once(self, leading_group):
        made = second_factor_steps.print_codes(leading_group, by=leading_group)
        assert len(set(made)) == codes.LIST_LENGTH
        assert second_factor_steps.take(leading_group, made[3].lower().replace("-", " "))
        assert not second_factor_steps.take(leading_group, made[3])
        assert second_factor_queries.codes_left(leading_group) == codes.LIST_LENGTH - 1

    def test_a_new_list_voids_the_one_before(self, leading_group):
        old = second_factor_steps.print_codes(leading_group, by=leading_group)
        second_factor_steps.print_codes(leading_group, by=leading_group)
        assert not second_factor_steps.take(leading_group, old[0])

    def test_codes_hold_nothing_that_is_mistaken_on_paper(self, leading_group):
        assert not set("".join(second_factor_steps.print_codes(leading_group, by=leading_group))) & set("01OIL")


@pytest.mark.django_db
class TestWhatIsStored:
    def test_the_database_holds_neither_key_nor_code(self, leading_group, phone):
        made = second_factor_steps.print_codes(leading_group, by=leading_group)
        with connection.cursor() as cursor:
            stored = ""
            for table in ("branches_totpdevice", "branches_recoverycode", "branches_auditentry"):
                cursor.execute(f"SELECT * FROM {table}")
                stored += str(cursor.fetchall())
        spelled = codes.spelled(phone.key).replace(" ", "")
        assert phone.key.hex() not in stored and spelled not in stored
        assert not any(code in stored or codes.plain(code) in stored for code in made)

    def test_a_row_copied_to_another_person_opens_nothing(self, leading_group, phone, work_committee):
        device = TotpDevice.objects.get(user=leading_group)
        TotpDevice.objects.create(user=work_committee, key=device.key, last_step=-1, enrolled_at=clock.now())
        assert not second_factor_steps.take(work_committee, phone.code())

    def test_without_the_key_outside_nothing_opens(self, leading_group, phone, settings):
        made = second_factor_steps.print_codes(leading_group, by=leading_group)
        settings.TOTP_KEY = "another key of at least thirty-two characters"
        assert not second_factor_steps.take(leading_group, phone.code())
        assert not second_factor_steps.take(leading_group, made[0])

    def test_sealed_twice_it_looks_different(self, leading_group):
        key = codes.new_key()
        assert sealing.seal(key, leading_group) != sealing.seal(key, leading_group)


@pytest.mark.django_db
class TestSettingUp:
    def test_without_one_the_password_leads_to_the_two_keys(self, client, leading_group):
        give_password(client, leading_group)
        answer = client.get(STEP_PAGE, follow=True)
        assert answer.request["PATH_INFO"] == ENROL
        html = answer.content.decode()
        assert "开通条" in html and "开通口令" in html and "<img" not in html

    @pytest.mark.parametrize("url", [ENROL, CODES])
    def test_the_password_alone_sets_nothing_up(self, client, leading_group, url):
        give_password(client, leading_group)
        client.get(url)
        client.post(url, {"second_factor": "123456"})
        assert not TotpDevice.objects.exists() and not RecoveryCode.objects.exists()

    @pytest.mark.parametrize("url", [ENROL, CODES])
    def test_a_thief_of_the_password_cannot_replace_the_phone(self, client, leading_group, phone, url):
        before = TotpDevice.objects.values().get()
        give_password(client, leading_group)
        client.post(url, {"second_factor": phone.code()})
        assert TotpDevice.objects.values().get() == before and not RecoveryCode.objects.exists()

    @pytest.mark.parametrize("url", [STEP_PAGE, ENROL, CODES])
    def test_nobody_is_sent_to_the_login_page(self, client, url, db):
        assert client.get(url).url == client.post(url).url == reverse("login")

    def test_a_new_phone_is_enrolled_with_the_present_one(self, client, leading_group, phone, today):
        sign_in(client, leading_group, phone)
        html = client.get(ENROL).content.decode()
        new = Phone(key=_key_on(html))
        assert 'src="data:image/svg+xml' in html
        answer = client.post(ENROL, {"second_factor": new.code()}, follow=True)
        assert "打印一份备用码" in answer.content.decode()
        today(AT + 4 * STEP)
        assert second_factor_steps.take(leading_group, new.code())
        assert not second_factor_steps.take(leading_group, phone.code())
        assert AuditEntry.objects.filter(verb="设置二次验证", by=leading_group).count() == 2

    def test_ten_minutes_later_a_code_is_asked_for_first(self, client, leading_group, phone, today):
        sign_in(client, leading_group, phone)
        today(AT + timedelta(minutes=10))
        assert client.get(ENROL).url == f"{STEP_PAGE}?next={ENROL}"
        answer = client.post(f"{STEP_PAGE}?next={ENROL}", {"second_factor": phone.code()})
        assert answer.url == ENROL and client.get(ENROL).status_code == 200

    def test_a_wrong_first_code_keeps_the_same_key(self, client, leading_group, phone):
        sign_in(client, leading_group, phone)
        first = _key_on(client.get(ENROL).content.decode())
        answer = client.post(ENROL, {"second_factor": "000000"})
        assert answer.status_code == 422 and _key_on(answer.content.decode()) == first

    def test_the_list_is_shown_once_and_not_stored_by_any_browser(self, client, leading_group, phone):
        sign_in(client, leading_group, phone)
        answer = client.post(CODES)
        assert len(listed(answer)) == codes.LIST_LENGTH and "no-store" in answer["Cache-Control"]
        assert listed(client.get(CODES)) == []
        assert second_factor_steps.take(leading_group, listed(answer)[0])

    def test_both_keys_set_up_a_phone_and_nobody_elses_keys_do(
        self, client, leading_group, work_committee, monkeypatch
    ):
        shown = {"by": work_committee}
        monkeypatch.setattr("branches.accounts.keys.presenting.proven", lambda request: shown["by"])
        give_password(client, leading_group)
        assert "<img" not in client.get(ENROL).content.decode()
        shown["by"] = leading_group
        phone = Phone(key=_key_on(client.get(ENROL).content.decode()))
        assert client.post(ENROL, {"second_factor": phone.code()}).url == CODES
        assert is_in(client) and TotpDevice.objects.get().user == leading_group

    def test_at_the_console_the_first_list_is_printed_with_an_audit_line(self, leading_group, capsys):
        call_command("second_factor_codes", leading_group.username)
        made = capsys.readouterr().out.split()
        assert second_factor_steps.take(leading_group, made[0])
        assert AuditEntry.objects.get(verb="打印备用码").detail["console"] is True
        with pytest.raises(CommandError):
            call_command("second_factor_codes", "nobody-x")

    def test_a_code_that_fits_no_key_enrols_nothing(self, leading_group):
        with pytest.raises(Refusal):
            second_factor_steps.enrol(leading_group, codes.new_key(), Phone().code())


def _key_on(html: str) -> bytes:
    return b32decode(re.search(r"<strong class=\"spelled\">([A-Z2-7 ]+)</strong>", html)[1].replace(" ", ""))


@pytest.mark.django_db
class TestCarriedForm:
    TYPED = {"text": "写了很久的一段话，足足有二十多个字，不能丢。", "second_factor": "123456"}

    def _kept(self, client):
        html = client.post(reverse("password_change"), self.TYPED).content.decode()
        return re.search(r'name="kept" value="([^"]+)"', html)[1]

    def test_a_form_survives_password_and_second_factor(self, client, leading_group, phone):
        kept = self._kept(client)
        give_password(client, leading_group, kept=kept)
        wrong = client.post(STEP_PAGE, {"second_factor": "000000"})
        assert wrong.status_code == 422
        html = client.post(STEP_PAGE, {"second_factor": phone.code()}).content.decode()
        assert "写了很久的一段话" in html and f'action="{reverse("password_change")}"' in html
        assert "123456" not in html

    def test_more_than_any_form_holds_is_not_kept(self, client):
        html = client.post(reverse("password_change"), {"text": "长" * 100_001}).content.decode()
        assert 'name="kept"' not in html

    def test_it_comes_back_once(self, client, stranger):
        kept = self._kept(client)
        assert "写了很久的一段话" in give_password(client, stranger, kept=kept).content.decode()
        assert give_password(client, stranger, kept=kept).status_code == 302

    def test_after_half_an_hour_it_is_gone(self, client, stranger, today):
        kept = self._kept(client)
        today(AT + timedelta(minutes=30))
        assert give_password(client, stranger, kept=kept).status_code == 302

    def test_who_comes_to_the_browser_later_sees_nothing_of_it(self, client, stranger):
        self._kept(client)
        assert give_password(client, stranger).status_code == 302

    def test_another_browser_has_no_use_for_the_ticket(self, client, stranger):
        kept = self._kept(client)
        assert give_password(type(client)(), stranger, kept=kept).status_code == 302


class TestAcrossProcesses:
    @pytest.fixture
    def arena(self, migrated: Scratch) -> Iterator[Scratch]:
        scratch = copy(migrated)
        yield scratch
        drop(scratch)

    def _run(self, arena: Scratch, **asked: object) -> object:
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.processes.taking", json.dumps(asked | {"at": AT.isoformat()})],
            check=True,
            cwd=ROOT,
            env=arena.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        return json.loads(done.stdout)

    def test_a_code_replayed_in_another_process_is_refused(self, arena: Scratch) -> None:
        key = self._run(arena)
        assert self._run(arena, take=key) == [True, False]
        assert self._run(arena, take=key) == [False, False]
        assert self._run(arena, take=key, later=1) == [True, False]

    def test_the_twin_that_remembers_in_its_own_memory_takes_it_again(self, arena: Scratch) -> None:
        key = self._run(arena)
        assert self._run(arena, take=key, guarded=False) == [True, False]
        assert self._run(arena, take=key, guarded=False) == [True, False]
