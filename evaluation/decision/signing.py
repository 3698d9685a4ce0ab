"""What both bodies sign: the list as it would be frozen now, its versions, their signatures; what was proclaimed, held against them."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from evaluation.drafting import queries as drafting_queries
from evaluation.models import (
    Candidacy,
    Cycle,
    Decision,
    DecisionVersion,
    DocumentText,
    Reinspection,
    Signature,
)
from evaluation.naming import queries as naming_queries
from evaluation.reinspection import revocation
from evaluation.vocabulary import Body, DecisionKind, DecisionState, ReinspectionState

Row = dict[str, Any]
"""One line of a frozen list: what it is about, its unit and branch (full name of the day), and what a kind adds."""


class _Kind(NamedTuple):
    """Whose list it is: who is on it now, and what of a line the signatures cover, its subject first."""

    rows: Callable[[Cycle], list[Row]]
    signed: tuple[str, ...]


KINDS: Mapping[str, _Kind] = {
    DecisionKind.NAMING: _Kind(naming_queries.rows, ("candidacy", "unit", "branch")),
    DecisionKind.REVOCATION: _Kind(revocation.rows, ("reinspection", "unit", "branch", "year")),
}


def rows_now(cycle: Cycle, kind: str) -> list[Row]:
    """The list as it would be frozen now."""
    return KINDS[kind].rows(cycle)


def subject(kind: str) -> str:
    """What the number of a line's subject is called: a case, or a re-inspection."""
    return KINDS[kind].signed[0]


def fingerprint(cycle: Cycle, kind: str, rows: Iterable[Row]) -> str:
    """SHA-256 of the ordered list of units and branches; a signature is bound to it (D19)."""
    listed = [[row[name] for name in KINDS[kind].signed] for row in rows]
    return hashlib.sha256(json.dumps([cycle.year, kind, listed], ensure_ascii=False).encode()).hexdigest()


def pending_decision(cycle: Cycle, kind: str) -> Decision | None:
    """The decision of this kind that is being prepared, if any."""
    rows = Decision.objects.filter(cycle=cycle, kind=kind).exclude(state=DecisionState.PROCLAIMED)
    return rows.select_related("cycle").first()


def frozen_version(cycle: Cycle, kind: str) -> DecisionVersion | None:
    """The version that waits for signatures, if any."""
    decision = pending_decision(cycle, kind)
    return latest(decision) if decision and decision.state == DecisionState.FROZEN else None


def latest(decision: Decision) -> DecisionVersion | None:
    return decision.versions.order_by("-number").first()


@dataclass(frozen=True)
class Standing:
    """A frozen version against the list of this moment: whether it still holds, and who has signed."""

    version: DecisionVersion
    is_current: bool
    signatures: dict[str, Signature]
    text: DocumentText | None = None
    """What is signed together with the list, where it was drafted."""
    void: tuple[Signature, ...] = ()
    """Of this version, but of a text that was changed since."""

    @property
    def is_cosigned(self) -> bool:
        """Both bodies signed this very list and text, by two people (D19). A body signs once: two people are two bodies."""
        wanted = drafting_queries.signed(self.version.fingerprint, self.text)
        people = {one.by_id for one in self.signatures.values() if one.fingerprint == wanted}
        return self.is_current and len(people) == len(Body)


def standing(version: DecisionVersion) -> Standing:
    """Derived, never stored: a changed list or text makes every signature void by itself."""
    decision = version.decision
    newest = latest(decision)
    is_frozen = Decision.objects.filter(pk=decision.pk, state=DecisionState.FROZEN).exists()
    now = fingerprint(decision.cycle, decision.kind, rows_now(decision.cycle, decision.kind))
    text = drafting_queries.latest(version)
    rows = version.signatures.filter(withdrawn_at=None, text__corrects=None)
    signatures = list(rows.select_related("by"))
    counting = [one for one in signatures if one.text_id == (text.pk if text else None)]
    return Standing(
        version=version,
        is_current=newest == version and is_frozen and now == version.fingerprint,
        signatures={one.body: one for one in counting},
        text=text,
        void=tuple(one for one in signatures if one not in counting),
    )


@dataclass(frozen=True)
class Difference:
    """What a version adds to and takes from the one before."""

    added: list[Row]
    removed: list[Row]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def __len__(self) -> int:
        return len(self.added) + len(self.removed)


def difference(kind: str, old: Iterable[Row], new: Iterable[Row]) -> Difference:
    key, *_ = KINDS[kind].signed
    before = {row[key]: row for row in old}
    after = {row[key]: row for row in new}
    return Difference(
        added=[row for key, row in after.items() if before.get(key) != row],
        removed=[row for key, row in before.items() if after.get(key) != row],
    )


def not_as_signed(decision: Decision) -> list[str]:
    """What of a proclaimed decision is not as it was signed, in English; `versions` with `signatures` and `texts` are best prefetched."""
    version = max(decision.versions.all(), key=lambda row: row.number, default=None)
    if version is None:
        return ["has no list"]
    found = _against_signatures(decision, version)
    if _carried_out(decision) != {row[subject(decision.kind)] for row in version.rows}:
        found.append("the titles are not those of its list")
    return found


def _against_signatures(decision: Decision, version: DecisionVersion) -> list[str]:
    listed = fingerprint(decision.cycle, decision.kind, version.rows)
    text = next((one for one in version.texts.all() if one.issued_as_id and not one.corrects_id), None)
    found = drafting_queries.altered(text, listed) if text else []
    signed = _signatures(version, text)
    mark = drafting_queries.signed(listed, text)
    if version.fingerprint != listed or any(row.fingerprint != mark for row in signed):
        found.append("the list is not the one that was signed")
    if {row.body for row in signed} != set(Body.values) or len({row.by_id for row in signed}) != len(Body):
        found.append("lacks the signatures of both bodies")
    return found


def _signatures(version: DecisionVersion, text: DocumentText | None) -> list[Signature]:
    """Those that count: given with this text, and not withdrawn."""
    key = text.pk if text else None
    return [row for row in version.signatures.all() if row.withdrawn_at is None and row.text_id == key]


def _carried_out(decision: Decision) -> set[int]:
    """The cases that were named by a decision, or the re-inspections that ended in a revocation by it."""
    if decision.kind == DecisionKind.REVOCATION:
        revoked = Reinspection.objects.filter(honour__revocation=decision, state=ReinspectionState.REVOKED)
        return set(revoked.values_list("pk", flat=True))
    return set(Candidacy.objects.filter(honour__decision=decision).values_list("pk", flat=True))
