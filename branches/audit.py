"""One line of audit for every act that is not a move of a case."""

from branches import clock
from branches.models import AuditEntry, User


def record(verb: str, subject: object, *, by: User | None, **detail: object) -> AuditEntry:
    """Append an entry. `detail` must be JSON-ready and free of the facts behind a disqualification."""
    return AuditEntry.objects.create(verb=verb, subject=str(subject)[:200], by=by, detail=detail, at=clock.now())
