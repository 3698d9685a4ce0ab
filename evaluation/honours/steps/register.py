"""Titles from before the system: imported with decision number and date, all or nothing (D23)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from branches import access, audit, clock
from branches.models import Branch, User
from branches.permissions import Perm
from branches.spreadsheet import reader
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import Line, Table
from evaluation.cases.locks import lock_register
from evaluation.honours import queries as honours_queries
from evaluation.honours import table as honour_table
from evaluation.honours.table import HEADING, LAYOUT
from evaluation.models import Honour, Plaque
from evaluation.models.honour import HELD
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.vocabulary import HonourState, PlaqueState


@dataclass
class HonourImport:
    """What an import did, or would do. With problems, or when the register is not what was shown, it did nothing."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchanged: int = 0
    table: Table | None = None
    fingerprint: str = ""
    """Of the file's meaning and of all that the register holds of its branches."""
    is_stale: bool = False

    @property
    def created(self) -> int:
        return len(self.lines) - self.unchanged


@transaction.atomic
def import_honours(data: bytes, *, by: User, dry_run: bool = False, expected: str = "", name: str = "") -> HonourImport:
    """Read the file, compare it with the register, and write the titles and plaques that are not there yet.

    `expected` is the fingerprint of a preview: doing anything else is refused.
    """
    access.require(by, Perm.MANAGE_HONOURS)
    try:
        found = reader.read(data, preferred=LAYOUT.title, headings=LAYOUT.known)
        table = honour_table.look_through(found)
    except reader.Unreadable as error:
        return HonourImport(problems=[Problem(0, "", str(error))])
    report = _register(table.lines, by, dry_run=dry_run, expected=expected)
    report.table = table
    if not (dry_run or report.problems or report.is_stale):
        digest = hashlib.sha256(data).hexdigest()
        audit.record("导入以往称号", name or LAYOUT.title, by=by, created=report.created, sha256=digest)
    return report


@transaction.atomic
def add_honour(branch: Branch, cells: Mapping[str, Any], *, by: User) -> HonourImport:
    """Register one title of one branch from what stands in the columns of the table, by attribute."""
    access.require(by, Perm.MANAGE_HONOURS)
    given = {**cells, "branch": branch.full_name}
    line = honour_table.understood(0, {heading: given.get(name, "") for name, heading in HEADING.items()})
    report = _register([line], by, dry_run=False)
    if report.created and not report.problems:
        audit.record("登记以往称号", branch, by=by, year=line.values["year"])
    return report


def _register(lines: list[Line], by: User, *, dry_run: bool, expected: str = "") -> HonourImport:
    """Compare the lines with the register, and write what is not there yet: all of it or nothing."""
    lock_register()
    known = honours_queries.branches_for_import({line.values["branch"] for line in lines if line.values.get("branch")})
    new = [line for line in lines if not _is_there(line, known.get(line.values.get("branch", "")))]
    for line in new:
        _compare(line, known.get(line.values.get("branch", "")))
    report = HonourImport(lines, [one for line in lines for one in line.problems], len(lines) - len(new))
    report.fingerprint = _fingerprint(lines, known)
    report.is_stale = bool(expected) and report.fingerprint != expected
    if dry_run or report.problems or report.is_stale:
        return report
    try:
        with transaction.atomic():
            for line in new:
                _create(line, known[line.values["branch"]], by)
    except IntegrityError:
        report.problems = [Problem(0, "", "登记刚刚被别人改动，没有写入任何称号。请重新核对。")]
    return report


def _fingerprint(lines: list[Line], known: Mapping[str, Branch]) -> str:
    held = [(line.values, _held(known.get(line.values.get("branch", "")))) for line in lines]
    return hashlib.sha256(repr(held).encode()).hexdigest()


def _held(branch: Branch | None) -> object:
    """What the register holds of a branch, as far as an import asks."""
    if branch is None:
        return None
    honours = [(one.year, one.state, one.decision_number, one.named_on) for one in branch.honours.all()]
    running: list[Any] = branch.running_cases  # type: ignore[attr-defined]
    return branch.pk, branch.dissolved_on, sorted(honours), [one.pk for one in running]


def _is_there(line: Line, branch: Branch | None) -> bool:
    """The very same title is in the register already."""
    if branch is None or line.problems:
        return False
    wanted = {name: line.values[name] for name in ("decision_number", "named_on", "state")}
    return any(
        one.year == line.values["year"] and all(getattr(one, name) == value for name, value in wanted.items())
        for one in branch.honours.all()
    )


def _compare(line: Line, branch: Branch | None) -> None:
    read = line.values.get
    if branch is None:
        if read("branch"):
            line.complain("branch", "名册中没有这个党支部，请核对全称，或先导入名册")
        return
    if any(one.year == read("year") for one in branch.honours.all()):
        line.complain("year", "该支部这一年度的称号已经登记，内容不同，请核对")
    if read("state") == HonourState.STANDING:
        _compare_held(line, branch)
    if read("plaque") and Plaque.objects.filter(number=read("plaque")).exists():
        line.complain("plaque", "这个编号已经使用")


def _compare_held(line: Line, branch: Branch) -> None:
    if branch.dissolved_on:
        line.complain("state", f"该支部已于{branch.dissolved_on}撤销，状态应为“已终止”")
    if any(one.state in HELD for one in branch.honours.all()):
        line.complain("branch", "该支部已有有效的称号")
    running: list[Any] = branch.running_cases  # type: ignore[attr-defined]
    if running:
        line.complain("branch", "该支部正在参加本年度评定，已有称号的不重复参评，请先由其退出参评")


def _create(line: Line, branch: Branch, by: User) -> None:
    read = line.values.__getitem__
    honour = Honour.objects.create(
        branch=branch,
        year=read("year"),
        state=read("state"),
        branch_name=branch.full_name,
        decision_number=read("decision_number"),
        named_on=read("named_on"),
        revocation_number=read("revocation_number"),
        ended_on=read("ended_on"),
        ending="" if read("state") == HonourState.STANDING else "以往称号登记",
    )
    if honour.state in HELD:
        begin_steps.join_running_year(honour)
    if read("plaque"):
        Plaque.objects.create(
            honour=honour,
            number=read("plaque"),
            state=PlaqueState.ISSUED,
            made_on=read("issued_on"),
            issued_on=read("issued_on"),
            issued_to=read("issued_to"),
            by=by,
            at=clock.now(),
        )
