"""Letters of 市直工委: a plaque to be given back, a report that is overdue."""

from datetime import date

from django.conf import settings

from branches.models import Unit, User
from evaluation.documents import papers
from evaluation.documents.decision import return_day
from evaluation.models import Cycle, Decision, Honour, Notice
from evaluation.notices import content

RECEIVER = "市委市直机关工委"


def plaque_letter(honour: Honour, decision: Decision, *, by: User, plaque_number: str = "", number: str = "") -> Notice:
    """告知函 to the unit of a revoked branch (D24)."""
    branch = honour.branch
    facts: content.PlaqueLetter = {
        **papers.paper([papers.COMMITTEE], [branch.unit.organ_organisation]),
        "branch": branch.full_name,
        "title_year": honour.year,
        "plaque_number": plaque_number,
        "decision": decision.document_number,
        "returned_by": return_day(),
        "place": RECEIVER,
        "contact": by.name,
        "telephone": by.phone or settings.HELP_PHONE,
    }
    return papers.make(
        Notice.Kind.PLAQUE_LETTER,
        facts,
        by=by,
        number=number,
        cycle=decision.cycle,
        decision=decision,
        honour=honour,
        unit=branch.unit,
    )


def reminder_letter(
    cycle: Cycle, unit: Unit, *, by: User, task: str, due: date, until: date | None = None, number: str = ""
) -> Notice:
    """催办函 to a unit that is overdue with `task`, wanted by `until` or at once."""
    return papers.make(
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
        **papers.paper([papers.COMMITTEE], [unit.leading_group]),
        "year": cycle.year,
        "task": task,
        "due_on": due.isoformat(),
        "extended_to": until.isoformat() if until else "",
        "contact": by.name,
        "telephone": by.phone or settings.HELP_PHONE,
    }
