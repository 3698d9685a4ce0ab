"""What all documents share: the facts of a head, and the row that is made of facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from branches import clock
from branches.models import User
from evaluation.documents import earlier, numbers
from evaluation.models import Notice, Voiding
from evaluation.models.notice import fingerprint
from evaluation.typesetting import content
from evaluation.typesetting.award import Award
from evaluation.typesetting.brief import Brief
from evaluation.typesetting.compose import compose
from evaluation.typesetting.content import Paper
from evaluation.typesetting.form import Form
from evaluation.typesetting.letter import Letter


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


def cited(document: Letter | Form | Award | Brief) -> str:
    """The title as a sentence cites it: one line, with 、 between the organs of a joint document."""
    if not isinstance(document, Letter):
        return ""
    return "".join(document.title.replace(" ".join(document.issuers), "、".join(document.issuers)).split())


def title_of(kind: str, **about: Any) -> str:
    """The title of the document of this kind about the same thing, as another one cites it; "" where there is none."""
    issued = earlier.last_of(kind, **about)
    return cited(compose(issued.kind, issued.data)) if issued else ""


def citation(notice: Notice) -> content.Corrected:
    """A document as the one that corrects it cites it."""
    title = cited(compose(notice.kind, notice.data))
    return {"number": notice.number, "dated_on": notice.dated_on.isoformat(), "title": title}


def about(notice: Notice) -> dict[str, Any]:
    """What a document is about, for the one that takes its place."""
    names = ("cycle", "candidacy", "list", "public_notice", "decision", "honour", "report", "unit")
    return {name: getattr(notice, name) for name in names}


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
    dated_on: date | None = None,
    corrects: Notice | None = None,
    correction: str = "",
    **about: Any,
) -> Notice:
    """Number the facts and freeze them, dated today unless told. `about` says what the document is about, by the fields of `Notice`."""
    facts = dict(data)
    if taken := numbers.take(kind, number):
        facts["number"] = taken
    if corrects is not None and (corrects.number or kind == Notice.Kind.PUBLIC_NOTICE):
        facts["corrects"] = citation(corrects)
    return Notice.objects.create(
        kind=kind,
        number=taken,
        dated_on=dated_on or clock.today(),
        data=facts,
        fingerprint=fingerprint(kind, facts),
        by=by,
        at=clock.now(),
        corrects=corrects,
        correction=correction if corrects else "",
        **about,
    )
