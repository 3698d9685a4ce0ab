"""Real servers for tests: the system under gunicorn on a free port, with its demonstration data."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest

from tests.plugins.databases import ROOT, Scratch, copy, drop, template

PATIENCE = 60


class Server(str):
    """The base URL of a server, which can be killed like any process.

    Its port is bound here and inherited, so nobody else can take it.
    """

    process: subprocess.Popen[bytes]
    listener: socket.socket
    environment: dict[str, str]
    log: Path

    def start(self, workers: int = 1) -> None:
        handle = self.listener.fileno()
        words = "-m gunicorn sizhiqiang.wsgi --config deploy/gunicorn.conf.py --threads 4"
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, *words.split(), f"--workers={workers}", f"--bind=fd://{handle}"],
                cwd=ROOT,
                env=self.environment,
                pass_fds=[handle],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9, children included."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def go_away(self) -> None:
        """And nobody listens any more."""
        self.kill()
        self.listener.close()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)


@contextmanager
def serving(scratch: Scratch, workers: int = 1, **variables: str) -> Iterator[Server]:
    """A server on that database, with further variables in its environment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        server = Server(f"http://127.0.0.1:{listener.getsockname()[1]}")
        server.listener, server.environment = listener, scratch.environment | variables
        server.log = Path(server.environment["DATA_DIR"]) / "server.log"
        server.start(workers)
        try:
            if not answers(server):
                pytest.fail(f"The server does not serve:\n{server.log.read_text()[-4000:]}")
            yield server
        finally:
            server.stop()


def answers(server: Server) -> bool:
    # As the health check of the container asks: a redirect to HTTPS would say nothing.
    page = urllib.request.Request(f"{server}/login/", headers={"X-Forwarded-Proto": "https"})
    until = time.monotonic() + PATIENCE
    while server.process.poll() is None and time.monotonic() < until:
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
