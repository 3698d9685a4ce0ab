"""Pages for what went wrong: what happened, whether anything is lost, what to do, whom to ring."""

import logging
import secrets
import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from branches.files.kept import Away
from branches.incoming.characters import Unreadable
from branches.pages import carried_form
from branches.pages.request import is_for_systems, wants_json

logger = logging.getLogger(__name__)
_DATABASE, _FILES = "数据库", "文件存储"
_AWAY_SECONDS = 30
_NOT_TAKEN = "浏览器发来的内容有误，没有保存。请删去刚粘贴的内容，改为手工输入，再保存一次。"


def in_a_sentence(why: str, status: int) -> JsonResponse:
    """To a system: one sentence, readable where somebody looks at what came back."""
    return JsonResponse({"errors": [why]}, status=status, json_dumps_params={"ensure_ascii": False})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token has run out: offer the same form again with a fresh one.

    Only when the browser says the form was ours; a form of another site must not be made sendable by one click.
    """
    if not carried_form.is_from_here(request):
        return render(request, "403.html", status=403)
    if wants_json(request):
        return JsonResponse({"token": get_token(request)}, status=403)
    return render(request, "registration/send_again.html", {"kept": carried_form.from_request(request)}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Needs neither database nor session: what is wrong with the request may be its cookie."""
    if wants_json(request):
        return JsonResponse({"errors": [_NOT_TAKEN]}, status=400)
    context = {"is_unreadable": isinstance(exception, Unreadable), "help_phone": settings.HELP_PHONE}
    return HttpResponse(render_to_string("400.html", context), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_systems(request):
        return in_a_sentence("这把密钥不能读取这类数据。", 403)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if is_for_systems(request):
        return in_a_sentence("没有这个地址，或没有这个年度。", 404)
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session. The code is short enough to be read out on the telephone."""
    if what := _away(sys.exc_info()[1]):
        return _unavailable(request, what)
    code = secrets.token_hex(2).upper()
    match = request.resolver_match  # the name of the page: its path may hold a key
    logger.error("Error page %s shown for %s %s", code, request.method, match.view_name if match else None)
    if is_for_systems(request):
        return in_a_sentence(f"系统出错，错误编号{code}。", 500)
    page = render_to_string("500.html", {"code": code, "help_phone": settings.HELP_PHONE})
    return HttpResponse(page, status=500)


def _away(error: BaseException | None) -> str:
    """What did not answer, if anything: it restarts, refuses, or took too long. The same is worth trying again."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return _DATABASE
        if isinstance(error, Away):
            return _FILES
        error = error.__cause__ or error.__context__
    return ""


def _unavailable(request: HttpRequest, what: str) -> HttpResponse:
    """What was typed is on the page and can be sent once more; of a form of another site nothing is offered."""
    answer: HttpResponse
    if wants_json(request):
        answer = JsonResponse({"errors": [f"系统暂时连不上{what}，没有保存，请过半分钟再试。"]}, status=503)
    else:
        is_ours = request.method == "POST" and carried_form.is_from_here(request)
        context = {
            "what": what,
            "help_phone": settings.HELP_PHONE,
            "page": request.get_full_path() if request.method == "GET" else "",
            "kept": carried_form.from_request(request) if is_ours else None,
            "csrf_token": get_token(request),
        }
        answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer["Retry-After"] = str(_AWAY_SECONDS)
    return answer
