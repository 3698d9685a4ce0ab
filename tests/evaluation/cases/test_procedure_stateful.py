"""The procedure under random hands, held against the table of the rules written down a second time.

Every legal move is made, every illegal pair of action and state is tried and refused with a sentence: state by state.
Under random hands the moves mix, on different days and with lists that go in and come back; what they may never do
stands here a second time (`expect`). After each step the database agrees with itself: seats, versions, records, ends.
`SIZE=soak` runs the long form.
"""

import os
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, When
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from branches import clock
from branches.models import User
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.cases import access as case_access
from evaluation.cases.knowledge import known, one_as_known, shown_in
from evaluation.cases.moving import observe_for_moves, observe_one
from evaluation.cases.observing import observe
from evaluation.cases.telling import told, with_known_moves
from evaluation.deadlines import own_date
from evaluation.models import Candidacy, Cycle, RecommendationList, Transition
from evaluation.procedure.lives import ENDS, NEXT, PROCEDURE, CaseMove, moves_from
from evaluation.vocabulary import Action, CycleState, ListState, State, Verdict
from tests.plugins.soak import Measured
from tests.support import factories

A, S = Action, State

# The rules once more, by hand: (action, before) → possible afters.
TABLE: dict[tuple[Action, State], set[State]] = {
    (A.APPLY, S.DRAFT): {S.APPLIED},
    (A.NOT_APPLY, S.DRAFT): {S.NOT_APPLIED},
    (A.RESUME, S.NOT_APPLIED): {S.DRAFT},
    (A.RECALL, S.APPLIED): {S.DRAFT},
    (A.SEND_BACK, S.APPLIED): {S.DRAFT},
    (A.CONCLUDE, S.APPLIED): {S.ASSESSED},
    (A.SEND_BACK, S.ASSESSED): {S.APPLIED},
    (A.FORWARD, S.ASSESSED): {S.FORWARDED},
    (A.TAKE_BACK, S.FORWARDED): {S.ASSESSED},
    (A.RECOMMEND, S.ASSESSED): {S.RECOMMENDED},
    (A.RECOMMEND, S.FORWARDED): {S.RECOMMENDED},
    (A.UNRECOMMEND, S.RECOMMENDED): {S.ASSESSED, S.FORWARDED},
    (A.PROPOSE, S.RECOMMENDED): {S.PROPOSED},
    (A.RETRACT, S.PROPOSED): {S.RECOMMENDED},
    (A.DECLINE, S.RECOMMENDED): {S.NOT_NAMED},
    (A.REOPEN, S.NOT_NAMED): {S.RECOMMENDED},
    (A.NAME, S.PROPOSED): {S.NAMED},
    (A.WITHDRAW, S.APPLIED): {S.WITHDRAWN},
    (A.WITHDRAW, S.ASSESSED): {S.WITHDRAWN},
    (A.WITHDRAW, S.FORWARDED): {S.WITHDRAWN},
    (A.WITHDRAW, S.RECOMMENDED): {S.WITHDRAWN},
    (A.WITHDRAW, S.PROPOSED): {S.WITHDRAWN},
    **{(A.DISQUALIFY, state): {S.DISQUALIFIED} for state in State if state not in ENDS},
    **{(A.CEASE, state): {S.WITHDRAWN} for state in State if state not in ENDS},
    (A.REINSTATE, S.DISQUALIFIED): {S.DRAFT, S.APPLIED, S.ASSESSED},
    (A.CLOSE, S.DRAFT): {S.NOT_ANSWERED, S.NOT_RECOMMENDED},
    **{(A.CLOSE, state): {S.NOT_RECOMMENDED} for state in (S.APPLIED, S.ASSESSED, S.FORWARDED)},
    (A.CLOSE, S.RECOMMENDED): {S.NOT_RECOMMENDED, S.NOT_NAMED},
    (A.CLOSE, S.PROPOSED): {S.NOT_NAMED},
}
IS_SOAK = os.environ.get("SIZE") == "soak"
EXAMPLES, STEPS, AT_LEAST = (1000, 40, 20) if IS_SOAK else (16, 8, 1)

# The year of the factories: self-assessment until 10 January, recommendation until the 31st, the pool until 15 February.
WHILE_ALL_MAY = factories.IN_JANUARY
AFTER_STEP_ONE = date(2027, 1, 12)
AFTER_THE_UNITS = date(2027, 2, 3)
DAYS = (WHILE_ALL_MAY, AFTER_STEP_ONE, AFTER_THE_UNITS)
# Where a case comes back to that was disqualified there.
COMES_BACK_TO = {S.DRAFT: S.DRAFT, S.APPLIED: S.APPLIED}

made: Counter[tuple[Action, State]] = Counter()
refused: Counter[tuple[Action, State]] = Counter()


class People:
    """One person for each act, none of them two."""

    def __init__(self, unit: Any, secretaries: dict[int, User]) -> None:
        elsewhere = factories.branch(unit, "考核员党支部")
        self.secretaries = secretaries
        self.officer = factories.appointed(Role.ORGAN_OFFICER, unit)
        self.leading = factories.appointed(Role.LEADING_GROUP, unit)
        self.assessor = factories.person(own_branch=elsewhere)
        self.committee = factories.appointed(Role.WORK_COMMITTEE)
        self.department = factories.appointed(Role.ORGANISATION_DEPARTMENT)


class Procedure(RuleBasedStateMachine):
    """Two branches of one unit, with a place of its own or in the pool."""

    @initialize(is_pool=st.booleans(), depths=st.tuples(st.sampled_from(range(6)), st.sampled_from(range(6))))
    def begin(self, is_pool: bool, depths: tuple[int, int]) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.is_pool = is_pool
        self.cycle = factories.cycle(state=CycleState.RECOMMENDING)
        unit = factories.unit()
        branches = [factories.branch(unit) for _ in range(2)]
        self.people = People(unit, {one.pk: factories.appointed(Role.SECRETARY, one) for one in branches})
        self.cases = [factories.candidacy(self.cycle, one).pk for one in branches]
        pool = factories.recommendation_list(self.cycle, None, base=10) if is_pool else None
        self.own = factories.recommendation_list(self.cycle, unit, base=8 if is_pool else 10, pool=pool)
        factories.deliberated(self.own, self.people.leading)
        self.seats = pool or self.own
        for index, steps in enumerate(depths):
            self.go_forward(index, steps)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    def case(self, index: int) -> Candidacy:
        return factories.fresh(Candidacy(pk=self.cases[index]))

    def who(self, case: Candidacy, action: Action) -> User:
        """The person whose act it is in this state."""
        rows = [move for move in PROCEDURE if move.action == action]
        here = [move for move in rows if move.before == case.state] or rows
        place, people = here[0].perm, self.people
        holders = {"apply": people.secretaries[case.branch_id], "assess": people.officer, "verify": people.officer}
        return holders.get(place.codename, people.leading if place.codename == "recommend" else people.committee)

    def go_forward(self, index: int, steps: int) -> None:
        """The straight way: by chance alone hardly a case would get far."""
        for _ in range(steps):
            case = self.case(index)
            action = NEXT.get(State(case.state))
            if action is None:
                return
            if self.is_pool and case.state == S.ASSESSED:
                action = A.FORWARD
            self.do(index, action)

    @rule(index=st.integers(0, 1), pick=st.sampled_from(range(12)))
    def go_on(self, index: int, pick: int) -> None:
        """Make ready for one of the moves that the table allows here, the rarest so far, and try it."""
        case = self.case(index)
        actions = sorted(action for action, before in TABLE if before == case.state)
        if not actions:
            return
        turned = actions[pick % len(actions) :] + actions[: pick % len(actions)]
        action = min(turned, key=lambda one: made[one, State(case.state)])
        self.do(index, action)

    @rule(index=st.integers(0, 1), action=st.sampled_from(list(Action)), day=st.sampled_from(DAYS))
    def on_any_day(self, index: int, action: Action, day: date) -> None:
        """Without making ready for it: whether it is made or refused, the rules written here hold."""
        with clock.moved_to(day):
            case = self.case(index)
            self.attempt(case, action, self.who(case, action))

    def try_everything_illegal(self, index: int) -> None:
        """Whatever the table does not allow here is refused with a sentence, even to the right person."""
        case = self.case(index)
        illegal = [action for action in Action if (action, State(case.state)) not in TABLE]
        for by in {self.who(case, action) for action in illegal}:
            assert unlike(case, by) == []  # once for each: nothing changes meanwhile
        for action in illegal:
            self.try_it(case, action, self.who(case, action))

    def do(self, index: int, action: Action) -> None:
        """On a day that suits it, with everything that it asks for."""
        case = self.case(index)
        day = WHILE_ALL_MAY
        if action == A.FORWARD:
            day = AFTER_STEP_ONE
        elif (action, case.state) == (A.RECOMMEND, S.FORWARDED):
            day = AFTER_THE_UNITS
        with clock.moved_to(day):
            self.prepare(case, action)
            self.attempt(self.case(index), action, self.who(case, action))

    @rule(index=st.integers(0, 1), action=st.sampled_from(list(Action)))
    def somebody_elses_act(self, index: int, action: Action) -> None:
        case = self.case(index)
        with pytest.raises(PermissionDenied):
            advance(case, action, by=self.people.assessor, note="x")

    @rule()
    def hand_in_or_give_back(self) -> None:
        for one in {self.own, self.seats}:
            RecommendationList.objects.filter(pk=one.pk).update(
                state=ListState.OPEN
                if RecommendationList.objects.get(pk=one.pk).state == ListState.SUBMITTED
                else ListState.SUBMITTED
            )

    def prepare(self, case: Candidacy, action: Action) -> None:
        people, secretary = self.people, self.people.secretaries[case.branch_id]
        open_lists = action in (A.RECOMMEND, A.UNRECOMMEND, A.FORWARD, A.TAKE_BACK, A.SEND_BACK, A.APPLY, A.RESUME)
        open_lists |= (action, case.state) == (A.WITHDRAW, S.RECOMMENDED)
        if open_lists or action in (A.PROPOSE, A.DECLINE):
            state = ListState.OPEN if open_lists else ListState.SUBMITTED
            RecommendationList.objects.filter(cycle=self.cycle).update(state=state)
        if action == A.APPLY:
            factories.fill_in(case, secretary)
        elif action == A.CONCLUDE:
            factories.assess(case, people.officer, people.assessor)
        elif action == A.FORWARD:
            factories.appraised([case], people.leading)
        elif action in (A.PROPOSE, A.DECLINE):
            verdict = Verdict.NAME if action == A.PROPOSE else Verdict.DECLINE
            factories.evaluated(case, people.committee, people.department, verdict)
        elif action == A.DISQUALIFY:
            self.find(case)
        elif action == A.REINSTATE:
            self.correct(case)
        elif action == A.RECALL:
            self.cycle.teams.filter(unit=case.unit).update(unit=factories.unit())

    def find(self, case: Candidacy) -> None:
        condition = case.cycle.disqualifications.get(number=4)
        case.verifications.filter(disqualification=condition, tier="organ").update(is_current=False)
        case.verifications.create(
            disqualification=condition,
            tier="organ",
            answer="yes",
            takes_effect=True,
            by=self.people.officer,
            at=clock.now(),
        )

    def correct(self, case: Candidacy) -> None:
        for finding in case.verifications.filter(takes_effect=True):
            verification_steps.ask_correction(finding, by=self.people.officer, reason="弄错了。")
            finding.refresh_from_db()
            verification_steps.correct(finding, by=self.people.committee)

    def attempt(self, case: Candidacy, action: Action, by: User) -> None:
        assert unlike(case, by) == []
        self.try_it(case, action, by)

    def try_it(self, case: Candidacy, action: Action, by: User) -> None:
        key = (action, State(case.state))
        due = clock.today() if action in (A.SEND_BACK, A.REINSTATE) else None
        given = {"note": "理由。", "due": due, "basis": "关于退出评定的报告（2027年2月1日）", "is_cosigned": True}
        has_handed_in, waiting = self.has_handed_in(), self.waiting_drafts()
        before = case.transitions.order_by("-number").values_list("before", flat=True).first()
        try:
            done = advance(case, action, by=by, **given)
        except Refused as error:
            assert all(len(reason) > 3 for reason in error.reasons), error.reasons
            assert factories.fresh(case).state == case.state
            refused[key] += key not in TABLE
        except PermissionDenied:
            assert key not in TABLE
            refused[key] += 1
        else:
            assert done.after in TABLE[key]
            made[key] += 1
            self.expect(done, has_handed_in, waiting, before)

    def has_handed_in(self) -> bool:
        cases = Candidacy.objects.filter(cycle=self.cycle)
        is_in_pool = (
            cases.filter(state=S.FORWARDED).exists() or cases.filter(seat__isnull=False, seat__list__unit=None).exists()
        )
        return RecommendationList.objects.get(pk=self.own.pk).state == ListState.SUBMITTED or is_in_pool

    def waiting_drafts(self) -> int:
        drafts = Candidacy.objects.filter(cycle=self.cycle, state=S.DRAFT)
        return sum((own_date(one) or date(2027, 1, 10)) >= clock.today() for one in drafts)

    def expect(self, done: Transition, has_handed_in: bool, waiting: int, before: str | None) -> None:
        """What the table asks besides the states, once more by hand (D9, D39, D42; the pool after the units)."""
        today, key = clock.today(), (done.action, done.before)
        if done.action in (A.APPLY, A.RESUME) or key == (A.SEND_BACK, S.APPLIED):
            assert not has_handed_in
        if done.action == A.FORWARD:
            assert not waiting
        if key == (A.RECOMMEND, S.FORWARDED):
            assert today >= date(2027, 2, 1)
        if done.action == A.TAKE_BACK:
            assert today <= date(2027, 1, 31)
        if done.action == A.REINSTATE:
            assert done.after == COMES_BACK_TO.get(before, S.ASSESSED)
        if done.action in (A.SEND_BACK, A.REINSTATE):
            assert own_date(factories.fresh(done.candidacy)) == today
        if key == (A.CLOSE, S.DRAFT):
            came_back = done.candidacy.transitions.order_by("-number").values_list("action", flat=True)[1:2]
            is_back = set(came_back) & {A.SEND_BACK, A.REINSTATE}
            assert done.after == (S.NOT_RECOMMENDED if is_back else S.NOT_ANSWERED)

    @invariant()
    def the_database_agrees_with_itself(self) -> None:
        if not hasattr(self, "cases"):
            return
        for index in range(2):
            case = self.case(index)
            assert (case.seat_id is not None) == (case.state in {S.RECOMMENDED, S.PROPOSED, S.NAMED, S.NOT_NAMED})
            records = list(Transition.objects.filter(candidacy=case).values_list("number", "before", "after"))
            assert [number for number, *_ in records] == list(range(1, case.version + 1))
            assert case.state == (records[-1][2] if records else S.DRAFT)
            assert all(one[2] == two[1] for one, two in pairwise(records))
        assert Candidacy.objects.filter(seat__list=self.seats).count() <= self.seats.cap

    def whoever_seeks_a_state_finds_the_cases_that_show_it(self) -> None:
        """From below, from within and from above: the filter of the lists is said by columns, and finds what is shown."""
        people = self.people
        sought = {state: Case(When(shown_in([state]), then=True), default=False) for state in State}
        for user in (people.secretaries[self.case(0).branch_id], people.officer, people.committee):
            listed = case_access.visible(user)
            lines = {case.pk: case for case in with_known_moves(told(list(case_access.readable(user)), user), user)}
            for case in listed.annotate(**{f"is_{state}": one for state, one in sought.items()}):
                assert [state for state in State if getattr(case, f"is_{state}")] == [case.shown]
                page, moved = one_as_known(case, user), known(factories.fresh(case), user)
                assert (page.state, page.since) == (case.state, case.since)
                assert (page.state, page.version) == (moved.state, moved.version)
                line = lines[case.pk]
                assert (line.state, line.since, line.version) == (page.state, page.since, page.version)
                assert line.seat == page.seat


@pytest.mark.figure(6, "1,000 examples × 40 steps: every legal move and every illegal pair at least 20 times")
@pytest.mark.django_db
def test_the_procedure_is_the_table_and_nothing_else(measured: Measured) -> None:
    with clock.moved_to(factories.IN_JANUARY):
        run_state_machine_as_test(
            Procedure,
            settings=settings(
                max_examples=EXAMPLES,
                stateful_step_count=STEPS,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
                database=None,
            ),
        )
    measured(f"{made.total():,} moves made, {refused.total():,} refused")
    if IS_SOAK:
        assert {key for key in TABLE if made[key] < AT_LEAST} == set()
        assert {key for key in illegal_pairs() if refused[key] < AT_LEAST} == set()
    assert Cycle.objects.count() == 0


# How a case comes to each state.
PATHS: dict[State, tuple[Action, ...]] = {
    S.DRAFT: (),
    S.NOT_APPLIED: (A.NOT_APPLY,),
    S.NOT_ANSWERED: (A.CLOSE,),
    S.APPLIED: (A.APPLY,),
    S.WITHDRAWN: (A.APPLY, A.WITHDRAW),
    S.NOT_RECOMMENDED: (A.APPLY, A.CLOSE),
    S.ASSESSED: (A.APPLY, A.CONCLUDE),
    S.FORWARDED: (A.APPLY, A.CONCLUDE, A.FORWARD),
    S.RECOMMENDED: (A.APPLY, A.CONCLUDE, A.RECOMMEND),
    S.PROPOSED: (A.APPLY, A.CONCLUDE, A.RECOMMEND, A.PROPOSE),
    S.NAMED: (A.APPLY, A.CONCLUDE, A.RECOMMEND, A.PROPOSE, A.NAME),
    S.NOT_NAMED: (A.APPLY, A.CONCLUDE, A.RECOMMEND, A.DECLINE),
    S.DISQUALIFIED: (A.DISQUALIFY,),
}


def unlike(case: Candidacy, by: User) -> list[CaseMove]:
    """The moves from here to which the facts that their own rules ask say something else than all facts."""
    (everything,), now = observe([case.pk]), clock.now()
    assert observe_one(case).known == everything.known
    return [
        move
        for move in moves_from(case.state)
        if observe_for_moves(factories.fresh(case), (move,)).why_not(move, by, now) != everything.why_not(move, by, now)
    ]


def illegal_pairs() -> set[tuple[Action, State]]:
    return {(action, state) for action in Action for state in State if (action, state) not in TABLE}


@pytest.mark.django_db
@pytest.mark.parametrize("state", list(PATHS), ids=str)
def test_in_each_state_every_move_of_the_table_is_made_and_every_other_refused(state: State) -> None:
    made.clear()
    refused.clear()
    legal = [action for action, before in TABLE if before == state]
    by_pool = {state == S.FORWARDED: [action for action in legal if action != A.FORWARD]}
    if A.FORWARD in legal:
        by_pool[True] = [A.FORWARD]
    with clock.moved_to(WHILE_ALL_MAY):
        for is_pool, actions in by_pool.items():
            machine = Procedure()
            Procedure.begin(machine, is_pool=is_pool, depths=(0, 0))
            for step in PATHS[state]:
                machine.do(0, step)
            assert machine.case(0).state == state
            for action in actions:
                with transaction.atomic():
                    machine.do(0, action)
                    machine.the_database_agrees_with_itself()
                    machine.whoever_seeks_a_state_finds_the_cases_that_show_it()
                    transaction.set_rollback(True)
            machine.try_everything_illegal(0)
            machine.the_database_agrees_with_itself()
            machine.teardown()
    assert {action for action in legal if not made[action, state]} == set()
    assert {key for key in illegal_pairs() if key[1] == state and not refused[key]} == set()


def test_the_table_written_twice_is_the_same() -> None:
    rows: dict[tuple[Action, State], set[State]] = {}
    for move in PROCEDURE:
        rows.setdefault((move.action, move.before), set()).add(move.after)
    assert rows == TABLE
