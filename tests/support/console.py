"""People typing at the server's console."""

import os
import pty
import re
import subprocess
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from branches.management.commands import create_administrators as command

PASSWORD = "Ping-ding-2027"


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


def typed(command: list[str], folder: Path, environment: dict[str, str]) -> tuple[int, str]:
    """The three administrators of a new site at a real terminal, each answering when asked; how it ended, what was shown."""
    answers = {
        "姓名：": ("张", "李", "王"),
        "账号（字母和数字）：": ("zhang", "li", "wang"),
        "密码：|再输入一次：": (PASSWORD,) * 6,
    }
    waiting = {prompt: iter(given) for prompt, given in answers.items()}
    keyboard, terminal = pty.openpty()
    process = subprocess.Popen(
        ["setsid", "--ctty", "--wait", *command],
        cwd=folder,
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
    )
    os.close(terminal)
    shown = unanswered = b""
    while piece := _read(keyboard):
        shown, unanswered = shown + piece, unanswered + piece
        for prompt, given in waiting.items():
            if re.search(f"({prompt})$", unanswered.decode(errors="ignore")):
                os.write(keyboard, f"{next(given)}\n".encode())
                unanswered = b""
    os.close(keyboard)
    return process.wait(), shown.decode()


def _read(terminal: int) -> bytes:
    """Nothing once everybody has left it."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""
