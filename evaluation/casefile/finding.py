"""查找: units and branches by any of their names, within what the person may see, each with the places it leads to."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from branches import queries as branches_queries
from branches.models import Unit, User
from branches.search.rows import matching
from evaluation.cases import access as case_access
from evaluation.cycle import queries as cycle_queries

SHOWN = 20
FURTHEST = 6
"""So long may an abbreviation be."""


@dataclass(frozen=True)
class Found:
    """A unit or a branch: its name, where it belongs, and its pages by label."""

    name: str
    place: str
    links: list[tuple[str, str]]


def find(user: User, words: str) -> list[Found]:
    """Units first, then branches; where no name has the words, units whose names they abbreviate (住建: 住房和城乡建设局)."""
    units = branches_queries.units(user)
    found = list(matching(units, words)[:SHOWN])
    branches = list(_branches(user, words))
    if not found and not branches and words.isalpha() and len(words) <= FURTHEST:
        found = list(units.filter(name__contains=words[:1], name__regex=".*".join(words))[:SHOWN])
    return [*_of_units(user, found), *branches]


def _of_units(user: User, units: Iterable[Unit]) -> list[Found]:
    cycle = cycle_queries.current(user)
    cases = f"{reverse('evaluation:candidacy_list')}?cycle={cycle.year}" if cycle else ""
    found = []
    for unit in units:
        links = [("单位", reverse("branches:unit", args=[unit.pk]))]
        links += [(f"{cycle}参评支部", f"{cases}&unit={unit.pk}")] if cycle else []
        found.append(Found(unit.name, "", links))
    return found


def _branches(user: User, words: str) -> list[Found]:
    """Those of the register and those whose case the person may see, once each."""
    cycle = cycle_queries.current(user)
    cases: QuerySet[Any] = case_access.visible(user).filter(cycle=cycle) if cycle else case_access.visible(user).none()
    by_branch = {case.branch_id: case for case in matching(cases, words, ("branch__search_text",))[:SHOWN]}
    listed = {branch.pk: branch for branch in matching(branches_queries.branches(user), words)[:SHOWN]}
    found = []
    for pk, branch in (listed | {pk: case.branch for pk, case in by_branch.items()}).items():
        case = by_branch.get(pk)
        links = [(f"{cycle}：{case.standing.label}", reverse("evaluation:case", args=[case.pk]))] if case else []
        links += [("名册", reverse("evaluation:branch", args=[pk]))] if pk in listed else []
        found.append(Found(branch.short_name, branch.unit.name, links))
    return found[:SHOWN]
