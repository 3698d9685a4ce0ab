"""Markup that would read a file or open a connection, and documents that have it in every field."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

from tests.support.typesetting import samples
from tests.support.typesetting.forms import application, assessed, feedback, honour

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

FACTS: dict[str, dict[str, Any]] = {
    **dict(samples.OTHERS.values()),
    "naming": samples.naming(1),
    "self_assessment": application(),
    "assessed_form": assessed(),
    "feedback_form": feedback(),
    "certificate": honour(),
    "plaque": honour(),
    "progress_brief": samples.progress_brief(3),
}
TRACED = {"verify_url": "https://party.example/verify/1", "fingerprint": "9F86-D081-884C"}


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
