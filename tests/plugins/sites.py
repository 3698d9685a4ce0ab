"""Real servers for tests: the system under gunicorn on a free port, with its demonstration data."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.error import URLError

import pytest

from tests.plugins.databases import ROOT, Scratch, copy, drop, template

PATIENCE = 60


@contextmanager
def serving(scratch: Scratch, **variables: str) -> Iterator[str]:
    """The base URL of a server on that database, with further variables in its environment.

    Its port is bound here and inherited, so nobody else can take it.
    """
    log = scratch.data_dir / "server.log"
    with socket.socket() as listener, log.open("w") as output:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        started = (
            f"-m gunicorn sizhiqiang.wsgi --config deploy/gunicorn.conf.py --threads 4 --bind fd://{listener.fileno()}"
        )
        server = subprocess.Popen(
            [sys.executable, *started.split()],
            cwd=ROOT,
            env=scratch.environment | variables,
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(url, server):
                pytest.fail(f"The server does not serve:\n{log.read_text()[-4000:]}")
            yield url
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _answers(url: str, server: subprocess.Popen[bytes]) -> bool:
    # As the health check of the container asks: a redirect to HTTPS would say nothing.
    page = urllib.request.Request(f"{url}/login/", headers={"X-Forwarded-Proto": "https"})
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(page, timeout=5):
                return True
        except (URLError, TimeoutError):
            time.sleep(0.2)
    return False


@pytest.fixture(scope="session")
def demo_site(migrated: Scratch) -> Scratch:
    """The template of a year in full swing, with the demo accounts."""
    return template("demo", ("seed_demo",), base=migrated)


@pytest.fixture(scope="module")
def site(demo_site: Scratch) -> Iterator[str]:
    """The base URL of a server that belongs to the module alone."""
    scratch = copy(demo_site)
    with serving(scratch) as url:
        yield url
    drop(scratch)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A module's tests stay on one worker when they share a server, so each server is started once."""
    for item in items:
        if "site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
