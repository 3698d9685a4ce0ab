"""What the home page shows besides the tasks: what I did, what others hold, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation import deadlines
from evaluation.casefile import holders
from evaluation.cases.access import as_they_are
from evaluation.cases.columns import LAST_DAYS, annotated
from evaluation.cases.moves import Stage, stages
from evaluation.cases.telling import timelines, told
from evaluation.deadlines import YearDate
from evaluation.models import Candidacy, Cycle, Honour, PublicNotice, ReinspectionRecord
from evaluation.models.honour import HELD
from evaluation.vocabulary import CycleState

RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)


def own_cases(user: User) -> list[Candidacy]:
    """The running cases of the branches this person answers for, each in the state he may know, with its last days."""
    if not access.may(user, Perm.APPLY):
        return []
    running = as_they_are(user, Perm.APPLY).filter(cycle__state__in=RUNNING)
    return told(list(annotated(running, *LAST_DAYS.values())), user)


@dataclass(frozen=True)
class Own:
    """One of them as the page shows it."""

    case: Candidacy
    stages: list[Stage]
    holder: str


def shown(cases: Sequence[Candidacy], user: User) -> list[Own]:
    """With a date for every step; of what has never moved no moves are asked."""
    known = timelines([case for case in cases if case.version], user)
    return [Own(case, stages(case, known.get(case.pk, ()), vars(case)), holders.holder(case)) for case in cases]


def honoured(user: User) -> list[Honour]:
    """Titles held by the branches this person answers for: they do not take part again (方案 四（四）)."""
    places = access.held(user, Perm.APPLY)
    if not places:
        return []
    return list(Honour.objects.filter(branch__in=list(places), state__in=HELD).select_related("branch__unit"))


def years(today: date) -> list[Any]:
    """All years, the latest first, each with `notice`: the number of its public notice that runs today, or nothing."""
    runs = PublicNotice.objects.filter(cycle=OuterRef("pk"), opens_on__lte=today, closes_on__gte=today)
    return list(Cycle.objects.annotate(notice=Subquery(runs.values("pk")[:1])))


def open_public_notice(among: Sequence[Any]) -> PublicNotice | None:
    """The public notice that runs today, for everybody (D22)."""
    running = [cycle.notice for cycle in among if cycle.notice]
    return PublicNotice.objects.select_related("cycle").get(pk=running[0]) if running else None


@dataclass(frozen=True)
class Done:
    """One thing that a person did: what, about what, where, when."""

    label: str
    subject: str
    url: str
    at: datetime


def done_by(user: User, most: int = 20) -> list[Done]:
    """The last moves this person made, of cases and of titles."""
    moves = user.transitions.select_related("candidacy__branch__unit", "candidacy__cycle").order_by("-id")[:most]
    records = ReinspectionRecord.objects.filter(by=user).select_related("reinspection__honour__branch__unit")
    found = [
        Done(
            one.get_action_display(),
            str(one.candidacy.branch),
            reverse("evaluation:case", args=[one.candidacy_id]),
            one.at,
        )
        for one in moves
    ]
    found += [
        Done(
            one.get_action_display(),
            str(one.reinspection.honour.branch),
            reverse("evaluation:reinspection", args=[one.reinspection_id]),
            one.at,
        )
        for one in records.order_by("-id")[:most]
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)[:most]


def next_date(today: date, among: Sequence[Cycle]) -> tuple[str, date] | None:
    """The next date of the running year: (label, day). The base date asks nobody for anything."""
    cycle = next((one for one in among if one.state in RUNNING), None)
    if cycle is None:
        return None
    dates = (row for row in deadlines.in_order(cycle) if row[0] is not YearDate.BASE)
    return next(((one.label, day) for one, day in dates if day >= today), None)
