"""People who write over HTTP to a real server, one thing after the other, and remember what was acknowledged."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from http.cookiejar import CookieJar
from threading import Event, Thread
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from django.conf import settings

from tests.plugins.workers import wait_for

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
WAITS = 30
ACTIVITY = {"kind": "symposium", "held_on": "2026-04-01", "organiser": "市直工委", "reference": "简报第3期"}


class Person:
    """Somebody who is signed in at a site of the demonstration."""

    def __init__(self, site: str, account: str) -> None:
        self.site, self.opener = site, build_opener(HTTPCookieProcessor(CookieJar()))
        self.send("/login/", username=account, password=settings.DEMO_PASSWORD)

    def open(self, path: str, sent: bytes | None = None) -> HTTPResponse:
        answer: HTTPResponse = self.opener.open(f"{self.site}{path}", sent, timeout=WAITS)
        return answer

    def send(self, path: str, **fields: str) -> str:
        """Fill in the form there; where it led."""
        with self.open(path) as page:
            token = TOKEN.findall(page.read().decode())[0]
        with self.open(path, urlencode(fields | {"csrfmiddlewaretoken": token}).encode()) as answer:
            return answer.url.removeprefix(self.site)


class Writer(Thread):
    """One of 市直工委 who enters activities one after the other, and sends again what nobody acknowledged."""

    def __init__(self, site: str, number: int) -> None:
        super().__init__(daemon=True)
        self.person, self.number = Person(site, "work_committee"), number
        self.acknowledged: list[str] = []
        self.is_over = Event()

    def run(self) -> None:
        while not self.is_over.is_set():
            title = f"第{self.number}人第{len(self.acknowledged)}次"
            try:
                where = self.person.send("/promotion/new/", title=title, **ACTIVITY)
            except (OSError, HTTPException):
                continue
            if where != "/promotion/new/":
                self.acknowledged.append(title)


@contextmanager
def writing(site: str, count: int) -> Iterator[Sequence[Writer]]:
    """So many of them, until the end of the block."""
    writers = [Writer(site, number) for number in range(count)]
    for one in writers:
        one.start()
    try:
        yield writers
    finally:
        for one in writers:
            one.is_over.set()
        for one in writers:
            one.join(2 * WAITS)


def killed(writers: Sequence[Writer], kill: Callable[[], None], times: int, every: int) -> float:
    """Kill in the midst of their writing, so many times; the longest until something is acknowledged again, in seconds."""

    def further(count: int) -> None:
        wanted = sum(len(one.acknowledged) for one in writers) + count
        wait_for(lambda: sum(len(one.acknowledged) for one in writers) >= wanted, f"{count} acknowledged writes")

    longest = 0.0
    for _ in range(times):
        further(every)
        started = time.monotonic()
        kill()
        further(1)
        longest = max(longest, time.monotonic() - started)
    further(every)
    return longest
