"""What changed about a branch since its title was last recognised: facts with a link each. They inform, never decide.

The last recognition is the naming, or the last re-inspection that ended with 继续认定.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse

from branches import clock
from branches.models import Appointment, FormerName
from branches.permissions import Role
from evaluation.models import LaterFinding, Reinspection, ReinspectionAnswer, SelfAssessment, Succession
from evaluation.vocabulary import Answer, ReinspectionState, SuccessionKind, SuccessionState


@dataclass(frozen=True)
class Change:
    """One fact, where to read it, and the day it happened, where that is known."""

    label: str
    url: str
    on: date | None = None


def of(one: Reinspection) -> list[Change]:
    return of_all([one])[one.pk]


def of_all(rows: Iterable[Reinspection]) -> dict[int, list[Change]]:
    """By re-inspection; three queries for any number."""
    found: dict[int, list[Change]] = defaultdict(list)
    around = _Around(_with_facts(one.pk for one in rows))
    for one in around.rows:
        found[one.pk] = sorted(around.changes(one), key=lambda change: change.on or date.min)
    return found


def _with_facts(wanted: Iterable[int]) -> list[Any]:
    """What the database can say of each at once: last kept, secretary who applied, conditions found since."""
    of_title = Reinspection.objects.filter(honour=OuterRef("honour"), state=ReinspectionState.KEPT).order_by("-since")
    applied = SelfAssessment.objects.filter(candidacy__honour=OuterRef("honour"))
    findings = LaterFinding.objects.filter(reinspection__honour=OuterRef("honour"), corrected_at=None)
    findings = findings.exclude(reinspection__state=ReinspectionState.KEPT).order_by("-at")
    names = FormerName.objects.filter(branch=OuterRef("honour__branch")).order_by("-used_until", "-pk")
    met = ReinspectionAnswer.objects.filter(reinspection=OuterRef("pk"), answer=Answer.YES)
    rows = Reinspection.objects.filter(pk__in=list(wanted)).select_related("honour__branch__unit")
    return list(
        rows.annotate(
            kept_at=Subquery(of_title.values("since")[:1]),
            applied_by=Subquery(applied.values("secretary_name")[:1]),
            found_in=Subquery(findings.values("reinspection")[:1]),
            found_at=Subquery(findings.values("at")[:1]),
            former_name=Subquery(names.values("short_name")[:1]),
            renamed_on=Subquery(names.values("used_until")[:1]),
            is_met=Exists(met),
        )
    )


class _Around:
    """What happened to the branches of some re-inspections, read at once."""

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows
        branches = {one.honour.branch_id for one in rows}
        posts = Appointment.objects.filter(branch__in=branches, role=Role.SECRETARY.value).order_by("starts_on", "pk")
        self.posts: dict[int, list[Appointment]] = defaultdict(list)
        for post in posts.select_related("user"):
            self.posts[post.branch_id or 0].append(post)
        self.successions: dict[int, set[tuple[str, date]]] = defaultdict(set)
        touching = Q(predecessors__in=branches) | Q(successors__in=branches)
        for kind, day, old, new in Succession.objects.filter(touching, state=SuccessionState.CONFIRMED).values_list(
            "kind", "effective_on", "predecessors", "successors"
        ):
            for branch in {old, new} - {None}:
                self.successions[branch].add((SuccessionKind(kind).label, day))

    def changes(self, one: Any) -> Iterator[Change]:
        honour, branch = one.honour, one.honour.branch
        since = clock.day_of(one.kept_at) if one.kept_at else honour.named_on
        page = reverse("evaluation:branch", args=[branch.pk])
        yield from self._secretary(one, since, page)
        if one.renamed_on and one.renamed_on >= since:
            yield Change(f"已改名，原名{one.former_name}", page, one.renamed_on)
        for label, day in self.successions[branch.pk]:
            if day >= since:
                yield Change(f"支部{label}", page, day)
        if branch.dissolved_on:
            yield Change("党支部已撤销", page, branch.dissolved_on)
        if one.found_in and clock.day_of(one.found_at) >= since:
            url = reverse("evaluation:reinspection", args=[one.found_in])
            yield Change("命名后核实有不得参评情形", url, clock.day_of(one.found_at))
        elif one.is_met:
            yield Change("本次复查有不得参评情形", reverse("evaluation:reinspection", args=[one.pk]))

    def _secretary(self, one: Any, since: date, page: str) -> Iterator[Change]:
        """By the posts; else by the name in the application against that in the register."""
        branch = one.honour.branch
        before, newest = ([None, *self.posts[branch.pk]])[-2:] if self.posts[branch.pk] else (None, None)
        if before and newest and newest.starts_on > since and before.user_id != newest.user_id:
            yield Change(f"书记已换（{newest.user.name}）", page, newest.starts_on)
        elif not one.kept_at and one.applied_by and branch.secretary_name not in ("", one.applied_by):
            yield Change(f"书记由{one.applied_by}变为{branch.secretary_name}", page)
