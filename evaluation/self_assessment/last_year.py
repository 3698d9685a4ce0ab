"""What a branch said of itself in an earlier year: shown beside each criterion, and taken over into what is empty (D31)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from evaluation.models import Candidacy, Criterion, Submission
from evaluation.vocabulary import Grade, ScoreTemplate, State

NEVER_STOOD = (State.DRAFT, State.NOT_APPLIED, State.NOT_ANSWERED, State.WITHDRAWN, State.DISQUALIFIED)
"""Where an application ended that is no model for the next: it was taken back, or the branch was not to be evaluated."""


@dataclass(frozen=True)
class Earlier:
    """The criteria of an application of an earlier year, as its document has them."""

    year: int
    criteria: list[dict[str, Any]]

    def of(self, criterion: Criterion) -> dict[str, Any]:
        """What was said of the same criterion, {} if nothing.

        Standards renumber: the title is looked for first, the number only under the same strength.
        """
        found = [one for one in self.criteria if one["title"] == criterion.title]
        place = (criterion.number, criterion.strength)
        found += [one for one in self.criteria if (one["number"], one["strength"]) == place]
        return found[0] if found else {}


def last_year(case: Candidacy, criterion: Criterion) -> tuple[int, str]:
    """(year, text) of what the branch last said on this criterion in an earlier year; (0, "") if it never did."""
    earlier = _read(_earlier(case))
    said = str(earlier.of(criterion).get("statement", "")) if earlier else ""
    return (earlier.year, said) if earlier and said else (0, "")


def applied_with(case: Candidacy) -> Earlier | None:
    """What the branch last applied with in an earlier year and stood by to the end."""
    return _read(_earlier(case).exclude(candidacy__state__in=NEVER_STOOD))


def mark(said: dict[str, Any], template: str) -> str:
    """The answer of an earlier year in the words of this one, "" where the two count differently."""
    grade, points = str(said.get("grade", "")), said.get("points")
    if grade == Grade.NOT_APPLICABLE:
        return grade
    if template == ScoreTemplate.POINTS:
        return "" if points is None else str(points)
    return grade if points is None and grade in Grade.values else ""


def note(case: Candidacy, year: int) -> str:
    """What is told of an answer that nobody has looked at since it was taken over."""
    return f"取自{'去年' if year == case.cycle.year - 1 else f'{year}年'}，请核对"


def _earlier(case: Candidacy) -> QuerySet[Submission]:
    return (
        Submission.objects.filter(candidacy__branch=case.branch_id, candidacy__cycle__year__lt=case.cycle.year)
        .select_related("candidacy__cycle")
        .order_by("-candidacy__cycle__year", "-number")
    )


def _read(rows: QuerySet[Submission]) -> Earlier | None:
    found = rows.first()
    return Earlier(found.candidacy.cycle.year, found.content.get("criteria", [])) if found else None
