"""名额 hold: against many processes at once, against HTTP, and the controls that show what would happen otherwise."""

import http.client
import json
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from evaluation.rules.allotment import cap
from tests.plugins.databases import ON_POSTGRESQL, Scratch, copy, drop
from tests.plugins.sites import serving

PROCESSES = 50 if ON_POSTGRESQL else 8
ONE_LIST = [30] if ON_POSTGRESQL else [3]
SEEDS = (1, 2, 3, 4, 5)


@pytest.fixture
def arena(migrated: Scratch) -> Iterator[Scratch]:
    scratch = copy(migrated)
    yield scratch
    drop(scratch)


def run(arena: Scratch, **asked: Any) -> dict[str, Any]:
    """What `tests.support.processes.racing` did on that database, and what it found there afterwards."""
    variables = {} if asked.get("guarded", True) else {"DATABASE_URL": arena.url}
    said = arena.process("racing", json.dumps(asked), **variables)
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    return found


def holds(found: dict[str, Any]) -> None:
    assert found["errors"] == {}
    assert found["over"] == 0
    assert found["drift"] == 0
    assert found["seats"] == found["caps"]
    assert all(taken <= places for taken, places in zip(found["taken"], found["caps"], strict=True))


def test_many_processes_fill_a_list_exactly(arena: Scratch) -> None:
    found = run(arena, processes=PROCESSES, attempts=4 if ON_POSTGRESQL else 6, caps=ONE_LIST)
    holds(found)
    assert found["taken"] == ONE_LIST
    assert found["did"]["recommend"] == sum(ONE_LIST)


def test_without_the_guards_the_cap_is_exceeded(arena: Scratch) -> None:
    found = run(arena, processes=PROCESSES, attempts=4 if ON_POSTGRESQL else 6, caps=ONE_LIST, guarded=False)
    assert found["over"] > 0
    with pytest.raises(AssertionError):
        holds(found)


def test_mixed_moves_and_adjustments_leave_every_list_within_its_cap(arena: Scratch) -> None:
    found = run(arena, processes=8, attempts=15, caps=[5, 3, 3], kind="mixed")
    holds(found)
    assert found["did"]["recommend"] > 0


@pytest.mark.soak
@pytest.mark.figure(1 if ON_POSTGRESQL else 3, "processes at one list and at ten: none over, no place unused")
@pytest.mark.parametrize("seed", SEEDS)
def test_soak_eleven_lists(arena: Scratch, seed: int) -> None:
    caps = [30, *[3] * 10]
    found = run(arena, processes=PROCESSES, attempts=40, seed=seed, caps=caps)
    holds(found)
    assert found["taken"] == caps  # no place left unused


@pytest.mark.soak
@pytest.mark.figure(3, "50 processes at one file: none over, none locked")
@pytest.mark.skipif(ON_POSTGRESQL, reason="fifty writers of one file")
def test_soak_fifty_processes_on_sqlite(arena: Scratch) -> None:
    found = run(arena, processes=50, attempts=6, caps=[30])
    holds(found)
    assert found["taken"] == [30]


@pytest.mark.soak
@pytest.mark.figure(4, "10,000 mixed moves: 0 violations")
@pytest.mark.parametrize("seed", SEEDS[: 5 if ON_POSTGRESQL else 1])
def test_soak_ten_thousand_mixed_moves(arena: Scratch, seed: int) -> None:
    attempts = 40 if ON_POSTGRESQL else 250  # five seeds of 50 × 40, or one of 8 × 250
    found = run(arena, processes=PROCESSES, attempts=attempts, seed=seed, caps=[30, *[3] * 10], kind="mixed")
    holds(found)


def clicks(arena: Scratch, people: int, places: int) -> Counter[int]:
    """So many people click 选入 at the same moment, each on another branch; how often each status was answered."""
    setting = run(arena, sessions=people, caps=[places])
    with serving(arena) as url, ThreadPoolExecutor(people) as crowd:
        host = urlsplit(url).netloc
        jobs = zip(setting["sessions"], setting["cases"], strict=False)
        answers = list(crowd.map(lambda job: _click(host, setting["path"], *job), jobs))
    for status, body in answers:
        assert status == 302 or "名额" in body
    return Counter(status for status, _ in answers)


def _click(host: str, path: str, session: str, case: int) -> tuple[int, str]:
    token = "t" * 32
    connection = http.client.HTTPConnection(host, timeout=600)
    body = urlencode({"case": case, "version": 0, "csrfmiddlewaretoken": token})
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={token}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://{host}{path}",
    }
    connection.request("POST", f"{path}pick/", body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_over_http_exactly_the_cap_succeeds_and_the_rest_is_told_why(arena: Scratch) -> None:
    assert clicks(arena, people=10, places=3) == {302: 3, 422: 7}


@pytest.mark.soak
@pytest.mark.figure(2, "50 sessions: exactly as many as there are places")
def test_soak_fifty_sessions_over_http(arena: Scratch) -> None:
    assert clicks(arena, people=50, places=7) == {302: 7, 422: 43}


@pytest.mark.parametrize(
    ("base", "ratio", "places"),
    [(0, "0.1", 0), (9, "0.1", 0), (10, "0.1", 1), (19, "0.1", 1), (31, "0.1", 3), (29, "0.07", 2), (200, "0.055", 11)],
)
def test_the_cap_is_rounded_down_without_floats(base: int, ratio: str, places: int) -> None:
    assert cap(base, Decimal(ratio)) == places
