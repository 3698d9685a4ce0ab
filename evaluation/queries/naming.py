"""Step 4, read: candidates with both verdicts, the list as it would be frozen now, and what changed since."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from branches import clock
from branches.models import User
from evaluation.models import Candidacy, Cycle, Decision, DecisionVersion, PanelMember, Signature
from evaluation.procedure import find, refusals
from evaluation.queries.facts import Observed, observe
from evaluation.rules import cosigned
from evaluation.vocabulary import Action, Body, DecisionKind, DecisionState, ListState, State, Verdict

Row = dict[str, Any]
"""One line of a frozen list: candidacy, unit, branch (full name of the day)."""


def candidates(cycle: Cycle) -> QuerySet[Candidacy]:
    """Everybody on a submitted list or beyond, in the order of the lists."""
    beyond = (State.PROPOSED, State.NAMED, State.NOT_NAMED)
    rows = Candidacy.objects.filter(cycle=cycle, seat__list__state=ListState.SUBMITTED, state=State.RECOMMENDED)
    rows = rows | Candidacy.objects.filter(cycle=cycle, state__in=beyond)
    return rows.select_related("cycle", "branch", "unit", "seat__list").order_by("unit", "rank", "branch")


def proposed(cycle: Cycle) -> list[Observed]:
    """The PROPOSED with their facts, in the order of the lists."""
    seen = observe(Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED))
    return sorted(seen, key=lambda one: (one.case.unit_id, one.case.rank or 0, one.case.branch_id))


def obstacles(seen: Observed) -> list[str]:
    """Why a proposed branch cannot be on a list to be signed; signatures themselves are not asked yet."""
    move = find(Action.NAME, State.PROPOSED)[0]
    facts = seen.facts(move, None, clock.now())
    return [reason for reason in refusals(move, facts) if reason != cosigned(facts)]


def rows_now(cycle: Cycle) -> list[Row]:
    """The list as it would be frozen now: held, pending or objected names are left out (D22)."""
    return [
        {"candidacy": seen.case.pk, "unit": seen.case.unit.name, "branch": seen.case.branch.full_name}
        for seen in proposed(cycle)
        if not obstacles(seen)
    ]


def fingerprint(cycle: Cycle, kind: str, rows: Iterable[Row]) -> str:
    """SHA-256 of the ordered list of units and branches; a signature is bound to it (D19)."""
    listed = [[row["candidacy"], row["unit"], row["branch"]] for row in rows]
    return hashlib.sha256(json.dumps([cycle.year, kind, listed], ensure_ascii=False).encode()).hexdigest()


def pending_decision(cycle: Cycle) -> Decision | None:
    """The naming decision that is being prepared, if any."""
    rows = Decision.objects.filter(cycle=cycle, kind=DecisionKind.NAMING).exclude(state=DecisionState.PROCLAIMED)
    return rows.select_related("cycle").first()


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
        """Both bodies signed this very list, by two people (D19)."""
        if not self.is_current or set(self.signatures) != set(Body.values):
            return False
        people = {one.by_id for one in self.signatures.values()}
        return len(people) == len(Body) and all(
            one.fingerprint == self.version.fingerprint for one in self.signatures.values()
        )


def standing(version: DecisionVersion) -> Standing:
    """Derived, never stored: a changed list makes every signature void by itself."""
    decision = version.decision
    newest = latest(decision)
    is_frozen = Decision.objects.filter(pk=decision.pk, state=DecisionState.FROZEN).exists()
    now = fingerprint(decision.cycle, decision.kind, rows_now(decision.cycle))
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


def difference(old: Iterable[Row], new: Iterable[Row]) -> Difference:
    before = {row["candidacy"]: row for row in old}
    after = {row["candidacy"]: row for row in new}
    return Difference(
        added=[row for key, row in after.items() if before.get(key) != row],
        removed=[row for key, row in before.items() if after.get(key) != row],
    )


def panel(cycle: Cycle) -> QuerySet[PanelMember]:
    return cycle.panel.filter(left_at=None).select_related("user__branch__unit")


def panel_seat(cycle: Cycle, user: User) -> PanelMember | None:
    """The person's place on the panel, if any."""
    return panel(cycle).filter(user=user).first()


def in_consultation(verdicts: Iterable[str]) -> bool:
    """The two bodies differ: the candidate waits, the rest proceeds (D19)."""
    given = [verdict for verdict in verdicts if verdict]
    return Verdict.NAME in given and Verdict.DECLINE in given
