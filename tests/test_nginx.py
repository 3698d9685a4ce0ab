"""The true address through a real nginx with the configuration of deploy/: forged headers, strange peers, many guesses."""

import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from branches.accounts.throttle import TRIES
from tests.plugins.databases import Scratch, copy, drop
from tests.plugins.sites import serving
from tests.support.proxies import Answer, Visitor, nginx

PASSWORD = "Ping-ding-2027"
MAKE = f"""
from branches import clock
from branches.models import User
for name in ("wang", "zhao"):
    User.objects.create_user(name, password="{PASSWORD}", name=name, opened_at=clock.now())
"""
READ = """
import json
from branches.models import SignIn
rows = SignIn.objects.order_by("pk").values_list("user__username", "result", "address", "is_known_device")
print("RECORDS", json.dumps(list(rows)))
"""


@dataclass
class Site:
    """What stands in front, what stands behind it, and what was recorded."""

    front: str
    web: str
    scratch: Scratch

    def records(self) -> list[list[object]]:
        lines = self.scratch.manage("shell", "--command", READ).splitlines()
        found: list[list[object]] = json.loads(next(one for one in lines if one.startswith("RECORDS"))[8:])
        return found


@contextmanager
def standing(migrated: Scratch, folder: Path, **variables: str) -> Iterator[Site]:
    scratch = copy(migrated)
    scratch.manage("shell", "--command", MAKE)
    with serving(scratch, **variables) as web, nginx(web, folder) as front:
        yield Site(front, web, scratch)
    drop(scratch)


@pytest.fixture(scope="module")
def gate(migrated: Scratch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with standing(
        migrated, tmp_path_factory.mktemp("nginx"), TRUSTED_PROXIES="127.0.0.1", SECURE_SSL_REDIRECT="1"
    ) as site:
        yield site


def test_the_address_is_the_clients_own_whatever_he_writes(gate: Site) -> None:
    forged = {"X-Forwarded-For": "203.0.113.9", "X-Real-IP": "203.0.113.9", "Forwarded": "for=203.0.113.9"}
    assert Visitor(gate.front, "127.0.0.2", forged).sign_in("wang", PASSWORD) == 302
    assert Visitor(gate.front, "127.0.0.3").sign_in("wang", PASSWORD) == 302
    assert [row[2] for row in gate.records()][-2:] == ["127.0.0.2", "127.0.0.3"]


def test_a_peer_that_is_no_proxy_is_believed_nothing(gate: Site) -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    assert Visitor(gate.web, "127.0.0.4", said).get("/login/").status == 301
    assert Visitor(gate.web, "127.0.0.1", said).get("/livez").status == 200  # the health check of the container


def test_gauges_are_for_this_machine_and_not_behind_the_proxy(gate: Site) -> None:
    assert Visitor(gate.web, "127.0.0.1").get("/metrics").status == 200
    assert Visitor(gate.front, "127.0.0.1").get("/metrics").status == 404


def test_plain_http_leads_to_https_and_headers_are_there(gate: Site) -> None:
    answer = Visitor(gate.front, "127.0.0.2").get("/login/")
    assert answer.status == 200
    assert len(answer.headers["X-Request-ID"]) == 32
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "nginx/" not in answer.headers["Server"]


def test_static_files_come_with_or_without_the_volume(gate: Site) -> None:
    answer = Visitor(gate.front, "127.0.0.2").get("/static/css/base.css")
    assert (answer.status, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/css")


def guesses(site: Site, each: int) -> None:
    """Wrong tries from ten addresses; one of them also has a device that the person has used before."""
    known = Visitor(site.front, "127.0.0.11")
    assert known.sign_in("zhao", PASSWORD) == 302
    del known.cookies["sessionid"]
    wrong = [Visitor(site.front, f"127.0.0.{last}") for last in range(11, 21)]
    answers = [[one.sign_in("zhao", "wrong") for _ in range(each)] for one in wrong]
    assert answers == [[422] * (TRIES - 1) + [429] * (each - TRIES + 1)] * 10
    assert Visitor(site.front, "127.0.0.11").sign_in("zhao", PASSWORD) == 429
    assert Visitor(site.front, "127.0.0.21").sign_in("zhao", PASSWORD) == 302
    assert known.sign_in("zhao", PASSWORD) == 302


def test_wrong_tries_from_ten_addresses_hinder_no_eleventh_and_no_known_device(gate: Site) -> None:
    guesses(gate, each=6)


@pytest.mark.soak
def test_a_thousand_wrong_tries_from_ten_addresses(migrated: Scratch, tmp_path: Path) -> None:
    with standing(migrated, tmp_path, TRUSTED_PROXIES="127.0.0.1") as site:
        guesses(site, each=100)


def forging(site: Site) -> list[int]:
    """One person guesses from one address and writes another one into every request."""
    return [
        Visitor(site.web, "127.0.0.30", {"X-Forwarded-For": f"203.0.113.{number}"}).sign_in("wang", "wrong")
        for number in range(TRIES + 1)
    ]


def test_writing_other_addresses_gives_no_more_tries_and_the_twin_trusts_them(
    migrated: Scratch, tmp_path: Path
) -> None:
    with standing(migrated, tmp_path, TRUSTED_PROXIES="127.0.0.1") as site:
        assert forging(site) == [422] * 4 + [429] * 2
        assert {row[2] for row in site.records()} == {"127.0.0.30"}
        with serving(site.scratch, TRUSTED_PROXIES="0.0.0.0/0") as trusting:
            assert forging(Site(site.front, trusting, site.scratch)) == [422] * 6


def asked(front: str, path: str) -> list[Answer]:
    """A hundred and fifty times from one address, eight at a time."""
    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(Visitor(front, "127.0.0.40").get, [path] * 150))


def test_a_system_that_asks_too_often_is_told_when_to_go_on_and_people_are_not_held_up(gate: Site) -> None:
    found = asked(gate.front, "/api/v1/units")
    count = Counter(one.status for one in found)
    assert count.keys() == {401, 429} and count[401] > 40
    slower = next(one for one in found if one.status == 429)
    assert json.loads(slower.text) == {"errors": ["请求太多，请过5秒再试。"]}
    assert slower.headers["Content-Type"] == "application/json"
    assert (slower.headers["Retry-After"], slower.headers["Cache-Control"]) == ("5", "private, no-store")
    assert Visitor(gate.front, "127.0.0.41").get("/api/v1/units").status == 401, "another address has its own"
    assert {one.status for one in asked(gate.front, "/livez")} == {200}


def test_twin_without_its_limit_nobody_is_told(gate: Site, tmp_path: Path) -> None:
    with nginx(gate.web, tmp_path, without="limit_req zone=systems burst=40 nodelay;") as front:
        assert {one.status for one in asked(front, "/api/v1/units")} == {401}
