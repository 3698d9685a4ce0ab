"""How the last backup, its copy and the last trial went: a small file that the commands write and 系统状态 reads.

Not in the database: the role of the backup writes nothing there, and a site whose database is gone still wants to know.
It lies beside the files of the site, where every machine finds it.
"""

import json
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import storages

from branches import clock
from branches.backup.problems import NotDone

_NAME = "state.json"


class Part(StrEnum):
    BACKUP = "backup"
    COPY = "copy"
    TRIAL = "trial"


class Told(NamedTuple):
    """When it last succeeded; since when it fails, and why."""

    done_at: datetime | None = None
    failed_at: datetime | None = None
    problem: str = ""


def read() -> dict[Part, Told]:
    """Of each part; what never happened, or cannot be read, has nothing to tell."""
    try:
        with storages["backup"].open(_NAME) as file:
            held = json.loads(file.read())
        return {part: _told(held.get(part, {})) for part in Part}
    except (OSError, ValueError, AttributeError):
        return {part: Told() for part in Part}


def done(part: Part) -> None:
    _write(part, Told(done_at=clock.now()))


def failed(part: Part, problem: str) -> None:
    """The last success stays known."""
    _write(part, Told(read()[part].done_at, clock.now(), problem))


def _told(words: dict[str, str]) -> Told:
    at = {name: datetime.fromisoformat(words[name]) if words.get(name) else None for name in ("done_at", "failed_at")}
    return Told(**at, problem=words.get("problem", ""))


def _write(part: Part, told: Told) -> None:
    held = read() | {part: told}
    words = {
        name: {key: value.isoformat() if isinstance(value, datetime) else value for key, value in one._asdict().items()}
        for name, one in held.items()
    }
    try:
        storages["backup"].save(_NAME, ContentFile(json.dumps(words, ensure_ascii=False).encode()))
    except OSError as error:
        raise NotDone(f"{error}: let the user of the backup write there (docs/operations.md)") from error
