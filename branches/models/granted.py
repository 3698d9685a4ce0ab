"""Guardian's rows: the projection of posts, and the scopes they are over. Only `access` reads and writes them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from guardian.models import UserObjectPermissionBase

from branches.models.appointment import Appointment
from branches.models.branch import Branch
from branches.models.unit import Unit
from branches.permissions import GRANTS, Role

Wanted = set[tuple[int, str, int]]
"""Rows to project: (user id, code name, place id)."""


class UnitPermission(UserObjectPermissionBase):
    """Guardian's rows over units, tied by foreign key."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()


class BranchPermission(UserObjectPermissionBase):
    """Guardian's rows over branches, tied by foreign key."""

    content_object = models.ForeignKey(Branch, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()


class FetchedTogether(dict[int, Any]):
    """Scopes of one kind that were spoken of together: the first that is looked at brings the others."""

    def __init__(self, model: str) -> None:
        self.model, self.wanted = model, set[int]()

    def __missing__(self, pk: int) -> Any:
        found = apps.get_model(self.model)._default_manager.in_bulk(self.wanted)
        self.update(found)
        return found[pk]


class Scopes(Mapping[int, Any]):
    """Some of those fetched together, by id."""

    def __init__(self, pks: Iterable[int], together: FetchedTogether) -> None:
        self._pks, self._together = dict.fromkeys(pks), together

    def __getitem__(self, pk: int) -> Any:
        if pk not in self._pks:
            raise KeyError(pk)
        return self._together[pk]

    def __contains__(self, pk: object) -> bool:
        return pk in self._pks

    def __iter__(self) -> Iterator[int]:
        return iter(self._pks)

    def __len__(self) -> int:
        return len(self._pks)


def of_posts(rows: models.QuerySet[Appointment]) -> dict[type[models.Model], Wanted]:
    """What these posts give over units and over branches."""
    acts_for: dict[tuple[Role, int], list[int]] = {}
    for unit, assessing, recommending in Unit.objects.values_list("pk", "assessing_unit_id", "recommending_unit_id"):
        for role, acting in ((Role.ORGAN_OFFICER, assessing), (Role.LEADING_GROUP, recommending)):
            if acting:
                acts_for.setdefault((role, acting), []).append(unit)
    units: Wanted = set()
    branches: Wanted = set()
    for user, role_value, unit, branch in rows.values_list("user_id", "role", "unit_id", "branch_id"):
        role = Role(role_value)
        for perm in GRANTS[role]:
            if branch is not None:
                branches.add((user, perm.codename, branch))
            elif unit is not None:
                units |= {(user, perm.codename, place) for place in [unit, *acts_for.get((role, unit), [])]}
    return {Unit: units, Branch: branches}
