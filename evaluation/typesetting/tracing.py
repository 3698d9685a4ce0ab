"""What leads from a print back to its row: a QR code and the short fingerprint, outside the type area."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import segno

DIGITS = 12
"""Of the chain's head: enough to compare by eye."""


@dataclass(frozen=True)
class Trace:
    path: str
    """The dark modules of the QR code as one SVG path, one unit a module."""
    modules: int
    """On each side of it; 0 when there is no code."""
    fingerprint: str
    """As it is to be compared: grouped by whoever gave it."""
    anchor: tuple[str, str]
    """How many acts the journal's chain had when the document was frozen, and the first digits of its head."""
    label: str
    """The code in words, for those who cannot see the code."""


def trace(data: Mapping[str, Any]) -> Trace | None:
    """The mark of a document whose facts carry `verify_url` or `fingerprint`; nothing for any other, such as a preview."""
    url, digest = data.get("verify_url") or "", data.get("fingerprint") or ""
    if not (url or digest):
        return None
    path, modules = squares(url) if url else ("", 0)
    number, _, head = (data.get("anchor") or "").partition(".")
    return Trace(path, modules, digest, (number, head[:DIGITS]), f"核验二维码：{url}")


def squares(url: str) -> tuple[str, int]:
    """Each stretch of dark modules of a row as a filled rectangle: no picture is loaded, and every viewer is sharp."""
    code = segno.make(url, error="m", micro=False, boost_error=False)
    parts = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                parts.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length + 1
    return "".join(parts), len(code.matrix)
