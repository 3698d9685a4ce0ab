"""What is stored of a second factor is worth nothing without settings.TOTP_KEY, which no backup holds."""

import secrets
from base64 import b64decode, b64encode

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

from branches.models import User

_NONCE = 12


def seal(key: bytes, user: User) -> str:
    """The key of a phone, encrypted for this person: copied into another one's row it opens nothing."""
    nonce = secrets.token_bytes(_NONCE)
    return b64encode(nonce + _cipher().encrypt(nonce, key, _owner(user))).decode()


def unseal(sealed: str, user: User) -> bytes:
    """Raises cryptography's InvalidTag for another person's, or one that was sealed under another TOTP_KEY."""
    raw = b64decode(sealed)
    return _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], _owner(user))


def digest(code: str, user: User) -> str:
    return salted_hmac(
        "branches.second_factor.code", f"{user.pk} {code}", secret=settings.TOTP_KEY, algorithm="sha256"
    ).hexdigest()


def _cipher() -> AESGCM:
    return AESGCM(salted_hmac("branches.second_factor.key", "", secret=settings.TOTP_KEY, algorithm="sha256").digest())


def _owner(user: User) -> bytes:
    return f"second factor of {user.pk}".encode()
