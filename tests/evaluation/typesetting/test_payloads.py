"""Hostile text in every field of a document reaches the paper as text, and reaches neither network nor files.

Two guards, each shown to hold without the other: the templates escape, and the fetcher refuses everything.
"""

import io
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from evaluation.typesetting import typeset
from evaluation.typesetting.rendering.engine import HTML
from evaluation.typesetting.rendering.fetcher import DenyAll
from tests.support.typesetting import samples
from tests.support.typesetting.measure import Print
from tests.support.typesetting.payloads import PAYLOADS, hostile

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


def poisoned(payload: str) -> dict[str, Any]:
    facts = samples.naming(2)
    for key in ("number", "printed_by", "title"):
        facts[key] = payload
    for key in ("issuers", "recipients", "copies_to"):
        facts[key] = [payload]
    facts["corrects"] = {"number": payload, "dated_on": "2026-06-30", "title": payload}
    facts["units"] = [{"unit": payload, "branches": [payload]}]
    return facts


@pytest.mark.figure(21, "payloads in every field of a document: 0 files read")
@pytest.mark.parametrize("payload", PAYLOADS)
def test_payload_in_every_field_is_only_text(payload: str, target: dict[str, str]) -> None:
    facts = poisoned(payload.format(**target))
    content = typeset.render("naming", facts)
    assert touched(target) == []
    assert CANARY not in Print(content).text
    assert not PdfReader(io.BytesIO(content)).attachments
    text = Print(content).text
    assert facts["printed_by"].replace(" ", "") in text


@pytest.mark.figure(21, "no document of any kind lets a payload through")
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
