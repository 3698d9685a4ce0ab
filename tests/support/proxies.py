"""The site's own nginx configuration, started as it stands but for its addresses, and clients at addresses of their own."""

import http.client
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from getpass import getuser
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from tests.plugins.databases import ROOT

PATIENCE = 30
HOST = "127.0.0.1"
FORM = "application/x-www-form-urlencoded"


@contextmanager
def nginx(web: str, folder: Path, *others: str, without: str = "") -> Iterator[str]:
    """The HTTPS address of deploy/nginx.conf in front of the web server at `web` and of others; as the user of the test.

    A line of it may be left out, for a twin.
    """
    plain, secure = _free_ports(2)
    site = (ROOT / "deploy/nginx.conf").read_text()
    assert without in site
    site = site.replace(without, "")
    _certificate(folder)
    for written, meant in {
        "server 127.0.0.1:8000;": " ".join(f"server {urlsplit(one).netloc};" for one in (web, *others)),
        "listen 80;": f"listen {HOST}:{plain};",
        "listen 443 ssl http2;": f"listen {HOST}:{secure} ssl http2;",
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl http2;\n": "",
        "party.example": HOST,
        "/etc/ssl/sizhiqiang/fullchain.pem": f"{folder}/certificate.pem",
        "/etc/ssl/sizhiqiang/key.pem": f"{folder}/key.pem",
        "/var/lib/sizhiqiang": str(folder),
        "/var/log/nginx/sizhiqiang.log": f"{folder}/access.log",
        "/var/log/nginx/sizhiqiang-error.log": f"{folder}/error.log",
    }.items():
        assert written in site, f"deploy/nginx.conf no longer says {written}"
        site = site.replace(written, meant)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    inside = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    around = f"user {getuser()};\npid {folder}/pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    whole = f"{around}http {{\ninclude /etc/nginx/mime.types;\n{inside}{site}\n}}\n"
    (folder / "nginx.conf").write_text(whole)
    log = folder / "error.log"
    command = ["nginx", "-e", str(log), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(secure, server, log)
        yield f"https://{HOST}:{secure}"
    finally:
        server.terminate()
        server.wait(PATIENCE)


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


@dataclass
class Visitor:
    """Somebody at an address of his own, with the cookies of one browser."""

    base: str
    address: str
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def sign_in(self, name: str, password: str) -> int:
        """The status of the answer: 302 inside, 422 wrong, 429 too early."""
        return self.send("/login/", {"username": name, "password": password}).status

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """What a script sends."""
        return self._ask("POST", path, urlencode(fields).encode())

    def token(self, path: str) -> str:
        """Of the form on a page."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(.+?)"', self.get(path).text)
        assert found, f"{path} has no form"
        return found.group(1)

    def send(self, path: str, fields: dict[str, str], file: tuple[str, str, bytes] | None = None) -> Answer:
        """The form of a page, with a file: field, name and content."""
        form = {"csrfmiddlewaretoken": self.token(path), **fields}
        if file is None:
            return self._ask("POST", path, urlencode(form).encode())
        upload = SimpleUploadedFile(file[1], file[2])
        return self._ask("POST", path, encode_multipart(BOUNDARY, form | {file[0]: upload}), MULTIPART_CONTENT)

    def _ask(self, method: str, path: str, body: bytes | None = None, content_type: str = FORM) -> Answer:
        connection = self.connect()
        try:
            return self.exchange(connection, method, path, body, content_type)
        finally:
            connection.close()

    def connect(self) -> http.client.HTTPConnection:
        place, source = urlsplit(self.base), (self.address, 0)
        if place.scheme != "https":
            return http.client.HTTPConnection(place.netloc, source_address=source, timeout=60)
        trusting = ssl._create_unverified_context()  # the test's own certificate
        return http.client.HTTPSConnection(place.netloc, source_address=source, context=trusting, timeout=60)

    def exchange(
        self, over: http.client.HTTPConnection, method: str, path: str, body: bytes | None, content_type: str
    ) -> Answer:
        headers = self.headers | {"Origin": self.base, "Cookie": "; ".join(map("=".join, self.cookies.items()))}
        if body is not None:
            headers["Content-Type"] = content_type
        over.request(method, path, body, headers)
        answer = over.getresponse()
        content = answer.read()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(answer.status, answer.headers, content)


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind((HOST, 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _certificate(folder: Path) -> None:
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nginx does not serve:\n{log.read_text() if log.exists() else ''}")
