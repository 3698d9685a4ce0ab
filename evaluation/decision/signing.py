"""What both bodies sign: the list as it would be frozen now, its versions, their signatures. For naming and revoking alike."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from evaluation.models import Cycle, Decision, DecisionVersion, Signature
from evaluation.naming import queries as naming_queries
from evaluation.reinspection import revocation
from evaluation.vocabulary import Body, DecisionKind, DecisionState

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

    @property
    def is_cosigned(self) -> bool:
        """Both bodies signed this very list, by two people (D19). A body signs once: two people are two bodies."""
        signed = self.signatures.values()
        people = {one.by_id for one in signed if one.fingerprint == self.version.fingerprint}
        return self.is_current and len(people) == len(Body)


def standing(version: DecisionVersion) -> Standing:
    """Derived, never stored: a changed list makes every signature void by itself."""
    decision = version.decision
    newest = latest(decision)
    is_frozen = Decision.objects.filter(pk=decision.pk, state=DecisionState.FROZEN).exists()
    now = fingerprint(decision.cycle, decision.kind, rows_now(decision.cycle, decision.kind))
    signatures = version.signatures.filter(withdrawn_at=None).select_related("by")
    return Standing(
        version=version,
        is_current=newest == version and is_frozen and now == version.fingerprint,
        signatures={one.body: one for one in signatures},
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
