"""Texts, read: the newest of a document, whether it still fits its list, who passed it, who consented to it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet
from django.http import Http404

from branches.models import User
from branches.settings import queries as settings_queries
from evaluation.documents import queries as documents_queries
from evaluation.drafting.standard import lines
from evaluation.drafting.subjects import Subject
from evaluation.models import DecisionVersion, DocumentText, LeaderConsent, Notice, TextCheck, fingerprints
from evaluation.vocabulary import Body, DecisionState


def fingerprint(kind: str, facts: Mapping[str, Any], listed: str) -> str:
    """Of a text together with the list that it announces."""
    return fingerprints.of(kind, facts, listed)


def signed(listed: str, text: DocumentText | None) -> str:
    """What a signature covers: the list, and the text where there is one."""
    return hashlib.sha256(f"{listed}{text.fingerprint}".encode()).hexdigest() if text else listed


def altered(text: DocumentText, listed: str) -> list[str]:
    """What of an issued text is not as it was signed, in English: the text itself, or what its document says."""
    found = []
    if text.fingerprint != fingerprint(text.kind, text.facts, listed):
        found.append("the text is not the one that was signed")
    if text.issued_as and not lines(text.facts).items() <= text.issued_as.data.items():
        found.append("its document does not say what was signed")
    return found


def newest(subject: Subject) -> DocumentText | None:
    """The text in hand of this document."""
    return of(subject).first()


def of(one: Subject | DocumentText) -> QuerySet[DocumentText]:
    """Every saving of a text that was not issued, the newest first; drafts from before one that was are history."""
    rows = DocumentText.objects.filter(kind=one.kind, cycle=one.cycle, version=one.version, corrects=one.corrects)
    issued = rows.exclude(issued_as=None).aggregate(last=Max("pk"))["last"] or 0
    return rows.filter(pk__gt=issued).select_related("by").order_by("-id")


def latest(version: DecisionVersion) -> DocumentText | None:
    """The text that would be issued with this list, or was; None where the standard one is."""
    rows = version.texts.filter(corrects=None)
    issued = rows.exclude(issued_as=None).first()
    return issued or (rows.filter(issued_as=None).first() if settings_queries.drafts() else None)


def is_to_be_corrected(notice: Notice) -> bool:
    """Whether it counts, and its correction is a text."""
    return documents_queries.counts(notice) and documents_queries.is_corrected_by_text(notice)


def joint_or_404(user: User, pk: int) -> Notice:
    """A joint document that can be corrected here, for the two bodies; the URL asks for their right."""
    notice = documents_queries.document_or_404(user, pk)
    if not is_to_be_corrected(notice):
        raise Http404
    return notice


def is_given_up(text: DocumentText) -> bool:
    """A correction that says again what is issued, for no reason: whoever began it does not correct anything."""
    return text.corrects_id is not None and not text.facts.get("reason")


def fits(text: DocumentText, subject: Subject) -> bool:
    """Whether the list is still the one for which the text was written, and nobody touched it past this system."""
    return text.fingerprint == fingerprint(text.kind, text.facts, subject.listed)


@dataclass(frozen=True)
class Standing:
    """How far a text is: derived from rows that stay as they are."""

    text: DocumentText
    check: TextCheck | None
    consents: dict[str, LeaderConsent]

    @property
    def is_passed(self) -> bool:
        return self.check is not None and self.check.is_passed

    @property
    def is_returned(self) -> bool:
        return self.check is not None and not self.check.is_passed

    @property
    def missing(self) -> list[Body]:
        """Bodies whose leader's consent is not recorded."""
        return [body for body in Body if body not in self.consents]

    @property
    def dated_on(self) -> date | None:
        """成文日期: the day on which the last of both leaders signed; None before."""
        return None if self.missing else max(one.signed_on for one in self.consents.values())


def standing(text: DocumentText) -> Standing:
    check = text.checks.select_related("by").first()
    consents = text.consents.filter(withdrawn_at=None).select_related("by")
    return Standing(text, check, {one.body: one for one in consents})


def text_or_404(pk: int) -> DocumentText:
    """For the two bodies only; the URL asks for their right."""
    rows = DocumentText.objects.select_related(
        "cycle", "version__decision__cycle", "by", "issued_as", "corrects__decision"
    )
    text = rows.filter(pk=pk).first()
    if text is None:
        raise Http404
    return text


def consent_or_404(pk: int) -> LeaderConsent:
    rows = LeaderConsent.objects.select_related("text__version__decision__cycle", "text__cycle", "text__corrects")
    one = rows.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def is_newest(text: DocumentText) -> bool:
    """Neither issued nor changed since."""
    last = of(text).first()
    return last is not None and last.pk == text.pk


def label_of(text: DocumentText) -> str:
    """What the document is called before it has a title of its own."""
    return f"{text.cycle}{Notice.Kind(text.kind).label}{'更正' if text.corrects_id else ''}"


def version_or_404(decision: int) -> DecisionVersion:
    """The newest frozen list of a decision that is not proclaimed yet."""
    rows = DecisionVersion.objects.filter(decision=decision, decision__state=DecisionState.FROZEN)
    version = rows.select_related("decision__cycle").order_by("-number").first()
    if version is None:
        raise Http404
    return version
