"""What nobody types, for every place into which a request can write something: path, query, fields.

All is drawn from a `Random`: with the same seed it is the same.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from random import Random
from typing import Any

from django.forms import BaseForm
from django.urls import URLPattern, get_resolver

from tests.plugins.databases import ROOT

NUMBERS = [
    "-1", "0", "007", "2147483648", "9223372036854775807", "9223372036854775808", "1" * 18, "1" * 19, "9" * 4400,
    "1e400", "1.5", "NaN", "Infinity", "²", "٣", "１２", "0x10", "1_000", " 7 ", "--7",
]  # fmt: skip
DAYS = [
    "0001-01-01", "9999-12-31", "99999-01-01", "2026-02-30", "2026-13-01", "0000-00-00", "99999", "9999-12-31T23:59:59",
    "1899-12-31", "2100-01-01", "明天",
]  # fmt: skip
TEXTS = [
    "", " ", "甲" * 1200, "\r\nX-Odd: 1", "\u202e甲", "\ufffe", "\x01\x1f\x7f", "𠮷", "%", "_", "\\", "'", '"', "' OR 1=1 --",
    "{{ 7 }}", "{% x %}", "<script>alert(1)</script>", "=1+1", "../../etc/passwd", "//evil.example", "/\\evil.example",
    "http://[", "javascript:alert(1)", "a:b:c", ",,,", "1,2,x", "up:1", "xlsx", "[]", "None",
]  # fmt: skip
VALUES = [*NUMBERS, *DAYS, *TEXTS]
"""Whatever of these is sent, the answer is a page, a sentence or a 404."""

REFUSED = ["甲\0乙", "\0", "甲%00"]
"""With one of these anywhere, the answer is a 400. The last is written as it stands into a path."""

_PARTS = {
    "number": ["0", "1" * 18, "1" * 19, "9223372036854775808", "9" * 4400, "-1", "²", "%D9%A3", "1.5"],
    "year": ["0000", "0001", "1899", "1900", "2026", "2099", "2100", "9999", "99999", "9" * 4400],
    "action": ["name", "close", "withdraw", "no-such", "x" * 5000],
    "str": ["x", "x" * 5000, "%25", "..", "%C0%AF", "%ED%A0%80", "%F0%A0%AE%B7", "'", "None"],
}
_PART = re.compile(r"<(\w+):\w+>")
_ASKED = re.compile(
    r"""(?:GET|POST)(?:\.get(?:list)?\(|\[)\s*"(\w+)"|"(\w+)" (?:not )?in (?:self\.)?request\.(?:GET|POST)"""
)


@cache
def field_names() -> list[str]:
    """The names of all fields of all forms, and what views look for by themselves, read from the code."""
    assert get_resolver().url_patterns  # loads whatever there is
    code = [path.read_text() for app in ("branches", "evaluation") for path in (ROOT / app).rglob("*.py")]
    asked = {a or b for text in code for a, b in _ASKED.findall(text)}
    return sorted({"q", "page", "sort", *asked, *(name for form in forms_of_ours() for name in form.base_fields)})


def forms_of_ours(kind: type[Any] = BaseForm) -> Iterator[type[Any]]:
    """Every class of forms that any view shows."""
    for form in kind.__subclasses__():
        if form.__module__.startswith(("branches.", "evaluation.")):
            yield form
        yield from forms_of_ours(form)


def path(pattern: URLPattern, rng: Random) -> str:
    """An address of this URL with something odd in each place; most of them name nothing."""
    return "/" + _PART.sub(lambda part: rng.choice(_PARTS[part[1]]), str(pattern.pattern))


def fields(names: Iterable[str], rng: Random) -> dict[str, list[str]]:
    """Something odd in each field; now and then twice, now and then left out."""
    return {name: rng.choices(VALUES, k=rng.choice([1, 1, 1, 2])) for name in names if rng.random() > 0.1}
