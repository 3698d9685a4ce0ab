"""Messages that could not be delivered: listed, and sent again."""

from django.contrib import messages as said
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from branches.labels import label_of
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.messages import queries as messages_queries
from evaluation.messages import steps as messages_steps
from evaluation.models import Delivery, Message


class DeadLetters(Listing):
    """Without the text: it is the reader's, not the administrator's."""

    title = "发送失败的消息"
    search = ("address", "message__user__name", "reason")
    order = long_order = ("-id",)
    columns = (
        Column("收件人", "message.user.name"),
        Column(label_of(Delivery, "channel"), "get_channel_display"),
        Column(label_of(Delivery, "address"), "address"),
        Column(label_of(Delivery, "reason"), "reason"),
        Column(label_of(Message, "created_at"), "message.created_at"),
        Column("办理", template="evaluation/status/resend_cell.html", exported=False),
    )
    nothing = "没有发送失败的消息。"


@require_safe
def dead(request: PersonRequest) -> HttpResponse:
    return DeadLetters(request, messages_queries.dead()).response("evaluation/status/dead.html")


@require_POST
def resend(request: PersonRequest) -> HttpResponse:
    """The letter that is named, or all of them when none is; a name that is no number is no letter."""
    rows = messages_queries.dead(request.POST.get("delivery"))
    count = messages_steps.resend(rows, by=request.user)
    said.success(request, f"{count}封消息将在一分钟内重新发送。")
    return redirect("evaluation:status_dead")
