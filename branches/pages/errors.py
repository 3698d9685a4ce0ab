"""Pages for what went wrong: what happened, whether anything is lost, what to do, whom to ring."""

import logging
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string

from branches.characters import Unreadable
from branches.pages import carried_form
from branches.pages.request import wants_json

logger = logging.getLogger(__name__)
_NOT_TAKEN = "浏览器发来的内容有误，没有保存。请删去刚粘贴的内容，改为手工输入，再保存一次。"


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
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs neither database nor session. The code is short enough to be read out on the telephone."""
    code = secrets.token_hex(2).upper()
    match = request.resolver_match  # the name of the page: its path may hold a key
    logger.error("Error page %s shown for %s %s", code, request.method, match.view_name if match else None)
    page = render_to_string("500.html", {"code": code, "help_phone": settings.HELP_PHONE})
    return HttpResponse(page, status=500)
