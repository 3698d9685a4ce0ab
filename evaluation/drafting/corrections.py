"""Corrections that wait for signatures, and how far one is."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404

from branches.settings import queries as settings_queries
from evaluation.documents import series as document_series
from evaluation.drafting import issuing
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.models import DocumentText, Signature
from evaluation.vocabulary import Body

OPEN = Q(corrects__isnull=False, corrects__corrected_by=None, corrects__voiding=None)
"""Texts that are to take the place of a document that still counts."""


@dataclass(frozen=True)
class Signed:
    """The signatures under one text of a correction. An earlier text keeps its own, and they count for nothing."""

    text: DocumentText
    signatures: dict[str, Signature]

    @property
    def is_cosigned(self) -> bool:
        """Both bodies signed this very text, by two people (D19). A 公示 takes no signatures."""
        if self.text.version is None:
            return True
        wanted = mark(self.text)
        people = {one.by_id for one in self.signatures.values() if one.fingerprint == wanted}
        return len(people) == len(Body)

    @property
    def missing(self) -> list[Body]:
        """Bodies that have not signed."""
        return [body for body in Body if body not in self.signatures] if self.text.version else []


def mark(text: DocumentText) -> str:
    """What a signature covers: the list of the decision, and the corrected text, which names the document it corrects."""
    return drafting_queries.signed(text.version.fingerprint if text.version else "", text)


def signed(text: DocumentText) -> Signed:
    rows = text.signatures.filter(withdrawn_at=None).select_related("by")
    return Signed(text, {one.body: one for one in rows})


def correction_or_404(pk: int) -> DocumentText:
    """For the two bodies only; the URL asks for their right."""
    text = drafting_queries.text_or_404(pk)
    if text.corrects is None:
        raise Http404
    return text


def obstacles(text: DocumentText) -> list[str]:
    """Why this text cannot be issued now."""
    if not drafting_queries.is_newest(text):
        return ["文稿在您查看之后有改动，或者已经制发。请看最新一稿。"]
    subject = drafting_subjects.of_text(text)
    if subject is None:
        return ["这份公文没有对应的决定，不能更正。"]
    reasons = issuing.obstacles(subject)
    standing = signed(text)
    if not standing.is_cosigned:
        missing = "、".join(body.label for body in standing.missing) or "双方"
        reasons.append(f"{missing}尚未签署第{text.number}稿，不能制发。")
    return reasons


def proposed_number(text: DocumentText) -> str:
    """Code and year of the body that leads; "" where the kind bears no number."""
    return document_series.proposed(text.kind, settings_queries.both_bodies()[0])


def unnumbered(text: DocumentText, number: str) -> list[str]:
    """Why it cannot be issued with this number."""
    if text.kind in document_series.WITHOUT or (number and not document_series.is_unfinished(number)):
        return []
    return ["请照发文登记填写完整的发文字号。"]


def in_hand() -> list[DocumentText]:
    """Of each document that still counts the newest text that is to correct it, unless it was given up."""
    rows = DocumentText.objects.filter(OPEN, issued_as=None).select_related("cycle", "version", "corrects")
    newest: dict[int, DocumentText] = {}
    for text in rows.order_by("-pk").prefetch_related("signatures", "checks", "consents"):
        newest.setdefault(text.corrects_id or 0, text)
    return [text for text in newest.values() if not drafting_queries.is_given_up(text)]
