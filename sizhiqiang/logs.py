"""One line of JSON for each thing that happened, with the number of the request, the id of the person and the address.

Names stay out: a request is told by the name of its page and its numbers, never by its address or what was searched
for, and an exception by its class and place, since its words may quote a row.
"""

import json
import logging
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

from django.db import DatabaseError, IntegrityError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from branches import origin

requests = logging.getLogger("sizhiqiang.requests")
# Whose words speak of machines. Of the database's own only the first line: what follows quotes the row.
_OF_MACHINES = (OSError, DatabaseError)


class Lines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if here := origin.current():
            line |= {"request": here.request_id, "user": here.user, "address": here.address}
            if here.key:
                line["key"] = here.key
        if isinstance(page := getattr(record, "page", None), dict):
            line |= page
        if record.exc_info and (error := record.exc_info[1]):
            line["error"] = _told(error)
        return json.dumps(line, ensure_ascii=False, default=str)


class Requests:
    """A line for each request that was answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        began = time.monotonic()
        answer = self.get_response(request)
        match = request.resolver_match
        numbers = {key: value for key, value in (match.kwargs if match else {}).items() if isinstance(value, int)}
        page = {
            "method": request.method,
            "page": match.view_name if match else None,
            "numbers": numbers,
            "status": answer.status_code,
            "milliseconds": round((time.monotonic() - began) * 1000),
        }
        requests.info("answered", extra={"page": page})
        return answer


def _message(record: logging.LogRecord) -> str:
    """Django says of an answer what it is and then its address: the number of the request tells that without quoting it."""
    if hasattr(record, "status_code") and isinstance(record.args, tuple) and record.args:
        return str(record.args[0])
    return record.getMessage()


def _told(error: BaseException) -> dict[str, object]:
    frames = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(error.__traceback__)]
    told: dict[str, object] = {"class": type(error).__name__, "at": frames}
    if isinstance(error, _OF_MACHINES) and not isinstance(error, IntegrityError):
        told["words"] = str(error).partition("\n")[0]
    if cause := error.__cause__ or error.__context__:
        told["because"] = _told(cause)
    return told
