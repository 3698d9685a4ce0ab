"""Servers of a test's own, as Debian brings them: PostgreSQL that asks for passwords, Redis."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
def postgresql(folder: Path, port: int, *, is_durable: bool = False) -> Iterator[dict[str, str]]:
    """The environment in which its client is the superuser, who alone comes by the socket and without a password.

    One that is durable forces what is committed to the disk.
    """
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
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": folder,
        "fsync": "on" if is_durable else "off",
    }
    (data / "postgresql.auto.conf").write_text("".join(f"{name} = '{value}'\n" for name, value in settings.items()))
    start(folder)
    try:
        yield {"PGHOST": str(folder), "PGPORT": str(port), "PGUSER": "postgres"}
    finally:
        _ask(folder, "pg_ctl", "-D", data, "-m", "immediate", "stop")


def start(folder: Path) -> None:
    """PostgreSQL in this folder, from where it was killed or stopped."""
    _ask(folder, "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "start")


def kill(folder: Path) -> None:
    """kill -9 to PostgreSQL in this folder and all that it has started."""
    server = int((folder / "data/postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    for one in (server, *map(int, children)):
        with suppress(ProcessLookupError):
            os.kill(one, signal.SIGKILL)
    for one in (server, *map(int, children)):
        until = time.monotonic() + PATIENCE
        while Path(f"/proc/{one}").exists() and time.monotonic() < until:
            time.sleep(0.02)


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
