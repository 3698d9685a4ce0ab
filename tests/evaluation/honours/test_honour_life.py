"""The life of titles under random hands: named, re-inspected, disputed, found out, revoked, dissolved, restored, years on.

After each step: one held title a branch at most, none standing without a decision, none revoked without both signatures,
nothing open about a title that has ended. `SIZE=soak` runs the long form.
"""

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from branches import clock
from branches.models import Branch
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import year as year_steps
from evaluation.decision import steps as decision_steps
from evaluation.integrity import checks
from evaluation.models import Cycle, Decision, Honour, LaterFinding, Reinspection, ReinspectionRecord
from evaluation.models.honour import HELD
from evaluation.procedure.lives import REINSPECTION, REINSPECTION_OPEN
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.steps import special as special_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.succession.branch import steps as branch_steps
from evaluation.vocabulary import (
    Body,
    Confirmation,
    CycleState,
    DecisionKind,
    DecisionState,
    HonourState,
    ReinspectionAction,
    ReinspectionState,
)
from tests.plugins.soak import Measured
from tests.support import factories
from tests.support.honours import FACTS, GROUNDED, LONG, NOTHING, REVOCATION, House

IS_SOAK = os.environ.get("SIZE") == "soak"
EXAMPLES, STEPS = (1000, 40) if IS_SOAK else (60, 6)
FIRST = 2026
INDEX = st.integers(0, 2)
"""Three branches, of which two start with a title."""


made: Counter[str] = Counter()
tried: Counter[str] = Counter()


class Start:
    """Where every example begins, built once: three branches, two with a title, their year open."""

    def __init__(self) -> None:
        self.house = House.build()
        self.admin = factories.appointed(Role.SYSTEM_ADMIN)
        self.branches = [factories.branch(self.house.unit) for _ in range(3)]
        for branch in self.branches[:2]:
            self.house.named(FIRST - 1, branch)
        self.house.open(FIRST)


class TitleLife(RuleBasedStateMachine):
    start: Start

    @initialize(depths=st.tuples(st.integers(0, 4), st.integers(0, 4)), pick=st.integers(0, 11))
    def begin(self, depths: tuple[int, int], pick: int) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.now = clock.moved_to(date(FIRST, 12, 7))
        self.now.__enter__()
        self.house, self.admin, self.branches = self.start.house, self.start.admin, self.start.branches
        self.documents, self.year = 0, FIRST
        for index, steps in enumerate(depths):  # by chance alone hardly one would get far
            for _ in range(steps):
                self.push(index, pick)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            problems = checks.reinspections().problems
            made.update(ReinspectionRecord.objects.values_list("action", flat=True))
            self.now.__exit__(None, None, None)
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)
            assert problems == []

    def attempt(self, act: Callable[[], Any]) -> None:
        """People try; the system says why not, with a sentence."""
        try:
            with transaction.atomic():
                act()
        except Refused as refused:
            assert all(len(reason) > 3 for reason in refused.reasons), refused.reasons

    def branch(self, index: int) -> Branch:
        return Branch.objects.get(pk=self.branches[index].pk)

    def open_ones(self, index: int) -> list[Reinspection]:
        rows = Reinspection.objects.filter(honour__branch=self.branches[index], state__in=sorted(REINSPECTION_OPEN))
        return list(rows.select_related("cycle", "honour__branch__unit"))

    @rule(index=INDEX, what=st.sampled_from(["name", "find", "correct", "uphold", "dissolve_or_restore", "next_year"]))
    def something_happens(self, index: int, what: str) -> None:
        getattr(self, what)(index)

    def name(self, index: int) -> None:
        """A branch without a title gains one, as by a decision before the system."""
        branch = self.branch(index)
        if branch.dissolved_on or Honour.objects.filter(branch=branch, state__in=HELD).exists():
            return
        if not Honour.objects.filter(branch=branch, year=self.year - 1).exists():
            factories.honour(branch, self.year - 1, named_on=clock.today())

    @rule(index=INDEX, pick=st.integers(0, 11))
    def go_on(self, index: int, pick: int) -> None:
        self.push(index, pick)

    def push(self, index: int, pick: int) -> None:
        """The rarest so far of what can be done about the branch's open re-inspections."""
        for one in self.open_ones(index):
            acts = self.acts(one)
            turned = acts[pick % len(acts) :] + acts[: pick % len(acts)]
            name, act = min(turned, key=lambda pair: tried[pair[0]])
            tried[name] += 1
            self.attempt(act)

    def acts(self, one: Reinspection) -> list[tuple[str, Callable[[], Any]]]:
        """What people do in this state, by name."""
        officer, committee = self.house.officer, self.house.committee
        due = clock.today() + timedelta(days=5)
        if one.state == ReinspectionState.DUE:
            return [
                (action, partial(unit_steps.suggest, one, action, NOTHING, by=officer, reason=LONG, **GROUNDED))
                for action in (ReinspectionAction.SUGGEST_KEEPING, REVOCATION)
            ]
        if one.report_id is None:
            return [
                ("reconsider", partial(advance, one, ReinspectionAction.RECONSIDER, by=officer)),
                ("report", partial(self.report_all, one)),
            ]
        keep, revoke = Confirmation
        if list(one.reviews.values_list("verdict", flat=True)) == [revoke, revoke]:
            return [
                ("proclaim", partial(self.proclaim, one.cycle)),
                ("proclaim unsigned", partial(self.proclaim, one.cycle, both=False)),
                ("proclaim changed", partial(self.proclaim, one.cycle, is_changed=True)),
            ]
        return [
            ("send-back", partial(review_steps.send_back, one, by=committee, note="请说明。", due=due)),
            ("keep", partial(self.house.review, one, keep, keep)),
            ("revoke", partial(self.house.review, one, revoke, revoke)),
            ("differ", partial(self.house.review, one, keep, revoke)),
        ]

    def report_all(self, one: Reinspection) -> None:
        """The unit's list goes whole: whatever is missing is suggested first."""
        for other in Reinspection.objects.filter(cycle=one.cycle, state=ReinspectionState.DUE):
            self.attempt(
                partial(unit_steps.suggest, other, REVOCATION, NOTHING, by=self.house.officer, reason=LONG, **GROUNDED)
            )
        unit_steps.report(one.cycle, self.house.unit, by=self.house.officer)

    def proclaim(self, cycle: Cycle, *, both: bool = True, is_changed: bool = False) -> None:
        """Freeze, sign and proclaim a revocation; with one signature only, or after a verdict has changed, in vain."""
        house = self.house
        version = decision_steps.freeze(cycle, DecisionKind.REVOCATION, by=house.committee)
        decision_steps.sign(version, by=house.committee)
        if both:
            decision_steps.sign(version, by=house.department)
        if is_changed:
            one = Reinspection.objects.get(pk=version.rows[0]["reinspection"])
            review_steps.review(one, by=house.department, verdict=Confirmation.KEEP, reason="再看。")
        self.documents += 1
        number = f"平组通〔2030〕{self.documents}号"
        decision_steps.proclaim(version.decision, by=house.committee, document_number=number)

    def find(self, index: int) -> None:
        for honour in Honour.objects.filter(branch=self.branches[index], state__in=HELD):
            condition = cycle_queries.conditions_now()[2]
            self.attempt(
                lambda honour=honour, condition=condition: special_steps.find(
                    honour, condition, by=self.house.officer, facts=FACTS, basis="1号", decided_on=clock.today()
                )
            )

    def uphold(self, index: int) -> None:
        self.correct(index, is_right=False)

    def correct(self, index: int, is_right: bool = True) -> None:
        for finding in LaterFinding.objects.filter(reinspection__in=self.open_ones(index)):
            self.attempt(
                lambda finding=finding: special_steps.ask_correction(finding, by=self.house.officer, reason="同名。")
            )
            act = special_steps.correct if is_right else special_steps.uphold
            self.attempt(lambda finding=finding, act=act: act(finding, by=self.house.committee))

    def dissolve_or_restore(self, index: int) -> None:
        branch = self.branch(index)
        if branch.dissolved_on:
            self.attempt(lambda: branch_steps.restore(branch, by=self.admin))
        else:
            self.attempt(lambda: self.house.dissolve(branch))

    def close(self, running: Cycle) -> None:
        both = {"by": self.house.committee, "confirmed_by": self.house.second}
        year_steps.close_cycle(running, reason="办完了。", **both)

    def next_year(self, _: int) -> None:
        """Close, go on to December, open."""
        running = Cycle.objects.filter(year=self.year).exclude(state=CycleState.CLOSED).first()
        if running:
            self.attempt(lambda: self.close(running))
        if Cycle.objects.get(year=self.year).state != CycleState.CLOSED:
            return
        self.now.__exit__(None, None, None)
        self.now = clock.moved_to(date(self.year + 1, 12, 7))
        self.now.__enter__()
        try:
            with transaction.atomic():
                self.house.open(self.year + 1)
        except Refused:
            return
        self.year += 1

    @invariant()
    def the_titles_agree(self) -> None:
        if hasattr(self, "savepoint"):
            assert disagreements() == []


def disagreements() -> list[str]:
    """What must never be; the twins break each of these and see it said."""
    held = Honour.objects.filter(state__in=HELD).values("branch").annotate(n=Count("pk"))
    found = [f"branch {row['branch']} holds {row['n']} titles" for row in held if row["n"] > 1]
    bare = Honour.objects.filter(decision=None, decision_number="")
    found += [f"title {one.pk} stands without a decision" for one in bare]
    for one in Honour.objects.filter(state=HonourState.REVOKED).select_related("revocation"):
        if not is_cosigned(one.revocation):
            found.append(f"title {one.pk} was revoked without both signatures")
    stray = Reinspection.objects.filter(state__in=sorted(REINSPECTION_OPEN)).exclude(honour__state__in=HELD)
    found += [f"re-inspection {one.pk} is open of an ended title" for one in stray]
    specials = Reinspection.objects.filter(state__in=sorted(REINSPECTION_OPEN), is_special=True)
    held_up = set(Honour.objects.filter(state=HonourState.ON_HOLD).values_list("pk", flat=True))
    if held_up != set(specials.values_list("honour", flat=True)):
        found.append("titles on hold are not those with an open special re-inspection")
    return found


def is_cosigned(one: Decision | None) -> bool:
    if one is None or one.kind != DecisionKind.REVOCATION or one.state != DecisionState.PROCLAIMED:
        return False
    version = one.versions.order_by("number").last()
    signed = version.signatures.filter(withdrawn_at=None, fingerprint=version.fingerprint) if version else []
    return {row.body for row in signed} == set(Body.values) and len({row.by_id for row in signed}) == len(Body)


@pytest.mark.figure(6, "1,000 lives of titles × 40 steps as the rules say")
@pytest.mark.django_db
def test_a_title_lives_as_the_rules_say(measured: Measured) -> None:
    with clock.moved_to(date(FIRST, 12, 7)):
        TitleLife.start = Start()
    run_state_machine_as_test(
        TitleLife,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    measured(f"{made.total():,} moves made of {tried.total():,} tried")
    assert set(made) == set(ReinspectionAction.values)  # the random hands have come everywhere


# The twins: each guard taken away, the disagreement is seen.


@pytest.fixture
def honour(db: None) -> Honour:
    house = House.build()
    factories.branch(house.unit)
    made = house.named()
    house.open()
    assert disagreements() == []
    return made


def test_twin_a_title_that_lapses_without_its_reinspection_is_seen(honour, work_committee, monkeypatch):
    monkeypatch.setattr(begin_steps, "end_reinspections", lambda *a, **k: None)
    begin_steps.lapse(honour, on=clock.today(), why="党支部撤销", by=work_committee)
    assert "is open of an ended title" in "".join(disagreements())


def test_twin_a_revocation_without_a_cosigned_decision_is_seen(honour, work_committee):
    made = Decision.objects.create(
        cycle=Cycle.objects.get(), kind=DecisionKind.REVOCATION, state=DecisionState.PROCLAIMED, document_number="9号"
    )
    Honour.objects.filter(pk=honour.pk).update(
        state=HonourState.REVOKED, ended_on=clock.today(), revocation=made, revocation_number="9号"
    )
    assert "was revoked without both signatures" in "".join(disagreements())


def test_twin_a_hold_lifted_beside_the_special_reinspection_is_seen(honour, work_committee):
    special_steps.find(
        honour,
        cycle_queries.conditions_now()[2],
        by=work_committee,
        facts=FACTS,
        basis="1号",
        decided_on=clock.today(),
    )
    Honour.objects.filter(pk=honour.pk).update(state=HonourState.STANDING)
    assert "on hold" in "".join(disagreements())


def test_twin_a_state_written_beside_the_door_is_seen(honour):
    Reinspection.objects.update(state=ReinspectionState.KEPT)
    assert "its last move ended at due" in "".join(checks.reinspections().problems)


# Every move of the table made, every other refused, state by state.

RA, RS = ReinspectionAction, ReinspectionState
OPEN = (RS.DUE, RS.KEEPING_SUGGESTED, RS.REVOCATION_SUGGESTED)
SUGGESTED = OPEN[1:]

# The rules once more, by hand: (action, before) → after.
TABLE: dict[tuple[RA, RS], RS] = {
    (RA.SUGGEST_KEEPING, RS.DUE): RS.KEEPING_SUGGESTED,
    (RA.SUGGEST_REVOCATION, RS.DUE): RS.REVOCATION_SUGGESTED,
    **{(RA.RECONSIDER, state): RS.DUE for state in SUGGESTED},
    **{(RA.REPORT, state): state for state in SUGGESTED},
    **{(RA.REVIEW, state): state for state in OPEN},
    **{(RA.SEND_BACK, state): RS.DUE for state in SUGGESTED},
    **{(RA.KEEP, state): RS.KEPT for state in OPEN},
    **{(RA.REVOKE, state): RS.REVOKED for state in OPEN},
    **{(RA.END, state): RS.VOID for state in OPEN},
}
# How one comes to each state.
PATHS: dict[RS, tuple[RA, ...]] = {
    RS.DUE: (),
    RS.KEEPING_SUGGESTED: (RA.SUGGEST_KEEPING,),
    RS.REVOCATION_SUGGESTED: (RA.SUGGEST_REVOCATION,),
    RS.KEPT: (RA.KEEP,),
    RS.REVOKED: (RA.REVOKE,),
    RS.VOID: (RA.END,),
}
OF_THE_UNIT = (RA.SUGGEST_KEEPING, RA.SUGGEST_REVOCATION, RA.RECONSIDER, RA.REPORT)


def test_the_table_written_twice_is_the_same() -> None:
    assert {(move.action, move.before): move.after for move in REINSPECTION} == TABLE


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(PATHS), ids=str)
def test_in_each_state_every_move_of_the_table_is_made_and_every_other_refused(state: RS) -> None:
    with clock.moved_to(date(2026, 12, 7)):
        house = House.build()
        factories.branch(house.unit)
        honour = house.named()
        house.open()
        start = house.one(honour)
    with clock.moved_to(date(2027, 3, 1)):  # overdue: what needs a report or the date has the date
        for action in RA:
            with transaction.atomic():
                one = start
                for step in (*PATHS[state], action):
                    one = Reinspection.objects.select_related("cycle", "honour__branch").get(pk=start.pk)
                    before = RS(one.state)
                    is_legal = (step, before) in TABLE
                    try:
                        make(house, one, step)
                    except Refused as refused:
                        assert not is_legal, (step, before, refused.reasons)
                        assert all(len(reason) > 3 for reason in refused.reasons)
                    else:
                        assert is_legal, (step, before)
                        assert Reinspection.objects.get(pk=one.pk).state == TABLE[step, before]
                transaction.set_rollback(True)


def make(house: House, one: Reinspection, action: RA) -> None:
    """Everything the rules ask, then the bare move."""
    verdict = {RA.KEEP: Confirmation.KEEP, RA.REVOKE: Confirmation.REVOKE}.get(action)
    for condition in one.cycle.disqualifications.all():
        one.answers.get_or_create(
            disqualification=condition, defaults={"answer": "no", "by": house.officer, "at": clock.now()}
        )
    if verdict:
        for body, by in ((Body.WORK_COMMITTEE, house.committee), (Body.ORGANISATION_DEPARTMENT, house.department)):
            given = {"verdict": verdict, "reason": "经研究。", "by": by, "at": clock.now()}
            one.reviews.update_or_create(body=body, defaults=given)
    if action == RA.SEND_BACK and one.state in SUGGESTED:
        unit_steps.report(one.cycle, house.unit, by=house.officer)
    one.grounds.get_or_create(body="", criterion=one.cycle.criteria.get(number=8))
    by = house.officer if action in OF_THE_UNIT else house.committee
    Reinspection.objects.filter(pk=one.pk).update(reason=LONG)
    advance(one, action, by=by, note="理由。", is_cosigned=True)
