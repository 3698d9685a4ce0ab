"""Guardian's rows: the projection of posts. Only `access` reads and writes them."""

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
