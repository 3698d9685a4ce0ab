"""What a text is of: the kind of document, the list that it announces, and the facts that nobody types.

The rooms that issue joint documents say what those are made of; they stand above this one, so they register it here.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from branches import clock
from evaluation.documents import making
from evaluation.models import Cycle, DecisionVersion, DocumentText, Notice
from evaluation.vocabulary import Body, DecisionKind

Facts = Callable[[Cycle, DecisionVersion | None], Mapping[str, Any] | None]
"""The facts of the document as it would be issued now; None where there is nothing to issue."""

KINDS = {DecisionKind.NAMING: Notice.Kind.NAMING, DecisionKind.REVOCATION: Notice.Kind.REVOCATION}
WRITTEN = ("title_lines", "paragraphs", "copies", "anchor", "leaders")
"""Of an issued document what a text, or the moment of issuing, says anew."""
_facts: dict[str, Facts] = {}


def handle(kind: Notice.Kind, facts: Facts) -> None:
    """Say what documents of this kind are made of."""
    _facts[kind] = facts


@dataclass(frozen=True)
class Subject:
    """One document that is to be issued."""

    kind: Notice.Kind
    cycle: Cycle
    facts: Mapping[str, Any]
    version: DecisionVersion | None = None
    corrects: Notice | None = None
    """The issued document that this one is to take the place of."""

    @property
    def listed(self) -> str:
        """Fingerprint of the list: of a frozen one its own, else of units and branches as they stand now.

        Of a correction that of the whole document which it corrects: nobody signs what takes the place of another.
        """
        if self.corrects:
            return self.corrects.fingerprint
        if self.version:
            return self.version.fingerprint
        return hashlib.sha256(json.dumps(self.facts["units"], ensure_ascii=False).encode()).hexdigest()

    @property
    def total(self) -> int:
        return sum(len(unit["branches"]) for unit in self.facts["units"])

    @property
    def signers(self) -> tuple[Body, ...]:
        """A decision takes the signatures and consents of both bodies, a 公示 none."""
        return tuple(Body) if self.version else ()


def of_version(version: DecisionVersion) -> Subject:
    kind = KINDS[DecisionKind(version.decision.kind)]
    cycle = version.decision.cycle
    return Subject(kind, cycle, _facts[kind](cycle, version) or {}, version)


def of_public_notice(cycle: Cycle) -> Subject | None:
    """Of those who would be in a public notice that began now; None where there is nobody."""
    facts = _facts[Notice.Kind.PUBLIC_NOTICE](cycle, None)
    return Subject(Notice.Kind.PUBLIC_NOTICE, cycle, facts) if facts else None


def of_correction(notice: Notice) -> Subject | None:
    """Of what is to take the place of an issued document; None for a decision's paper without its decision."""
    version = notice.decision.versions.order_by("number").last() if notice.decision else None
    if notice.cycle is None or (version is None and notice.kind != Notice.Kind.PUBLIC_NOTICE):
        return None
    today = clock.today().isoformat()
    facts = {name: value for name, value in notice.data.items() if name not in WRITTEN}
    facts |= {"number": "", "dated_on": today, "printed_on": today, "corrects": making.citation(notice)}
    return Subject(Notice.Kind(notice.kind), notice.cycle, facts, version, notice)


def of_text(text: DocumentText) -> Subject | None:
    if text.corrects:
        return of_correction(text.corrects)
    return of_version(text.version) if text.version else of_public_notice(text.cycle)
