"""The one way to a secret: NAME, or NAME_FILE that holds it; made once in DATA_DIR/keys where no site is run."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(name: str, given: Mapping[str, str], *, made_in: Path | None = None, is_needed: bool = True) -> str:
    """The secret called `name`, from these variables; where they do not give it, the one that is made in `made_in`.

    One that is not needed is made nowhere, and "" where it is not there or its file is empty. Raises ImproperlyConfigured,
    in words for whoever installs, where it is not given, given twice or cannot be read.
    """
    value, file = given.get(name, ""), given.get(f"{name}_FILE", "")
    if value and file:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: leave one of them.")
    if value:
        return value
    if file:
        return _held(Path(file), name, is_needed=is_needed)
    path = made_in / name.lower() if made_in else None
    if not is_needed and not (path and path.exists()):
        return ""
    if path is None:
        raise ImproperlyConfigured(f"{name} is not set: give it or {name}_FILE (openssl rand -base64 48 makes one).")
    if not path.exists():
        _make(path)
    return _held(path, name)


def is_given(name: str, given: Mapping[str, str]) -> bool:
    return bool(given.get(name) or given.get(f"{name}_FILE"))


def _held(path: Path, name: str, *, is_needed: bool = True) -> str:
    try:
        value = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name} cannot be read from {path}: {error}.") from error
    if not value and is_needed:
        raise ImproperlyConfigured(f"{name} cannot be read from {path}: the file is empty.")
    return value


def _make(path: Path) -> None:
    """Whole or not at all, also where two processes start at once: the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
