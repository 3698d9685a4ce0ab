"""Everything the system tells one person: every page, sheet and feed, and the answer to every act, as one mapping."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from openpyxl import load_workbook

from branches import clock
from branches.models import User
from evaluation.advance import Life
from evaluation.procedure.lives import NOT_ROUTABLE
from evaluation.typesetting import typeset
from evaluation.vocabulary import Action
from tests.support.world import World

Picture = dict[tuple[str, ...], tuple[object, ...]]

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = ("Location", "ETag", "Last-Modified", "Content-Disposition", "Content-Type")
# The register knows no cases (`branches` imports nothing of `evaluation`): of its pages only the audit can tell.
ASKED = re.compile("evaluation:|branches:audit")
# One form of a document stands for the others; files that are read in and titles of the past tell nothing of a case,
# nor do what a branch fills in, what the year asks of every branch, the site itself and how a year is set.
NOT_ASKED = re.compile(
    "notice_(archive|word|correct)|notices_print|notice_batch|job|verify$|live|ready|metrics|import|holiday|plaque"
    "|subsid|method|promotion|nomination|honour_|self_assessment_(?!print|version|check)|evidence|guidance|arrangement"
    "|half_year|lateness|messages_read|message_settings|calendar_(open|close)|status|policy|permissions|succession"
    "|branch_|branches$|unit_matter|cycle_(add|small|change|ratio|naming_day|extension|settings|list)|schedule"
)
VERSION = re.compile(r'name="version" value="(\d*)"')
LINK = re.compile(r'href="(\?[^"#]+)')
# What an act has just made: its number comes from the database's series, which no rollback takes back.
MADE = re.compile(r"^/(notices|jobs)/\d+/$")
ASKED_FOR = re.compile(r"^/(jobs)/\d+/$")
TOKENS = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|/calendar/[\w-]+\.ics|编号\s*<strong>\w+</strong>')


def given() -> dict[str, str]:
    """What fits into many a form: where it does not, the form says so alike."""
    day = (clock.today() + timedelta(days=3)).isoformat()
    return {
        "note": "按规定办理，理由写在这里。",
        "reason": "按规定办理，理由写在这里，说清楚为什么。",
        "due": day,
        "verdict": "name",
        "received_on": clock.today().isoformat(),
        "source": "来信",
        "facts": "反映的情况。",
    }


@contextmanager
def unruled(patch: Any) -> Iterator[None]:
    """Moves are made and recorded as ever, but no rule is asked: for setting a scene."""
    with patch.context() as scene:
        scene.setattr(Life, "choose", lambda self, seen, rows, act: rows[0])
        yield


def plain_documents(patch: Any) -> None:
    """A document is what it says, not how it is set: typesetting takes seconds each."""
    patch.setattr(typeset, "render", lambda kind, data, **more: f"%PDF-1.4 {kind} {data}".encode())
    patch.setattr(typeset, "print_out", lambda document, **more: f"%PDF-1.4 {document}".encode())


def picture(user: User, world: World, relation: str = "own", only: str = "") -> Picture:
    """By method, URL and what was sent: status, headers, body without tokens. Whatever is written is taken back.

    `only` is a pattern for the names of the URLs.
    """
    client, found = Client(), {}
    client.force_login(user)
    signed_in = {name: cookie.value for name, cookie in client.cookies.items()}

    def ask(method: str, url: str, data: dict[str, str] | None = None, *, follow: bool = False) -> str:
        client.cookies.clear()
        client.cookies.load(signed_in)
        with transaction.atomic():
            answer = getattr(client, method)(url, data or {}, follow=follow)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        text = _plain(answer.headers.get("Content-Type", ""), body)
        sent = "&".join(f"{name}={value}" for name, value in (data or {}).items())
        kept = tuple(answer.headers.get(name) for name in HEADERS)
        if kept[0]:
            kept = ((MADE if method == "post" else ASKED_FOR).sub(r"/\1/", kept[0]), *kept[1:])
        found[method, url, sent] = (answer.status_code, getattr(answer, "redirect_chain", ()), kept, text)
        return text if answer.status_code == 200 else ""

    for name, pattern in urls():
        if not re.search(only, name):
            continue
        for url in _urls(name, pattern, world, relation):
            page = ask("get", url)
            if not page and found["get", url, ""][0] != 405:
                continue
            for link in dict.fromkeys(unescape(one) for one in LINK.findall(page)):
                ask("get", url.split("?")[0] + link)
            version = next(iter(VERSION.findall(page)), "")
            if 'method="post"' in page or not page:
                ask("post", url, {**given(), "version": version})
    if re.search(only, "evaluation:move"):
        for url in _moves(world.parts[relation].ids):
            version = next(iter(VERSION.findall(ask("get", url))), "")
            ask("post", url, {**given(), "version": version}, follow=True)
    if re.search(only, "evaluation:candidacy_list"):
        for query in ("state=assessed", "state=recommended", "sort=-shown_since"):
            ask("get", f"{reverse('evaluation:candidacy_list')}?cycle={world.cycle.year}&{query}")
    return found


def differences(before: Picture, after: Picture) -> list[str]:
    """What tells the two apart, a line each."""
    wrong = [f"{' '.join(key)}: only once" for key in before.keys() ^ after.keys()]
    for key in before.keys() & after.keys():
        if before[key] != after[key]:
            wrong.append(f"{' '.join(key)}: {_first_difference(before[key], after[key])}")
    return sorted(wrong)


def urls() -> list[tuple[str, URLPattern]]:
    """(URL name with its namespace, pattern) of every URL of the project that is asked."""

    def walk(some: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for one in some:
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, f"{namespace}{one.namespace}:" if one.namespace else namespace)
            elif ASKED.search(f"{namespace}{one.name}") and not NOT_ASKED.search(f"{one.name}"):
                yield f"{namespace}{one.name}", one

    return list(walk(get_resolver().url_patterns, ""))


def _urls(name: str, pattern: URLPattern, world: World, relation: str) -> Iterator[str]:
    names, word = list(pattern.pattern.converters), name.rsplit(":", 1)[-1]
    if not names:
        yield reverse(name)
        return
    if word == "move":
        return
    kwargs = world.kwargs(word, names, relation)
    if kwargs is not None:
        yield reverse(name, kwargs=kwargs)


def _moves(ids: dict[str, int]) -> Iterator[str]:
    for action in Action:
        if action not in NOT_ROUTABLE:
            yield reverse("evaluation:move", args=[ids["pk"], action])


def _plain(kind: str, body: bytes) -> str:
    if kind.startswith(SHEET):
        rows = load_workbook(BytesIO(body)).active.iter_rows(values_only=True)
        return "\n".join(str(row) for row in rows)
    return TOKENS.sub("", body.decode(errors="replace"))


def _first_difference(before: tuple[object, ...], after: tuple[object, ...]) -> str:
    for old, new in zip(before, after, strict=True):
        if old != new and isinstance(old, str) and isinstance(new, str):
            at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
            return f"…{old[max(0, at - 60) : at + 90]!r} / …{new[max(0, at - 60) : at + 90]!r}"
        if old != new:
            return f"{old!r} / {new!r}"
    return ""
