"""What stands around the workers in a test: a real SMTP server that counts, a Redis of its own, Celery processes."""

import email
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import redis
from aiosmtpd.controller import Controller

from tests.plugins.databases import ROOT

PATIENCE = 120


class Sink:
    """Takes every mail, at a leisurely pace, and remembers to whom and under which Message-ID."""

    def __init__(self, pace: float) -> None:
        self.pace = pace
        self.mails: list[tuple[str, str]] = []
        self.lock = threading.Lock()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content)
        with self.lock:
            self.mails.append((envelope.rcpt_tos[0], str(message["Message-ID"])))
        time.sleep(self.pace)
        return "250 OK"


@contextmanager
def mailbox(pace: float = 0.02) -> Iterator[tuple[Sink, int]]:
    """An SMTP server on a free port: (what it got, port)."""
    sink, port = Sink(pace), _free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


@contextmanager
def own_redis(folder: Path) -> Iterator[tuple[redis.Redis, str]]:
    """A Redis for this test alone, which may be emptied: (client, URL)."""
    port = _free_port()
    server = subprocess.Popen(
        [str(shutil.which("redis-server")), *f"--bind 127.0.0.1 --port {port} --appendonly no --save".split(), ""],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    client = redis.Redis(port=port)
    try:
        wait_for(lambda: _answers(client), "Redis")
        yield client, f"redis://127.0.0.1:{port}/0"
    finally:
        client.close()
        server.terminate()
        server.wait(PATIENCE)


class Process:
    """One Celery process with its children, which can be killed at any instant and started again."""

    def __init__(self, arguments: str, environment: dict[str, str], log: Path) -> None:
        self.arguments, self.environment, self.log = arguments, environment, log
        self.start()

    def start(self) -> None:
        with self.log.open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "celery", *self.arguments.split()],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9, children included: nobody gets to tidy up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.kill()


def wait_for(ready: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    until = time.monotonic() + patience
    while not ready():
        assert time.monotonic() < until, f"{what} did not come about within {patience} seconds"
        time.sleep(0.05)


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
