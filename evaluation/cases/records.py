"""What a move leaves behind: its record, chained to the one before it by a digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from branches.models import User
from evaluation.models import ReinspectionRecord, Transition

_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True)
class Act:
    """Who makes a move and when, and what he gives with it."""

    by: User
    at: datetime
    note: str = ""
    version: int | None = None
    due: date | None = None
    basis: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)
    is_cosigned: bool = False


def of_the_move(act: Act) -> dict[str, str]:
    """What stands on the record besides the note: the new date, and the document on which the move rests."""
    given = {"due": act.due.isoformat() if act.due else "", "basis": act.basis.strip()}
    return {name: word for name, word in given.items() if word}


def digest(row: Transition | ReinspectionRecord, previous: str) -> str:
    """SHA-256 over the record and the digest before it; `announced_at` is left out, since it comes later."""
    subject = row.candidacy_id if isinstance(row, Transition) else row.reinspection_id
    words = [subject, row.number, row.action, row.before, row.after, row.by_id, row.note, row.data]
    text = _json([previous, *words, row.is_late, row.at.timestamp()])
    return hashlib.sha256(text.encode()).hexdigest()
