"""What a view may say of its request: who asks, and whether a script does."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from branches.models import User
from branches.refusals import Refusal

FOR_SYSTEMS = "/api/"
"""Below here systems read, by their keys (docs/api.md)."""
_LONGEST = 1000


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in; only for annotations."""

    user: User


def pressed(request: HttpRequest, *buttons: str) -> str:
    """Which of the buttons called `decision` sent the form; sent by none of them it decides nothing (Refusal)."""
    said = request.POST.get("decision", "")
    if said not in buttons:
        raise Refusal("没有收到您的决定，什么都没有改变。请用页面上的按钮再办理一次。")
    return said


def is_for_systems(request: HttpRequest) -> bool:
    return request.path_info.startswith(FOR_SYSTEMS)


def wants_json(request: HttpRequest) -> bool:
    return is_for_systems(request) or request.headers.get("Accept", "").startswith("application/json")


def wanted_path(request: HttpRequest) -> str:
    """Where the person was going, as `next` says: a path of this site, "" for anything else."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wanted.startswith("/") and len(wanted) <= _LONGEST
    return wanted if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
