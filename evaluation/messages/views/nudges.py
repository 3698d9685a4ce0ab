"""催办: a list of who owes what, whom to urge, in which words, and the telephones for those who do not read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from branches import clock
from branches.names import HONOUR
from branches.pages.request import PersonRequest
from branches.spreadsheet import workbook
from branches.templatetags.furniture import day
from evaluation.advance import Refused
from evaluation.messages import nudging
from evaluation.messages import steps as messages_steps
from evaluation.messages.forms import NudgeForm
from evaluation.messages.nudging import Owing

WORDS = f"您好，{HONOUR}评定中有事项需要您办理，请登录系统查看“待办”，按期办结。有困难请及时与我联系。"
HEADINGS = ("单位或支部", "姓名", "电话", "待办事项", "截止", "上次催办")


@require_http_methods(["GET", "POST"])
def nudge(request: PersonRequest) -> HttpResponse:
    """The recipients are shown with their tasks before anything is sent; who was urged lately is not ticked."""
    kinds = nudging.kinds(request.user)
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in kinds else ""
    only_late = request.GET.get("late") == "1"
    found = nudging.owing(request.user, kind=kind, only_late=only_late)
    if request.GET.get("export") == "xlsx":
        return workbook.response(f"催办名单{clock.today():%Y%m%d}", _sheet(found))
    form = NudgeForm(request.POST or None, initial={"text": WORDS})
    ticked = {one.user.pk for one in found if not one.is_recent}
    reasons: list[str] = []
    if request.method == "POST":
        ticked = {int(pk) for pk in request.POST.getlist("who") if pk.isdecimal()}
        if form.is_valid():
            chosen = [one for one in found if one.user.pk in ticked]
            try:
                count = messages_steps.nudge(chosen, by=request.user, text=form.cleaned_data["text"])
            except Refused as refused:
                reasons = refused.reasons
            else:
                messages.success(request, f"已向{count}人发出催办。收不到消息的，请按电话单联系。")
                return redirect(request.get_full_path())
    context = {
        "owing": found,
        "ticked": ticked,
        "kinds": kinds,
        "kind": kind,
        "only_late": only_late,
        "form": form,
        "reasons": reasons,
        "today": clock.today(),
    }
    return render(request, "evaluation/messages/nudge.html", context, status=422 if request.method == "POST" else 200)


def _sheet(found: list[Owing]) -> bytes:
    rows = [
        (
            one.place,
            one.user.name,
            one.user.phone,
            one.titles,
            day(one.due),
            day(one.nudged_at) if one.nudged_at else "",
        )
        for one in found
    ]
    return workbook.write("催办名单", HEADINGS, rows)
