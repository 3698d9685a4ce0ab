"""What an import of people would do, worked out without writing anything.

The same table, register and answers give the same plan; its fingerprint is what a clerk has agreed to.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from branches.people.exchange import scopes
from branches.people.exchange.account_names import AccountNames
from branches.people.exchange.asking import Unanswered
from branches.people.exchange.columns import HEADING, Wrong, shown
from branches.people.exchange.identity import person_of
from branches.people.exchange.posts import Posts, Wanted
from branches.people.exchange.snapshot import Known, Snapshot
from branches.spreadsheet.doubts import Doubt
from branches.spreadsheet.problems import Problem
from branches.spreadsheet.table import Line, Table

TICK = 500


@dataclass(frozen=True)
class Change:
    """One value of an account that is there already."""

    line: int
    person: Known
    name: str
    old: str | int | None
    new: str | int

    @property
    def heading(self) -> str:
        return HEADING[self.name]


@dataclass
class Plan:
    """New accounts, changed values, posts to be put forward; what is wrong and what is asked. Lines by number."""

    table: Table
    snapshot: Snapshot
    newcomers: list[Known] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    posts: list[Wanted] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    """All questions, answered ones too."""
    open_doubts: list[Doubt] = field(default_factory=list)
    left_out: set[int] = field(default_factory=set)
    """Lines with an error or an open question."""

    @property
    def rows(self) -> int:
        return len(self.table.lines)

    @property
    def fit(self) -> int:
        """Lines that can be imported."""
        return self.rows - len(self.left_out)

    @property
    def does_something(self) -> bool:
        return bool(self.newcomers or self.changes or self.posts)

    @property
    def changed_people(self) -> int:
        return len({change.person.key for change in self.changes})

    @property
    def fingerprint(self) -> str:
        doing = (
            [(one.key, one.username, one.name, one.phone, one.email, one.unit, one.branch) for one in self.newcomers],
            [(one.line, one.person.key, one.name, one.old, one.new) for one in self.changes],
            [
                (one.line, one.person.key, one.role, one.place, one.starts_on, one.ends_on, one.ends and one.ends.pk)
                for one in self.posts
            ],
            sorted(self.left_out),
            [doubt.key for doubt in self.open_doubts],
        )
        return hashlib.sha256(repr(doing).encode()).hexdigest()


def make(
    table: Table, found: Snapshot, answers: Mapping[str, str], *, tick: Callable[[int], None] = lambda done: None
) -> Plan:
    """Compare every line with the register and with those before it. `tick` hears how many lines are done."""
    plan = Plan(table, found)
    maker = _Maker(plan, answers)
    for number, line in enumerate(table.lines, 1):
        maker.go_through(line)
        if number % TICK == 0:
            tick(number)
    maker.finish()
    return plan


class _Maker:
    def __init__(self, plan: Plan, answers: Mapping[str, str]) -> None:
        self.plan, self.found, self.answers = plan, plan.snapshot, answers
        names = {one.pk: one.name for some in self.found.by_name.values() for one in some if one.pk}
        self.posts = Posts(self.found, names)
        self.first_lines: dict[str, Line] = {}
        self.added: set[str] = set()

    def go_through(self, given: Line) -> None:
        line, is_open = replace(given, problems=list(given.problems)), False
        if not line.problems:
            try:
                self._compare(line)
            except Wrong as wrong:
                line.complain(wrong.attribute, wrong.reason, shown(line, wrong.attribute))
            except Unanswered:
                is_open = True
        if line.problems or is_open:
            self.plan.left_out.add(line.number)
        self.plan.problems += line.problems

    def _compare(self, line: Line) -> None:
        named = scopes.unit_of(line, self.found)
        branch = scopes.branch_of(line, named, self.found)
        unit = self.found.branch_units[branch] if named is None and branch is not None else named
        person = person_of(line, (unit, branch), self.found, self._ask)
        changes = self._changes(line, person, named, branch)
        wanted = self._post(line, person, unit, branch)
        self.first_lines.setdefault(person.key, line)
        for change in changes:
            setattr(person, change.name, change.new)
        if wanted:
            self.posts.want(wanted)
            self.plan.posts.append(wanted)
        if person.pk:
            self.plan.changes += changes
            self.plan.unchanged += not changes and not wanted
        elif person.key not in self.added:
            self.added.add(person.key)
            self.plan.newcomers.append(person)

    def _changes(self, line: Line, person: Known, unit: int | None, branch: int | None) -> list[Change]:
        """An empty cell changes nothing. What two lines say of one person must be the same."""
        before = self.first_lines.get(person.key)
        wanted = {"phone": line.values["phone"], "email": line.values["email"], "unit": unit, "branch": branch}
        changes = []
        for name, new in wanted.items():
            old = getattr(person, name)
            if not new or old == new:
                continue
            if before and before.values[name]:
                raise Wrong(name, f"与第{before.number}行同一人的{HEADING[name]}不同，请改成一致")
            changes.append(Change(line.number, person, name, old, new))
        return changes

    def _post(self, line: Line, person: Known, unit: int | None, branch: int | None) -> Wanted | None:
        if not line.values["role"]:
            if line.values["place"]:
                raise Wrong("role", "填了任职地点，没有填职务")
            return None
        place = scopes.place_of(line, unit, branch, self.found)
        return self.posts.of(line, person, place, self._ask)

    def _ask(self, doubt: Doubt) -> str:
        self.plan.doubts.append(doubt)
        answer = self.answers.get(doubt.key, "")
        if answer in {choice.value for choice in doubt.choices}:
            return answer
        self.plan.open_doubts.append(doubt)
        raise Unanswered

    def finish(self) -> None:
        """Accounts for those who brought none: after all lines, so that nobody's own account is given away."""
        names = AccountNames({*self.found.by_account})
        for one in self.plan.newcomers:
            one.username = one.username or names.take(one.name)
