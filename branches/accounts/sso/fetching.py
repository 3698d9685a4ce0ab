"""Asks the provider, at the addresses that were configured or that it named itself, and nowhere else."""

import json
from base64 import b64encode
from http.client import HTTPException
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

_TIMEOUT = 10
_LIMIT = 512 * 1024


class NotVouched(Exception):
    """The provider did not vouch for anybody. `sentence` is for the person, `reason` for the log."""

    def __init__(self, reason: str, sentence: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.sentence = sentence or f"{settings.OIDC_LABEL}没有通过，请重新登录。还不行，请改用账号和密码登录。"


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


def get(url: str, *, bearer: str = "") -> dict[str, Any]:
    return _answer(Request(url, headers={"Authorization": f"Bearer {bearer}"} if bearer else {}))  # noqa: S310


def post(url: str, fields: dict[str, str], *, basic: tuple[str, str] | None = None) -> dict[str, Any]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if basic:
        pair = ":".join(map(quote_plus, basic))
        headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
    return _answer(Request(url, data=urlencode(fields).encode(), headers=headers))  # noqa: S310


def _answer(request: Request) -> dict[str, Any]:
    """The JSON object that the provider answers with; whatever else it does vouches for nobody."""
    url = urlsplit(request.full_url)
    if url.scheme != "https" and not (settings.DEMO and url.scheme == "http"):
        raise NotVouched(f"an address of the provider is not https: {request.full_url}")
    request.add_header("Accept", "application/json")
    try:
        with build_opener(_NoRedirects).open(request, timeout=_TIMEOUT) as answer:
            found = json.loads(answer.read(_LIMIT))
    except (OSError, HTTPException, ValueError) as error:
        raise NotVouched(
            f"{url.netloc}{url.path}: {error}", f"连不上{settings.OIDC_LABEL}，请稍后再试，或者改用账号和密码登录。"
        ) from error
    if not isinstance(found, dict):
        raise NotVouched(f"{url.netloc}{url.path}: no JSON object")
    return found
