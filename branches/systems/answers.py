"""How a route answers a system: rows in the order of their numbers, so many at a time, and where to read on."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, JsonResponse, QueryDict

from branches.incoming.numbers import LARGEST, number
from branches.pages.errors import in_a_sentence

MOST = 500
_KEPT = ("limit", "year")
"""What an address to read on keeps of the one that was asked."""


def listed(
    request: HttpRequest, rows: QuerySet[Any], tell: Callable[[list[Any]], list[dict[str, Any]]]
) -> JsonResponse:
    """The rows behind the one with the number `after`, at most `limit`; `tell` says them, many at once."""
    after, limit = _asked(request, "after", 0, 0, LARGEST), _asked(request, "limit", MOST, 1, MOST)
    if after is None:
        return in_a_sentence("after请写上一页最后一行的编号。", 400)
    if limit is None:
        return in_a_sentence(f"limit请写1到{MOST}的整数。", 400)
    behind = list(rows.filter(pk__gt=after).order_by("pk")[: limit + 1])
    page = behind[:limit]
    further = _further(request, page[-1].pk) if len(behind) > limit else None
    # The charset is what JSON has anyway; some readers take Latin-1 where nothing is said.
    kind = "application/json; charset=utf-8"
    found = {"results": tell(page), "next": further}
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False}, content_type=kind)


def _asked(request: HttpRequest, name: str, otherwise: int, least: int, most: int) -> int | None:
    """What the address says; None for what is no such number."""
    if name not in request.GET:
        return otherwise
    found = number(request.GET[name])
    return found if found is not None and least <= found <= most else None


def _further(request: HttpRequest, last: int) -> str:
    query = QueryDict(mutable=True)
    query.update({name: request.GET[name] for name in _KEPT if name in request.GET} | {"after": str(last)})
    return f"{request.path}?{query.urlencode()}"
