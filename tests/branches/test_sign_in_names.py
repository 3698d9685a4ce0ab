"""By which names people sign in: the account or a mobile number that is theirs alone, told apart from nobody by anything."""

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches import clock
from branches.models import User
from tests.support import factories

pytestmark = pytest.mark.django_db

MOBILE, SHARED = "13800138000", "13900139000"


@pytest.fixture
def wang(db) -> User:
    return _person("王书记", MOBILE)


def _person(name: str, phone: str, **fields: object) -> User:
    person = factories.person(name)
    User.objects.filter(pk=person.pk).update(phone=phone, **fields)
    return User.objects.get(pk=person.pk)


def enter(name: str, password: str = factories.PASSWORD) -> int:
    return Client().post(reverse("login"), {"username": name, "password": password}).status_code


@pytest.mark.parametrize(
    "typed", [MOBILE, "138 0013 8000", "138-0013-8000", "+86 138 0013 8000", "１３８００１３８０００", f" {MOBILE} "]
)
@pytest.mark.parametrize("stored", [MOBILE, "138-0013-8000", "138 0013 8000"])
def test_a_mobile_number_opens_as_the_account_does(typed, stored):
    _person("王书记", stored)
    assert enter(typed) == 302


def test_a_number_that_two_people_share_signs_nobody_in():
    _person("王书记", SHARED)
    _person("李书记", "139-0013-9000")
    assert enter(SHARED) == 422


def test_a_number_left_by_a_closed_account_is_the_other_ones_alone():
    _person("王书记", SHARED, is_active=False)
    _person("李书记", SHARED)
    assert enter(SHARED) == 302


def test_an_office_telephone_is_no_name():
    _person("王书记", "0375-2900001")
    assert enter("03752900001") == enter("0375-2900001") == 422


def test_an_account_that_looks_like_another_persons_number_stays_an_account(wang):
    other = _person("李书记", "", username=MOBILE)
    assert User.objects.called(MOBILE) == other


@pytest.fixture
def cast(wang) -> dict[str, str]:
    """By what is the matter with them, the names of people who do not get in with this password, and one who is nobody."""
    _person("甲", SHARED)
    _person("乙", SHARED)
    return {
        "known": wang.username,
        "by number": _person("己", "13600136000").phone,
        "unknown": "nobody-x",
        "unknown number": "13700137000",
        "shared number": SHARED,
        "inactive": _person("丙", "", is_active=False).username,
        "asleep": _person("丁", "", asleep_since=clock.now()).username,
        "unopened": _person("戊", "", password="!", opened_at=None).username,
    }


def test_nothing_tells_them_apart(cast, monkeypatch):
    """Status, words, number of queries and hashing: what takes the time."""
    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *given: hashed.append("once") or encode(self, *given))
    found = {}
    for kind, name in cast.items():
        hashed.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = Client().post(reverse("login"), {"username": name, "password": "wrong"})
        words = answer.content.decode().replace(name, "")
        form = words[words.index("<form") :]
        found[kind] = (answer.status_code, len(queries), len(hashed), "账号或密码不对" in form, len(form) // 100)
    assert len(set(found.values())) == 1, found


def test_twin_without_the_hash_for_nobody_the_time_tells(cast, monkeypatch):
    monkeypatch.setattr(User, "set_password", lambda self, password: None)
    with pytest.raises(AssertionError):
        test_nothing_tells_them_apart(cast, monkeypatch)
