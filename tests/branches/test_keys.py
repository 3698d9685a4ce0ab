"""Two keys open an account: the code on paper and the word by telephone, never from one hand."""

import re
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client

from branches import clock
from branches.accounts.keys import codes, presenting
from branches.accounts.keys import queries as keys_queries
from branches.accounts.keys import steps as keys_steps
from branches.models import AuditEntry, PrintRun, SignIn, Slip, User
from branches.models.sign_in import Result, Way
from branches.refusals import Conflict
from evaluation.cycle import unused
from evaluation.messages.sending import accounts
from evaluation.models import Delivery, Message
from evaluation.vocabulary import CycleState
from tests.support import factories

pytestmark = pytest.mark.django_db
PASSWORD = "Own-horse-2027"


def unopened(username="lugu", **fields):
    person = factories.person("陆怀谷", username=username, opened_at=None, **fields)
    User.objects.filter(pk=person.pk).update(password=make_password(None), password_set_at=None)
    return person


@pytest.fixture
def newcomer(branch):
    return unopened(own_branch=branch, phone="13803750001")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def printed(client, *units):
    """The codes on the paper, by account: read from the page as a person would."""
    answer = client.post("/slips/", {"chosen": [unit.pk for unit in units]})
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"], answer.context["reasons"]
    return on_paper(answer)


def on_paper(answer):
    html = answer.content.decode()
    return dict(re.findall(r"<dd>([^<]+)</dd><dt>开通码</dt><dd class=\"slip-code\">([^<]+)</dd>", html))


def told(client):
    """The words on the security administrator's page, by unit."""
    runs = [run.pk for run in keys_queries.runs()]
    html = client.post("/words/", {"chosen": runs}).content.decode()
    return dict(re.findall(r"<td>([^<]+)</td><td><strong class=\"key\">([^<]+)</strong>", html))


@pytest.fixture
def keys(newcomer, system_admin, security_admin, unit):
    code = printed(signed_in(system_admin), unit)["lugu"]
    return code, told(signed_in(security_admin))[unit.name]


def show(client, name, code, word):
    return client.post("/activate/", {"username": name, "code": code, "word": word})


def choose(client, password=PASSWORD):
    return client.post("/activate/password/", {"new_password1": password, "new_password2": password})


def test_both_keys_open_the_account_and_sign_its_owner_in(client, newcomer, keys):
    assert show(client, "lugu", *keys).url == "/activate/password/"
    assert choose(client).url == "/"
    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD) and newcomer.opened_at and newcomer.password_set_at
    assert client.get("/account/").status_code == 200
    assert Client().login(username="lugu", password=PASSWORD)


@pytest.mark.parametrize(
    "spoken", [str.lower, lambda code: code.replace("-", ""), lambda code: code.replace("-", " — ")]
)
def test_a_code_is_understood_however_it_is_typed(client, keys, spoken):
    code, word = keys
    assert show(client, "13803750001", spoken(code), word.replace(" ", "")).url == "/activate/password/"


def test_full_width_digits_are_the_same_word(client, keys):
    code, word = keys
    wide = "".join(chr(ord(char) + 0xFEE0) if char.isdigit() else char for char in word)
    assert show(client, "lugu", code, wide).url == "/activate/password/"


def test_every_failure_has_the_same_answer(client, newcomer, keys, branch):
    code, word = keys
    sleeper = factories.person(username="sleeper", own_branch=branch, asleep_since=clock.now())
    answers = [
        show(Client(), *typed)
        for typed in (
            ("lugu", "AAAA-AAAA-AAAA", word),
            ("lugu", code, "0000 0000"),
            ("nobody", code, word),
            (sleeper.username, code, word),
            ("", code, word),
        )[:4]
    ]
    pages = {re.sub(r'value="[^"]*"|csrf\w+', "", answer.content.decode()) for answer in answers}
    assert len(pages) == 1 and {answer.status_code for answer in answers} == {422}


def test_known_and_unknown_names_cost_the_same(django_assert_num_queries, newcomer, keys, monkeypatch):
    _code, word = keys
    work = []
    digest = codes._digest
    monkeypatch.setattr(codes, "_digest", lambda *given: work.append(given[0]) or digest(*given))
    for name in ("lugu", "nobody", "13803750001", "13900000000"):
        with django_assert_num_queries(2):
            presenting.present(name, "AAAA-AAAA-AAAA", word)
    assert work == ["slip", "word"] * 4


def test_a_code_opens_once(keys, newcomer):
    first, second = Client(), Client()
    show(first, "lugu", *keys)
    show(second, "lugu", *keys)
    assert choose(first).url == "/"
    assert choose(second, "Other-horse-2027").url == "/activate/"
    assert show(Client(), "lugu", *keys).status_code == 422
    newcomer.refresh_from_db()
    assert newcomer.check_password(PASSWORD)


def test_two_at_once_open_it_once(keys, newcomer):
    slip = Slip.objects.get(user=newcomer)
    keys_steps.open_account(slip, PASSWORD)
    with pytest.raises(Conflict):
        keys_steps.open_account(slip, "Other-horse-2027")


def test_keys_are_good_for_thirty_days(keys, today):
    today(clock.now() + timedelta(days=30, minutes=1))
    assert show(Client(), "lugu", *keys).status_code == 422


def test_the_second_step_waits_half_an_hour_only(client, keys, today):
    show(client, "lugu", *keys)
    today(clock.now() + timedelta(minutes=31))
    assert choose(client).url == "/activate/"


def test_another_units_word_does_not_open(client, newcomer, system_admin, security_admin, unit):
    other = factories.unit("市审计局")
    unopened("other", own_branch=factories.branch(other))
    slips = printed(signed_in(system_admin), unit, other)
    words = told(signed_in(security_admin))
    assert show(client, "lugu", slips["lugu"], words["市审计局"]).status_code == 422
    assert show(client, "lugu", slips["lugu"], words["市财政局"]).status_code == 302


def test_a_code_is_its_owners_alone(client, newcomer, system_admin, security_admin, unit, branch):
    unopened("second", own_branch=branch)
    slips = printed(signed_in(system_admin), unit)
    word = told(signed_in(security_admin))[unit.name]
    assert show(client, "lugu", slips["second"], word).status_code == 422


def test_printing_again_voids_what_was_printed_before(newcomer, keys, system_admin, unit):
    printed(signed_in(system_admin), unit)
    assert show(Client(), "lugu", *keys).status_code == 422
    assert Slip.objects.filter(user=newcomer, voided_at=None).count() == 1


def test_a_word_shown_again_is_another_one(keys, security_admin, unit):
    code, word = keys
    again = told(signed_in(security_admin))[unit.name]
    assert again != word
    assert show(Client(), "lugu", code, word).status_code == 422
    assert show(Client(), "lugu", code, again).status_code == 302


def test_nothing_is_opened_by_fetching(client, newcomer, keys):
    code, word = keys
    assert client.get(f"/activate/?username=lugu&code={code}&word={word}").status_code == 200
    assert client.get("/activate/password/").url == "/activate/"
    newcomer.refresh_from_db()
    assert newcomer.opened_at is None


def test_neither_key_is_stored(keys, newcomer, unit):
    code, word = keys
    stored = str([*Slip.objects.values(), *PrintRun.objects.values(), *AuditEntry.objects.values()])
    for key in (code, code.replace("-", ""), word, word.replace(" ", "")):
        assert key not in stored


def test_another_key_of_the_site_voids_all_codes(keys, settings):
    settings.CODES_KEY = "another key of thirty-two characters"
    assert show(Client(), "lugu", *keys).status_code == 422


# 三员分立: no one person reaches an account.


def test_who_prints_never_tells(newcomer, keys, security_admin, system_admin, unit):
    assert signed_in(system_admin).post("/words/", {"chosen": [PrintRun.objects.get().pk]}).status_code == 403
    assert signed_in(security_admin).post("/slips/", {"chosen": [unit.pk]}).status_code == 403
    with pytest.raises(IntegrityError, match="print_run_two_people"), transaction.atomic():
        PrintRun.objects.update(told_by=system_admin)
    with pytest.raises(PermissionDenied):
        keys_steps.tell(list(PrintRun.objects.all()), by=system_admin)


def test_one_administrator_with_one_key_does_not_get_in(client, keys, newcomer):
    code, word = keys
    for typed in ((code, ""), ("", word), (code, "0000 0000"), ("AAAA-AAAA-AAAA", word)):
        assert show(client, "lugu", *typed).status_code in (422, 429)
    assert choose(client).url == "/activate/"


def test_with_one_key_dropped_the_printer_alone_gets_in(client, newcomer, system_admin, unit, monkeypatch):
    """The twin: without the word, whoever prints opens what he likes."""
    code = printed(signed_in(system_admin), unit)["lugu"]
    monkeypatch.setattr(presenting.codes, "word_digest", lambda typed, run: "0" * 64)
    assert show(client, "lugu", code, "anything").url == "/activate/password/"


def test_a_word_that_was_never_told_opens_nothing(client, newcomer, system_admin, unit):
    code = printed(signed_in(system_admin), unit)["lugu"]
    for word in ("", "0", "0000 0000"):
        assert show(client, "lugu", code, word).status_code == 422


# Who prints for whom.


def test_an_officer_prints_for_people_of_the_own_unit_alone(organ_officer, newcomer, secretary, unit):
    officer = signed_in(organ_officer)
    foreign = unopened("foreign", own_branch=factories.branch())
    assert "lugu" in printed(officer, unit)
    assert list(on_paper(officer.post(f"/people/{secretary.pk}/slip/"))) == [secretary.username]
    assert officer.post(f"/people/{foreign.pk}/slip/").status_code == 404
    assert officer.get(f"/units/{foreign.branch.unit_id}/people/").status_code == 404
    assert officer.post(f"/people/{organ_officer.pk}/slip/").status_code == 422


def test_an_officer_prints_for_nobody_who_holds_a_post_over_the_city(organ_officer, work_committee, branch):
    User.objects.filter(pk=work_committee.pk).update(branch=branch)
    assert signed_in(organ_officer).post(f"/people/{work_committee.pk}/slip/").status_code == 404


def test_without_that_the_officer_would_hold_a_key_to_the_city(organ_officer, work_committee, branch, monkeypatch):
    User.objects.filter(pk=work_committee.pk).update(branch=branch)
    monkeypatch.setattr(keys_queries, "_OF_THE_CITY", [])
    assert signed_in(organ_officer).post(f"/people/{work_committee.pk}/slip/").status_code == 200


def test_a_forgotten_password_is_replaced_by_both_keys_and_the_old_one_works_until_then(
    organ_officer, secretary, security_admin, unit
):
    code = on_paper(signed_in(organ_officer).post(f"/people/{secretary.pk}/slip/"))[secretary.username]
    word = told(signed_in(security_admin))[unit.name]
    assert Client().login(username=secretary.username, password=factories.PASSWORD)
    client = Client()
    show(client, secretary.username, code, word)
    choose(client)
    assert not Client().login(username=secretary.username, password=factories.PASSWORD)


def test_the_unit_sees_who_opened_when(organ_officer, newcomer, secretary, unit):
    html = signed_in(organ_officer).get(f"/units/{unit.pk}/people/").content.decode()
    assert "未开通" in html and "已开通" in html and secretary.name in html


def test_a_cover_names_who_gets_it_and_who_tells_the_word(system_admin, security_admin, organ_officer, newcomer, unit):
    User.objects.filter(pk=organ_officer.pk).update(phone="0375-2660002")
    html = signed_in(system_admin).post("/slips/", {"chosen": [unit.pk]}).content.decode()
    for words in (
        "市财政局　开通条1张",
        organ_officer.name,
        "0375-2660002",
        security_admin.name,
        "签收",
        "2027年1月6日",
    ):
        assert words in html


def test_printing_and_telling_cost_the_same_for_one_unit_and_for_five(
    system_admin, security_admin, branch, django_assert_max_num_queries
):
    printer, teller, counts = signed_in(system_admin), signed_in(security_admin), []
    printer.get("/account/"), teller.get("/words/")  # with the first page a session is written
    for number in (1, 5):
        places = [factories.branch() for _ in range(number)]
        for place in places:
            unopened(f"n{number}-{place.pk}", own_branch=place)
        with django_assert_max_num_queries(40) as printing:
            assert len(printed(printer, *(place.unit for place in places))) == number
        with django_assert_max_num_queries(40) as telling:
            assert len(told(teller)) >= number
        counts.append((len(printing), len(telling)))
    assert counts[0] == counts[1]


def test_whoever_tells_the_word_sees_who_opened_and_prints_nothing(security_admin, system_admin, newcomer, unit):
    page = f"/units/{unit.pk}/people/"
    read = signed_in(security_admin).get(page).content.decode()
    assert "未开通" in read and "/slip/" not in read and "返回开通口令" in read
    printing = signed_in(system_admin).get(page).content.decode()
    assert f"/people/{newcomer.pk}/slip/" in printing and "返回开通条" in printing


# 不是我开通的


def test_the_owner_closes_what_somebody_else_opened(client, secretary):
    other = signed_in(secretary)
    client.force_login(secretary)
    assert client.post("/account/not-me/").url == "/login/"
    assert other.get("/account/").status_code == 302
    assert not Client().login(username=secretary.username, password=factories.PASSWORD)
    secretary.refresh_from_db()
    assert secretary.opened_at is None and secretary.appointments.get().ends_on is None


def test_the_owner_sees_what_was_done_since_it_was_opened(client, newcomer, keys):
    show(client, "lugu", *keys)
    choose(client)
    client.post(
        "/password/", {"old_password": PASSWORD, **dict.fromkeys(("new_password1", "new_password2"), "New-horse-1")}
    )
    html = client.get("/account/not-me/").content.decode()
    assert "开通账号" in html and "修改密码" in html and "没有记录到操作" not in html


def test_a_wrong_key_is_on_record(client, newcomer, keys, audit_admin):
    show(client, "lugu", keys[0], "0000 0000")
    record = SignIn.objects.get()
    assert (record.user, record.way, record.result) == (newcomer, Way.KEYS, Result.WRONG)


def test_slips_of_the_city_go_to_their_owners(system_admin, work_committee, security_admin):
    User.objects.filter(pk=work_committee.pk).update(opened_at=None)
    html = signed_in(system_admin).post("/slips/", {"chosen": [factories.city().pk]}).content.decode()
    assert "交：本人" in html and "问安全管理员" in html and "机关党" not in html


def test_the_security_administrator_closes_it_on_the_telephone_and_sees_what_was_done(
    security_admin, system_admin, newcomer, keys
):
    client = Client()
    show(client, "lugu", *keys)
    choose(client)
    page = f"/people/{newcomer.pk}/close/"
    assert signed_in(system_admin).post(page).status_code == 403
    assert "开通账号" in signed_in(security_admin).get(page).content.decode()
    assert signed_in(security_admin).post(page).status_code == 302
    assert client.get("/account/").status_code == 302


# Sleep


def test_unused_accounts_sleep_with_their_posts_and_wake_with_both_keys(secretary, system_admin, security_admin, unit):
    long_ago = clock.now() - timedelta(days=800)
    User.objects.update(last_login=None, opened_at=long_ago, password_set_at=long_ago)
    User.objects.filter(pk__in=[system_admin.pk, security_admin.pk]).update(last_login=clock.now())
    old = signed_in(secretary)
    assert keys_steps.put_to_sleep(keepers_before=clock.now(), others_before=None) == 0
    User.objects.filter(pk=secretary.pk).update(last_login=None)
    assert keys_steps.put_to_sleep(keepers_before=long_ago, others_before=clock.now() - timedelta(days=1)) == 1
    assert not Client().login(username=secretary.username, password=factories.PASSWORD)
    assert old.get("/account/").status_code == 302
    assert secretary.appointments.get().ends_on is None
    code = printed(signed_in(system_admin), unit)[secretary.username]
    client = Client()
    show(client, secretary.username, code, told(signed_in(security_admin))[unit.name])
    assert choose(client).url == "/"


def test_administrators_and_the_city_sleep_earlier(work_committee, secretary):
    User.objects.update(opened_at=clock.now() - timedelta(days=91), password_set_at=clock.now() - timedelta(days=91))
    assert keys_steps.put_to_sleep(keepers_before=clock.now() - timedelta(days=90), others_before=None) == 1
    work_committee.refresh_from_db()
    assert work_committee.asleep_since


# Mail carries the code, never the word, and only to an address that its owner has confirmed.


@pytest.fixture
def mail(settings, mailoutbox):
    settings.EMAIL_URL = "smtp://mail.example:25"
    return mailoutbox


def link_in(letter):
    return re.search(r"http\S+?(/\S+)", letter.body.replace("http://127.0.0.1:8000", "http://x"))[1]


def confirm_own_address(person, mail):
    User.objects.filter(pk=person.pk).update(email="own@example.test")
    client = signed_in(person)
    assert client.post("/account/address/").url == "/account/"
    return client, link_in(mail[-1])


def test_an_address_is_confirmed_by_its_owner_signed_in(secretary, stranger, mail):
    client, page = confirm_own_address(secretary, mail)
    assert signed_in(stranger).get(page).status_code == 404
    assert Client().get(page).status_code == 302
    assert client.get(page).status_code == 200
    secretary.refresh_from_db()
    assert secretary.email_confirmed_at is None, "a scanner that follows links confirms nothing"
    client.post(page)
    secretary.refresh_from_db()
    assert secretary.email_confirmed_at


def test_a_link_to_an_address_that_was_changed_since_confirms_nothing(secretary, mail):
    client, page = confirm_own_address(secretary, mail)
    User.objects.filter(pk=secretary.pk).update(email="other@example.test")
    assert client.post(page).status_code == 409
    secretary.refresh_from_db()
    assert secretary.email_confirmed_at is None


def test_a_link_is_good_for_half_an_hour(secretary, mail, monkeypatch):
    client, page = confirm_own_address(secretary, mail)
    monkeypatch.setattr("time.time", lambda: clock.now().timestamp() + 10**9)
    assert client.get(page).status_code in (302, 404)


def test_the_code_goes_to_a_confirmed_address_and_the_word_by_another_way(
    organ_officer, secretary, security_admin, unit, mail
):
    client, page = confirm_own_address(secretary, mail)
    officer = signed_in(organ_officer)
    assert officer.post(f"/people/{secretary.pk}/slip/", {"mail": "1"}).status_code == 422
    client.post(page)
    assert officer.post(f"/people/{secretary.pk}/slip/", {"mail": "1"}).status_code == 302
    letter = mail[-1]
    assert letter.to == ["own@example.test"]
    code = re.search(r"开通码：(\S+)", letter.body)[1]
    word = told(signed_in(security_admin))[unit.name]
    assert word not in letter.body
    assert show(Client(), secretary.username, code, "").status_code == 422, "no mail alone opens anything"
    assert show(Client(), secretary.username, code, word).status_code == 302


def test_a_letter_that_cannot_leave_changes_nothing(organ_officer, secretary, mail, monkeypatch):
    client, page = confirm_own_address(secretary, mail)
    client.post(page)

    def broken(self):
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    answer = signed_in(organ_officer).post(f"/people/{secretary.pk}/slip/", {"mail": "1"})
    assert answer.status_code == 422 and "没有发出去" in answer.content.decode()
    assert not Slip.objects.exists()


def test_an_administrators_change_unconfirms_the_address_and_tells_the_old_one(system_admin, secretary, settings):
    settings.EMAIL_URL = "smtp://mail.example:25"
    User.objects.filter(pk=secretary.pk).update(email="old@example.test", email_confirmed_at=clock.now())
    fields = {"name": secretary.name, "username": secretary.username, "phone": "", "email": "new@example.test"}
    assert signed_in(system_admin).post(f"/people/{secretary.pk}/edit/", fields).status_code == 302
    secretary.refresh_from_db()
    assert secretary.email_confirmed_at is None
    assert accounts.sweep() == 1 and accounts.sweep() == 0
    letter = Delivery.objects.get()
    assert (letter.address, letter.message.user) == ("old@example.test", secretary)


def test_the_owner_is_told_that_the_account_was_opened(client, newcomer, keys):
    show(client, "lugu", *keys)
    choose(client)
    accounts.sweep()
    message = Message.objects.get(user=newcomer)
    assert message.title == "账号已开通" and "不是您本人开通" in message.text


def test_secretaries_sleep_after_two_whole_years_without_them(secretary):
    last_used = clock.start_of(date(2024, 12, 15))
    User.objects.update(opened_at=last_used, password_set_at=last_used, last_login=last_used)
    for year, sleeping in ((2024, 0), (2025, 0), (2026, 1)):
        factories.cycle(year, state=CycleState.CLOSED)
        assert unused.put_to_sleep() == sleeping
