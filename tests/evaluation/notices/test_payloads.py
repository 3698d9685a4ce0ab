"""Hostile text in every field of a document reaches the paper as text, and reaches neither network nor files.

Two guards, each shown to hold without the other: the templates escape, and the fetcher refuses everything.
"""

import io
import socket
import sys
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from evaluation.notices import typeset
from evaluation.notices.engine import HTML
from evaluation.notices.fetcher import DenyAll
from tests.evaluation.notices.test_awards import honour
from tests.evaluation.notices.test_forms import application
from tests.support.typesetting import samples
from tests.support.typesetting.measure import Print

CANARY = "CANARY-7F3A"
events: list[str] = []
listening = threading.Event()


def watch(event: str, arguments: tuple[Any, ...]) -> None:
    if listening.is_set() and event in ("open", "socket.connect", "socket.getaddrinfo", "urllib.Request"):
        events.append(f"{event} {arguments[0] if event == 'open' else arguments!r}")


sys.addaudithook(watch)


@pytest.fixture
def target(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A file with a secret and a listening address, and the record of who touched them."""
    secret = tmp_path / "secret.txt"
    secret.write_text(CANARY)
    server = socket.create_server(("127.0.0.1", 0))
    events.clear()
    listening.set()
    yield {"file": secret.as_uri(), "path": str(secret), "http": f"http://127.0.0.1:{server.getsockname()[1]}"}
    listening.clear()
    server.close()


def touched(target: dict[str, str]) -> list[str]:
    port = target["http"].rsplit(":", 1)[1]
    return [event for event in events if target["path"] in event or port in event or event.startswith("urllib")]


PAYLOADS = (
    '<img src="{file}">',
    '<img src="{http}/a.png">',
    '<link rel="stylesheet" href="{http}/a.css">',
    '<link rel="attachment" href="{file}">',
    '<a rel="attachment" href="{file}">x</a>',
    "<style>@import url({http}/b.css)</style>",
    "<style>@font-face {{ font-family: x; src: url({file}) }} p {{ font-family: x }}</style>",
    "<style>body {{ background: url({http}/c.png) }}</style>",
    '<p style="background: url({file})">x</p>',
    '<object data="{file}"></object>',
    '<embed src="{file}">',
    '<iframe src="{http}"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{file}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{http}/d.svg#x"/></svg>',
    '<base href="{http}/">',
    '<meta http-equiv="refresh" content="0; url={http}">',
    '<script src="{http}/e.js"></script>',
    '<input type="image" src="{http}/f.png">',
    '<video poster="{http}/g.png"></video>',
    '<ul style="list-style-image: url({http}/h.png)"><li>x</li></ul>',
    '"><img src={file}>',
    "{{{{ settings.SECRET_KEY }}}}{{% include '{path}' %}}",
    '<p style="content: url({http}/i.png)">x</p>',
    '<div style="mask-image: url({file}); border-image: url({http}/j.png)">x</div>',
    "&lt;img src={file}&gt;&#x3c;img src={http}&#x3e;",
)


def poisoned(payload: str) -> dict[str, Any]:
    facts = samples.naming(2)
    for key in ("number", "printed_by", "title"):
        facts[key] = payload
    for key in ("issuers", "recipients", "copies_to"):
        facts[key] = [payload]
    facts["corrects"] = {"number": payload, "dated_on": "2026-06-30", "title": payload}
    facts["units"] = [{"unit": payload, "branches": [payload]}]
    return facts


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_every_field_is_only_text(payload: str, target: dict[str, str]) -> None:
    facts = poisoned(payload.format(**target))
    content = typeset.render("naming", facts)
    assert touched(target) == []
    assert CANARY not in Print(content).text
    assert not PdfReader(io.BytesIO(content)).attachments
    text = Print(content).text
    assert facts["printed_by"].replace(" ", "") in text


FACTS: dict[str, dict[str, Any]] = {
    **dict(samples.OTHERS.values()),
    "naming": samples.naming(1),
    "self_assessment": application(),
    "certificate": honour(),
    "plaque": honour(),
}


def spoiled(value: Any, payloads: Iterator[str]) -> Any:
    """`value` with the next payload in place of every text that is not a date."""
    if isinstance(value, dict):
        return {key: item if is_date(key) else spoiled(item, payloads) for key, item in value.items()}
    if isinstance(value, list):
        return [spoiled(item, payloads) for item in value]
    return next(payloads) if isinstance(value, str) else value


def is_date(key: str) -> bool:
    return key.endswith("_on") or key in ("returned_by", "extended_to")


def hostile(kind: str, **target: str) -> dict[str, Any]:
    """Facts of a kind with a payload in every field, one after the other, those of every document included."""
    payloads = cycle(payload.format(**target) for payload in PAYLOADS)
    facts: dict[str, Any] = spoiled(FACTS[kind] | TRACED, payloads)
    if "printed_on" in facts:
        facts |= {"printed_on": facts["dated_on"], "corrects": spoiled(samples.CORRECTED, payloads)}
    return facts


TRACED = {"verify_url": "https://party.example/verify/1", "fingerprint": "9f86d081"}


@pytest.mark.parametrize("kind", typeset.KINDS)
def test_no_kind_lets_a_payload_through(kind: str, target: dict[str, str]) -> None:
    content = typeset.render(kind, hostile(kind, **target), archive=kind == "naming")
    assert touched(target) == []
    assert not PdfReader(io.BytesIO(content)).attachments
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert CANARY not in text
    assert "<" in text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_fetcher_refuses_what_is_not_escaped(payload: str, target: dict[str, str]) -> None:
    document = HTML(string=f"<p>text</p>{payload.format(**target)}", url_fetcher=DenyAll())
    content = document.write_pdf()
    assert touched(target) == []
    assert CANARY not in Print(content).text
    assert not PdfReader(io.BytesIO(content)).attachments


def test_without_both_guards_the_file_would_be_read(target: dict[str, str]) -> None:
    """The negative control: this is what the recorder sees when nothing stands in the way."""
    HTML(string=PAYLOADS[0].format(**target)).write_pdf()
    assert touched(target)
