"""进度简报: the figures of one day, as the person who asks may know them (D34). In the order of the register, no ranks (D32)."""

from datetime import date

from branches import clock
from branches.models import Unit, User
from branches.settings import queries as settings_queries
from evaluation.cycle import schedule
from evaluation.documents import making
from evaluation.models import Cycle, Notice
from evaluation.progress import lines, picture
from evaluation.progress.counting import AsKnown
from evaluation.progress.kinds import APPLIED
from evaluation.typesetting.content_forms import ProgressBrief, UnitFigures, Upcoming
from evaluation.workdays import workdays


def progress_brief(cycle: Cycle, *, by: User) -> Notice:
    """Frozen for today; asked for again while nothing has changed, the same one."""
    content = facts(cycle, by)
    same = Notice.objects.filter(kind=Notice.Kind.PROGRESS_BRIEF, cycle=cycle, dated_on=clock.today()).first()
    if same is not None and same.data == content:
        return same
    return making.make(Notice.Kind.PROGRESS_BRIEF, content, by=by, cycle=cycle)


def facts(cycle: Cycle, by: User) -> ProgressBrief:
    today = clock.today()
    bar = picture.of_year(AsKnown(cycle, by))
    milestones = schedule.milestones(cycle, today)
    units = list(lines.units(cycle, by, Unit.objects.exclude(kind=Unit.Kind.CITY)).order_by("pk"))
    return {
        "issuers": [settings_queries.work_committee()],
        "year": cycle.year,
        "dated_on": today.isoformat(),
        "shares": [{"name": one.kind.name, "label": one.kind.label, "count": one.count} for one in bar.parts],
        "applied": sum(one.count for one in bar.parts if one.kind.states & APPLIED),
        "without_team": sum(row.team_id is None for row in units),
        "stops": [{"label": one.short, "day_on": one.day.isoformat()} for one in milestones],
        "today": float(picture.line(milestones, today).today) / 100,
        "upcoming": _upcoming(schedule.upcoming(cycle, today), today),
        "units": [_figures(row) for row in units],
        "telephone": settings_queries.phone(),
    }


def _upcoming(found: schedule.Milestone | None, today: date) -> Upcoming | None:
    if found is None:
        return None
    return {
        "what": found.short,
        "day_on": found.day.isoformat(),
        "days": (found.day - today).days,
        "working_days": workdays.working_days_between(today, found.day),
    }


def _figures(row: Unit) -> UnitFigures:
    """An annotated row of `lines.units`."""
    counts = vars(row)
    return {"unit": row.called, "total": counts["total"], "applied": counts["applied"], "assessed": counts["assessed"]}
