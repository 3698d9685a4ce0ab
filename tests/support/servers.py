"""Servers of a test's own, as Debian brings them: PostgreSQL that asks for passwords, Redis."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import chown

PATIENCE = 30
PROGRAMS = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), default=Path())


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [int(one.getsockname()[1]) for one in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def postgresql(folder: Path, port: int) -> Iterator[dict[str, str]]:
    """The environment in which its client is the superuser, who alone comes by the socket and without a password."""
    data = folder / "data"
    data.mkdir(parents=True)
    if os.geteuid() == 0:  # it refuses to run as root
        for path in (folder, data):
            chown(path, "postgres")
    _ask(
        folder,
        "initdb",
        "--username=postgres",
        "--auth-local=trust",
        "--auth-host=scram-sha-256",
        "--no-sync",
        "-D",
        data,
    )
    listening = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    _ask(folder, "pg_ctl", "-D", data, "-l", folder / "log", "-o", listening, "-w", "start")
    try:
        yield {"PGHOST": str(folder), "PGPORT": str(port), "PGUSER": "postgres"}
    finally:
        _ask(folder, "pg_ctl", "-D", data, "-m", "immediate", "stop")


@contextmanager
def redis(folder: Path, port: int) -> Iterator[None]:
    command = ["redis-server", "--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, server)
        yield
    finally:
        server.terminate()
        server.wait(PATIENCE)


def wait_for(port: int, *servers: subprocess.Popen[bytes]) -> None:
    """Until somebody listens there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and all(server.poll() is None for server in servers):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}")


def _ask(folder: Path, program: str, *arguments: object) -> None:
    command = [str(PROGRAMS / program), *map(str, arguments)]
    if os.geteuid() == 0:
        command = ["runuser", "-u", "postgres", "--", *command]
    # What it starts keeps its output open: a pipe would never end.
    with (folder / f"{program}.log").open("w") as said:
        done = subprocess.run(
            command, check=False, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
    assert done.returncode == 0, (folder / f"{program}.log").read_text()
