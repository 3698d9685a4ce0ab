"""The code on the PC with what arrives, and the page on the telephone, which needs no account and names nobody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from branches.accounts import throttle
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest, pressed
from branches.templatetags.furniture import filesize
from evaluation.advance import Refused
from evaluation.models import Candidacy, Criterion, PhoneTicket
from evaluation.pages.files import Received, picture, receive, received
from evaluation.phone import queries as phone_queries
from evaluation.phone import steps as phone_steps
from evaluation.phone.forms import PhoneForm
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment.views import filling
from evaluation.self_assessment.views.criterion import keep_and

PURPOSE = "phone"
CODE = "evaluation/phone/code.html"


@require_http_methods(["GET", "POST"])
def phone(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """On the PC: the code, and what has arrived; POST draws a new code."""
    case, elsewhere = filling.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    if elsewhere:
        return elsewhere
    session = request.session.session_key or ""

    def do(_: dict[str, Any]) -> Done:
        phone_steps.draw(case, one, by=request.user, session=session)
        return Done("", "evaluation:self_assessment_phone", pk, number)

    return act(request, None, do, template=CODE, context=lambda: _context(case, one, session))


@require_POST
def start(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """From the criterion to the code, with the typed text kept first."""
    session = request.session.session_key or ""

    def do(case: Candidacy, one: Criterion) -> None:
        phone_steps.draw(case, one, by=request.user, session=session)

    return keep_and(request, pk, number, do, page="self_assessment_phone")


@require_http_methods(["GET", "HEAD", "POST"])
def arrived(request: PersonRequest, pk: int, number: int, file: int) -> HttpResponseBase:
    """GET is the picture that arrived; POST takes it or does without it."""
    case, elsewhere = filling.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    if elsewhere:
        return elsewhere
    session = request.session.session_key or ""
    found = phone_queries.arrived_or_404(case, one, session, file)
    if request.method != "POST":
        return picture(found)

    def do(_: dict[str, Any]) -> Done:
        if pressed(request, "take", "refuse") == "take":
            phone_steps.take(case, one, found, by=request.user)
            said = f"已收下“{found.title}”，列在第{number}项的证明材料里。"
        else:
            phone_steps.refuse(case, found, by=request.user)
            said = "已删去一张。"
        return Done(said, "evaluation:self_assessment_phone", pk, number)

    return act(request, None, do, template=CODE, context=lambda: _context(case, one, session))


@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest, token: str) -> HttpResponse:
    """On the telephone: photographs for one criterion, until the code is over."""
    ticket = phone_queries.by_token_or_404(token)
    form = PhoneForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    name = f"ticket {ticket.pk}"
    waits = throttle.wait(request, PURPOSE, name) if request.method == "POST" else 0

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        if waits:
            raise Refused("传错的次数太多，请5分钟后再试。")
        row = phone_steps.receive(ticket, data["photo"])
        throttle.passed(request, PURPOSE, name)
        file = Received(row.pk, row.title, filesize(row.size), "")
        return received(request, Done("已传到电脑上。", "evaluation:phone", token), file)

    def show(reasons: list[str]) -> HttpResponse:
        return _page(request, ticket, form, reasons)

    answer = receive(request, form, do, show)
    if answer.status_code == 422 and not waits:
        throttle.failed(request, PURPOSE, name)
    answer["Cache-Control"] = "private, no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _context(case: Candidacy, one: Criterion, session: str) -> dict[str, Any]:
    ticket = phone_queries.shown(case, one, session)
    code, modules = phone_queries.code(phone_queries.token(ticket, session)) if ticket else ("", 0)
    return {
        "case": case,
        "criterion": one,
        "ticket": ticket,
        "code": code,
        "modules": modules,
        "arrived": phone_queries.arrived(case, one, session),
    }


def _page(request: HttpRequest, ticket: PhoneTicket, form: PhoneForm, reasons: list[str]) -> HttpResponse:
    is_alive = phone_queries.is_alive(ticket)
    context = {
        "criterion": ticket.criterion,
        "branch": ticket.candidacy.branch.short_name,
        "form": form,
        "reasons": reasons,
        "over": "" if is_alive else phone_steps.OVER,
        "most": phone_queries.MOST,
        "room": phone_queries.room(ticket),
        "ticket": ticket,
    }
    return render(request, "evaluation/phone/sending.html", context, status=200 if is_alive else 410)
