"""The register in and out: one import for the browser, the command line and the seeds; one export in the same columns.

An import is all or nothing. It adds units and branches and updates the register's own columns; what the file does not
name stays as it is. It cannot reach a state, a post or a score: `roster.COLUMNS` is the list of what it may write.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from import_export.exceptions import ImportError as ImportFailed
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import RowResult
from import_export.widgets import Widget
from tablib import Dataset

from branches import access, audit, clock
from branches.models import Branch, FormerName, Unit, User
from branches.permissions import Perm
from branches.register import roster
from branches.register.import_report import Change, Report, UnitCount
from branches.register.roster import COLUMNS, HEADING, HEADINGS, Line, Problem, Roster, complain
from branches.register.steps import ensure_city, index_branch, index_unit
from branches.spreadsheet import reader, workbook

TEMPLATE_NAME = "党支部名册模板"
_BATCH = 500


class _AsIs(Widget):  # type: ignore[misc]
    """Cells have been understood before they get here; going out they keep their type."""

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        if isinstance(value, bool):
            return "是" if value else "否"
        return value.name if isinstance(value, Unit) else value


class _Known(BaseInstanceLoader):  # type: ignore[misc]
    def get_instance(self, row: Any) -> Branch | None:
        known: dict[str, Branch] = self.resource.known
        return known.get(row[HEADING["full_name"]])


class BranchResource(ModelResource):  # type: ignore[misc]
    """Tells new from changed and unchanged branches, and writes them in bulk."""

    class Meta:
        model = Branch
        fields = ()
        import_id_fields = ("full_name",)
        instance_loader_class = _Known
        use_bulk = True
        batch_size = None
        skip_unchanged = True
        skip_html_diff = True
        report_skipped = True
        store_instance = True

    def __init__(self, known: dict[str, Branch] | None = None) -> None:
        super().__init__()
        self.known = known or {}
        self.renamed: list[Branch] = []
        self.fields = {
            column.attribute: Field(attribute=column.attribute, column_name=column.heading, widget=_AsIs())
            for column in COLUMNS
        }

    def get_bulk_update_fields(self) -> list[str]:
        return [name for name in self.fields if name not in ("unit", "full_name")] + ["search_text"]

    def skip_row(self, instance: Branch, original: Branch, row: Any, import_validation_errors: Any = None) -> bool:
        skipped: bool = super().skip_row(instance, original, row, import_validation_errors)
        if original.pk and original.short_name != instance.short_name:
            self.renamed.append(original)
        return skipped

    def before_save_instance(self, instance: Branch, row: Any, **options: Any) -> None:
        index_branch(instance)

    def bulk_create(self, *args: Any, **options: Any) -> None:
        """Comes before `bulk_update`: so what passes from one branch to another is let go of here first."""
        ids = [branch.pk for branch in self.update_instances]
        for start in range(0, len(ids), _BATCH):
            Branch.objects.filter(pk__in=ids[start : start + _BATCH], is_first_branch=True).update(
                is_first_branch=False
            )
        day = clock.today() - timedelta(days=1)
        for branch in self.renamed:
            Branch.objects.filter(pk=branch.pk).update(short_name=f"~{branch.pk}")
        FormerName.objects.bulk_create(
            FormerName(branch_id=old.pk, full_name=old.full_name, short_name=old.short_name, used_until=day)
            for old in self.renamed
        )
        super().bulk_create(*args, **options)

    def bulk_update(self, *args: Any, **options: Any) -> None:
        """As an upsert by primary key, which takes a third of the time of Django's own."""
        fields = self.get_bulk_update_fields()
        Branch.objects.bulk_create(
            self.update_instances, _BATCH, update_conflicts=True, update_fields=fields, unique_fields=["id"]
        )
        self.update_instances.clear()


def import_register(
    source: str | Path | bytes, by: User | None, dry_run: bool = False, *, expected: str = "", name: str = ""
) -> Report:
    """Import a file (by path or content). `expected` is the fingerprint of a preview: doing anything else is refused."""
    if by is not None:
        access.require(by, Perm.MANAGE_REGISTER)
    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    try:
        table = roster.look_through(reader.read(data, preferred=roster.TITLE))
    except reader.Unreadable as error:
        return Report(problems=[Problem(0, "", str(error))])
    try:
        with transaction.atomic():
            report = _write(table)
            report.is_stale = bool(expected) and report.fingerprint != expected
            if dry_run or report.is_stale or report.problems:
                transaction.set_rollback(True)
            else:
                digest = hashlib.sha256(data).hexdigest()
                counts = {key: value for key, value in report.summary.items() if key != "errors"}
                audit.record("导入名册", name or "党支部名册", by=by, sha256=digest, **counts)
    except ImportFailed as failed:
        if not isinstance(failed.error, IntegrityError):
            raise failed.error from failed
        return Report(
            rows=len(table.lines), problems=[Problem(0, "", "名册刚刚被别人改动。请重新上传，核对后再导入。")]
        )
    return report


def export_register(branches: QuerySet[Branch]) -> bytes:
    """These branches in the register's own columns, so that the file can be imported again."""
    rows = BranchResource().export(branches.select_related("unit").order_by("unit_id", "id"))
    return workbook.write(roster.TITLE, HEADINGS, rows)


def empty_template() -> bytes:
    return workbook.write(roster.TITLE, HEADINGS, [])


def _write(table: Roster) -> Report:
    city = ensure_city()
    Unit.objects.select_for_update().get(pk=city.pk)  # one import at a time
    units = {unit.name: unit for unit in Unit.objects.all()}
    known = _known(table.lines, units)
    _compare_with_register(table.lines, units, known)
    report = Report(rows=len(table.lines), problems=table.problems, doubts=table.doubts, roster=table)
    if report.problems:
        return report
    new = [Unit(name=name) for name in dict.fromkeys(line.key[0] for line in table.lines) if name not in units]
    for unit in new:
        index_unit(unit)
    units |= {unit.name: unit for unit in Unit.objects.bulk_create(new)}
    rows = [[units[line.key[0]], *list(line.values.values())[1:]] for line in table.lines]
    result = BranchResource(known).import_data(
        Dataset(*rows, headers=HEADINGS), raise_errors=True, use_transactions=True
    )
    _count(report, result.rows, {unit.name for unit in new})
    return report


def _known(lines: Sequence[Line], units: dict[str, Unit]) -> dict[str, Branch]:
    """The branches of the register that the file is about, by full name: those it names, and all of its units."""
    names = {line.values["full_name"] for line in lines if line.values.get("full_name")}
    concerned = {units[unit].pk for unit, _ in (line.key for line in lines) if unit in units}
    rows = Branch.objects.filter(Q(unit__in=concerned) | Q(full_name__in=names)).select_related("unit")
    return {branch.full_name: branch for branch in rows}


def _compare_with_register(lines: Sequence[Line], units: dict[str, Unit], known: dict[str, Branch]) -> None:
    """What only the register can tell: foreign and dissolved branches, names and marks held by branches not in the file."""
    named = {line.values.get("full_name") for line in lines}
    others = [branch for branch in known.values() if branch.full_name not in named and branch.dissolved_on is None]
    short_names = {(branch.unit.name, branch.short_name) for branch in others}
    first = {branch.unit.name: branch.short_name for branch in others if branch.is_first_branch}
    for line in lines:
        unit_name, full_name = line.key
        _compare_unit(line, units.get(unit_name))
        _compare_branch(line, known.get(full_name))
        if (unit_name, line.values.get("short_name")) in short_names:
            complain(line, "short_name", "本单位名册中另有同名（简称）党支部。如果是支部改名，请在该支部的页面办理")
        if line.values.get("is_first_branch") and unit_name in first:
            held = f"名册中“{first[unit_name]}”是本单位的第一支部，请先在它的页面取消，或一并列入文件"
            complain(line, "is_first_branch", held)


def _compare_unit(line: Line, unit: Unit | None) -> None:
    if unit and unit.kind == Unit.Kind.CITY:
        complain(line, "unit", f"“{unit.name}”是全市，不是单位，请填写党支部所在的单位")
    elif unit and not unit.is_active:
        complain(line, "unit", "该单位已停用。请先在单位页面恢复使用")


def _compare_branch(line: Line, branch: Branch | None) -> None:
    unit_name, _ = line.key
    if branch and unit_name and branch.unit.name != unit_name:
        foreign = f"名册中该支部属于“{branch.unit.name}”，导入不能把它转到别的单位，请核对单位名称"
        complain(line, "full_name", foreign)
    elif branch and branch.dissolved_on:
        complain(line, "full_name", f"该支部已于{branch.dissolved_on}撤销，请删去这一行")


def _count(report: Report, results: Sequence[RowResult], new_units: set[str]) -> None:
    """Fill in the counts, by unit, and the changed cells."""
    by_unit: dict[str, UnitCount] = {}
    lines = report.roster.lines if report.roster else []
    for line, result in zip(lines, results, strict=True):
        branch = result.instance
        unit = by_unit.setdefault(branch.unit.name, UnitCount(branch.unit.name, branch.unit.name in new_units))
        kind = {RowResult.IMPORT_TYPE_NEW: "created", RowResult.IMPORT_TYPE_SKIP: "unchanged"}.get(
            result.import_type, "updated"
        )
        setattr(unit, kind, getattr(unit, kind) + 1)
        setattr(report, kind, getattr(report, kind) + 1)
        if kind == "updated":
            report.changes += _changes(line.number, result.original, branch)
    report.units = list(by_unit.values())


def _changes(number: int, before: Branch, after: Branch) -> list[Change]:
    show = _AsIs().render
    return [
        Change(number, str(after), column.heading, str(show(old) or ""), str(show(new) or ""))
        for column in COLUMNS
        if (old := getattr(before, column.attribute)) != (new := getattr(after, column.attribute))
    ]
