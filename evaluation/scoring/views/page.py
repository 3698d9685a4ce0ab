"""One sheet on one page: without script a long form with one save, with script an item at a time on a phone."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import clock
from branches.pages.acting import Done, attempt
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.refusals import Conflict
from evaluation.advance import Refused
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.deadlines import until
from evaluation.models import Candidacy, ScorePhoto
from evaluation.pages import autosave
from evaluation.scoring import parts
from evaluation.scoring import steps as sheet_steps
from evaluation.scoring.forms import OfAPart, SheetForms
from evaluation.scoring.parts import Stored
from evaluation.scoring.photos import queries as photos_queries
from evaluation.scoring.photos.forms import slot
from evaluation.vocabulary import ScoreTemplate, Step, Strength

IN_SHORT = {
    Strength.POLITICS: "政治",
    Strength.LEADERSHIP: "班子",
    Strength.MEMBERS: "队伍",
    Strength.EFFECT: "作用",
}
"""The four tabs, as narrow as a phone."""


@dataclass(frozen=True)
class Section:
    """One criterion on the page."""

    part: str
    item: scores.Item
    form: OfAPart
    theirs: Stored | None
    photos: list[ScorePhoto]
    slot: dict[str, Any]
    """The attributes of the field for one more photograph."""

    @property
    def theirs_label(self) -> str:
        """The mark that another device gave."""
        choices = dict(scores.choices(self.item.template))
        return choices.get(self.theirs.words["mark"], "") if self.theirs else ""


@require_http_methods(["GET", "POST"])
def sheet(request: PersonRequest, pk: int) -> HttpResponse:
    """All parts with what the branch says of itself; one save keeps what was changed."""
    case = _case(request, pk)
    page = SheetForms(case, request.user, parts.stored(case, request.user), request.POST or None)
    theirs: dict[str, Stored] = {}

    def do(_: dict[str, Any]) -> Done:
        if autosave.is_of_another(request):
            raise Conflict(autosave.REPLACED)
        kept = sheet_steps.keep_page(case, page.changed(), by=request.user)
        page.rest_on(kept.versions)
        theirs.update(kept.theirs)
        if theirs:
            raise Conflict(f"有{len(theirs)}处您在另一台设备上也改过，没有保存。请在下面核对。")
        if not page.are_valid:
            raise Refused  # the forms say why; what is valid is kept
        if "check" not in request.POST:
            return Done("已保存。", "evaluation:assessment_score_all", case.pk)
        if problems := parts.problems(case, request.user):
            page.complain(problems)
            raise Refused
        return Done("", "evaluation:assessment_score", case.pk)

    def show(reasons: list[str]) -> HttpResponse:
        own = scores.sheet_of(case, request.user)
        items = scores.items(case, own)
        closed = scores.sealed(case, own)
        context = {
            "case": case,
            "sheet": own,
            "forms": page,
            "reasons": reasons,
            "theirs": theirs,
            "remark": page.parts[parts.REMARK],
            "visit": page.parts[parts.VISIT],
            "groups": _groups(case, items, page, theirs, photos_queries.own(case, request.user)),
            "most_photos": photos_queries.MOST,
            "marked": sum(one.is_marked for one in items),
            "total": len(items),
            "closed": closed,
            "own_visit": parts.own_visit(case, request.user) if closed else None,
            # What was typed is shown again even where the sheet was closed meanwhile.
            "is_open": bool(reasons) or not closed,
            "is_points": case.cycle.score_template == ScoreTemplate.POINTS,
            "today": clock.today(),
            "until": until(case, Step.ASSESSMENT),
            "release": settings.VERSION,
        }
        return render(request, "evaluation/scoring/sheet.html", context)

    return attempt(request, None, do, show)


@require_safe
def item(request: PersonRequest, pk: int, number: int | None = None) -> HttpResponseBase:
    """Where a page for each criterion was: bookmarks lead to its place."""
    address = reverse("evaluation:assessment_score_all", args=[_case(request, pk).pk])
    return redirect(f"{address}#{parts.of_criterion(number)}" if number else address)


def _case(request: PersonRequest, pk: int) -> Candidacy:
    return assessment_queries.material_or_404(request.user, pk, Perm.SCORE)


def _groups(
    case: Candidacy,
    items: list[scores.Item],
    page: SheetForms,
    theirs: dict[str, Stored],
    photos: dict[int, list[ScorePhoto]],
) -> list[dict[str, Any]]:
    """The four strengths, each with its sections."""
    found = []
    for title, rows in scores.by_strength(items):
        sections = [_section(case, row, page, theirs, photos) for row in rows]
        found.append(
            {
                "key": rows[0].criterion.strength,
                "title": title,
                "short": IN_SHORT[Strength(rows[0].criterion.strength)],
                "sections": sections,
                "marked": sum(row.is_marked for row in rows),
                "first": next((one.part for one in sections if not one.item.is_marked), sections[0].part),
            }
        )
    return found


def _section(
    case: Candidacy,
    row: scores.Item,
    page: SheetForms,
    theirs: dict[str, Stored],
    photos: dict[int, list[ScorePhoto]],
) -> Section:
    number = row.criterion.number
    part = parts.of_criterion(number)
    return Section(part, row, page.parts[part], theirs.get(part), photos.get(number, []), slot(case.pk, number))
