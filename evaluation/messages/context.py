"""What every page shows of the evaluation: how many messages its reader has not read."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from evaluation.messages.queries import unread

COUNTED = frozenset({"worklist", "messages", "message"})
"""Pages that count anew; all others show the figure of the last of them, which the session keeps at no cost."""


def inbox(request: HttpRequest) -> dict[str, Any]:
    """Context processor, of one name that no page gives to anything else; lazy, so that pages without the frame cost nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return {}

    def count() -> int:
        page = request.resolver_match.url_name if request.resolver_match else None
        known = request.session.get("unread")
        if known is None or page in COUNTED:
            found = unread(user)
            if found != known:  # the session is written when it has changed
                request.session["unread"] = found
            return found
        return int(known)

    return {"inbox": {"unread": SimpleLazyObject(count)}}
