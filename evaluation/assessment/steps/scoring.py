"""Score sheets: marking a criterion, handing the sheet in, returning it to its assessor (方案 四（二）, D17, D21)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit, clock
from branches.incoming import numbers
from branches.models import User
from evaluation.advance import Refused
from evaluation.assessment import scores
from evaluation.assessment.queries import part_of
from evaluation.cases.locks import lock_case
from evaluation.models import Candidacy, Criterion, Score, ScoreSheet
from evaluation.vocabulary import State


@transaction.atomic
def rate(case: Candidacy, criterion: Criterion, *, by: User, mark: str | None = None, note: str | None = None) -> Score:
    """Keep a mark and a note on one's own sheet; what is None stays as it is. A draft may lack either."""
    return put(own_sheet(case, by), criterion, mark=mark, note=note)


def put(sheet: ScoreSheet, criterion: Criterion, *, mark: str | None = None, note: str | None = None) -> Score:
    """Write on a sheet that is locked: each score counts its own saves."""
    fields: dict[str, Any] = {}
    if mark is not None:
        if mark and mark not in dict(scores.choices(sheet.candidacy.cycle.score_template)):
            raise Refused("没有这个评分选项，请重新选择。")
        fields = {"grade": "", "points": None}
        points = numbers.number(mark)
        fields |= {"grade": mark} if points is None else {"points": points}
    if note is not None:
        fields["note"] = note.strip()
    score, _ = Score.objects.get_or_create(sheet=sheet, criterion=criterion)
    for name, value in fields.items():
        setattr(score, name, value)
    score.version += 1
    score.at = clock.now()
    score.save()
    return score


@transaction.atomic
def submit_sheet(case: Candidacy, *, by: User) -> ScoreSheet:
    """Seal one's own sheet. From now on the colleagues' sheets are open to its assessor, and this one is not his to change."""
    sheet = own_sheet(case, by)
    problems = [item.problem for item in scores.items(case, sheet)] + [scores.remark_problem(sheet)]
    if problems := [one for one in problems if one]:
        raise Refused(*problems)
    ScoreSheet.objects.filter(pk=sheet.pk).update(submitted_at=clock.now(), return_reason="")
    audit.record("提交评分", case, by=by)
    sheet.refresh_from_db()
    return sheet


@transaction.atomic
def return_sheet(sheet: ScoreSheet, *, by: User, reason: str) -> None:
    """Give a sheet back to its assessor; its marks stay. The leader's own sheet only the organiser returns."""
    case = lock_case(sheet.candidacy)
    part = part_of(by, case)
    if sheet.assessor_id == by.pk or not (part.leads or part.organises):
        raise PermissionDenied
    if case.state != State.APPLIED or not case.cycle.is_running:
        raise Refused("考核意见已经提交，不能再退回评分。")
    if not reason.strip():
        raise Refused("请写明退回的理由。")
    returned = ScoreSheet.objects.filter(pk=sheet.pk, submitted_at__isnull=False)
    if not returned.update(submitted_at=None, return_reason=reason.strip()):
        raise Refused("这份评分没有提交，无须退回。")
    audit.record("退回评分", case, by=by, assessor=sheet.assessor_id, reason=reason.strip())


def own_sheet(case: Candidacy, by: User) -> ScoreSheet:
    """One's own sheet, locked, as long as it may be written on."""
    if not part_of(by, case).assesses:
        raise PermissionDenied
    case = lock_case(case)
    sheet, _ = ScoreSheet.objects.select_for_update().get_or_create(candidacy=case, assessor=by)
    sheet.candidacy = case
    if reason := scores.sealed(case, sheet):
        raise Refused(reason)
    return sheet
