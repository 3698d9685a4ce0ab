"""What all documents share: the facts of a head, and the row that is made of facts."""

from collections.abc import Mapping, Sequence
from typing import Any

from branches import clock
from branches.models import User
from evaluation.documents import numbers
from evaluation.models import Notice, Voiding
from evaluation.models.notice import fingerprint
from evaluation.typesetting.compose import compose
from evaluation.typesetting.content import Paper


def paper(issuers: Sequence[str], recipients: Sequence[str], *, printed_by: str = "") -> Paper:
    """The head of a document of today, not yet numbered."""
    today = clock.today().isoformat()
    return {
        "issuers": list(issuers),
        "number": "",
        "dated_on": today,
        "recipients": list(recipients),
        "copies_to": [],
        "printed_by": printed_by or f"{issuers[0]}办公室",
        "printed_on": today,
    }


def void(notice: Notice, *, by: User, reason: str) -> Voiding:
    """It counts no more. A document that was voided already stays as it is."""
    row, _ = Voiding.objects.get_or_create(notice=notice, defaults={"reason": reason, "by": by, "at": clock.now()})
    return row


def make(
    kind: str,
    data: Mapping[str, Any],
    *,
    by: User,
    number: str = "",
    corrects: Notice | None = None,
    correction: str = "",
    **about: Any,
) -> Notice:
    """Number the facts and freeze them. `about` says what the document is about, by the fields of `Notice`."""
    facts = dict(data)
    if taken := numbers.take(kind, facts["issuers"][0] if "issuers" in facts else "", number):
        facts["number"] = taken
    if corrects is not None and corrects.number:
        facts["corrects"] = {
            "number": corrects.number,
            "dated_on": corrects.dated_on.isoformat(),
            "title": "".join(getattr(compose(corrects.kind, corrects.data), "title", "").split()),
        }
    return Notice.objects.create(
        kind=kind,
        number=taken,
        dated_on=clock.today(),
        data=facts,
        fingerprint=fingerprint(kind, facts),
        by=by,
        at=clock.now(),
        corrects=corrects,
        correction=correction if corrects else "",
        **about,
    )
