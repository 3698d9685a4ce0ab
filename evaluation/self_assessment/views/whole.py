"""整页填写: every criterion with its mark and statement on one page, and one save for whatever was touched."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from branches import in_words
from branches.pages.acting import Done, attempt
from branches.pages.request import PersonRequest
from evaluation.models import Candidacy
from evaluation.pages import autosave
from evaluation.pages.autosave import Outcome
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment.forms import LineForm
from evaluation.self_assessment.queries import Item, WorkingCopy
from evaluation.self_assessment.standard import obstacles
from evaluation.self_assessment.views import filling, task_list


@dataclass
class Line:
    """One criterion as the page has it; how its save went stays with it."""

    item: Item
    form: LineForm
    note: str = ""
    asked: str = ""
    outcome: Outcome = field(default_factory=Outcome)

    @property
    def number(self) -> int:
        return int(self.item.criterion.number)


@require_http_methods(["GET", "POST"])
def whole(request: PersonRequest, pk: int) -> HttpResponse:
    case, elsewhere = filling.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    touched = _touched(request, case) if request.method == "POST" else []
    if faulty := _save(request, case, touched):
        return _page(request, case, faulty)
    said = f"已保存{len(touched)}项。" if touched else "没有改动。"
    name = "whole" if request.POST.get("then") == "stay" else "tasks"
    done = Done(said, f"evaluation:self_assessment_{name}", pk)
    return attempt(request, None, lambda _: done, lambda _: _page(request, case, []))


def _touched(request: PersonRequest, case: Candidacy) -> list[Line]:
    """What somebody wrote into: a line that was only shown is neither saved nor held against anybody's newer one."""
    draft = self_assessment_queries.working_copy(case)
    template = case.cycle.score_template
    lines = [Line(item, LineForm(request.POST, rating=item.rating, template=template)) for item in draft.items]
    return [line for line in lines if line.form.is_touched]


def _save(request: PersonRequest, case: Candidacy, touched: Iterable[Line]) -> list[Line]:
    """Each line on its own, so that one in doubt keeps none of the others; those that did not go well."""
    for line in touched:
        step = filling.rating_step(request, case, line.item.criterion, line.form)
        line.outcome = autosave.save(request, line.form, step)
    return [line for line in touched if not line.outcome.is_good]


def _page(request: PersonRequest, case: Candidacy, faulty: list[Line]) -> HttpResponse:
    """What went well is shown as it is stored by now, the rest as it was sent."""
    draft = self_assessment_queries.working_copy(case)
    back = self_assessment_queries.returned(case)
    sent = {line.number: line for line in faulty}
    template = case.cycle.score_template
    lines = []
    for item in draft.items:
        line = sent.get(item.criterion.number) or Line(item, LineForm(None, rating=item.rating, template=template))
        line.note = draft.note(item)
        line.asked = back.items.get(f"c{line.number}", "") if back else ""
        lines.append(line)
    context = {
        "draft": draft,
        "groups": _by_strength(draft, lines),
        "others": task_list.groups(draft)[len(draft.by_strength) :],
        "forms": [line.form for line in faulty if not line.outcome.reasons],
        "overtaken": [line for line in faulty if line.outcome.theirs],
        "obstacles": obstacles(draft),
    }
    return filling.page(request, "evaluation/self_assessment/whole.html", case, _outcome(faulty), context)


def _outcome(faulty: list[Line]) -> Outcome:
    """Of the page: what is refused is refused for every line alike."""
    status = max((line.outcome.status for line in faulty), default=200)
    reasons = list(dict.fromkeys(reason for line in faulty for reason in line.outcome.reasons))
    return Outcome(status, reasons)


def _by_strength(draft: WorkingCopy, lines: list[Line]) -> list[dict[str, Any]]:
    return [
        {
            "title": f"{in_words.numeral(number)}、{strength.label}",
            "lines": [line for line in lines if line.item.criterion.strength == strength],
        }
        for number, strength in enumerate((strength for strength, _ in draft.by_strength), start=1)
    ]
