"""系统状态: what the system administrator looks at in the morning, and the letters that did not arrive."""

from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from branches.lists import Column, Listing
from branches.middleware import PersonRequest
from evaluation.queries import messages
from evaluation.queries import status as reads
from evaluation.steps import messages as step


class DeadLetters(Listing):
    """Without the text: it is the reader's, not the administrator's."""

    title = "发送失败的消息"
    search = ("address", "message__user__name", "reason")
    order = ("-id",)
    columns = (
        Column("收件人", "message.user.name"),
        Column("渠道", "get_channel_display"),
        Column("地址", "address"),
        Column("失败原因", "reason"),
        Column("时间", "message.created_at"),
        Column("办理", template="evaluation/status/resend_cell.html", exported=False),
    )
    nothing = "没有发送失败的消息。"


@require_safe
def status(request: PersonRequest) -> HttpResponse:
    found = reads.lines()
    context = {"lines": found, "wrong": sum(bool(line.advice) for line in found), "dead": reads.dead_letters()}
    return render(request, "evaluation/status/status.html", context)


@require_safe
def dead(request: PersonRequest) -> HttpResponse:
    return DeadLetters(request, messages.dead()).response("evaluation/status/dead.html")


@require_POST
def resend(request: PersonRequest) -> HttpResponse:
    """The letter that is named, or all of them when none is; a name that is no number is no letter."""
    rows = messages.dead()
    wanted = request.POST.get("delivery")
    if wanted is not None:
        rows = rows.filter(pk=int(wanted)) if wanted.isdecimal() else rows.none()
    count = step.resend(rows, by=request.user)
    said.success(request, f"{count}封消息将在一分钟内重新发送。")
    return redirect("evaluation:status_dead")
