"""What only the register can tell of a roster: whom a line means, what is taken, what has to be asked.

Names are compared as they are spelled (`cells.spelling`), and the register's own spelling stays. Writes nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db.models import Q, QuerySet

from branches import queries as branches_queries
from branches.models import Branch, FormerName, Unit
from branches.permissions import Role
from branches.register import doubts, roster
from branches.spreadsheet.cells import spelling
from branches.spreadsheet.doubts import Choice, Doubt, answers
from branches.spreadsheet.table import Line, Table

_NAMES = ("short_name", "secretary_name", "telephone")
_NEAR = 0.7
_MOST_NEAR_LOOKED_FOR = 100
NEW = "new"


@dataclass
class Register:
    """What the register holds of a roster's units and branches, by the spelling of their names."""

    units: dict[str, Unit]
    branches: dict[str, Branch]
    former: dict[str, Branch]
    former_short: dict[tuple[int, str], Branch]
    secretaries: dict[int, list[str]]


@dataclass
class Comparison:
    """A roster beside the register. `meant`: the branch of each line, by its number; a line that is not in it is new."""

    table: Table
    register: Register
    meant: dict[int, Branch] = field(default_factory=dict)
    held_back: set[int] = field(default_factory=set)
    """Lines that wait for an answer, or for a line that is left out."""
    given: dict[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    """Of the file's meaning and of all that the register holds of it, before any answer."""


def compare(table: Table, posted: Mapping[str, str]) -> Comparison:
    """Find whom each line means, ask what is doubtful, take the answers among `posted`, complain of what cannot be."""
    register = _register(table.lines)
    found = Comparison(table, register)
    for line in table.lines:
        _recognise(line, found)
    asked = [*_ask_units(found), *_ask_former_names(found)]
    found.fingerprint = _fingerprint(found, asked)
    found.given = answers((doubt for doubt, _ in asked), posted)
    for doubt, lines in asked:
        _answer(found, doubt, lines, found.given.get(doubt.key, ""))
    _call_units(found)
    clashes = _clashes(table.lines, found)
    for line in table.lines:
        _complain(line, found)
        for attribute, reason in clashes.get(line.number, []):
            line.complain(attribute, reason)
    return found


def ready(found: Comparison) -> list[Line]:
    """The lines that can go in together: without those that are wrong or wait, and those that rely on one of them."""
    lines = [line for line in found.table.lines if not line.problems and line.number not in found.held_back]
    while clashes := _clashes(lines, found):
        for line in lines:
            if line.number in clashes:
                line.doubt("", "要与没有导入的行一起导入，这次先不导入")
                found.held_back.add(line.number)
        lines = [line for line in lines if line.number not in clashes]
    return lines


def _register(lines: Sequence[Line]) -> Register:
    units = {spelling(unit.name): unit for unit in Unit.objects.all()}
    names = {line.values["full_name"] for line in lines if line.values.get("full_name")}
    told = {spelling(line.values.get("unit", "")) for line in lines}
    # Of units that are unknown, the near ones are looked at too.
    near = {name for unknown in told - set(units) for name in _near(unknown, units)}
    concerned = [units[name].pk for name in told.intersection(units) | near]
    rows = Branch.objects.filter(Q(unit__in=concerned) | Q(full_name__in=names))
    branches = rows.select_related("unit").prefetch_related("joint_units")
    former = list(
        FormerName.objects.filter(Q(full_name__in=names) | Q(branch__unit__in=concerned))
        .select_related("branch__unit")
        .order_by("used_until", "id")
    )
    return Register(
        units,
        {spelling(branch.full_name): branch for branch in branches},
        {spelling(one.full_name): one.branch for one in former},
        {(one.branch.unit_id, spelling(one.short_name)): one.branch for one in former},
        _secretaries(rows),
    )


def _secretaries(branches: QuerySet[Branch]) -> dict[int, list[str]]:
    """The names of those who hold the post today, by branch."""
    found: dict[int, list[str]] = {}
    posts = branches_queries.in_force().filter(role=Role.SECRETARY, branch__in=branches.order_by())
    for branch, name in posts.values_list("branch_id", "user__name"):
        if branch is not None:
            found.setdefault(branch, []).append(name)
    return found


def _recognise(line: Line, found: Comparison) -> None:
    """Take the register's spelling where only the spelling differs."""
    values = line.values
    if unit := found.register.units.get(spelling(values.get("unit", ""))):
        values["unit"] = unit.name
    branch = found.register.branches.get(spelling(values.get("full_name", "")))
    if branch and values.get("full_name"):
        _mean(line, branch, found)
    if names := values.get("joint_names"):
        known = [found.register.units.get(spelling(name)) for name in names]
        values["joint_names"] = tuple(unit.name if unit else name for name, unit in zip(names, known, strict=True))


def _call_units(found: Comparison) -> None:
    """What one line says of its unit holds for all; a unit of which none says how it is called keeps its name."""
    called = {name: unit.short_name for name, unit in found.register.units.items()}
    lines = [line for line in found.table.lines if "unit_short_name" in line.values]
    named = [(spelling(line.values.get("unit", "")), line.values) for line in lines]
    called |= {name: values["unit_short_name"] for name, values in reversed(named) if values["unit_short_name"]}
    for name, values in named:
        values["unit_short_name"] = called.get(name, "")


def _mean(line: Line, branch: Branch, found: Comparison) -> None:
    found.meant[line.number] = branch
    line.values["full_name"] = branch.full_name
    for attribute in _NAMES:
        told, held = line.values.get(attribute), getattr(branch, attribute)
        if told and spelling(told) == spelling(held):
            line.values[attribute] = held
    told = line.values.get("secretary_name")
    in_office = found.register.secretaries.get(branch.pk, [])
    if sentence := doubts.secretary(told or "", in_office):
        line.doubt("secretary_name", sentence)


Asked = tuple[Doubt, list[Line]]


def _ask_units(found: Comparison) -> list[Asked]:
    """A unit that nobody knows is one question, whatever number of lines it has; the first register asks nothing."""
    units = found.register.units
    if all(unit.kind == Unit.Kind.CITY for unit in units.values()):
        return []
    unknown: dict[str, list[Line]] = {}
    for line in found.table.lines:
        name = line.values.get("unit", "")
        if name and spelling(name) not in units:
            unknown.setdefault(spelling(name), []).append(line)
    asked = []
    for number, (name, lines) in enumerate(unknown.items()):
        near = _near(name, units) if number < _MOST_NEAR_LOOKED_FOR else []
        choices = [Choice(f"unit-{units[one].pk}", f"就是{units[one].name}") for one in near]
        called = lines[0].values["unit"]
        more = f"，文件里共{len(lines)}行" if len(lines) > 1 else ""
        doubt = lines[0].doubt(
            "unit",
            f"名册里没有“{called}”这个单位{more}",
            choices=(*choices, Choice(NEW, "是新单位，一并新增")),
            about=called,
        )
        asked.append((doubt, lines))
    return asked


def _near(name: str, units: Mapping[str, Unit]) -> list[str]:
    return get_close_matches(name, [one for one, unit in units.items() if unit.is_active], 2, _NEAR)


def _ask_former_names(found: Comparison) -> list[Asked]:
    """A name that a branch once had is asked for line by line (D41)."""
    asked = []
    for line in found.table.lines:
        if line.number in found.meant or not line.values.get("full_name"):
            continue
        unit = found.register.units.get(spelling(line.values.get("unit", "")))
        short = spelling(line.values.get("short_name", ""))
        branch = found.register.former.get(spelling(line.values["full_name"]))
        if branch is None and unit:
            branch = found.register.former_short.get((unit.pk, short))
        if branch is None:
            continue
        ended = f"，已于{branch.dissolved_on}撤销" if branch.dissolved_on else ""
        same = () if branch.dissolved_on else (Choice(f"branch-{branch.pk}", f"就是“{branch.full_name}”，按它更新"),)
        doubt = line.doubt(
            "full_name",
            f"“{branch.full_name}”（{branch.unit.name}）曾用这个名称{ended}",
            choices=(*same, Choice(NEW, "是另一个新成立的支部")),
            about=line.values["full_name"],
        )
        asked.append((doubt, [line]))
    return asked


def _answer(found: Comparison, doubt: Doubt, lines: Iterable[Line], answer: str) -> None:
    kind, _, key = answer.partition("-")
    for line in lines:
        if not answer:
            found.held_back.add(line.number)
        elif kind == "unit":
            line.values["unit"] = next(one.name for one in found.register.units.values() if one.pk == int(key))
        elif kind == "branch":
            held = [*found.register.former.values(), *found.register.former_short.values()]
            branch = next(one for one in held if one.pk == int(key))
            _mean(line, found.register.branches.get(spelling(branch.full_name), branch), found)
            line.values["short_name"] = found.meant[line.number].short_name


def _fingerprint(found: Comparison, asked: Iterable[Asked]) -> str:
    held = [
        (line.number, sorted(line.values.items(), key=str), _held(found.meant.get(line.number)))
        for line in found.table.lines
    ]
    new = sorted({line.values.get("unit", "") for line in found.table.lines} - set(_names(found.register)))
    return hashlib.sha256(repr((held, new, [doubt.key for doubt, _ in asked])).encode()).hexdigest()


def _names(register: Register) -> Iterable[str]:
    return (unit.name for unit in register.units.values())


def _held(branch: Branch | None) -> object:
    if branch is None:
        return None
    stored = [getattr(branch, column.attribute) for column in roster.COLUMNS if column.attribute not in roster.OF_UNITS]
    return (
        branch.pk,
        branch.unit_id,
        branch.unit.short_name,
        stored,
        sorted(unit.pk for unit in branch.joint_units.all()),
    )


def _complain(line: Line, found: Comparison) -> None:
    unit_name, _ = roster.key(line)
    unit, branch = found.register.units.get(spelling(unit_name)), found.meant.get(line.number)
    if unit and unit.kind == Unit.Kind.CITY:
        line.complain("unit", f"“{unit.name}”是全市，不是单位，请填写党支部所在的单位")
    elif unit and not unit.is_active:
        line.complain("unit", "该单位已停用。请先在单位页面恢复使用")
    if branch and unit_name and branch.unit.name != unit_name:
        line.complain("full_name", f"名册中该支部属于“{branch.unit.name}”，导入不能把它转到别的单位，请核对单位名称")
    elif branch and branch.dissolved_on:
        line.complain("full_name", f"该支部已于{branch.dissolved_on}撤销，请删去这一行")


Clashes = dict[int, list[tuple[str, str]]]


def _clashes(lines: Sequence[Line], found: Comparison) -> Clashes:
    """Names and marks held outside `lines`, and units known nowhere: by line, the attribute and what is wrong."""
    meant = {found.meant[line.number].pk for line in lines if line.number in found.meant}
    others = [one for one in found.register.branches.values() if one.pk not in meant and one.dissolved_on is None]
    outside = _Outside(
        {(one.unit.name, spelling(one.short_name)) for one in others},
        {one.unit.name: one.short_name for one in others if one.is_first_branch},
        {name for name, unit in found.register.units.items() if unit.kind != Unit.Kind.CITY}
        | {spelling(line.values.get("unit", "")) for line in lines},
    )
    told = {line.number: list(_clashes_of(line, outside)) for line in lines}
    return {number: clashes for number, clashes in told.items() if clashes}


@dataclass(frozen=True)
class _Outside:
    """Short names and first branches by unit, of branches that the lines do not mean; and all units that are known."""

    short_names: set[tuple[str, str]]
    first: dict[str, str]
    units: set[str]


def _clashes_of(line: Line, outside: _Outside) -> Iterator[tuple[str, str]]:
    unit = line.values.get("unit", "")
    if missing := [name for name in line.values.get("joint_names", ()) if spelling(name) not in outside.units]:
        yield "joint_names", f"名册里没有“{'、'.join(missing)}”，请核对单位名称，用顿号隔开"
    if (unit, spelling(line.values.get("short_name", ""))) in outside.short_names:
        yield "short_name", "本单位名册中另有同名（简称）党支部。如果是支部改名，请在该支部的页面办理"
    if line.values.get("is_first_branch") and unit in outside.first:
        held = outside.first[unit]
        yield "is_first_branch", f"名册中“{held}”是本单位的第一支部，请先在它的页面取消，或一并列入文件"
