"""Letters of 市直工委: a plaque to be given back, a report that is overdue."""

from datetime import date

from branches.models import Unit, User
from branches.settings import queries as settings_queries
from evaluation.documents import making
from evaluation.models import Cycle, Notice
from evaluation.typesetting import content


def reminder_letter(
    cycle: Cycle, unit: Unit, *, by: User, task: str, due: date, until: date | None = None, number: str = ""
) -> Notice:
    """催办函 to a unit that is overdue with `task`, wanted by `until` or at once."""
    return making.make(
        Notice.Kind.REMINDER_LETTER,
        reminder_facts(cycle, unit, by=by, task=task, due=due, until=until),
        by=by,
        number=number,
        cycle=cycle,
        unit=unit,
    )


def reminder_facts(
    cycle: Cycle, unit: Unit, *, by: User, task: str, due: date, until: date | None
) -> content.ReminderLetter:
    return {
        **making.paper([settings_queries.work_committee()], [settings_queries.leading_group(unit)]),
        "year": cycle.year,
        "task": task,
        "due_on": due.isoformat(),
        "extended_to": until.isoformat() if until else "",
        "contact": by.name,
        "telephone": by.phone or settings_queries.phone(),
    }
