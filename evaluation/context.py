"""What every page shows of the evaluation: how many messages its reader has not read."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from evaluation.queries.messages import unread


def inbox(request: HttpRequest) -> dict[str, Any]:
    """Context processor; lazy, so that pages without the frame cost nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread": SimpleLazyObject(lambda: unread(user))}
