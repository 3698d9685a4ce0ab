"""考核反馈: what a branch that was not recommended or not named learns of its assessment (方案 引言“提升中间支部”, D43).

The opinion with its advice, and where two sheets count the averages beside its own ratings. Never a single sheet, a
finding, a consultation or a verdict.
"""

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.http import Http404

from branches.models import User
from branches.permissions import Perm
from evaluation.assessment.scores import label_of
from evaluation.cases.access import candidacy_or_404, holds
from evaluation.cases.columns import counted
from evaluation.models import Candidacy, Criterion, Decision, Opinion, Score, ScoreSheet, SelfRating
from evaluation.rules import reference_score
from evaluation.vocabulary import CycleState, DecisionKind, DecisionState, ScoreTemplate, State

FEWEST_SHEETS = 2
"""An average of fewer would be somebody's own mark."""


@dataclass(frozen=True)
class Row:
    """One criterion: the branch's own rating, and the average in points, 0 to 5; None where fewer than two gave points."""

    criterion: Criterion
    own: str
    average: Decimal | None


@dataclass(frozen=True)
class Feedback:
    opinion: Opinion
    rows: list[Row]
    score: Decimal | None
    """The reference score, where the averages are shown."""


def feedback_of(user: User, case: Candidacy) -> Feedback | None:
    """For whoever answers for the branch, once its year has been decided; None if there is nothing to read."""
    if case.standing not in (State.NOT_RECOMMENDED, State.NOT_NAMED) or not holds(user, Perm.VIEW_BRANCH, case):
        return None
    if not _is_over(case) or not was_assessed(case):
        return None
    opinion = Opinion.objects.filter(candidacy=case, is_for_branch=True).exclude(advice="").first()
    if opinion is None:
        return None
    rows = _rows(case)
    return Feedback(opinion, rows, case.assessed_score if rows else None)


def feedback_or_404(user: User, pk: int) -> tuple[Candidacy, Feedback]:
    case = candidacy_or_404(user, pk, Perm.VIEW_BRANCH)
    found = feedback_of(user, case)
    if found is None:
        raise Http404
    return case, found


def _is_over(case: Candidacy) -> bool:
    proclaimed = Decision.objects.filter(cycle=case.cycle_id, kind=DecisionKind.NAMING, state=DecisionState.PROCLAIMED)
    return case.cycle.state == CycleState.CLOSED or proclaimed.exists()


def was_assessed(case: Candidacy) -> bool:
    """Whether the opinion was handed in: what was still being written when the year ended is nobody's to read."""
    before = case.transitions.order_by("-number").values_list("before", flat=True).first()
    return before not in (None, State.DRAFT, State.APPLIED)


def averages(case: Candidacy, *, fewest: int = 1) -> dict[int, Decimal]:
    """By criterion the average in points, 0 to 5, of the sheets that count; none of which fewer gave points."""
    template = case.cycle.score_template
    if template == ScoreTemplate.NONE:
        return {}
    given: dict[int, list[int]] = defaultdict(list)
    for score in Score.objects.filter(sheet__in=counted(ScoreSheet.objects.filter(candidacy=case))):
        value = reference_score.points_of(score.grade, score.points, template)
        if value is not None:
            given[score.criterion_id].append(value)
    return {
        criterion: (Decimal(sum(values)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        for criterion, values in given.items()
        if len(values) >= fewest
    }


def _rows(case: Candidacy) -> list[Row]:
    sheets = counted(ScoreSheet.objects.filter(candidacy=case)).count()
    if case.cycle.score_template == ScoreTemplate.NONE or sheets < FEWEST_SHEETS:
        return []
    average = averages(case, fewest=FEWEST_SHEETS)
    own = {rating.criterion_id: rating for rating in SelfRating.objects.filter(candidacy=case)}
    return [Row(one, label_of(own.get(one.pk)), average.get(one.pk)) for one in case.cycle.criteria.all()]
