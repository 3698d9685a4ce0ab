"""What changed about a branch since its title was last recognised: facts with a link each. They inform, never decide.

The last recognition is the naming, or the last re-inspection that ended with 继续认定.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Q
from django.urls import reverse

from branches import clock
from branches.models import Appointment, FormerName
from branches.permissions import Role
from evaluation.models import LaterFinding, Reinspection, ReinspectionAnswer, SelfAssessment, Succession
from evaluation.vocabulary import Answer, ReinspectionState, SuccessionState


@dataclass(frozen=True)
class Change:
    """One fact, where to read it, and the day it happened, where that is known."""

    label: str
    url: str
    on: date | None = None


def of(one: Reinspection) -> list[Change]:
    return of_all([one])[one.pk]


def of_all(rows: Iterable[Reinspection]) -> dict[int, list[Change]]:
    """By re-inspection; seven queries for any number. The rows come with honour and branch."""
    found: dict[int, list[Change]] = defaultdict(list)
    around = _Around(list(rows))
    for one in around.rows:
        found[one.pk] = sorted(around.changes(one), key=lambda change: change.on or date.min)
    return found


class _Around:
    """Everything that may have changed about the branches of some re-inspections, read at once."""

    def __init__(self, rows: list[Reinspection]) -> None:
        self.rows = rows
        branches = {one.honour.branch_id for one in rows}
        honours = {one.honour_id for one in rows}
        self.kept: dict[int, date] = {}
        for honour, since in Reinspection.objects.filter(honour__in=honours, state=ReinspectionState.KEPT).values_list(
            "honour", "since"
        ):
            self.kept[honour] = max(self.kept.get(honour, date.min), clock.day_of(since))
        self.posts = _by(
            Appointment.objects.filter(branch__in=branches, role=Role.SECRETARY.value)
            .select_related("user")
            .order_by("starts_on"),
            "branch_id",
        )
        self.names = _by(FormerName.objects.filter(branch__in=branches), "branch_id")
        self.secretaries = dict(
            SelfAssessment.objects.filter(candidacy__honour__in=honours).values_list(
                "candidacy__honour", "secretary_name"
            )
        )
        self.successions: dict[int, list[Succession]] = defaultdict(list)
        touching = Q(predecessors__in=branches) | Q(successors__in=branches)
        confirmed = Succession.objects.filter(touching, state=SuccessionState.CONFIRMED).distinct()
        for row in confirmed.prefetch_related("predecessors", "successors"):
            for branch in {*row.predecessors.all(), *row.successors.all()}:
                self.successions[branch.pk].append(row)
        self.findings = _by(
            LaterFinding.objects.filter(reinspection__honour__in=honours, corrected_at=None)
            .exclude(reinspection__state=ReinspectionState.KEPT)
            .select_related("reinspection"),
            "reinspection.honour_id",
        )
        self.answered = set(
            ReinspectionAnswer.objects.filter(reinspection__in=rows, answer=Answer.YES).values_list(
                "reinspection", flat=True
            )
        )

    def changes(self, one: Reinspection) -> Iterator[Change]:
        honour, branch = one.honour, one.honour.branch
        since = self.kept.get(honour.pk, honour.named_on)
        page = reverse("evaluation:branch", args=[branch.pk])
        yield from self._secretary(one, since, page)
        for name in self.names[branch.pk]:
            if name.used_until >= since:
                yield Change(f"已改名，原名{name.short_name}", page, name.used_until)
        for row in self.successions[branch.pk]:
            if row.effective_on >= since:
                yield Change(f"支部{row.get_kind_display()}", page, row.effective_on)
        if branch.dissolved_on:
            yield Change("党支部已撤销", page, branch.dissolved_on)
        for finding in self.findings[honour.pk]:
            day = clock.day_of(finding.at)
            if day >= since:
                url = reverse("evaluation:reinspection", args=[finding.reinspection_id])
                yield Change("命名后核实有不得参评情形", url, day)
        if one.pk in self.answered and not any(row.reinspection_id == one.pk for row in self.findings[honour.pk]):
            yield Change("本次复查有不得参评情形", reverse("evaluation:reinspection", args=[one.pk]))

    def _secretary(self, one: Reinspection, since: date, page: str) -> Iterator[Change]:
        """By the posts; else by the name in the application against that in the register."""
        honour, branch = one.honour, one.honour.branch
        *earlier, newest = self.posts[branch.pk] or [None]
        if newest and newest.starts_on > since and earlier and earlier[-1].user_id != newest.user_id:
            yield Change(f"书记已换（{newest.user.name}）", page, newest.starts_on)
            return
        then = self.secretaries.get(honour.pk, "")
        if honour.pk not in self.kept and then and branch.secretary_name and then != branch.secretary_name:
            yield Change(f"书记由{then}变为{branch.secretary_name}", page)


def _by(rows: Iterable[Any], key: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    read = attrgetter(key)
    for row in rows:
        found[read(row)].append(row)
    return found
