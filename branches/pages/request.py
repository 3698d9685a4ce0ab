"""What a view may say of its request: who asks, and whether a script does."""

from django.http import HttpRequest

from branches.models import User


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in; only for annotations."""

    user: User


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")
