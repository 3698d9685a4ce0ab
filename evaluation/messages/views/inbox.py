"""消息: the inbox, the ways messages may come by, and the calendar of one's own deadlines."""

from django.contrib import messages as said
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import BooleanFilter, ChoiceFilter

from branches import clock
from branches.labels import label_of
from branches.names import HONOUR
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation import worklist
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle import schedule
from evaluation.messages import ical
from evaluation.messages import queries as messages_queries
from evaluation.messages import steps as messages_steps
from evaluation.messages.forms import WaysForm
from evaluation.messages.sending.outbox import addresses
from evaluation.models import Message
from evaluation.pages.tabs import home_tabs
from evaluation.vocabulary.messages import MessageKind


class Inbox(Listing):
    title = "消息"
    search = ("title", "text")
    filters = {
        "kind": ChoiceFilter(label="类别", choices=MessageKind.choices),
        "unread": BooleanFilter(field_name="read_at", lookup_expr="isnull", label="未读"),
    }
    order = ("-created_at",)
    long_order = ("-pk",)
    columns = (
        Column(label_of(Message, "title"), template="evaluation/messages/title_cell.html", export="title"),
        Column(label_of(Message, "kind"), "get_kind_display"),
        Column(label_of(Message, "created_at"), "created_at", sort="created_at"),
    )
    nothing = "还没有消息。"


@require_safe
def inbox(request: PersonRequest) -> HttpResponse:
    context = {"tabs": home_tabs("messages")}
    return Inbox(request, messages_queries.inbox(request.user)).response("evaluation/messages/inbox.html", context)


@require_safe
def message(request: PersonRequest, pk: int) -> HttpResponse:
    """Opening it is reading it."""
    one = messages_queries.message_or_404(request.user, pk)
    messages_steps.read(one)
    return render(request, "evaluation/messages/message.html", {"message": one})


@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    messages_steps.read_all(request.user)
    return redirect("evaluation:messages")


@require_http_methods(["GET", "POST"])
def settings(request: PersonRequest) -> HttpResponse:
    """Ways out, and the calendar feed; a new feed's address is shown this once."""
    form = WaysForm(request.POST or None, muted=messages_queries.muted(request.user))
    if request.method == "POST" and form.is_valid():
        messages_steps.choose(request.user, form.wanted)
        said.success(request, "接收方式已保存。")
        return redirect("evaluation:message_settings")
    return _settings(request, form)


@require_POST
def calendar_open(request: PersonRequest) -> HttpResponse:
    token = messages_steps.open_calendar(request.user)
    address = request.build_absolute_uri(reverse("evaluation:calendar_feed", args=[token]))
    return _settings(request, WaysForm(muted=messages_queries.muted(request.user)), address)


@require_POST
def calendar_close(request: PersonRequest) -> HttpResponse:
    messages_steps.close_calendar(request.user)
    said.success(request, "日历订阅已停用，原来的地址打不开了。")
    return redirect("evaluation:message_settings")


@never_cache
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The dates of what the key's owner owes now: titles and days, nothing of any person or case beside."""
    owner = messages_queries.owner_of_calendar_or_404(token)
    owed = [task for task in worklist.tasks(owner) if task.due]
    entries = [(task.key, f"{task.title}截止", task.due, task.url) for task in owed if task.due]
    return _ics(ical.calendar(f"{HONOUR}评定", entries), "deadlines")


@require_safe
def schedule_feed(request: PersonRequest, year: int) -> HttpResponse:
    """年度日程 for one's own calendar."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    path = reverse("evaluation:cycle_schedule", args=[year])
    found = schedule.milestones(cycle, clock.today())
    entries = [(f"{year}-{n}", one.what, one.day, path) for n, one in enumerate(found)]
    return _ics(ical.calendar(f"{cycle}{HONOUR}评定", entries), f"schedule-{year}")


def _settings(request: PersonRequest, form: WaysForm, address: str = "") -> HttpResponse:
    context = {
        "form": form,
        "reached": addresses(request.user),
        "has_calendar": messages_queries.has_calendar(request.user),
        "address": address,
    }
    return render(request, "evaluation/messages/settings.html", context, status=422 if form.errors else 200)


def _ics(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return answer
