"""Who guesses waits; nobody is locked out. Everything that can be guessed asks here: passwords, codes, second factors.

Five wrong tries at one thing, of one person and from one place: then five minutes in which nothing is checked. Trying
on does not make them longer. A device that the person has used before is a place of its own, so what others do behind
the same address never holds it up. Many people tried from one address: everybody there who comes on a strange device
waits for a moment first, the longer the more there are, but each for his own time, which ends.

Callers ask `wait` before anything is checked, then say `failed` or `passed`, both outside a transaction that a refusal
would roll back.
"""

import math
from datetime import datetime, timedelta
from ipaddress import ip_network

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from branches import audit, clock, origin
from branches.accounts import devices
from branches.models import Attempt, AuditEntry, User
from branches.models.person import plain_name

TRIES = 5
PAUSE = timedelta(minutes=5)
# So many people tried in vain from one address within so long are no office with forgetful people.
MANY = 20
LATELY = timedelta(minutes=10)
# Each further one comes so much later, the last ones as late as whoever has used up his tries.
STEP = timedelta(seconds=3)
ALARM = "同一地址试探多个账号"
_ALARM_AGAIN = timedelta(hours=1)
_DEVICE = "device "


def wait(request: HttpRequest, purpose: str, name: str) -> int:
    """For how many seconds this person may not try; 0: go ahead. `name` is an account or a mobile number."""
    who, place = _asked(request, name)
    now = clock.now()
    row = Attempt.objects.filter(purpose=purpose, who=who, place=place).first()
    if row and row.until:
        return math.ceil(max(row.until - now, timedelta()).total_seconds())
    queue = timedelta() if place.startswith(_DEVICE) else _queue(who, place, now)
    if queue:
        turn = {"until": now + queue, "at": now}
        Attempt.objects.update_or_create(purpose=purpose, who=who, place=place, defaults=turn)
    return math.ceil(queue.total_seconds())


def failed(request: HttpRequest, purpose: str, name: str) -> None:
    """A try was checked and was wrong."""
    who, place = _asked(request, name)
    now = clock.now()
    with transaction.atomic():
        row = _locked(purpose, who, place, now)
        is_new = row.at + PAUSE <= now or row.failures >= TRIES
        row.failures = 1 if is_new else row.failures + 1
        row.until = now + PAUSE if row.failures >= TRIES else None
        row.at = now
        row.save()
    if not place.startswith(_DEVICE):
        _watch(place, now)


def passed(request: HttpRequest, purpose: str, name: str) -> None:
    """A try was right: the count begins anew."""
    who, place = _asked(request, name)
    Attempt.objects.filter(purpose=purpose, who=who, place=place).delete()


def alarms() -> int:
    """How many addresses were reported within the last day."""
    recent = AuditEntry.objects.filter(verb=ALARM, at__gt=clock.now() - timedelta(days=1))
    return recent.order_by().values("subject").distinct().count()


def sweep() -> int:
    """Forget what holds nobody up any longer."""
    return Attempt.objects.filter(at__lt=clock.now() - timedelta(days=1)).delete()[0]


def _asked(request: HttpRequest, name: str) -> tuple[str, str]:
    """Of whom and from where, each in one query at most whether somebody is called so or not."""
    person = User.objects.called(name)
    # Account and mobile number of one person are one; what fits nobody is told apart by its digest, never kept.
    subject = f"person {person.pk}" if person else f"name {plain_name(name)}"
    who = salted_hmac("branches.throttle", subject, algorithm="sha256").hexdigest()
    return who, f"{_DEVICE}{devices.digest(request)}" if devices.is_known(request, person) else _address()


def _address() -> str:
    """In IPv6 whoever has one address has all of its network."""
    here = origin.address()
    return str(ip_network(f"{here}/64", strict=False)) if here and ":" in here else here or "unknown"


def _queue(who: str, place: str, now: datetime) -> timedelta:
    """The turn of one more person at an address from which many were tried."""
    others = _tried(place, now).exclude(who=who)[: MANY + PAUSE // STEP].count()
    return min(STEP * max(others + 1 - MANY, 0), PAUSE)


def _tried(place: str, now: datetime) -> QuerySet[Attempt, str]:
    """The people who were tried in vain from an address lately."""
    rows = Attempt.objects.filter(place=place, at__gt=now - LATELY)
    return rows.order_by().values_list("who", flat=True).distinct()


def _watch(place: str, now: datetime) -> None:
    """Tell the keepers of the site, once an hour for each address."""
    people = _tried(place, now).count()
    told = AuditEntry.objects.filter(verb=ALARM, subject=place, at__gt=now - _ALARM_AGAIN)
    if people >= MANY and not told.exists():
        audit.record(ALARM, place, by=None, people=people)


def _locked(purpose: str, who: str, place: str, now: datetime) -> Attempt:
    rows = Attempt.objects.select_for_update()
    try:
        with transaction.atomic():
            return rows.get_or_create(purpose=purpose, who=who, place=place, defaults={"at": now})[0]
    except IntegrityError:
        return rows.get(purpose=purpose, who=who, place=place)
