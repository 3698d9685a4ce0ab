"""What no request may carry: the character NUL, and half of a character (a lone surrogate).

Neither is written by anybody's keyboard, PostgreSQL stores neither, and a lone surrogate cannot even be sent back. So they
are refused once, before anything reads the request, and nothing behind has to think of them. What a name of an uploaded
file holds of them, Django strikes out while it reads the file.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.http import parse_header_parameters

_NEVER = re.compile("[\0\ud800-\udfff]")
# What every browser sends. In other encodings the same bytes say other things, and some cannot be decoded at all.
_ENCODINGS = ("utf-8", "utf8")
_OTHER = "text/plain; charset=other"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Unreadable(BadRequest):
    """A request with characters that nobody can have meant."""


class Readable:
    """Lets through what can be read: path, query, headers, cookies, fields, names of files, and whatever JSON holds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            is_readable = not any(map(_NEVER.search, _texts(_said(request))))
        except (UnreadablePostError, ValueError, RecursionError) as broken:
            raise Unreadable("cannot be read") from broken
        if not is_readable:
            raise Unreadable("a character that no text has")
        return self.get_response(request)


def _said(request: HttpRequest) -> Iterator[Any]:
    """All that a request says, the cheapest first."""
    if not _is_ours(request.content_params or {}):
        raise Unreadable("an encoding that no form of ours has")
    yield request.path_info
    yield dict(request.headers)
    yield request.COOKIES
    yield dict(request.GET.lists())
    if request.content_type == "application/json":
        yield json.loads(request.body or "null")
    else:
        yield dict(request.POST.lists())
        yield {name: [one.name for one in files] for name, files in request.FILES.lists()}


def _texts(said: Iterator[Any]) -> Iterator[str]:
    """Every text in it, keys and values, however deep."""
    waiting = list(said)
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting += [*one, *one.values()]
        elif isinstance(one, list):
            waiting += one


class Understood:
    """Around the whole application: the type of content is read before any middleware, where an error is a 500.

    What cannot be taken apart, or names an encoding that no browser sends, goes on as another encoding: `Readable` refuses
    it with its page.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            is_ours = _is_ours(parse_header_parameters(environ.get("CONTENT_TYPE", ""))[1])
        except ValueError:
            is_ours = False
        if not is_ours:
            environ["CONTENT_TYPE"] = _OTHER
        return self.application(environ, start_response)


def _is_ours(parameters: Mapping[str, str]) -> bool:
    return parameters.get("charset", "utf-8").lower() in _ENCODINGS
