"""A gateway for short messages that notes what it got."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Answering(BaseHTTPRequestHandler):
    """It answers as it is told to."""

    status = 200
    got: list[tuple[Any, bytes]] = []

    def do_POST(self) -> None:
        self.got.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        if self.status == 302:
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@contextmanager
def answering() -> Iterator[tuple[type[Answering], str]]:
    """What notes, and the address to post to."""
    handler = type("Handler", (Answering,), {"got": [], "status": 200})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}/in"
    server.shutdown()
    server.server_close()
