"""A sheet falls into parts, each with a version of its own: c12 for the twelfth criterion, the conclusion, the visit.

What is stored and what is sent are compared as words, in the form in which a page sends them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.http import Http404

from branches.models import User
from evaluation.assessment import scores
from evaluation.assessment.queries import part_of
from evaluation.cases import recusals
from evaluation.models import Candidacy, Criterion, Score, ScoreSheet, SheetSave, SiteVisit

REMARK, VISIT = "remark", "visit"
Words = Mapping[str, Any]
"""The fields of a part: texts, and for the visitors a list of ids as text."""

MUST_KEEP_AWAY = "您须回避该支部，不能再评分。"
NOT_A_MEMBER = "您现在不是该支部的考核组成员，不能再评分。"


def of_criterion(number: int) -> str:
    return f"c{number}"


def criterion_of(part: str, case: Candidacy) -> Criterion:
    return case.cycle.criteria.get(number=int(part.removeprefix("c")))


def of_case(case: Candidacy) -> list[str]:
    numbers = case.cycle.criteria.values_list("number", flat=True)
    return [*(of_criterion(number) for number in numbers), VISIT, REMARK]


@dataclass(frozen=True)
class Stored:
    """One part as it stands now."""

    words: Words
    version: int = 0
    at: datetime | None = None

    @property
    def mark(self) -> str:
        return digest(self.words)


def digest(words: Words) -> str:
    """Short, for a page that says from which words it was made."""
    text = json.dumps(words, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def stored(case: Candidacy, user: User) -> dict[str, Stored]:
    """Every part of the person's sheet for a case, written on or not."""
    sheet = scores.sheet_of(case, user)
    written = {score.criterion_id: score for score in Score.objects.filter(sheet=sheet)} if sheet else {}
    found = {of_criterion(one.number): _of_score(written.get(one.pk)) for one in case.cycle.criteria.all()}
    found[REMARK] = Stored({"remark": sheet.remark}, sheet.remark_version, sheet.remark_at) if sheet else _NO_REMARK
    found[VISIT] = _of_visit(own_visit(case, user))
    return found


def own_visit(case: Candidacy, user: User) -> SiteVisit | None:
    """The newest record of a visit that is the person's."""
    return case.visits.filter(by=user).prefetch_related("visitors").order_by("-pk").first()


def words_of(visit: SiteVisit) -> Words:
    return {
        "visited_on": visit.visited_on.isoformat(),
        "place": visit.place,
        "findings": visit.findings,
        "visitors": [str(pk) for pk in sorted(one.pk for one in visit.visitors.all())],
    }


def case_or_404(user: User, pk: int) -> Candidacy:
    """For whoever is an assessor of the case or was one: he is told why nothing more is kept. A stranger finds nothing."""
    team = Q(unit__teams__cycle=F("cycle"), unit__teams__members__user=user)
    rows = Candidacy.objects.filter(team | Q(sheets__assessor=user), pk=pk)
    case = rows.select_related("cycle", "branch", "unit").distinct().first()
    if case is None:
        raise Http404
    return case


def why_closed(case: Candidacy, user: User) -> str:
    """Why nothing more is kept of what the person wrote on his sheet; "" while it is open to him."""
    if recusals.recused(user, case):
        return MUST_KEEP_AWAY
    if not part_of(user, case).assesses:
        return NOT_A_MEMBER
    return scores.sealed(case, scores.sheet_of(case, user))


def problems(case: Candidacy, user: User) -> dict[str, str]:
    """Why the sheet cannot be handed in, by part."""
    sheet = scores.sheet_of(case, user)
    found = {of_criterion(one.criterion.number): one.problem for one in scores.items(case, sheet)}
    found[REMARK] = scores.remark_problem(sheet) if sheet else ""
    return {part: problem for part, problem in found.items() if problem}


def earlier(op: UUID) -> SheetSave | None:
    """What was answered to this save when it came before."""
    return SheetSave.objects.select_related("sheet").filter(op=op).first()


def is_same(save: SheetSave, case: Candidacy, part: str, user: User) -> bool:
    sheet: ScoreSheet = save.sheet
    return (sheet.candidacy_id, sheet.assessor_id, save.part) == (case.pk, user.pk, part)


_NO_REMARK = Stored({"remark": ""})


def _of_score(score: Score | None) -> Stored:
    if score is None:
        return Stored({"mark": "", "note": ""})
    return Stored({"mark": scores.mark_of(score), "note": score.note}, score.version, score.at)


def _of_visit(visit: SiteVisit | None) -> Stored:
    if visit is None:
        return Stored({"visited_on": "", "place": "", "findings": "", "visitors": []})
    return Stored(words_of(visit), visit.version, visit.at)
