"""Step 1 (方案 四（一）): the branch writes of itself, part by part, and applies. Applying freezes a version (D27).

Every draft is kept as it is typed; whether a part is complete is computed here, never asked from a page.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import Refused, advance
from evaluation.cases.access import holds
from evaluation.cases.knowledge import one_as_known
from evaluation.cases.locks import lock_case
from evaluation.models import (
    Candidacy,
    Criterion,
    Declaration,
    ReturnRequest,
    SelfAssessment,
    SelfRating,
    Submission,
    Transition,
)
from evaluation.rules.reference_score import is_marked, reference_score
from evaluation.self_assessment import document as self_assessment_document
from evaluation.self_assessment import last_year, way_back
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment.issue import application_form
from evaluation.self_assessment.working_copy import check, differing, locked
from evaluation.vocabulary import Action, Answer, Grade


@transaction.atomic
def save_rating(
    case: Candidacy, criterion: Criterion, values: Mapping[str, Any], *, by: User, seen: int | None, saved: bool = False
) -> SelfRating:
    """Keep `mark` and `statement` of one criterion as they are. `saved`: by the button, not by a pause in typing.

    Raises Overtaken when another version than `seen` is stored and the words differ.
    """
    case = locked(case, by)
    rating, _ = SelfRating.objects.select_related("by").get_or_create(candidacy=case, criterion=criterion)
    changed = differing(rating, values)
    if changed:
        check(rating.version, seen, rating.by, rating.at, changed)
        _apply_mark(rating, values)
        rating.statement = values.get("statement", rating.statement)
        rating.version += 1
        rating.by, rating.at = by, clock.now()
    # What was taken over from last year is complete only when somebody has said so, or written something else.
    if changed or saved:
        rating.is_complete = _is_complete(rating, case.cycle.score_template)
        rating.save()
    if saved:
        audit.record("填写自评", case, by=by, item=f"c{criterion.number}", is_complete=rating.is_complete)
    return rating


@transaction.atomic
def copy_last_year(case: Candidacy, criterion: Criterion, *, by: User) -> SelfRating:
    """Put last year's words below what is already written (D31)."""
    _year, text = last_year.last_year(case, criterion)
    if not text:
        raise Refused("没有找到往年写的内容。")
    rating = SelfRating.objects.filter(candidacy=case, criterion=criterion).first()
    written = rating.statement if rating else ""
    if text in written:
        return save_rating(case, criterion, {}, by=by, seen=None)
    return save_rating(case, criterion, {"statement": f"{written}\n{text}".strip()}, by=by, seen=None)


@transaction.atomic
def take_over_last_year(case: Candidacy, *, by: User) -> int:
    """Put marks and words of the last application into every criterion that is empty; how many there were.

    None of them is complete before it is saved by its button. Declarations are answered anew each year (D13), and
    evidence proves nothing of another year.
    """
    case = locked(case, by)
    draft = self_assessment_queries.working_copy(case)
    if draft.earlier is None:
        raise Refused("没有找到往年提交的自评，请逐项填写。")
    taken = draft.to_take_over
    for item in taken:
        said = draft.earlier.of(item.criterion)
        rating = item.rating
        _apply_mark(rating, {"mark": last_year.mark(said, case.cycle.score_template)})
        rating.statement = str(said.get("statement", ""))
        rating.version += 1
        rating.by, rating.at = by, clock.now()
        rating.save()
    if taken:
        items = [f"c{item.criterion.number}" for item in taken]
        audit.record("带入往年自评", case, by=by, year=draft.earlier.year, items=items)
    return len(taken)


@transaction.atomic
def save_basics(
    case: Candidacy, values: Mapping[str, Any], *, by: User, seen: int | None, saved: bool = False
) -> SelfAssessment:
    """Keep the basic facts; the button confirms them, typing takes the confirmation back."""
    case = locked(case, by)
    working = _working(case)
    changed = differing(self_assessment_queries.prefilled(working), values)
    if changed:
        check(working.basics_version, seen, working.by, working.at, changed)
        working.facts_confirmed_at = None
    if changed or saved:
        _set(working, values, "basics_version", by)
    if saved:
        working.facts_confirmed_at = clock.now()
        audit.record("确认支部基本情况", case, by=by)
    working.save()
    return working


@transaction.atomic
def save_resolution(
    case: Candidacy, values: Mapping[str, Any], *, by: User, seen: int | None, saved: bool = False
) -> SelfAssessment:
    """Keep what the branch meeting resolved."""
    case = locked(case, by)
    working = _working(case)
    changed = differing(working, values)
    if changed:
        check(working.resolution_version, seen, working.by, working.at, changed)
        _set(working, values, "resolution_version", by)
        working.save()
    if saved:
        audit.record("填写支部大会决议", case, by=by)
    return working


@transaction.atomic
def declare(
    case: Candidacy, answers: Mapping[int, str], *, by: User, seen: int | None, saved: bool = False
) -> SelfAssessment:
    """Keep the answers given so far, by number of the condition. What was not answered stays unanswered (D13)."""
    case = locked(case, by)
    working = _working(case)
    stored = {row.disqualification.number: row for row in _declarations(case)}
    new = {n: answer for n, answer in answers.items() if answer and (n not in stored or stored[n].answer != answer)}
    if new:
        fields = {f"d{n}": stored[n].answer if n in stored else "" for n in new}
        check(working.declarations_version, seen, working.by, working.at, fields)
        _set(working, {}, "declarations_version", by)
        working.save()
    for one in case.cycle.disqualifications.filter(number__in=new):
        Declaration.objects.update_or_create(
            candidacy=case,
            disqualification=one,
            defaults={"answer": Answer(new[one.number]), "by": by, "at": clock.now()},
        )
    if saved:
        audit.record("申报不得参评情形", case, by=by, answers={f"d{n}": answer for n, answer in answers.items()})
    return working


@transaction.atomic
def explain(
    case: Candidacy, facts: Mapping[int, str], *, by: User, seen: int | None, saved: bool = False
) -> SelfAssessment:
    """Keep the facts behind answers of 有 or 待核实. They are for those who verify, and go into no audit line."""
    case = locked(case, by)
    working = _working(case)
    rows = [row for row in _declarations(case) if facts.get(row.disqualification.number, row.facts) != row.facts]
    if rows:
        fields = {f"d{row.disqualification.number}": row.facts for row in rows}
        check(working.declarations_version, seen, working.by, working.at, fields)
        _set(working, {}, "declarations_version", by)
        working.save()
    for row in rows:
        row.facts = facts[row.disqualification.number]
        row.by, row.at = by, clock.now()
        row.save()
    if saved:
        audit.record("说明不得参评情形", case, by=by, items=[f"d{n}" for n in facts])
    return working


@transaction.atomic
def apply(case: Candidacy, *, by: User, version: int | None = None) -> Transition:
    """Apply to the superior organisation: the move, the frozen version behind it, and its reference score."""
    row = Candidacy.objects.select_related("cycle", "branch", "unit").get(pk=case.pk)
    number = Submission.objects.filter(candidacy=row).count() + 1
    # The move locks the case, so what is read below is what stands when it is made.
    transition = advance(row, Action.APPLY, by=by, version=version, data={"submission": number})
    draft = self_assessment_queries.working_copy(row)
    Declaration.objects.filter(candidacy=row, answer=Answer.NO).exclude(facts="").update(facts="")
    submission = Submission.objects.create(
        candidacy=row,
        number=number,
        content=self_assessment_document.document(draft),
        by=by,
        is_proxy=not holds(by, Perm.APPLY, row),
        at=transition.at,
    )
    submission.evidence.set(self_assessment_document.evidence_of(draft))
    Candidacy.objects.filter(pk=row.pk).update(self_score=reference_score(draft.marks, row.cycle.score_template))
    application_form(submission, by=by)
    return transition


@transaction.atomic
def ask_return(case: Candidacy, *, by: User, reason: str) -> ReturnRequest:
    """请机关退回修改, once the branch cannot recall its application itself (D53). Holds nothing up."""
    if not holds(by, Perm.APPLY, case):
        raise PermissionDenied
    case = lock_case(case)
    way = way_back.way_back(by, case)
    if way is None:
        raise Refused(f"本支部现在是“{one_as_known(case, by).standing.label}”，不能请机关退回修改。")
    if way.asked:
        raise Refused(f"已经请过一次：“{way.asked.reason}”。请等{case.unit.organ_organisation}办理。")
    if way.may_recall:
        raise Refused("现在还可以自己撤回申请，不用请机关退回。")
    if way.obstacles:
        raise Refused(*way.obstacles)
    if not reason.strip():
        raise Refused("请写明要改什么、为什么。", field="reason")
    asked = ReturnRequest.objects.create(
        candidacy=case, version=case.version, reason=reason.strip(), by=by, at=clock.now()
    )
    audit.record("请机关退回修改", case, by=by, reason=asked.reason)
    return asked


def _working(case: Candidacy) -> SelfAssessment:
    working, _ = SelfAssessment.objects.select_related("by").get_or_create(candidacy=case)
    working.candidacy = case
    return working


def _declarations(case: Candidacy) -> list[Declaration]:
    return list(Declaration.objects.filter(candidacy=case).select_related("disqualification"))


def _set(working: SelfAssessment, values: Mapping[str, Any], version: str, by: User) -> None:
    for name, value in values.items():
        setattr(working, name, value)
    setattr(working, version, getattr(working, version) + 1)
    working.by, working.at = by, clock.now()


def _apply_mark(rating: SelfRating, values: Mapping[str, Any]) -> None:
    mark = values.get("mark", rating.mark)
    is_grade = mark in Grade.values or not mark
    rating.grade, rating.points = (mark, None) if is_grade else ("", int(mark))


def _is_complete(rating: SelfRating, template: str) -> bool:
    has_words = 0 < len(rating.statement.strip()) <= self_assessment_queries.STATEMENT_LIMIT
    return has_words and is_marked(rating.grade, rating.points, template)
