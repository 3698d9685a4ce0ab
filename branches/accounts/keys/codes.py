"""How codes and words look, how they are read back, and how they are stored: as HMAC under a key outside the database."""

import hmac
import secrets

from django.conf import settings

from branches.models import PrintRun, User

# Without 0 O, 1 I l, 2 Z, 5 S, 8 B: none is taken for another, on paper or on the telephone.
ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def new_code() -> str:
    """Twelve characters in three groups."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


def new_word() -> str:
    """Eight digits in two groups, to be said by telephone."""
    return " ".join("".join(secrets.choice("0123456789") for _ in range(4)) for _ in range(2))


def code_digest(code: str, user: User) -> str:
    return _digest("slip", user.pk, code)


def word_digest(word: str, run: PrintRun) -> str:
    return _digest("word", run.pk, word)


def _digest(kind: str, owner: int, typed: str) -> str:
    """Case, full width, blanks and dashes make no difference."""
    plain = "".join(char for char in typed.translate(_FULL_WIDTH).upper() if char.isalnum())
    return hmac.digest(settings.CODES_KEY.encode(), f"{kind}:{owner}:{plain}".encode(), "sha256").hex()
