"""A real PgBouncer in front of a database of the tests, in transaction mode: its sessions take turns."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from tests.plugins.databases import Scratch

PATIENCE, SESSIONS = 30, 3
CONFIGURATION = """
[databases]
* = host={server.hostname} port={server.port} user={server.username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {sessions}
server_round_robin = 1
{user}
"""


@contextmanager
def pgbouncer(scratch: Scratch, folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which processes of the system come to the database through the pool."""
    server = urlsplit(scratch.url_as("sizhiqiang_run"))
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # It refuses to run as root; Debian's package of PostgreSQL has made a user for the like.
    user = "user = postgres" if os.geteuid() == 0 else ""
    written = folder / "pgbouncer.ini"
    written.write_text(CONFIGURATION.format(server=server, port=port, sessions=SESSIONS, user=user))
    pool = subprocess.Popen(["pgbouncer", "--quiet", str(written)], stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = server._replace(netloc=f"{server.username}@127.0.0.1:{port}").geturl()
    try:
        _wait_for(url, pool)
        _at_once(url)
        yield {**scratch.environment, "DATABASE_URL": url, "CONN_MAX_AGE": "0"}
    finally:
        pool.terminate()
        pool.wait(PATIENCE)


def _wait_for(url: str, pool: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg2.connect(url).close()
            return
        except psycopg2.OperationalError:
            assert pool.poll() is None and time.monotonic() < deadline, "PgBouncer does not start"
            time.sleep(0.05)


def _at_once(url: str) -> None:
    """So many transactions at the same time make the pool open as many sessions."""
    clients = [psycopg2.connect(url) for _ in range(SESSIONS)]
    for one in clients:
        one.cursor().execute("SELECT 1")
    for one in clients:
        one.rollback()  # else its session would be thrown away
        one.close()
