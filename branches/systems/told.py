"""Units and branches as systems are told them. Of people nothing is told: neither secretaries, telephones nor grades."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from branches import clock
from branches import queries as branches_queries
from branches.models import Branch, Unit
from branches.pages.tags import in_use


def units() -> QuerySet[Any]:
    rows = branches_queries.every_unit().select_related("assessing_unit", "recommending_unit")
    return branches_queries.with_branch_counts(rows)


def unit_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [_unit(row) for row in rows]


def _unit(unit: Any) -> dict[str, Any]:
    return {
        "id": unit.pk,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": Unit.Kind(unit.kind).label,
        "organ_organisation": unit.organ_organisation,
        "leading_group": unit.leading_group,
        "branches": unit.branch_count,
        "state": in_use(unit.is_active).label,
        "merged_into": unit.successor_id,
    }


def branches() -> QuerySet[Branch]:
    return Branch.objects.select_related("unit")


def branch_rows(rows: Iterable[Branch]) -> list[dict[str, Any]]:
    return [_branch(row) for row in rows]


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "id": branch.pk,
        "unit": branch.unit_id,
        "unit_name": branch.unit.name,
        "full_name": branch.full_name,
        "short_name": branch.short_name,
        "kind": Branch.Kind(branch.kind).label,
        "is_first_branch": branch.is_first_branch,
        "established_on": branch.established_on,
        "last_election_on": branch.last_election_on,
        "dissolved_on": branch.dissolved_on,
        "full_members": branch.full_members,
        "probationary_members": branch.probationary_members,
        "state": in_use(branch.is_active_on(clock.today()), out="已撤销").label,
    }
