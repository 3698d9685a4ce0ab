"""Each verb of the audit trail writes exactly one entry, each move exactly one record, each shift of a state exactly one entry.

Which verbs there are is read off the code: a new one is performed here, or this is red.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.db import transaction

from branches import audit, clock
from branches.models import AuditEntry
from branches.permissions import GRANTS, Role
from evaluation.advance import Life, advance
from evaluation.models import (
    Honour,
    Objection,
    Plaque,
    Reinspection,
    ReinspectionRecord,
    ReinspectionReport,
    Succession,
    Transition,
    WorkingMethod,
)
from evaluation.procedure.lives import PROCEDURE, REINSPECTION
from evaluation.rules.general import room_for_a_date
from evaluation.shift import LIVES, shift
from evaluation.vocabulary import State
from tests.plugins.soak import Measured
from tests.support.acts import cases, papers, register, titles, year
from tests.support.acts.scene import Act, Scene
from tests.support.pictures import plain_documents
from tests.test_codebase import modules

ACTS = [*register.ACTS.all, *cases.ACTS.all, *year.ACTS.all, *papers.ACTS.all, *titles.ACTS.all]


class Site(NamedTuple):
    """A place in the code that writes entries: file, first and last line of the call, and the verbs that it names."""

    file: str
    first: int
    last: int
    verbs: frozenset[str]


def sites() -> Iterator[Site]:
    """Every call of `audit.record` and `audit.record_all`."""
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("audit.record", "audit.record_all"):
                yield Site(str(path), node.lineno, node.end_lineno or node.lineno, _named(node.args[0]))


def _named(said: ast.expr) -> frozenset[str]:
    """A verb that is made up of parts, or handed on, stands elsewhere."""
    whole = [said.body, said.orelse] if isinstance(said, ast.IfExp) else [said]
    return frozenset(str(one.value) for one in whole if isinstance(one, ast.Constant))


@pytest.fixture
def scene(people: dict[str, Any], world: Any, monkeypatch: pytest.MonkeyPatch) -> Scene:
    plain_documents(monkeypatch)
    return Scene(world, people, monkeypatch)


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int]]:
    """(file, line) from which entries were written."""
    found: set[tuple[str, int]] = set()
    for name in ("record", "record_all"):
        real = getattr(audit, name)

        def told(*args: Any, real: Any = real, **kwargs: Any) -> Any:
            caller = sys._getframe(1)
            found.add((caller.f_code.co_filename, caller.f_lineno))
            return real(*args, **kwargs)

        monkeypatch.setattr(audit, name, told)
    return found


def written(act: Act, scene: Scene) -> Counter[str]:
    """How many entries of which verb the act writes; it is taken back, and what it did to the scene with it."""
    scene = deepcopy(scene, {id(scene.patch): scene.patch})
    with transaction.atomic():
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        act(scene)
        verbs = Counter(AuditEntry.objects.filter(pk__gt=last).values_list("verb", flat=True))
        transaction.set_rollback(True)
    return verbs


def test_each_verb_writes_exactly_one_entry(scene: Scene, reached: set[tuple[str, int]]) -> None:
    assert not_once(scene) == []
    assert unperformed(reached) == []


def not_once(scene: Scene) -> list[tuple[str, dict[str, int]]]:
    """Verbs that their act does not write exactly once, each with what it writes."""
    counts = [(verb, written(act, scene)) for verb, act in ACTS]
    return [(verb, dict(found)) for verb, found in counts if found[verb] != 1]


def unperformed(reached: set[tuple[str, int]]) -> list[Site]:
    """The places from which nothing was written, or which name a verb that no act is about."""
    performed = {verb for verb, _ in ACTS}
    return [
        site
        for site in sites()
        if not site.verbs <= performed
        or not any(site.file == file and site.first <= line <= site.last for file, line in reached)
    ]


def test_twins_an_entry_twice_or_not_at_all_and_a_verb_that_nobody_performs_are_found(
    scene: Scene, reached: set[tuple[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    verb, act = ACTS[0]
    written(act, scene)
    assert len(unperformed(reached)) == len(list(sites())) - len(reached)
    real = audit.record
    monkeypatch.setattr(audit, "record", lambda *args, **kwargs: (real(*args, **kwargs), real(*args, **kwargs)))
    assert written(act, scene)[verb] == 2
    monkeypatch.setattr(audit, "record", lambda *args, **kwargs: None)
    assert written(act, scene)[verb] == 0


def test_each_move_writes_exactly_one_record(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a case and of a re-inspection: every row of the tables, without its rules."""
    wrong = []
    for row in (*PROCEDURE, *REINSPECTION):
        monkeypatch.setattr(Life, "choose", lambda self, seen, rows, act, row=row: rows[rows.index(row)])
        by = next(getattr(scene, role.value) for role in Role if row.perm in GRANTS[role])
        due = scene.today if room_for_a_date in row.rules else None
        with transaction.atomic():
            thing = before(scene, row)
            earlier = records()
            advance(thing, row.action, by=by, note="说明。", due=due)
            new = records() - earlier
            transaction.set_rollback(True)
        if new != Counter([Transition if row in PROCEDURE else ReinspectionRecord]):
            wrong.append(f"{row.action} from {row.before}: {new}")
    assert not wrong, "\n".join(wrong)


def records() -> Counter[type]:
    """How many there are of each kind of record."""
    return Counter({kind: kind._default_manager.count() for kind in (Transition, ReinspectionRecord, AuditEntry)})


def before(scene: Scene, row: Any) -> Any:
    """A case, or a reported re-inspection, from which the row leads on."""
    if row in PROCEDURE:
        is_pool = (row.before, row.after) == (State.FORWARDED, State.RECOMMENDED)
        return scene.put(row.before, scene.world.cases["foreign"] if is_pool else None)
    report = ReinspectionReport.objects.create(
        cycle=scene.cycle, unit=scene.unit, number=1, rows=[], by=scene.organ_officer, at=clock.now()
    )
    one = scene.own(Reinspection, "reinspection")
    Reinspection.objects.filter(pk=one.pk).update(state=row.before, report=report)
    return scene.own(Reinspection, "reinspection")


def facts(scene: Scene) -> dict[type, dict[str, dict[str, Any]]]:
    """What the database asks for beside a state, by kind and state; what is not named is asked to be empty."""
    day, by = scene.today, scene.committee
    decided = {"decided_by": scene.department, "decided_at": clock.now()}
    ended = {"ended_on": day, "ending": "终止。"}
    issued = {"issued_on": day, "issued_to": "甲"}
    return {
        Honour: {"lapsed": ended, "revoked": {**ended, "revocation_number": "9号"}},
        Objection: {"dismissed": {**decided, "outcome": "不实。"}, "upheld": {**decided, "outcome": "属实。"}},
        Succession: {"confirmed": decided, "refused": {**decided, "decision_note": "不妥。"}},
        Plaque: {
            "issued": issued,
            "returned": {"returned_on": day, "received_by": "乙"},
            "lost": {"lost_on": day, "remark": "遗失。"},
        },
        WorkingMethod: {"selected": {"selected_by": by, "selected_at": clock.now()}},
    }


def _shifted(thing: Any, later: str, given: dict[str, Any], scene: Scene) -> None:
    shift(thing, later, **given)


def test_each_shift_of_a_state_writes_exactly_one_entry(scene: Scene) -> None:
    wrong = []
    for kind, life in LIVES.items():
        asked = facts(scene).get(kind, {})
        names = {name for given in asked.values() for name in given}
        empty = {name: None if kind._meta.get_field(name).null else "" for name in names}
        for state, later in ((state, after) for state, afters in life.items() for after in afters):
            with transaction.atomic():
                pk = kind._default_manager.values_list("pk", flat=True).first()
                kind._default_manager.filter(pk=pk).update(state=state, **empty | asked.get(state, {}))
                thing = kind._default_manager.get(pk=pk)
                given = {"by": scene.committee, **empty, **asked.get(later, {})}
                found = written(partial(_shifted, thing, later, given), scene)
                transaction.set_rollback(True)
            if list(found.values()) != [1]:
                wrong.append(f"{kind.__name__} from {state} to {later}: {dict(found)}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.soak
@pytest.mark.figure(24, "each verb writes exactly one entry")
def test_soak_each_verb(scene: Scene, reached: set[tuple[str, int]], measured: Measured) -> None:
    wrong, left_out = not_once(scene), unperformed(reached)
    measured(f"{len(ACTS)} acts from {len(reached)} places, {len(wrong)} of them not once, {len(left_out)} left out")
    assert wrong == [] and left_out == []
