"""Guardian's rows: the projection of posts, and the scopes they are over. Only `access` reads and writes them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db import models
from guardian.models import UserObjectPermissionBase

from branches.models.branch import Branch
from branches.models.unit import Unit


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
