"""Pages of the settings: the site's for 市直工委, a unit's for its officer, each with its history."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.incoming import numbers
from branches.models import Unit
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.settings import queries as settings_queries
from branches.settings import steps as settings_steps
from branches.settings.forms import SiteForm, UnitForm


@require_http_methods(["GET", "POST"])
def site(request: PersonRequest) -> HttpResponse:
    form = SiteForm(request.POST if request.method == "POST" else None, initial=settings_queries.values())
    return _edit(request, form, None, Done("", "branches:settings"))


@require_http_methods(["GET", "POST"])
def of_unit(request: PersonRequest, pk: int) -> HttpResponse:
    """Full names and 机关代字 of the two bodies of one unit."""
    unit = settings_queries.unit_or_404(request.user, pk)
    initial = settings_queries.values(unit)
    form = UnitForm(request.POST if request.method == "POST" else None, initial=initial, unit=unit)
    return _edit(request, form, unit, Done("", "branches:unit_settings", pk))


def _edit(request: PersonRequest, form: forms.Form, unit: Unit | None, done: Done) -> HttpResponse:
    seen = numbers.number(request.POST.get("seen")) or 0

    def do(given: dict[str, Any]) -> Done:
        changed = settings_steps.save(given, unit=unit, seen=seen, by=request.user)
        done.said = f"已保存：{'、'.join(changed)}。" if changed else "没有改动。"
        return done

    def context() -> dict[str, Any]:
        return {
            "form": form,
            "unit": unit,
            "seen": settings_queries.last_change(unit),
            "history": settings_queries.history(unit),
            "gaps": settings_queries.gaps() if unit is None else [],
            "back_url": reverse("branches:unit", args=[unit.pk]) if unit else "",
        }

    return act(request, form, do, template="branches/settings.html", context=context)
