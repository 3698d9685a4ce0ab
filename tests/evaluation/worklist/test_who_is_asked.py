"""D39, D40: states × dates × persons of a small year. Nobody is asked for what he is refused, and nobody who can act is left out."""

import re
from dataclasses import dataclass, field
from datetime import date

import pytest

from branches import access, clock
from branches.models import Unit, User
from branches.permissions import Role
from evaluation import worklist
from evaluation.cases.access import holds
from evaluation.cases.moving import observe_one
from evaluation.models import Candidacy, Cycle, MunicipalEvaluation, PanelMember, RecommendationList, Recusal
from evaluation.naming import duties as naming_duties
from evaluation.procedure.lives import find, is_theirs
from evaluation.vocabulary import Action, Body, CycleState, State, Verdict
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import about
from evaluation.worklist import waits
from tests.support import factories

DATES = (
    date(2026, 12, 7),
    date(2027, 1, 10),
    date(2027, 1, 11),
    date(2027, 1, 21),
    date(2027, 2, 1),
    date(2027, 2, 16),
)
"""In time, on the last day of the self-assessment, and on the day after each step has ended."""

MOVES = {
    (Action.APPLY, State.DRAFT): Duty.SELF_ASSESS,
    (Action.CONCLUDE, State.APPLIED): Duty.CONCLUDE,
    (Action.RECOMMEND, State.ASSESSED): Duty.RECOMMEND,
    (Action.RECOMMEND, State.FORWARDED): Duty.PICK_FROM_POOL,
    (Action.PROPOSE, State.RECOMMENDED): Duty.PROPOSE,
}
"""The move that carries a case on from each state, and the duty of whoever may make it."""


@dataclass
class Year:
    """One unit with places, one of the pool, one that has handed in; each with a case in the states it may have."""

    cycle: Cycle
    people: dict[str, User] = field(default_factory=dict)
    cases: dict[str, Candidacy] = field(default_factory=dict)
    lists: dict[str, RecommendationList] = field(default_factory=dict)

    def duty(self, case: Candidacy, action: Action) -> tuple[Duty, str]:
        duty = MOVES[action, State(case.state)]
        year, unit = self.cycle.year, case.unit_id
        numbers = {
            Duty.RECOMMEND: (year, unit),
            Duty.PICK_FROM_POOL: (year,),
            Duty.PROPOSE: (year,),
        }.get(duty, (case.pk,))
        return duty, about(*numbers)


def staff(year: Year, name: str, unit: Unit) -> None:
    own = factories.branch(unit, f"{name}机关党支部")
    for post, role in (("officer", Role.ORGAN_OFFICER), ("second", Role.ORGAN_OFFICER), ("clerk", Role.LEADING_GROUP)):
        year.people[f"{name} {post}"] = factories.appointed(role, unit, own_branch=own)
    year.people[f"{name} assessor"] = factories.person(own_branch=own)
    year.people[f"{name} other assessor"] = factories.person(own_branch=own)


def stand(year: Year, name: str, unit: Unit, state: State, seat_of: RecommendationList | None = None) -> Candidacy:
    """A case that has everything that its next move asks for."""
    case = factories.candidacy(year.cycle, factories.branch(unit, f"{name}党支部"))
    where = name.split(maxsplit=1)[0]
    secretary = year.people[f"{name} secretary"] = factories.appointed(
        Role.SECRETARY, case.branch, own_branch=case.branch
    )
    factories.fill_in(case, secretary)
    if state != State.DRAFT:
        for assessor in ("assessor", "other assessor"):
            factories.assess(case, year.people[f"{where} officer"], year.people[f"{where} {assessor}"])
    seat = seat_of.seats.filter(holder=None).first() if seat_of else None
    Candidacy.objects.filter(pk=case.pk).update(state=state, seat=seat, rank=1 if seat else None)
    year.cases[name] = factories.fresh(case)
    return year.cases[name]


@pytest.fixture
def year(db) -> Year:
    year = Year(factories.cycle())
    Cycle.objects.update(state=CycleState.RECOMMENDING)
    year.cycle.refresh_from_db()
    city = factories.branch(factories.unit("市直属单位"), "市直属党支部")
    for name, role in (
        ("committee", Role.WORK_COMMITTEE),
        ("second of committee", Role.WORK_COMMITTEE),
        ("department", Role.ORGANISATION_DEPARTMENT),
    ):
        year.people[name] = factories.appointed(role, own_branch=city)
    pool = year.lists["pool"] = factories.recommendation_list(year.cycle, None, base=30)
    factories.deliberated(pool, year.people["committee"])
    for name, fields in (("large", {"base": 20}), ("small", {"base": 8, "pool": pool}), ("done", {"base": 40})):
        unit = factories.unit(name)
        staff(year, name, unit)
        own = year.lists[name] = factories.recommendation_list(year.cycle, unit, **fields)
        factories.deliberated(own, year.people[f"{name} clerk"])
    large, small, done = (year.lists[name].unit for name in ("large", "small", "done"))
    stand(year, "large draft", large, State.DRAFT)
    stand(year, "large applied", large, State.APPLIED)
    stand(year, "large assessed", large, State.ASSESSED)
    stand(year, "small forwarded", small, State.FORWARDED)
    stand(year, "done draft", done, State.DRAFT)
    for name in ("agreed", "disputed", "silent", "proposed"):
        state = State.PROPOSED if name == "proposed" else State.RECOMMENDED
        case = stand(year, f"done {name}", done, state, year.lists["done"])
        if name != "silent":
            factories.evaluated(case, year.people["committee"], year.people["department"])
    for name, body in (("committee", Body.WORK_COMMITTEE), ("department", Body.ORGANISATION_DEPARTMENT)):
        member = year.people[name]
        PanelMember.objects.create(cycle=year.cycle, user=member, body=body, by=member, at=clock.now())
    disputed = MunicipalEvaluation.objects.filter(candidacy=year.cases["done disputed"])
    disputed.filter(body=Body.ORGANISATION_DEPARTMENT).update(verdict=Verdict.DECLINE, reason="创建成效不突出。")
    factories.submit(year.lists["done"])
    return year


def again(user: User) -> User:
    """As on another request: rights are read anew."""
    return User.objects.get(pk=user.pk)


@dataclass
class Walk:
    """What was found on one day: live moves nobody is asked for, tasks of people whom a rule refuses for who they are."""

    year: Year
    live: set[tuple[str, Action]] = field(default_factory=set)
    left_out: list[tuple[date, str, Action]] = field(default_factory=list)
    barred: list[tuple[date, str, str]] = field(default_factory=list)
    asked: set[Duty] = field(default_factory=set)

    def on(self, day: date) -> None:
        with clock.moved_to(day):
            people = {name: User.objects.get(pk=user.pk) for name, user in self.year.people.items()}
            access.read_rights(list(people.values()))
            owed = worklist.tasks_of(list(people.values()))
            tasks = {name: owed[user.pk] for name, user in people.items()}
            self.asked |= {task.duty for of_one in tasks.values() for task in of_one}
            for name, case in self.year.cases.items():
                seen = observe_one(case)
                for action in (action for action, state in MOVES if state == case.state):
                    self._of_case(day, name, seen, action, people, tasks)

    def _of_case(self, day, name, seen, action, people, tasks) -> None:
        case, owed = seen.case, self.year.duty(seen.case, action)
        able, asked = set(), set()
        for who, user in people.items():
            rows = [move for move in find(action, case.state) if is_theirs(move, seen.known)]
            moves = [move for move in rows if holds(user, move.perm, case)]
            why = min(([*seen.why_not(move, user, button=True)] for move in moves), key=len, default=["不是他的事"])
            if not why:
                able.add(who)
            if owed in {(task.duty, task.about) for task in tasks[who]}:
                asked.add(who)
                for_all = [reason for move in moves for reason in seen.why_not(move, None, button=True)]
                if (of_his_own := set(why) - set(for_all)) and owed[0] in OF_ONE_CASE:
                    self.barred.append((day, who, str(of_his_own)))
        if able:
            self.live.add((name, action))
            if not able & asked:
                self.left_out.append((day, name, action))


def walked(year: Year, *days: date) -> Walk:
    walk = Walk(year)
    for day in days or DATES:
        walk.on(day)
    return walk


OF_ONE_CASE = frozenset({Duty.SELF_ASSESS, Duty.CONCLUDE})
"""Duties about a single case; a list or a year is worked on also by who keeps away from one case of it (D38)."""


def test_who_can_act_is_asked_and_nobody_is_asked_for_what_he_is_refused(year):
    """Every day: every live move that carries a case on is somebody's task, and nobody has the task of whom a rule keeps away."""
    case = year.cases["large applied"]
    User.objects.filter(pk=year.people["large officer"].pk).update(branch=case.branch)
    second = year.people["large second"]
    factories.appointed(Role.ORGAN_OFFICER, case.unit)
    Recusal.objects.create(candidacy=case, user=second, reason="亲属", by=second, at=clock.now())
    able = year.people["large third"] = factories.appointed(Role.ORGAN_OFFICER, case.unit)
    walk = walked(year)
    assert walk.left_out == walk.barred == []
    assert {action for _, action in walk.live} == {action for action, _ in MOVES}, "the walk has met every move"
    assert {*MOVES.values(), Duty.EVALUATE, Duty.CONSULT, Duty.OVERSEE_ASSESSMENT} <= walk.asked
    assert any(task.duty is Duty.CONCLUDE for task in worklist.tasks(able))


def differing(year: Year, *days: date) -> set[tuple[date, str]]:
    """Whose tasks are others when the duties of which nothing exists are not asked."""
    found = set()
    for day in days or DATES:
        with clock.moved_to(day):
            owed = worklist.tasks_of([again(user) for user in year.people.values()])
            for name, user in year.people.items():
                if worklist.tasks(again(user)) != owed[user.pk]:
                    found.add((day, name))
    return found


def test_what_is_not_asked_would_have_found_nothing(year):
    assert differing(year) == set()


def test_a_duty_that_is_wrongly_taken_for_idle_is_noticed(year, monkeypatch):
    """The twin."""
    monkeypatch.setitem(waits.WAITS, naming_duties.evaluate, lambda user: [])
    assert {name for _, name in differing(year, DATES[-1])} == {"committee", "department"}


def test_without_the_task_it_is_noticed(year, monkeypatch):
    """The twin: one duty less, and the walk finds who is left out."""
    monkeypatch.setattr(worklist, "OF_MANY", tuple(one for one in worklist.OF_MANY if one.__name__ != "assess"))
    assert {action for _, _, action in walked(year, DATES[0]).left_out} == {Action.CONCLUDE}


LIVE = re.compile(r'<form[^>]*method="post"|class="btn btn-primary"')
WAITS = re.compile("等|请联系|期限|截止|双方签署|协商|不一致|还差|还有")


def test_every_task_leads_to_something_that_can_be_done_or_says_what_it_waits_for(year, client):
    found = []
    met: set[tuple[str, Duty]] = set()
    for day in (DATES[0], DATES[2], DATES[4]):
        with clock.moved_to(day):
            for name, user in year.people.items():
                for task in worklist.tasks(User.objects.get(pk=user.pk)):
                    kind = (name.split()[-1], task.duty)
                    if kind in met:
                        continue
                    met.add(kind)
                    client.force_login(user)
                    answer = client.get(task.url, follow=True)
                    page = answer.content.decode().split("<main")[-1]
                    if answer.status_code != 200 or not (LIVE.search(page) or WAITS.search(task.hint)):
                        found.append((day, name, task.title, task.url, answer.status_code, task.hint))
    assert found == []
