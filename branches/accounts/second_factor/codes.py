"""Codes as people see and type them: six digits of a phone, eight characters of the printed list; the QR code."""

import re
import secrets
import unicodedata
from base64 import b32encode
from typing import NamedTuple
from urllib.parse import quote, urlencode

import segno
from django_otp.oath import TOTP

from branches import clock
from branches.models import User
from branches.names import CITY, HONOUR

LIST_LENGTH = 30
# Nothing that is mistaken for something else on paper: no 0 O, no 1 I L.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_ISSUER = f"{CITY}{HONOUR}评定"
_KEY_BYTES = 20
_STEPS_OFF = 1


class Match(NamedTuple):
    """A code that fits: of which half minute by the phone's clock, and how many of them that clock is off."""

    step: int
    drift: int


def new_key() -> bytes:
    return secrets.token_bytes(_KEY_BYTES)


def new_list() -> list[str]:
    """Different codes of eight characters in two groups."""
    found: set[str] = set()
    while len(found) < LIST_LENGTH:
        found.add("-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(2)))
    return sorted(found)


def plain(typed: str) -> str:
    """However somebody typed a code: full-width, in small letters, with blanks or strokes."""
    return re.sub(r"[\s\-–—]", "", unicodedata.normalize("NFKC", typed)).upper()


def is_of_phone(code: str) -> bool:
    return re.fullmatch(r"[0-9]{6}", code) is not None


def match(key: bytes, code: str, *, drift: int, after: int) -> Match | None:
    """Which half minute the code belongs to: the phone's present one, the one before or the next, none up to `after`."""
    if not is_of_phone(code):
        return None
    totp = TOTP(key, drift=drift)
    totp.time = clock.now().timestamp()
    return Match(totp.t(), totp.drift) if totp.verify(int(code), _STEPS_OFF, after + 1) else None


def spelled(key: bytes) -> str:
    """The key as it is typed where no camera reads it, in groups of four."""
    text = b32encode(key).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def picture(key: bytes, user: User) -> str:
    """The QR code that an authenticator reads, as the address of a picture that needs no file."""
    label = quote(f"{_ISSUER}:{user.username}")
    asked = urlencode({"secret": b32encode(key).decode(), "issuer": _ISSUER}, quote_via=quote)
    return segno.make(f"otpauth://totp/{label}?{asked}", error="m", micro=False).svg_data_uri(scale=5, border=4)
