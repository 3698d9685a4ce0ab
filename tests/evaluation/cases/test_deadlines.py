"""A deadline is one instant, whatever the host's time zone or the browser's clock say (D8)."""

import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client

from branches import clock
from branches.models import User
from evaluation.models import Candidacy
from tests.plugins.soak import Measured
from tests.support import factories

pytestmark = pytest.mark.django_db
DUE = date(2027, 1, 10)
ZONES = ("Asia/Shanghai", "UTC", "America/Los_Angeles", "Pacific/Kiritimati", "Europe/Berlin", "Asia/Kolkata")
END = clock.end_of(DUE)
SKEWS = tuple(timedelta(hours=hours) for hours in (-14, -9, -1, 0, 1, 5, 8, 12, 14))
AROUND = ((-1, True), (0, False), (1, False))


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Puts the host into a time zone."""

    def move(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield move
    monkeypatch.undo()
    time.tzset()


def wrong(
    case: Candidacy,
    secretary: User,
    move: Any,
    zones: tuple[str, ...] = ZONES[:3],
    skews: tuple[timedelta, ...] = SKEWS[::4],
) -> list[Any]:
    """The cases in which an application was taken too late or refused in time."""
    factories.fill_in(case, secretary)
    client = Client()
    client.force_login(secretary)
    found = []
    for zone in zones:
        move(zone)
        for skew in skews:
            for second, in_time in AROUND:
                instant = (END + timedelta(seconds=second)).astimezone(ZoneInfo(zone))
                if _is_taken(client, case, instant, skew) != in_time:
                    found.append((zone, skew, second))
    return found


def _is_taken(client: Client, case: Candidacy, instant: datetime, skew: timedelta) -> bool:
    """The browser's clock arrives with the request, as browsers and scripts may send it."""
    theirs = (instant + skew).isoformat()
    with clock.moved_to(instant), transaction.atomic():
        given = {"version": case.version, "now": theirs, "at": theirs, "note": ""}
        answer = client.post(f"/candidacies/{case.pk}/apply/", given, headers={"Date": theirs})
        transaction.set_rollback(True)
    assert answer.status_code in (302, 422)
    return bool(answer.status_code == 302)


def test_d8_the_deadline_is_the_same_instant_everywhere(case: Candidacy, secretary: User, host: Any) -> None:
    """A second before, at and after the end of the day × the host's time zone × the browser's skew."""
    assert wrong(case, secretary, host) == []


@pytest.mark.soak
@pytest.mark.figure(9, "162 cases, 0 wrong")
def test_soak_the_deadline_in_every_zone(case: Candidacy, secretary: User, host: Any, measured: Measured) -> None:
    found = wrong(case, secretary, host, ZONES, SKEWS)
    measured(f"{len(found)} wrong of {len(ZONES) * len(SKEWS) * len(AROUND)}")
    assert found == []


def test_judged_by_the_hosts_own_day_it_would_not_be(
    case: Candidacy, secretary: User, host: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a day that ends when it ends where the server stands."""
    midnight = datetime.min.time()
    monkeypatch.setattr(clock, "end_of", lambda day: datetime.combine(day + timedelta(1), midnight).astimezone())
    assert wrong(case, secretary, host, zones=("America/Los_Angeles",)) != []
