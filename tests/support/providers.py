"""Providers of single sign-on as processes of their own, and the way of a browser through them."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.test import Client

from tests.plugins.databases import ROOT
from tests.support.processes.forging import CLIENT, SECRET


@dataclass(frozen=True)
class Provider:
    """Where it is, and what the site is told of it."""

    issuer: str

    @property
    def environment(self) -> dict[str, str]:
        return {"OIDC_ISSUER": self.issuer, "OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET}

    @property
    def settings(self) -> dict[str, str]:
        return self.environment | {"OIDC_LABEL": "统一身份认证"}

    def tell(self, **what: Any) -> None:
        """What the forger does from now on."""
        assert self._ask("POST", "/told", json.dumps(what))[0] == 200

    def visit(self, address: str, subject: str = "") -> str:
        """Where the browser is sent from the provider's page, having typed `subject` if it asks."""
        path = address.removeprefix(self.issuer)
        status, location = self._ask("POST", path, urlencode({"sub": subject})) if subject else self._ask("GET", path)
        assert status == 302
        return location

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        connection = HTTPConnection(urlsplit(self.issuer).netloc, timeout=20)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status, answer.headers.get("Location", "")


@contextmanager
def running(kind: str) -> Iterator[Provider]:
    """`forging` or `vouching`; it ends when its input does."""
    process = subprocess.Popen(
        [sys.executable, "-m", f"tests.support.processes.{kind}"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin and process.stdout
    try:
        address = process.stdout.readline().strip()
        assert re.fullmatch(r"http://[\w.]+:\d+", address)
        yield Provider(address)
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def through(client: Client, provider: Provider, query: str = "", *, subject: str = "") -> Any:
    """From our link to the provider and back: the answer to the callback."""
    there = client.get(f"/sso/start/{query}")
    assert there.status_code == 302, there.content.decode()
    back = urlsplit(provider.visit(there.url, subject))
    return client.get(f"{back.path}?{back.query}")
