"""催办: a list of who owes what, whom to urge, in which words, and the telephones for those who do not read."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from branches import clock
from branches.incoming import numbers
from branches.names import HONOUR
from branches.pages import exporting
from branches.pages.acting import Done, act
from branches.pages.exporting import Export, Sheet
from branches.pages.request import PersonRequest
from branches.templatetags.furniture import day
from evaluation.messages import nudging
from evaluation.messages import steps as messages_steps
from evaluation.messages.forms import NudgeForm
from evaluation.messages.nudging import Owing

TEMPLATE = "evaluation/messages/nudge.html"
WORDS = f"您好，{HONOUR}评定中有事项需要您办理，请登录系统查看“待办”，按期办结。有困难请及时与我联系。"
LOOKED_AT = 100
"""So many people a page, unit by unit: what each of them owes is asked only for these."""
TITLE = "催办名单"
HEADINGS = ("单位或支部", "姓名", "电话", "待办事项", "截止", "上次催办")


@require_http_methods(["GET", "POST"])
def nudge(request: PersonRequest) -> HttpResponse:
    """Who gets it, who does not and why; whoever changes that sees it once more before anything is sent (D39)."""
    duties = nudging.duties(request.user)
    duty = next((one for one in duties if one == request.GET.get("kind")), None)
    only_late = request.GET.get("late") == "1"
    units = numbers.numbers(request.GET.getlist("unit"))
    if "export" in request.GET:
        return _telephone_list(
            request, nudging.owing(request.user, nudging.below(request.user, units), duty=duty, only_late=only_late)
        )
    page, places = _page(request, units)
    found = nudging.owing(request.user, places, duty=duty, only_late=only_late)
    form = NudgeForm(request.POST or None, initial={"text": WORDS})
    ticked = _ticked(request, found, is_asked_for=bool(units))
    chosen = [one for one in found if one.user.pk in ticked]
    context = {
        "chosen": chosen,
        "others": [one for one in found if one.user.pk not in ticked],
        "early": sum(not one.is_near for one in chosen),
        "duties": duties,
        "duty": duty,
        "only_late": only_late,
        "units": units,
        "today": clock.today(),
        "listing": {"page": page, "pages": page.paginator.get_elided_page_range(page.number)},
    }

    def do(cleaned: dict[str, Any]) -> Done | HttpResponse:
        if chosen and {str(one.user.pk) for one in chosen} != set(request.POST.getlist("shown")):
            return render(request, TEMPLATE, {"form": form, "is_changed": True, **context})
        count = messages_steps.nudge(chosen, by=request.user, text=cleaned["text"])
        return Done(f"已向{count}人发出催办。收不到消息的，请按电话单联系。", request.get_full_path())

    return act(request, form, do, template=TEMPLATE, context=lambda: context)


def _page(request: PersonRequest, units: list[int]) -> tuple[Page[Any], dict[int, str]]:
    """A page of the people below, by id, and where each of them acts."""
    places = nudging.below(request.user, units)
    page = Paginator(list(places), LOOKED_AT).get_page(request.GET.get("page"))
    return page, {pk: places[pk] for pk in page}


def _ticked(request: PersonRequest, found: list[Owing], *, is_asked_for: bool) -> set[int]:
    """Who was ticked; at first whoever is near, and of units that were selected everybody who was not urged just now."""
    if request.method == "POST":
        return set(numbers.numbers(request.POST.getlist("who")))
    return {one.user.pk for one in found if one.is_ticked or (is_asked_for and not one.is_recent)}


def _telephone_list(request: PersonRequest, everybody: list[Owing]) -> HttpResponse:
    """Of all pages, for a spreadsheet or for paper."""
    if request.GET["export"] == "paper":
        exporting.record(request, TITLE, rows=len(everybody))
        return render(request, "evaluation/messages/telephones.html", {"owing": everybody, "headings": HEADINGS})
    rows = [
        (
            one.place,
            one.user.name,
            one.user.phone,
            one.titles,
            day(one.due),
            day(one.nudged_at) if one.nudged_at else "",
        )
        for one in everybody
    ]
    return Export(Sheet(TITLE, HEADINGS, rows, len(rows)))
