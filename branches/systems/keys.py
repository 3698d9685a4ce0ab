"""How a key looks, and what is kept of it: enough to recognise it on a page, and a digest to recognise it at the door."""

import hashlib
import secrets

# Without what is taken for something else when a prefix is read out.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
SHOWN = 12
"""So many characters at its beginning are shown and kept: they open nothing."""


def new() -> str:
    """256 bits by chance behind eight characters to call it by."""
    name = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"szq_{name}_{secrets.token_urlsafe(32)}"


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
