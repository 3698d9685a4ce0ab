"""The register in and out: one import for the browser, the command line and the seeds; one export in the same columns.

An import is all or nothing, unless the clerk chooses the valid part. It adds units and branches and updates the register's
own columns; what the file does not name stays as it is. It cannot reach a state, a post or a score: `roster.COLUMNS` is
the list of what it may write.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from import_export.exceptions import ImportError as ImportFailed
from import_export.results import RowResult
from tablib import Dataset

from branches import access, audit
from branches.models import Branch, Unit, User
from branches.pages import paging
from branches.pages.exporting import Sheet
from branches.permissions import Perm
from branches.register import comparison, roster
from branches.register.doubts import is_department
from branches.register.import_report import Change, Report, UnitCount
from branches.register.resource import BranchResource, carry_units, shown, write_joint_units
from branches.register.roster import COLUMNS, HEADINGS, LAYOUT
from branches.register.steps import call_units, ensure_city, index_unit
from branches.spreadsheet import reader, workbook
from branches.spreadsheet.cells import spelling
from branches.spreadsheet.doubts import unanswered
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import Line, Table

TEMPLATE_NAME = "党支部名册模板"


def import_register(
    source: str | Path | bytes,
    by: User | None,
    dry_run: bool = False,
    *,
    expected: str = "",
    name: str = "",
    part: bool = False,
    answers: Mapping[str, str] | None = None,
) -> Report:
    """Import a file (by path or content). `expected` is the fingerprint of a preview: doing anything else is refused.

    `part`: take the lines that are right and answered, and leave the others out; otherwise one of them keeps out all.
    `answers`: what was chosen, by key of the doubt; anything else in it is passed over.
    """
    if by is not None:
        access.require(by, Perm.MANAGE_REGISTER)
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    try:
        table = roster.look_through(reader.read(data, preferred=roster.TITLE, headings=LAYOUT.known))
    except reader.Unreadable as error:
        return Report(problems=[Problem(0, "", str(error))])
    try:
        with transaction.atomic():
            report = _write(table, answers or {}, part=part)
            report.is_stale = bool(expected) and report.fingerprint != expected
            if dry_run or report.is_stale or not report.is_written:
                transaction.set_rollback(True)
            else:
                digest = hashlib.sha256(data).hexdigest()
                audit.record(
                    "导入名册", name or "党支部名册", by=by, sha256=digest, **report.counts, left_out=report.left
                )
    except ImportFailed as failed:
        if not isinstance(failed.error, IntegrityError):
            raise failed.error from failed
        changed = Problem(0, "", "名册刚刚被别人改动。请重新上传，核对后再导入。")
        return Report(rows=len(table.lines), problems=[changed])
    return report


def rows_of(branches: QuerySet[Branch]) -> Iterator[list[object]]:
    """These branches in the register's own columns, one after the other."""
    resource = BranchResource()
    keys = list(branches.order_by("unit_id", "id").values_list("pk", flat=True))
    rows = branches.select_related("unit").prefetch_related("joint_units")
    for branch in paging.each(partial(paging.fetched, rows), keys):
        carry_units(branch)
        yield resource.export_resource(branch)


def sheet(branches: QuerySet[Branch]) -> Sheet:
    """The table of these branches, which can be imported again."""
    return Sheet("党支部名册", HEADINGS, rows_of(branches), branches.count(), title=roster.TITLE)


def empty_template() -> bytes:
    return workbook.write(roster.TITLE, HEADINGS, [])


def _write(table: Table, answers: Mapping[str, str], *, part: bool) -> Report:
    city = ensure_city()
    Unit.objects.select_for_update().get(pk=city.pk)  # one import at a time
    found = comparison.compare(table, answers)
    lines = comparison.ready(found)
    doubts = table.doubts
    report = Report(
        rows=len(table.lines),
        problems=table.problems,
        doubts=doubts,
        open_doubts=unanswered(doubts, found.given),
        given=found.given,
        table=table,
        fingerprint=found.fingerprint,
        left=len(table.lines) - len(lines),
    )
    if not lines or (report.left and not part):
        return report
    known = set(found.register.units)
    units = found.register.units | _new_units(lines, known)
    branches = {branch.full_name: branch for branch in found.meant.values()}
    for branch in branches.values():
        carry_units(branch)
    columns = [column for column in COLUMNS if column.attribute in table.attributes]
    rows = [[_stored(column.attribute, line, units) for column in columns] for line in lines]
    dataset = Dataset(*rows, headers=[column.heading for column in columns])
    result = BranchResource(branches, table.attributes).import_data(dataset, raise_errors=True, use_transactions=True)
    _write_units(table, lines, result.rows, units)
    _count(report, lines, result.rows, known)
    report.is_written = True
    return report


def _write_units(table: Table, lines: Sequence[Line], results: Sequence[RowResult], units: Mapping[str, Unit]) -> None:
    """What the lines say of units, where the file has the columns."""
    if "joint_names" in table.attributes:
        written = (row.instance for row in results if row.import_type != RowResult.IMPORT_TYPE_SKIP)
        write_joint_units(written, {unit.name: unit for unit in units.values()})
    if "unit_short_name" in table.attributes:
        call_units({spelling(line.values["unit"]): line.values["unit_short_name"] for line in lines}, units)


def _new_units(lines: Sequence[Line], known: set[str]) -> dict[str, Unit]:
    """Add the units that the register does not know, and answer them by spelling."""
    names = {spelling(line.values["unit"]): line.values["unit"] for line in reversed(lines)}
    new = [Unit(name=name, leading_body=_usual_body(name)) for key, name in reversed(names.items()) if key not in known]
    for unit in new:
        index_unit(unit)
    return {spelling(unit.name): unit for unit in Unit.objects.bulk_create(new)}


def _usual_body(unit: str) -> Unit.LeadingBody:
    """Departments of the city committee have a 部务会, all others a 党组 until somebody says otherwise."""
    return Unit.LeadingBody.COUNCIL if is_department(unit) else Unit.LeadingBody.GROUP


def _stored(attribute: str, line: Line, units: Mapping[str, Unit]) -> object:
    value = line.values[attribute]
    if attribute == "unit":
        return units[spelling(value)]
    return tuple(sorted(units[spelling(name)].name for name in value)) if attribute == "joint_names" else value


def _count(report: Report, lines: Sequence[Line], results: Sequence[RowResult], known: set[str]) -> None:
    """Fill in the counts, by unit, and the changed cells."""
    by_unit: dict[str, UnitCount] = {}
    for line, result in zip(lines, results, strict=True):
        branch = result.instance
        is_new = spelling(branch.unit.name) not in known
        unit = by_unit.setdefault(branch.unit.name, UnitCount(branch.unit.name, is_new))
        kind = {RowResult.IMPORT_TYPE_NEW: "created", RowResult.IMPORT_TYPE_SKIP: "unchanged"}.get(
            result.import_type, "updated"
        )
        setattr(unit, kind, getattr(unit, kind) + 1)
        setattr(report, kind, getattr(report, kind) + 1)
        if kind == "updated":
            report.changes += _changes(line, result.original, branch)
    report.units = list(by_unit.values())


def _changes(line: Line, before: Branch, after: Branch) -> list[Change]:
    return [
        Change(line.number, str(after), column.heading, _told(column.attribute, old), _told(column.attribute, new))
        for column in COLUMNS
        if (old := getattr(before, column.attribute)) != (new := getattr(after, column.attribute))
    ]


def _told(attribute: str, value: object) -> str:
    return str(shown(attribute, value) or "")
