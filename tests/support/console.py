"""People typing at the server's console."""

from collections.abc import Iterable, Iterator
from io import StringIO
from typing import Any

from django.core.management import call_command

from branches.management.commands import create_administrators as command


def create_administrators(monkeypatch: Any, *usernames: str, password: str, again: str = "") -> str:
    """Each types a name, an account and twice a password; what the console showed."""
    return typing(
        monkeypatch,
        [line for username in usernames for line in (f"管{username[:2]}", username)],
        [password] * 2 * len(usernames),
        *(["--again", again] if again else []),
    )


def typing(monkeypatch: Any, lines: Iterable[str], secrets: Iterable[str], *arguments: str) -> str:
    shown, hidden = iter(lines), iter(secrets)
    monkeypatch.setattr("builtins.input", lambda prompt: _next(shown))
    monkeypatch.setattr(command, "getpass", lambda prompt: _next(hidden))
    out = StringIO()
    call_command("create_administrators", *arguments, stdout=out)
    return out.getvalue()


def _next(given: Iterator[str]) -> str:
    return next(given)
