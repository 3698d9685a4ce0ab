"""One line of audit for every act that is not a move of a case."""

from collections.abc import Iterable, Mapping

from django.db.models import Model

from branches import clock, origin
from branches.models import AuditEntry, User

_NEVER_TOLD = frozenset({"search_text", "password", "last_login"})


def record(verb: str, subject: object, *, by: User | None, **detail: object) -> AuditEntry:
    """Append an entry, with the address of the request. `detail` must be JSON-ready and free of the facts behind a
    disqualification.
    """
    return AuditEntry.objects.create(
        verb=verb, subject=str(subject)[:200], by=by, detail=detail, at=clock.now(), address=origin.address()
    )


def differences(before: Model, after: Model) -> dict[str, list[str]]:
    """Old and new value of every field that changed, by its label: what an entry shows as `changed`."""
    return {
        str(field.verbose_name): [str(old if old is not None else ""), str(new if new is not None else "")]
        for field in before._meta.concrete_fields
        if field.name not in _NEVER_TOLD
        and (old := getattr(before, field.attname)) != (new := getattr(after, field.attname))
    }


def record_all(verb: str, subjects: Iterable[tuple[object, Mapping[str, object]]], *, by: User | None) -> None:
    """The same act on many subjects, each with its own detail: one entry each, in a few queries."""
    now, address = clock.now(), origin.address()
    entries = (
        AuditEntry(verb=verb, subject=str(subject)[:200], by=by, detail=dict(detail), at=now, address=address)
        for subject, detail in subjects
    )
    AuditEntry.objects.bulk_create(entries, batch_size=500)
