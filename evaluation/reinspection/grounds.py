"""The standard at 复查: deviations from the criteria, and what a revocation rests on (D44). In forms a ground is c8 or d2."""

from collections.abc import Collection, Iterable, Mapping

from evaluation.models import Criterion, Cycle, Deviation, Reinspection, RevocationGround
from evaluation.vocabulary import Answer


def choices(cycle: Cycle) -> list[tuple[str, str]]:
    """All criteria, then all conditions."""
    criteria = [(f"c{one.number}", f"标准第{one.number}项：{one.title}") for one in cycle.criteria.all()]
    return [*criteria, *((f"d{one.number}", f"情形{one}") for one in cycle.disqualifications.all())]


def deviations(one: Reinspection) -> list[tuple[Criterion, Deviation | None]]:
    """The twenty criteria with what was entered."""
    entered = {row.criterion_id: row for row in one.deviations.all()}
    return [(criterion, entered.get(criterion.pk)) for criterion in one.cycle.criteria.all()]


def entered(one: Reinspection) -> list[Deviation]:
    return list(one.deviations.select_related("criterion"))


def of(one: Reinspection, body: str = "") -> list[RevocationGround]:
    """Of the unit's suggestion, or of one body's verdict."""
    return list(one.grounds.filter(body=body).select_related("criterion", "disqualification"))


def codes(rows: Iterable[RevocationGround]) -> list[str]:
    return [f"c{row.criterion.number}" if row.criterion else f"d{_number(row)}" for row in rows]


def unfounded(grounds: Collection[str], deviating: Collection[int], answers: Mapping[int, str]) -> list[str]:
    """Chosen grounds of a suggestion behind which nothing stands: no deviation entered, no condition answered 有."""
    problems = []
    for code in grounds:
        number = int(code[1:])
        if code.startswith("c") and number not in deviating:
            problems.append(f"标准第{number}项选为撤销依据，请写明偏离情况")
        if code.startswith("d") and answers.get(number) != Answer.YES:
            problems.append(f"第{number}种情形选为撤销依据，但结论不是“有”")
    return problems


def rows(one: Reinspection, grounds: Collection[str], body: str = "") -> list[RevocationGround]:
    """Not yet saved."""
    criteria = {f"c{row.number}": row for row in one.cycle.criteria.all()}
    conditions = {f"d{row.number}": row for row in one.cycle.disqualifications.all()}
    return [
        RevocationGround(
            reinspection=one, body=body, criterion=criteria.get(code), disqualification=conditions.get(code)
        )
        for code in dict.fromkeys(grounds)
        if code in criteria or code in conditions
    ]


def _number(row: RevocationGround) -> int:
    return row.disqualification.number if row.disqualification else 0
