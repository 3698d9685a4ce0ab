"""A gateway for short messages or a work platform: one HTTPS POST of JSON for each letter, signed.

The body is `{"id", "to", "title", "text", "link"}`; `X-Signature` is the hexadecimal HMAC-SHA256, under the shared
secret, of the value of `X-Timestamp` (seconds), a full stop, and the body. `id` is the same for every attempt, so that
the gateway can drop what it has taken before. 2xx means taken, 4xx (but 408 and 429) never, anything else: try again.
"""

import hashlib
import hmac
import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from branches import clock
from evaluation.messages.sending.channels import Letter, Rejected, Unreachable

TIMEOUT = 10
_AGAIN = {408, 429}


class _NoRedirects(HTTPRedirectHandler):
    """Signed words go to the address that was configured and nowhere else."""

    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class Gateway:
    def __init__(self) -> None:
        self.opener = build_opener(_NoRedirects)

    def open(self) -> None:
        """Nothing is kept open between letters."""

    def send(self, letter: Letter) -> None:
        words = {
            "id": letter.identifier,
            "to": letter.address,
            "title": letter.title,
            "text": letter.text,
            "link": letter.link,
        }
        body = json.dumps(words, ensure_ascii=False).encode()
        stamp = str(int(clock.now().timestamp()))
        request = Request(  # noqa: S310 - the settings refuse anything but https
            settings.GATEWAY_URL,
            data=body,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "X-Timestamp": stamp,
                "X-Signature": sign(stamp, body),
            },
        )
        try:
            with self.opener.open(request, timeout=TIMEOUT):
                pass
        except HTTPError as error:
            if 400 <= error.code < 500 and error.code not in _AGAIN:
                raise Rejected(f"HTTP {error.code}") from error
            raise
        except (URLError, HTTPException, OSError) as error:
            raise Unreachable(str(error)) from error

    def close(self) -> None:
        """Nothing was kept open."""


def sign(stamp: str, body: bytes) -> str:
    return hmac.new(settings.GATEWAY_SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
