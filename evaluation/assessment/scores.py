"""Score sheets: one's own, criterion by criterion, and the colleagues' side by side when they may be seen (D17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from django.shortcuts import get_object_or_404

from branches.models import User
from evaluation.cases.columns import counted
from evaluation.models import Candidacy, Criterion, Score, ScoreSheet, SelfRating
from evaluation.rules import reference_score
from evaluation.vocabulary import Grade, ScoreTemplate, State, Strength

NOTE_LIMIT = 300
REMARK_LIMIT = 500
# One grade is worth two or three points, so a spread of more than three is more than one grade.
ONE_GRADE = 3


def choices(template: str) -> list[tuple[str, str]]:
    """The answers to one criterion, as value and label."""
    if template == ScoreTemplate.POINTS:
        points = [(str(value), f"{value}分") for value in range(reference_score.FULL, -1, -1)]
        return [*points, (Grade.NOT_APPLICABLE.value, Grade.NOT_APPLICABLE.label)]
    return [(grade.value, grade.label) for grade in Grade]


def mark_of(score: Score | SelfRating | None) -> str:
    """The value among `choices` that a score stands for; "" without one."""
    if score is None:
        return ""
    return score.grade or ("" if score.points is None else str(score.points))


def label_of(score: Score | SelfRating | None) -> str:
    """达到, 3分, or "" without an answer."""
    if score is None:
        return ""
    return score.get_grade_display() or ("" if score.points is None else f"{score.points}分")


def needs_note(score: Score) -> bool:
    """未达到, or no point at all, asks for what was seen on site."""
    return score.grade == Grade.UNMET or (score.points == 0 and not score.grade)


def sheet_of(case: Candidacy, user: User) -> ScoreSheet | None:
    return ScoreSheet.objects.filter(candidacy=case, assessor=user).first()


def sheet_or_404(case: Candidacy, pk: int) -> ScoreSheet:
    return get_object_or_404(ScoreSheet.objects.select_related("assessor", "candidacy"), candidacy=case, pk=pk)


def sealed(case: Candidacy, sheet: ScoreSheet | None) -> str:
    """Why nothing more is written on a sheet, whoever its assessor is; "" while it is open."""
    if case.state != State.APPLIED or not case.cycle.is_running:
        return "该支部现在不在考核中，不能评分。"
    if sheet and sheet.submitted_at:
        return "您已提交评分。需要修改，请联系组长退回。"
    return ""


@dataclass(frozen=True)
class Item:
    """One criterion on the own sheet, beside what the branch says of itself."""

    criterion: Criterion
    own: SelfRating | None
    score: Score | None
    template: str

    @property
    def mark(self) -> str:
        return mark_of(self.score)

    @property
    def label(self) -> str:
        return label_of(self.score)

    @property
    def self_label(self) -> str:
        return label_of(self.own)

    @property
    def is_marked(self) -> bool:
        return self.score is not None and reference_score.is_marked(self.score.grade, self.score.points, self.template)

    @property
    def problem(self) -> str:
        """Why the sheet cannot be finished because of this criterion; "" if nothing is wrong."""
        name = f"第{self.criterion.number}项"
        if self.score is None or not self.is_marked:
            return f"{name}还没有评分。"
        if needs_note(self.score) and not self.score.note.strip():
            return f"{name}评为“{self.label}”，请写明现场看到什么。"
        if (excess := len(self.score.note.strip()) - NOTE_LIMIT) > 0:
            return f"{name}的说明最多写{NOTE_LIMIT}字，超出{excess}字，请删减。"
        return ""


def items(case: Candidacy, sheet: ScoreSheet | None) -> list[Item]:
    """All criteria in order, in three queries and one for the evidence."""
    scores = {score.criterion_id: score for score in Score.objects.filter(sheet=sheet)} if sheet else {}
    own = {
        rating.criterion_id: rating for rating in SelfRating.objects.filter(candidacy=case).prefetch_related("evidence")
    }
    template = case.cycle.score_template
    return [
        Item(criterion, own.get(criterion.pk), scores.get(criterion.pk), template)
        for criterion in case.cycle.criteria.all()
    ]


def remark_problem(sheet: ScoreSheet) -> str:
    """Why the sheet cannot be finished because of its conclusion; "" if nothing is wrong."""
    excess = len(sheet.remark) - REMARK_LIMIT
    return f"现场结论最多写{REMARK_LIMIT}字，超出{excess}字，请删减。" if excess > 0 else ""


def by_strength(rows: Sequence[Item]) -> list[tuple[str, list[Item]]]:
    """The criteria in their four groups (方案 二)."""
    groups: dict[str, list[Item]] = {}
    for row in rows:
        groups.setdefault(Strength(row.criterion.strength).label, []).append(row)
    return list(groups.items())


def sheet_score(scores: Sequence[Score], total: int, template: str) -> Decimal | None:
    """参考分 of one sheet; None unless every criterion carries an answer (D21)."""
    if len(scores) < total:
        return None
    return reference_score.reference_score([(score.grade, score.points) for score in scores], template)


def mean_score(case: Candidacy) -> Decimal | None:
    """The mean of the sheets that count, to a tenth, half up; None where the year takes no figures."""
    total = case.cycle.criteria.count()
    sheets = counted(ScoreSheet.objects.filter(candidacy=case)).prefetch_related("scores")
    known = [sheet_score(list(sheet.scores.all()), total, case.cycle.score_template) for sheet in sheets]
    values = [value for value in known if value is not None]
    if not values:
        return None
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Column:
    """One colleague's sheet that was handed in."""

    sheet: ScoreSheet
    score: Decimal | None


@dataclass(frozen=True)
class Row:
    """One criterion across all sheets."""

    criterion: Criterion
    self_label: str
    marks: list[tuple[str, str]]
    notes: list[tuple[str, str]] = field(default_factory=list)
    differs: bool = False


@dataclass(frozen=True)
class Comparison:
    columns: list[Column]
    rows: list[Row]

    @property
    def differing(self) -> list[Row]:
        """Criteria on which two assessors are more than one grade apart."""
        return [row for row in self.rows if row.differs]


def comparison(case: Candidacy) -> Comparison:
    """Every sheet that counts, side by side."""
    template = case.cycle.score_template
    sheets = counted(ScoreSheet.objects.filter(candidacy=case)).select_related("assessor")
    given: list[tuple[ScoreSheet, Mapping[int, Score]]] = [
        (sheet, {score.criterion_id: score for score in sheet.scores.all()})
        for sheet in sheets.prefetch_related("scores")
    ]
    own = {rating.criterion_id: rating for rating in SelfRating.objects.filter(candidacy=case)}
    criteria = list(case.cycle.criteria.all())
    rows = [
        _across(
            criterion, own.get(criterion.pk), [(sheet, marks.get(criterion.pk)) for sheet, marks in given], template
        )
        for criterion in criteria
    ]
    return Comparison(
        [Column(sheet, sheet_score(list(marks.values()), len(criteria), template)) for sheet, marks in given], rows
    )


def _across(
    criterion: Criterion, own: SelfRating | None, given: Sequence[tuple[ScoreSheet, Score | None]], template: str
) -> Row:
    return Row(
        criterion,
        label_of(own),
        [(sheet.assessor.name, label_of(score)) for sheet, score in given],
        [(sheet.assessor.name, score.note) for sheet, score in given if score and score.note],
        _differs([score for _, score in given], template),
    )


def _differs(scores: Sequence[Score | None], template: str) -> bool:
    known = [
        value
        for score in scores
        if score and reference_score.is_marked(score.grade, score.points, template)
        if (value := reference_score.points_of(score.grade, score.points, template)) is not None
    ]
    return bool(known) and max(known) - min(known) > ONE_GRADE
