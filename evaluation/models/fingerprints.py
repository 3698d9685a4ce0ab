"""指纹 of frozen facts, and as a person compares it: the same digits on the print and on the page."""

import hashlib
import json
from typing import Any

DIGITS, GROUP = 12, 4


def of(*parts: Any) -> str:
    """SHA-256 of these, whatever the order in which a database gives the keys back."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def short(digest: str) -> str:
    """The first twelve digits of a fingerprint in groups of four: `9A4C-71E2-0B5D`."""
    digits = digest[:DIGITS].upper()
    return "-".join(digits[start : start + GROUP] for start in range(0, len(digits), GROUP))
