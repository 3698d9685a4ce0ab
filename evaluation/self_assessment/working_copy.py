"""Writing to a working copy: by whom, while what holds, and what happens when two people do it at once.

Drafts carry their own "last by, last at"; only an explicit save leaves a line of audit, not every pause in typing.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from branches import clock
from branches.models import User
from evaluation.advance import Refused, Stale
from evaluation.cases.knowledge import one_as_known
from evaluation.models import Candidacy
from evaluation.self_assessment.queries import may_fill
from evaluation.vocabulary import State


class Overtaken(Stale):
    """Somebody else changed the same words since they were shown. Nothing was written; both texts are at hand."""

    def __init__(self, version: int, by: User | None, at: datetime | None, fields: Mapping[str, Any]) -> None:
        super().__init__()
        self.version = version
        self.by = by
        self.who = by.name if by else "另一位同事"
        self.at = at or clock.now()
        self.fields = dict(fields)


def locked(case: Candidacy, by: User) -> Candidacy:
    """The case, locked, if `by` may write to its working copy now. Raises PermissionDenied or Refused."""
    row = Candidacy.objects.select_for_update(of=("self",)).select_related("cycle", "branch", "unit").get(pk=case.pk)
    if not may_fill(by, row):
        raise PermissionDenied
    if row.state != State.DRAFT:
        known = one_as_known(row, by).standing
        raise Refused(f"现在是“{known.label}”，自评不能修改。您填写的内容还在下面，可以复制保存。")
    if not row.cycle.is_running:
        raise Refused("本年度评定已结束，自评不能修改。您填写的内容还在下面，可以复制保存。")
    return row


def differing(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored where it is unlike `values`."""
    return {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}


def check(current: int, seen: int | None, by: User | None, at: datetime | None, fields: Mapping[str, Any]) -> None:
    """Raise Overtaken when the version is no longer the one that was seen."""
    if seen is not None and seen != current:
        raise Overtaken(current, by, at, fields)
