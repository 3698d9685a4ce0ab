"""How a URL is registered: with its access declared, so that a view nobody thought about cannot exist."""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, register_converter
from django.urls.converters import IntConverter
from django.views.decorators.csrf import csrf_exempt

from branches.access import may
from branches.incoming import numbers
from branches.permissions import Data, Perm

View = Callable[..., HttpResponseBase]


class Number(IntConverter):
    """The number of a row, or of what has one. What is larger is no address of ours: 404, and no query."""

    regex = numbers.NUMBER


class Year(IntConverter):
    regex = numbers.YEAR


register_converter(Number, "number")
register_converter(Year, "year")


class Access(Enum):
    """Open to everybody, or to everybody signed in (the view then fetches only what the person may see)."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


def page(route: str, view: View, *, name: str, access: Access | Data | Perm | frozenset[Perm]) -> URLPattern:
    """A URL whose view is entered only with `access`: a permission (or one of several) held somewhere today.

    Over which place it must be held is settled where the object is fetched. Where `access` is data, systems read it, each
    by a key that was given this data (`branches.systems.entrance` says which): no person enters, whatever he may.
    """
    wanted = frozenset({access}) if isinstance(access, Perm) else access

    @wraps(view)
    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(wanted, Data) and wanted not in getattr(request, "reads", ()):
            raise PermissionDenied
        if isinstance(wanted, frozenset) and not any(may(request.user, perm) for perm in wanted):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.access = wanted  # type: ignore[attr-defined]
    if access is Access.PUBLIC or isinstance(access, Data):
        guarded = login_not_required(guarded)
    if isinstance(access, Data):
        guarded = csrf_exempt(guarded)  # without a cookie there is nothing to forge
    return path(route, guarded, name=name)
