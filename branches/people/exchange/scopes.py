"""Units and branches as people write them: a name that one place alone bears, or a sentence that says what to do."""

from difflib import get_close_matches

from branches.people.exchange.columns import Wrong
from branches.people.exchange.snapshot import Snapshot
from branches.permissions import Role, Scope
from branches.spreadsheet.cells import spelling
from branches.spreadsheet.table import Line

Place = tuple[str, int]


def unit_of(line: Line, found: Snapshot) -> int | None:
    """The unit of the line, if it names one."""
    name = line.values["unit"]
    return _unit("unit", name, found) if name else None


def branch_of(line: Line, unit: int | None, found: Snapshot) -> int | None:
    """The person's own branch, if the line names one: by its short name within the unit, or its full name anywhere."""
    name = line.values["branch"]
    return _branch("branch", name, unit, found) if name else None


def place_of(line: Line, unit: int | None, branch: int | None, found: Snapshot) -> Place:
    """Over what the post of the line is held; where the cell is empty, the own branch, the own unit or the city."""
    role, name = Role(line.values["role"]), line.values["place"]
    if role.scope is Scope.BRANCH:
        over = _branch("place", name, unit, found) if name else branch
        if over is None:
            raise Wrong("place", "没有填写。书记任职于党支部，请填党支部名称")
        return "branch", over
    if role.scope is Scope.CITY:
        if found.city is None or (name and spelling(name) != spelling(found.unit_names[found.city])):
            raise Wrong("place", f"{role.label}是全市职务，请留空")
        return "unit", found.city
    over = _unit("place", name, found) if name else unit
    if over is None:
        raise Wrong("place", "没有填写。请填任职的单位")
    return "unit", over


def _unit(column: str, name: str, found: Snapshot) -> int:
    unit = found.units.get(spelling(name))
    if unit is None or unit == found.city:
        near = get_close_matches(spelling(name), found.units, 1, 0.6)
        guess = f"，是“{found.unit_names[found.units[near[0]]]}”吗" if near else ""
        raise Wrong(column, f"名册里没有这个单位{guess}，请按名册填写")
    return unit


def _branch(column: str, name: str, unit: int | None, found: Snapshot) -> int:
    fits = found.branches.get(spelling(name), [])
    near = [one for one in fits if unit is not None and found.branch_units[one] == unit] or fits
    if len(near) == 1 and (unit is None or found.branch_units[near[0]] == unit or not _is_short(near[0], name, found)):
        return near[0]
    if unit is not None and (not near or _is_short(near[0], name, found)):
        raise Wrong(column, f"{found.unit_names[unit]}没有这个支部，请按名册填写简称或全称")
    if not near:
        raise Wrong(column, "名册里没有这个支部，请按名册填写全称")
    raise Wrong(column, f"有{len(near)}个支部叫这个名称，请填写单位，或填全称")


def _is_short(branch: int, name: str, found: Snapshot) -> bool:
    return spelling(found.branch_names[branch]) == spelling(name)
