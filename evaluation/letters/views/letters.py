"""Documents that 市直工委 writes by itself: the letter to an overdue unit, the minutes of a panel meeting."""

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.cycle import queries as cycle_queries
from evaluation.documents import queries as documents_queries
from evaluation.documents import series as document_series
from evaluation.letters import steps as letters_steps
from evaluation.letters.forms import MinutesForm, ReminderForm
from evaluation.letters.overdue import owed
from evaluation.models import Notice
from evaluation.naming import queries as naming_queries
from evaluation.recommendation import queries as recommendation_queries
from evaluation.vocabulary import Body


@require_http_methods(["GET", "POST"])
def reminder(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """催办函: what the unit owes, until when it is wanted now, and the number of the letter."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    unit = recommendation_queries.unit_or_404(request.user, pk, Perm.RUN_CYCLE)
    found = owed(cycle, unit)
    proposed = document_series.proposed(Notice.Kind.REMINDER_LETTER, settings_queries.work_committee())

    def do(given: dict[str, Any]) -> Done:
        what = found[given["what"]]
        made = letters_steps.remind(cycle, unit, what, by=request.user, until=given["until"], number=given["number"])
        return Done("催办函已制发，可以打印。", "evaluation:notice", made.pk)

    def context() -> dict[str, Any]:
        earlier = documents_queries.of(request.user, Notice.Kind.REMINDER_LETTER, cycle=cycle, unit=unit)
        return {"cycle": cycle, "unit": unit, "owed": found, "earlier": earlier}

    form = ReminderForm(request.POST or None, owed=found, proposed=proposed)
    return act(request, form, do, template="evaluation/documents/reminder.html", context=context)


@require_http_methods(["GET", "POST"])
def brief(request: PersonRequest, year: int) -> HttpResponse:
    """进度简报 of today, from the progress page at one press."""
    cycle = cycle_queries.cycle_or_404(request.user, year)

    def do(_: dict[str, Any]) -> Done:
        made = letters_steps.make_brief(cycle, by=request.user)
        return Done("进度简报已生成，可以打印。", "evaluation:notice", made.pk)

    return act(request, None, do, template="evaluation/documents/make_brief.html", context=lambda: {"cycle": cycle})


@require_http_methods(["GET", "POST"])
def minutes(request: PersonRequest, year: int) -> HttpResponse:
    """会议纪要 of the panel: who was there, what was resolved."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    panel = naming_queries.panel(cycle)
    if not panel:
        raise Http404
    initial = {
        "chair": next((one.user.name for one in panel if one.is_leader), ""),
        "present": "\n".join(f"{one.user.name}（{Body(one.body).label}）" for one in panel),
    }
    proposed = document_series.proposed(Notice.Kind.MINUTES, settings_queries.work_committee())
    form = MinutesForm(request.POST or None, initial=initial, proposed=proposed)

    def do(_: dict[str, Any]) -> Done:
        made = letters_steps.record_minutes(cycle, by=request.user, **form.facts)
        return Done("会议纪要已制发，可以打印。", "evaluation:notice", made.pk)

    return act(request, form, do, template="evaluation/documents/minutes.html", context=lambda: {"cycle": cycle})
