"""公示 of the proposed (D22), and 会议纪要 of the evaluation panel (D20)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from branches import clock
from branches.models import User
from branches.names import CITY_HONOUR
from branches.settings import queries as settings_queries
from evaluation.documents import making
from evaluation.drafting import issuing
from evaluation.drafting import subjects as drafting_subjects
from evaluation.models import Candidacy, Cycle, DocumentText, Notice, PublicNotice
from evaluation.naming import objections
from evaluation.typesetting import content
from evaluation.typesetting.content import UnitBranches
from evaluation.vocabulary import Body, State
from evaluation.workdays import workdays

MARK = f"{CITY_HONOUR}考核评定组会议纪要"


def panel_minutes(
    cycle: Cycle,
    *,
    by: User,
    held_on: date,
    place: str,
    chair: str,
    items: Sequence[tuple[str, str]],
    present: Sequence[str],
    absent: Sequence[str] = (),
    attending: Sequence[str] = (),
    number: str = "",
) -> Notice:
    """What a panel meeting resolved; `items` are topics with their conclusions."""
    facts: content.Minutes = {
        **making.paper([settings_queries.work_committee()], []),
        "mark": [MARK],
        "held_on": held_on.isoformat(),
        "place": place,
        "chair": chair,
        "items": [{"topic": topic, "conclusion": conclusion} for topic, conclusion in items],
        "present": list(present),
        "absent": list(absent),
        "attending": list(attending),
    }
    return making.make(Notice.Kind.MINUTES, facts, by=by, number=number, cycle=cycle)


def public_notice(
    notice: PublicNotice, telephones: Mapping[str, str], text: DocumentText | None = None, *, by: User
) -> Notice:
    """公示 of the proposed: units and branches, no scores, no persons (D22); with its text where one was drafted."""
    cases = list(notice.candidacies.select_related("unit", "branch"))
    facts = public_notice_facts(notice.cycle, cases, notice.closes_on.isoformat(), telephones)
    subject = drafting_subjects.Subject(Notice.Kind.PUBLIC_NOTICE, notice.cycle, facts)
    made = making.make(
        subject.kind,
        issuing.facts(subject, issuing.Ready(text, None)),
        by=by,
        cycle=notice.cycle,
        public_notice=notice,
    )
    issuing.issued(text, made)
    return made


def facts_now(cycle: Cycle, _: object = None) -> content.PublicNotice | None:
    """Of the proposed who have not been in a public notice, as one that began today would say it."""
    rows = Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED, notices=None)
    waiting = list(rows.select_related("branch", "unit")) if cycle.notice_days else []
    if not waiting:
        return None
    closes_on = workdays.working_days_after(clock.today(), cycle.notice_days).day
    return public_notice_facts(cycle, waiting, closes_on.isoformat(), objections.where_to(cycle))


def public_notice_facts(
    cycle: Cycle, cases: Iterable[Candidacy], closes_on: str, telephones: Mapping[str, str]
) -> content.PublicNotice:
    """`telephones`: by body, where objections are taken."""
    ordered = sorted(cases, key=lambda case: (case.unit_id, case.rank or 0, case.branch_id))
    return {
        **making.paper(settings_queries.both_bodies(), []),
        "printed_by": "",
        "year": cycle.year,
        "units": units({"unit": case.unit.name, "branch": case.branch.full_name} for case in ordered),
        "opens_on": workdays.first_counted_day(clock.today()).isoformat(),
        "closes_on": closes_on,
        "working_days": cycle.notice_days,
        "telephone": telephones[Body.WORK_COMMITTEE],
        "department_telephone": telephones[Body.ORGANISATION_DEPARTMENT],
        "address": settings_queries.address(),
    }


def units(rows: Iterable[dict[str, Any]]) -> list[UnitBranches]:
    """Frozen rows by unit, in their order."""
    grouped = groupby(rows, key=lambda row: row["unit"])
    return [{"unit": unit, "branches": [row["branch"] for row in of_unit]} for unit, of_unit in grouped]


drafting_subjects.handle(Notice.Kind.PUBLIC_NOTICE, facts_now)
