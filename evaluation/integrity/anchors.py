"""One line to be kept elsewhere: it proves later that nothing which it covers was changed, however much was added since.

It is the head of the journal's chain. Lines from before there was a journal cover what was append-only then.
"""

import hashlib
import json
import re
from typing import Any, NamedTuple

from branches.backup import restoring
from branches.journal import queries as journal_queries
from branches.models import AuditEntry
from evaluation.integrity import chains
from evaluation.integrity.chains import stream
from evaluation.models import ReinspectionRecord, Submission, Transition

_SHAPES = [
    re.compile(rf"(?<![\w.]){shape}(?![0-9a-f])")
    for shape in (r"([0-9]+\.){3,4}[0-9a-f]{64}", r"[0-9]+\.[0-9a-f]{12,64}", r"[0-9]+\s+[0-9a-f]{12,64}")
]
"""Within whatever was printed around it; on paper the head stands below its number, with its first twelve digits."""


class Extent(NamedTuple):
    """How far an early anchor reaches: the last move, audit entry, application and record of a re-inspection."""

    moves: int
    entries: int
    submissions: int
    records: int | None = None
    """Of re-inspections; anchors from before they existed do not have it."""


def anchor() -> str:
    """`417.<digest>`: the number of acts in the chain and the digest of the last; "" before the first."""
    return journal_queries.anchor()


def still_holds(known: str) -> bool:
    """Whether an anchor kept from earlier is that of the same records today. Raises ValueError for anything else."""
    known = as_printed(known)
    *extent, digest = known.split(".")
    if len(extent) == 1:
        return journal_queries.has_link(int(extent[0]), digest)
    return early(Extent(*(int(number) for number in extent))) == known


def as_printed(line: str) -> str:
    """The anchor in a line of the log, of `verify`, of a message or of paper. Raises ValueError where there is none."""
    found = next((match for shape in _SHAPES if (match := shape.search(line))), None)
    if found is None:
        raise ValueError(f"not an anchor: {line!r}")
    return ".".join(found[0].split())


def restored_before(known: str) -> AuditEntry | None:
    """The act of restoring a backup that was taken before this anchor, so that nothing here can tell about it."""
    number, *digests = as_printed(known).split(".")
    if len(digests) > 1:
        return None
    acts = AuditEntry.objects.filter(verb=restoring.VERB).order_by("-pk")
    return next((one for one in acts if int(one.detail["head"].partition(".")[0] or 0) < int(number)), None)


def early(extent: Extent) -> str:
    """The anchor of the time before the journal: `376.29.134.12.<digest>`, over all that was append-only."""
    total = hashlib.sha256()
    _add(total, chains.heads(Transition.objects.filter(pk__lte=extent.moves), "candidacy"))
    entries = AuditEntry.objects.filter(pk__lte=extent.entries).order_by("pk")
    for *words, at in stream(entries.values_list("pk", "verb", "by_id", "subject", "detail", "at")):
        _add(total, [*words, at.timestamp()])
    applied = Submission.objects.filter(pk__lte=extent.submissions).order_by("pk")
    for words in stream(applied.values_list("pk", "candidacy_id", "number", "content")):
        _add(total, words)
    if extent.records is not None:
        _add(total, chains.heads(ReinspectionRecord.objects.filter(pk__lte=extent.records), "reinspection"))
    return ".".join([*(str(one) for one in extent if one is not None), total.hexdigest()])


def _add(total: Any, words: Any) -> None:
    total.update(json.dumps(words, ensure_ascii=False, sort_keys=True).encode() + b"\n")
