"""Workers killed at any instant and an emptied Redis, with real servers: everybody is told once, and no mail is lost."""

import json
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import redis

from tests.plugins.databases import ROOT, Scratch, copy, drop
from tests.plugins.sites import serving
from tests.plugins.workers import Process, Sink, mailbox, own_redis, wait_for


@dataclass
class Office:
    """A site with its servers and two workers and two clocks, all of them real."""

    scratch: Scratch
    sink: Sink
    broker: redis.Redis
    workers: list[Process]
    clocks: list[Process]

    def tell(self, *arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.scratch.process("telling", *arguments).splitlines()[-1])
        return found

    def after_every(self, share: int, times: int, act: Callable[[int], None]) -> None:
        """Do something so many times while mail is arriving."""
        for number in range(times):
            seen = len(self.sink.mails)
            wait_for(lambda seen=seen: len(self.sink.mails) >= seen + share, f"mail after act {number}")  # type: ignore[misc]
            act(number)

    def settled(self, count: int) -> dict[str, Any]:
        wait_for(lambda: len(set(self.sink.mails)) >= count, f"{count} mails")
        found: dict[str, Any] = {}

        def done() -> bool:
            found.update(self.tell("report"))
            return found["deliveries"] == {"sent": count}

        wait_for(done, "the last delivery")
        return found


@pytest.fixture
def arena(migrated: Scratch) -> Iterator[Scratch]:
    scratch = copy(migrated)
    yield scratch
    drop(scratch)


@contextmanager
def office(scratch: Scratch, count: int) -> Iterator[Office]:
    with ExitStack() as stack:
        sink, port = stack.enter_context(mailbox())
        broker, url = stack.enter_context(own_redis(scratch.data_dir))
        environment = scratch.environment | {
            "REDIS_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "DELIVERY_LEASE_SECONDS": "3",
        }
        one = Office(scratch, sink, broker, [], [])
        one.tell("make", str(count))
        for number in (1, 2):
            log = scratch.data_dir / f"celery{number}.log"
            worker = f"--app tests.support.processes.quick worker --queues mail --concurrency 1 --hostname w{number}@%h --loglevel INFO"
            beat = f"--app tests.support.processes.quick beat --schedule {scratch.data_dir}/beat{number} --pidfile= --max-interval 1"
            one.workers.append(Process(worker, environment, log))
            stack.callback(one.workers[-1].stop)
            one.clocks.append(Process(beat, environment, log))
            stack.callback(one.clocks[-1].stop)
        yield one


def killed(arena: Scratch, count: int, kills: int) -> tuple[dict[str, Any], Counter[tuple[str, str]]]:
    with office(arena, count) as one:

        def kill(number: int) -> None:
            worker = one.workers[number % 2]
            worker.kill()
            worker.start()

        one.after_every(count // (kills + 2), kills, kill)
        return one.settled(count), Counter(one.sink.mails)


def holds(found: dict[str, Any], mails: Counter[tuple[str, str]], count: int, kills: int) -> None:
    assert (found["announcements"], found["messages"], found["twice"], found["waiting"]) == (count, count, 0, 0)
    assert len({address for address, _ in mails}) == count  # none lost
    assert sorted(identifier for _, identifier in mails) == found["identifiers"]  # the same Message-ID each time
    assert mails.total() - count <= kills  # and no more twice than workers were killed


def test_three_kills_among_sixty_announcements_and_mails(arena: Scratch) -> None:
    holds(*killed(arena, 60, 3), 60, 3)


def test_clocks_killed_in_the_midst_and_started_again_lose_and_double_nothing(arena: Scratch) -> None:
    with office(arena, 20) as one:
        first, second = one.clocks
        for clock in one.clocks:
            clock.kill()  # before they have read the schedule
        wait_for(lambda: all(" ready." in worker.log.read_text() for worker in one.workers), "the workers")
        assert (one.tell("report")["waiting"], one.sink.mails) == (20, []), "the twin: without a clock nobody is told"
        first.start()

        def kill(_: int) -> None:
            first.kill()
            second.start()

        one.after_every(5, 1, kill)
        holds(one.settled(20), Counter(one.sink.mails), 20, kills=0)


@pytest.mark.soak
@pytest.mark.figure(11, "10 kills over 500: notices once, 0 mails lost")
def test_soak_ten_kills_among_five_hundred(arena: Scratch) -> None:
    holds(*killed(arena, 500, 10), 500, 10)


def test_under_the_defaults_of_celery_mail_is_lost(arena: Scratch) -> None:
    """The twin: the queue alone remembers, a task is acknowledged before it ran, and a kill takes it along."""
    with mailbox(pace=0.1) as (sink, port), own_redis(arena.data_dir) as (broker, url):
        environment = arena.environment | {"REDIS_URL": url, "SMTP_PORT": str(port)}
        enqueue = "from tests.support.processes.naive import send; [send.delay(n) for n in range(40)]"
        subprocess.run([sys.executable, "-c", enqueue], check=True, cwd=ROOT, env=environment)
        arguments = "--app tests.support.processes.naive worker --concurrency 2 --loglevel INFO"
        worker = Process(arguments, environment, arena.data_dir / "naive.log")
        try:
            for kill in range(3):
                wait_for(lambda kill=kill: len(sink.mails) >= 5 * (kill + 1), "mail")  # type: ignore[misc]
                worker.kill()
                worker.start()
            wait_for(lambda: broker.llen("celery") == 0, "an empty queue")
            quiet = -1
            while quiet != len(sink.mails):
                quiet = len(sink.mails)
                time.sleep(1)
        finally:
            worker.stop()
        assert len({address for address, _ in sink.mails}) < 40


def wiped(arena: Scratch, count: int) -> None:
    statuses = []
    with office(arena, count) as one, serving(arena) as site:

        def wipe(number: int) -> None:
            one.broker.flushall()
            with urllib.request.urlopen(f"{site}/login/") as answer:
                statuses.append(answer.status)

        one.after_every(count // 5, 3, wipe)
        found = one.settled(count)
        holds(found, Counter(one.sink.mails), count, kills=0)
    assert statuses == [200, 200, 200]


def test_redis_wiped_three_times_loses_nothing(arena: Scratch) -> None:
    wiped(arena, 40)


@pytest.mark.soak
@pytest.mark.figure(12, "Redis emptied 3 times: 0 lost")
def test_soak_redis_wiped_among_five_hundred(arena: Scratch) -> None:
    wiped(arena, 500)
