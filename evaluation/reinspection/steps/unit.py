"""复查 by the unit: the six conditions again, a suggestion, the report to 市直工委 (方案 四).

The facts behind an answer go into no record, note or list (D16).
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction

from branches import access, audit, clock
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.advance import Refused, advance
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.locks import lock_reinspection
from evaluation.models import (
    Cycle,
    Deviation,
    LaterFinding,
    Reinspection,
    ReinspectionAnswer,
    ReinspectionReport,
    RevocationGround,
)
from evaluation.reinspection import grounds as reinspection_grounds
from evaluation.reinspection import queries as reinspection_queries
from evaluation.reinspection import reports
from evaluation.reinspection.issue import reinspection_report
from evaluation.vocabulary import Answer, ReinspectionAction

Given = Mapping[int, tuple[str, str]]
"""By number of the condition: the answer and its facts."""


@transaction.atomic
def save(
    one: Reinspection,
    given: Given,
    *,
    by: User,
    changes: str = "",
    reason: str = "",
    deviations: Mapping[int, str] = MappingProxyType({}),
    grounds: Collection[str] = (),
) -> Reinspection:
    """Keep what was answered so far; nothing has to be complete. What a later finding says can only be corrected (D16)."""
    access.require(by, Perm.REINSPECT, one.honour.branch.unit)
    one = lock_reinspection(one)
    if reasons := reinspection_queries.not_fillable(reinspection_cases.seen(one.pk), by):
        raise Refused(*reasons)
    fixed = set(LaterFinding.objects.filter(reinspection=one).values_list("disqualification", flat=True))
    for condition in one.cycle.disqualifications.exclude(pk__in=fixed):
        answer, words = given.get(condition.number, ("", ""))
        if not answer:
            continue
        if answer == Answer.YES and not words.strip():
            raise Refused(f"情形{condition}答“有”须写明事实。")
        kept = words.strip() if answer != Answer.NO else ""
        row, is_new = ReinspectionAnswer.objects.get_or_create(
            reinspection=one,
            disqualification=condition,
            defaults={"answer": answer, "facts": kept, "by": by, "at": clock.now()},
        )
        if not is_new and (row.answer, row.facts) != (answer, kept):
            row.answer, row.facts, row.by, row.at = answer, kept, by, clock.now()
            row.save()
    Reinspection.objects.filter(pk=one.pk).update(changes=changes.strip(), reason=reason.strip())
    one.refresh_from_db()
    _deviate(one, deviations, by)
    RevocationGround.objects.filter(reinspection=one, body="").delete()
    RevocationGround.objects.bulk_create(reinspection_grounds.rows(one, grounds))
    return one


def _deviate(one: Reinspection, deviations: Mapping[int, str], by: User) -> None:
    """Exactly these, by number of the criterion; an empty sentence is none."""
    said = {number: text.strip() for number, text in deviations.items() if text.strip()}
    one.deviations.exclude(criterion__number__in=said).delete()
    for criterion in one.cycle.criteria.filter(number__in=said):
        known = one.deviations.filter(criterion=criterion).first()
        if known is None or known.text != said[criterion.number]:
            values = {"text": said[criterion.number], "by": by, "at": clock.now()}
            Deviation.objects.update_or_create(reinspection=one, criterion=criterion, defaults=values)


@transaction.atomic
def suggest(
    one: Reinspection,
    action: ReinspectionAction | str,
    given: Given,
    *,
    by: User,
    changes: str = "",
    reason: str = "",
    deviations: Mapping[int, str] = MappingProxyType({}),
    grounds: Collection[str] = (),
    version: int | None = None,
) -> None:
    """Answer and suggest at once: 保留, also with a deviation, or 撤销 with a reason and what it rests on (D44)."""
    if action == ReinspectionAction.SUGGEST_KEEPING:
        grounds = ()
    one = save(one, given, by=by, changes=changes, reason=reason, deviations=deviations, grounds=grounds)
    answers = dict(one.answers.values_list("disqualification__number", "answer"))
    deviating = [row.criterion.number for row in reinspection_grounds.entered(one)]
    if unfounded := reinspection_grounds.unfounded(grounds, deviating, answers):
        raise Refused(*(f"{why}。" for why in unfounded))
    advance(one, action, by=by, version=version)


@transaction.atomic
def suggest_keeping_all(cycle: Cycle, unit: Unit, given: Mapping[int, Given], *, by: User) -> int:
    """建议保留 for several branches at once, each with answers of its own; all or nothing. Returns how many."""
    access.require(by, Perm.REINSPECT, unit)
    waiting = {one.pk: one for one in reports.keepable(cycle, unit, by).offered}
    if stale := given.keys() - waiting.keys():
        raise Refused(f"有{len(stale)}个支部刚刚办理过或有了变化，请刷新页面重新核对。")
    for pk, answers in given.items():
        suggest(waiting[pk], ReinspectionAction.SUGGEST_KEEPING, answers, by=by)
    return len(given)


@transaction.atomic
def report(
    cycle: Cycle, unit: Unit, *, by: User, remark: str = "", number: str = "", signer: str = ""
) -> list[ReinspectionReport]:
    """Hand in what is suggested and not yet reported; frozen. What is late goes by itself, marked 补报.

    Where both go, the first bears the number; the other gets its own later.
    """
    access.require(by, Perm.REINSPECT, unit)
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    waiting = reports.waiting(cycle, unit)
    if not waiting.ready:
        missing = [f"{seen.one.honour.branch.short_name}还没有复查建议。" for seen in waiting.blockers]
        raise Refused(*(missing or ["没有需要报送的复查情况。"]))
    made = []
    for is_late in (False, True):
        if group := [seen for seen in waiting.ready if seen.is_overdue == is_late]:
            made.append(_send(cycle, unit, group, is_late=is_late, by=by, remark=remark))
            reinspection_report(made[-1], by=by, number="" if made[1:] else number.strip(), signer=signer.strip())
    return made


def _send(
    cycle: Cycle, unit: Unit, group: list[reinspection_cases.Seen], *, is_late: bool, by: User, remark: str
) -> ReinspectionReport:
    number = ReinspectionReport.objects.filter(cycle=cycle, unit=unit).count() + 1
    made = ReinspectionReport.objects.create(
        cycle=cycle,
        unit=unit,
        number=number,
        rows=[reports.row(seen.one) for seen in group],
        remark=remark.strip(),
        is_late=is_late,
        by=by,
        at=clock.now(),
    )
    for seen in group:
        advance(seen.one, ReinspectionAction.REPORT, by=by, data={"report": number}, fields={"report": made.pk})
    audit.record("报送复查情况", made, by=by, number=number, branches=len(group), is_late=is_late)
    return made


@transaction.atomic
def look(one: Reinspection, *, by: User) -> dict[str, Any]:
    """The facts, for whoever may verify; each look is on record (D16)."""
    reinspection_queries.require_verifier(one, by)
    audit.record("查看复查核验事实", one, by=by)
    return reinspection_queries.facts_of(one)
