"""Many people at once, each in a thread, with a browser of his own that keeps its connection and looks whose pages it gets."""

import json
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

from django.conf import settings

from branches.accounts.demo import ACCOUNTS
from tests.plugins.databases import Scratch
from tests.support.proxies import FORM, Answer, Visitor

WHOSE = re.compile(r'data-person="(\d+)"')
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
OPEN = """
import json
from django.contrib.auth.hashers import make_password
from branches import clock
from branches.models import Appointment, User
from evaluation.cases import moves as case_moves
from evaluation.models import Candidacy
from evaluation.self_assessment.queries import window, working_copy
from evaluation.self_assessment.views import task_list
from evaluation.vocabulary import Action, State
from tests.support.factories import fill_in

drafts = Candidacy.objects.filter(cycle__state="recommending", state=State.DRAFT).select_related("cycle")
posts = Appointment.objects.filter(role="secretary", ends_on=None, user__username__startswith="b")
people = {post.branch_id: post.user for post in posts.select_related("user")}
password, now, made = make_password("%s"), clock.now(), []
for case in drafts.order_by("pk"):
    person = people.get(case.branch_id)
    if person and len(made) < %d:
        case.self_ratings.all().delete()
        fill_in(case, person)
        (move,) = [one for one in case_moves.moves_of(window(case)[0], case.state, person) if one.action == Action.APPLY]
        if move.reasons or task_list.gaps(working_copy(case)):
            continue  # the form is made for nine members; some branches have fewer
        User.objects.filter(pk=person.pk).update(password=password, opened_at=now)
        made.append((person.username, person.pk, case.pk))
officials = User.objects.filter(username__in=%r).values_list("username", "pk")
print("CROWD", json.dumps([made, [(*one, 0) for one in officials]]))
"""


class Somebody(NamedTuple):
    """An account, the number of the person, and the case that he may hand in, if any."""

    account: str
    pk: int
    case: int


def opened(scratch: Scratch, secretaries: int) -> tuple[list[Somebody], list[Somebody]]:
    """So many secretaries with a draft each that wants only to be handed in, and the nine that have accounts anyway."""
    words = OPEN % (settings.DEMO_PASSWORD, secretaries, [one.username for one in ACCOUNTS])
    said = scratch.manage("shell", "--no-imports", "--command", words)
    found = json.loads(next(line for line in said.splitlines() if line.startswith("CROWD"))[5:])
    made, officials = ([Somebody(*one) for one in part] for part in found)
    assert len(made) == secretaries, f"only {len(made)} drafts"
    return made, officials


@dataclass
class Browser(Visitor):
    """What was asked, how long each answer took, and what was wrong with it."""

    who: Somebody = field(default_factory=lambda: Somebody("", 0, 0))
    seconds: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    kept: HTTPConnection | None = None

    def _ask(self, method: str, path: str, body: bytes | None = None, content_type: str = FORM) -> Answer:
        self.kept = self.kept or self.connect()
        started = time.monotonic()
        try:
            answer = self.exchange(self.kept, method, path, body, content_type)
        except (OSError, HTTPException) as fault:
            self.kept.close()
            self.faults.append(f"{method} {path}: {fault!r}")
            raise
        self.seconds.append(time.monotonic() - started)
        if method == "POST":
            self.writes.append(self.seconds[-1])
        if answer.status not in (200, 302):
            self.faults.append(f"{method} {path}: {answer.status}")
        if any(int(one) != self.who.pk for one in WHOSE.findall(answer.text)):
            self.strangers.append(path)
        return answer

    def fill_in(self, path: str, to: str = "", **fields: str) -> Answer:
        """The form of a page, with all that it hides, sent to itself or to where it says."""
        return self.post(to or path, dict(HIDDEN.findall(self.get(path).text)) | fields)

    def forget(self) -> None:
        """What came before is not measured. nginx would close a connection that is idle while others sign in."""
        if self.kept:
            self.kept.close()
        for one in (self.seconds, self.writes, self.faults, self.strangers):
            one.clear()


def signed_in(front: str, people: Sequence[Somebody]) -> list[Browser]:
    """A browser for each of them, at an address of its own, on which nothing is measured yet."""

    def enter(numbered: tuple[int, Somebody]) -> Browser:
        number, who = numbered
        browser = Browser(front, f"127.0.{1 + number // 200}.{1 + number % 200}", who=who)
        assert browser.sign_in(who.account, settings.DEMO_PASSWORD) == 302, who.account
        assert WHOSE.findall(browser.get("/").text) == [str(who.pk)], "each page says whose it is"
        browser.forget()
        return browser

    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(enter, enumerate(people)))


def together(browsers: Sequence[Browser], act: Callable[[int, Browser], None]) -> float:
    """All of them at the same time; how long it took until the last one was done."""
    started = time.monotonic()
    with ThreadPoolExecutor(len(browsers)) as threads:
        list(threads.map(act, range(len(browsers)), browsers))
    return time.monotonic() - started


def slowest(seconds: Sequence[float]) -> float:
    """Nineteen of twenty are quicker."""
    return sorted(seconds)[len(seconds) * 95 // 100]
