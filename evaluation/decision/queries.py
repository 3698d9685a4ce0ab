"""Decisions and their versions: who may read which, and what a version holds."""

from collections.abc import Iterable
from itertools import groupby

from django.http import Http404

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.decision.signing import Row
from evaluation.documents import queries as documents_queries
from evaluation.drafting import issuing
from evaluation.drafting import subjects as drafting_subjects
from evaluation.models import Candidacy, Cycle, Decision, DecisionVersion, Notice
from evaluation.naming.queries import obstacles, proposed
from evaluation.vocabulary import DecisionState


def decision_or_404(user: User, pk: int) -> Decision:
    """A proclaimed decision is everybody's; one in preparation belongs to the two bodies."""
    rows = Decision.objects.select_related("cycle")
    if not access.may(user, Perm.EVALUATE):
        rows = rows.filter(state=DecisionState.PROCLAIMED)
    decision = rows.filter(pk=pk).first()
    if decision is None:
        raise Http404
    return decision


def version_or_404(pk: int) -> DecisionVersion:
    """For the two bodies only; the URL asks for the right to sign."""
    version = DecisionVersion.objects.select_related("decision__cycle").filter(pk=pk).first()
    if version is None:
        raise Http404
    return version


def previous(version: DecisionVersion) -> DecisionVersion | None:
    return version.decision.versions.filter(number=version.number - 1).first()


def has_certificates(user: User, decision: Decision) -> bool:
    return documents_queries.of(user, Notice.Kind.CERTIFICATE, decision=decision).exists()


def left_out(cycle: Cycle) -> list[tuple[Candidacy, list[str]]]:
    """Proposed branches that cannot be on the list now, with the reasons (D22)."""
    return [(seen.case, reasons) for seen in proposed(cycle) if (reasons := obstacles(seen))]


def of_text(version: DecisionVersion | None) -> list[str]:
    """Why the frozen list cannot be proclaimed because of its text."""
    return issuing.obstacles(drafting_subjects.of_version(version)) if version else []


def by_unit(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    return [(unit, list(group)) for unit, group in groupby(rows, key=lambda row: row["unit"])]
