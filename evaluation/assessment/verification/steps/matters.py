"""Matters of a unit: entered once, answered branch by branch, withdrawn while nothing rests on them (D55).

Facts go into no record, note or list, as with any finding (D16).
"""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import audit, clock
from branches.incoming import numbers
from branches.models import Unit, User
from evaluation.advance import Refused, Stale
from evaluation.assessment.verification import matters as unit_matters
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.models import Cycle, Disqualification, Honour, UnitMatter, Verification
from evaluation.rules import general as general_rules
from evaluation.vocabulary import Answer, Tier


@transaction.atomic
def enter(
    cycle: Cycle, unit: Unit, condition: Disqualification, *, by: User, facts: str, basis: str, decided_on: date
) -> UnitMatter:
    """Enter a matter of the unit. No branch is answered for by it."""
    _require(by, unit)
    if not cycle.is_running:
        raise Refused("本年度评定没有在进行，不能登记。")
    reasons = []
    if condition.cycle_id != cycle.pk or condition.number not in unit_matters.OF_THE_UNIT:
        reasons.append("请选择单位的情形：第（三）项后半句或第（四）项。")
    if not facts.strip():
        reasons.append("请写明事实。")
    if not basis.strip():
        reasons.append("须有书面依据，请填写文件标题和文号。")
    if decided_on > clock.today():
        reasons.append("处理决定日期不能晚于今天。")
    elif not general_rules.falls_in_year(decided_on, cycle.year) and not general_rules.raises_hold(
        decided_on, cycle.year
    ):
        reasons.append(f"处理决定日期不在{cycle.year}年度内，不构成本年度的该项情形。请核对日期。")
    if reasons:
        raise Refused(*reasons)
    given = {"facts": facts.strip(), "basis": basis.strip(), "decided_on": decided_on, "by": by, "at": clock.now()}
    try:
        with transaction.atomic():
            made = UnitMatter.objects.create(cycle=cycle, unit=unit, disqualification=condition, **given)
    except IntegrityError as twice:
        raise Refused("这件事项已经登记过，不用重复登记。") from twice
    audit.record("登记单位事项", made, by=by, condition=condition.number)
    return made


@transaction.atomic
def answer(matter: UnitMatter, answers: Mapping[int, str], *, by: User) -> int:
    """有 or 无 for each of these cases, all or none; how many. What says 无 leaves what was found otherwise as it is."""
    tier = _require(by, matter.unit)
    matter = _standing(matter)
    open_lines = {line.case.pk: line.case for line in unit_matters.lines(matter, by) if line.is_open}
    if not answers:
        raise Refused("请至少给一个支部选择结论。")
    if answers.keys() - open_lines.keys():
        raise Stale
    for pk, value in sorted(answers.items()):
        case = open_lines[pk]
        current = Verification.objects.filter(
            candidacy=case, disqualification=matter.disqualification, tier=tier, is_current=True
        )
        if value == Answer.NO and current.exists():
            Verification.objects.create(
                candidacy=case,
                disqualification=matter.disqualification,
                tier=tier,
                answer=Answer.NO,
                matter=matter,
                is_current=False,
                by=by,
                at=clock.now(),
            )
            audit.record("核验单位事项", case, by=by, tier=str(tier), answer=str(value))
            continue
        if value not in (Answer.NO, Answer.YES):
            raise Refused("请选择核验结论：有或无。")
        is_found = value == Answer.YES
        verification_steps.verify(
            case,
            matter.disqualification,
            value,
            by=by,
            facts=matter.facts if is_found else "",
            basis=matter.basis if is_found else "",
            decided_on=matter.decided_on if is_found else None,
            matter=matter,
        )
    return len(answers)


@transaction.atomic
def withdraw(matter: UnitMatter, *, by: User, reason: str) -> None:
    """A matter that was entered by mistake. Findings that rest on it are corrected first, by two people (D16)."""
    _require(by, matter.unit)
    matter = _standing(matter)
    resting = matter.answers.filter(answer=Answer.YES, is_current=True, corrected_at=None).count()
    if resting:
        raise Refused(f"已据此核实{resting}个支部为“有”，请先逐个更正，再撤销登记。")
    if not reason.strip():
        raise Refused("请写明理由。")
    UnitMatter.objects.filter(pk=matter.pk).update(withdrawn_at=clock.now())
    audit.record("撤销单位事项登记", matter, by=by, reason=reason.strip())


@transaction.atomic
def look(matter: UnitMatter, *, by: User) -> UnitMatter:
    """The matter with its facts, for whoever may verify; each look is on record (D16)."""
    _require(by, matter.unit)
    audit.record("查看单位事项的事实", matter, by=by)
    return UnitMatter.objects.select_related("disqualification", "unit", "by").get(pk=matter.pk)


def for_honour(honour: Honour, pk: str, *, by: User) -> UnitMatter | None:
    """The matter with which a special re-inspection of this title is asked for; the look at it is on record."""
    rows = unit_matters.standing().filter(unit=honour.branch.unit_id)
    found = rows.filter(pk=numbers.number(pk) or 0).first()
    return look(found, by=by) if found else None


def _require(by: User, unit: Unit) -> Tier:
    tier = unit_matters.tier_over(by, unit.pk)
    if tier is None:
        raise PermissionDenied
    return tier


def _standing(matter: UnitMatter) -> UnitMatter:
    """Reread and locked."""
    rows = UnitMatter.objects.select_for_update(of=("self",)).select_related("disqualification", "unit", "cycle")
    found = rows.get(pk=matter.pk)
    if found.withdrawn_at:
        raise Refused("这件事项已经撤销登记。")
    return found
