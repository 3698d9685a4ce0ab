"""What speaks against a 支部变更 today, each a sentence for a person (D25, D41)."""

from branches import clock, in_words
from branches.models import Branch, FormerUnit, Unit
from evaluation.models.succession import MOVING
from evaluation.succession import queries as succession_queries
from evaluation.succession.queries import KEEPING, Change
from evaluation.vocabulary import SuccessionKind


def obstacles(change: Change) -> list[str]:
    """What speaks against the change today, each a sentence for a person."""
    today, day = clock.today(), change.effective_on
    found = [*_shape(change), *_receiver(change)]
    if day > today:
        found.append("生效日期不能晚于今天，请到那一天再办理。")
    for branch in change.before:
        if branch.unit_id != change.unit.pk:
            found.append(f"“{branch}”不属于{change.unit}。")
        if branch.dissolved_on is not None:
            found.append(f"“{branch}”已不再存在，不能变更。")
        elif day <= branch.established_on:
            found.append(f"生效日期应在“{branch}”成立之后，请核对。")
    return found + _taken(change)


def _receiver(change: Change) -> list[str]:
    """What speaks against moving into that unit, on that day (D41)."""
    unit, into = change.unit, change.into
    if change.kind not in MOVING:
        return []
    if into is None or into.pk == unit.pk:
        return ["请选择转入哪个单位，不能是本单位。"]
    found = []
    if not into.is_active or into.kind == Unit.Kind.CITY:
        found.append(f"{into}已停用，请选择在用的单位。")
    if into.successor_id:
        found.append(f"{into}已并入{into.successor}，请选择{into.successor}。")
    if change.kind == SuccessionKind.UNITE:
        if unit.successor_id:
            found.append(f"{unit}已并入{unit.successor}。")
        if [branch.pk for branch in change.before] != [branch.pk for branch in succession_queries.standing(unit)]:
            found.append(f"申报之后{unit}的党支部有增减，请退回，由单位重新申报。")
    earlier = FormerUnit.objects.filter(branch__in=change.before, left_on__gte=change.effective_on)
    found += [
        f"“{one.branch}”{in_words.plain_day(one.left_on)}已转过一次隶属，生效日期应在此之后。"
        for one in earlier.select_related("branch__unit")
    ]
    return found


def _shape(change: Change) -> list[str]:
    if change.kind == SuccessionKind.MERGE:
        after = len(change.staying) + len(change.names)
        found = [] if len(change.before) > 1 else ["合并至少要选两个党支部。"]
        return found if after == 1 else [*found, "合并后只有一个党支部：选并入哪一个，或者填写新名称，二者取一。"]
    if change.kind == SuccessionKind.SPLIT and len(change.staying) + len(change.names) < 2:
        return ["分设后至少有两个党支部，请填写新党支部的名称。"]
    return []


def _taken(change: Change) -> list[str]:
    """A name that another branch has. Where a branch moves under its old short name, confirming asks for another one."""
    full, short = [name[0] for name in change.names], [name[1] for name in change.names]
    if len(set(full)) < len(full) or len(set(short)) < len(short):
        return ["新名称有重复，请核对。"]
    others = Branch.objects.exclude(pk__in=[branch.pk for branch in change.before if change.kind in KEEPING])
    found = [
        f"已有党支部全称为“{name}”。合并后沿用原名称的，请选并入该支部。"
        for name in others.filter(full_name__in=full).values_list("full_name", flat=True)
    ]
    beside = others.filter(dissolved_on=None, unit=change.into or change.unit)
    beside = beside.exclude(pk__in=[branch.pk for branch in change.ceasing])
    found += [
        f"{change.into or '本单位'}已有简称为“{name}”的党支部，请改用能区分的简称。"
        for name in beside.filter(short_name__in=short).values_list("short_name", flat=True)
    ]
    return found + _unchanged(change)


def _unchanged(change: Change) -> list[str]:
    names = [list(name) for name in change.names]
    same = [branch for branch in change.before if [branch.full_name, branch.short_name] in names]
    return ["新名称和原名称一样，请核对。"] if same and change.kind in KEEPING else []
