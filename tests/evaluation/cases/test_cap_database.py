"""What the database itself refuses, whoever writes: raw SQL as the application's role, models, imports, forms.

Each attempt is one statement, or two, on a year with a full list (市财政局, 3 of 3), a half-full one (市教育局, 1 of 2), a
pool (1 of 2) with one member, and last year's list.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.forms import modelform_factory
from import_export.resources import modelresource_factory
from tablib import Dataset

from branches import audit, clock
from branches.models import User
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.integrity import catalogue
from evaluation.models import Candidacy, Cycle, RecommendationList, Seat, Transition
from evaluation.recommendation.steps import list as list_steps
from evaluation.vocabulary import Action, CycleState, State
from tests.support import boards, factories, guards

AFTER_THE_UNITS = date(2027, 2, 1)
"""Nobody is picked while his unit may still take him back (D3)."""


@dataclass
class Scene:
    """Ids to write against."""

    year: int
    last_year: int
    full: int
    half: int
    pool: int
    member: int
    old: int
    seated: int
    also_seated: int
    free: int
    spare: int
    in_pool: int
    taken: int
    open_seat: int
    pool_seat: int
    old_seat: int
    unit: int
    other_unit: int
    branch: int
    user: int


@pytest.fixture
def scene(recommending: Cycle, unit, leading_group: User, work_committee: User) -> Scene:
    own = boards.open_list(recommending, unit, leading_group, base=30)
    seated = boards.assessed(recommending, unit, "90", "89", "88", "87")
    boards.pick(leading_group, *seated[:3])
    other = factories.unit("市教育局")
    head = factories.appointed(Role.LEADING_GROUP, other)
    half = boards.open_list(recommending, other, head, base=20)
    two = boards.assessed(recommending, other, "90", "89")
    boards.pick(head, two[0])
    small = factories.unit("市档案馆")
    small_head = factories.appointed(Role.LEADING_GROUP, small)
    pool = boards.open_list(recommending, None, work_committee, base=24)
    member = boards.open_list(recommending, small, small_head, base=8, pool=pool)
    (sent,) = boards.assessed(recommending, small, "90")
    advance(sent, Action.FORWARD, by=small_head)
    with clock.moved_to(AFTER_THE_UNITS):
        list_steps.recommend(sent, by=work_committee, version=None, note="示范作用强。")
    last_year = factories.cycle(2025, state=CycleState.CLOSED)
    old = factories.recommendation_list(last_year, unit, base=30)
    audit.record("测试", own, by=work_committee)
    taken = factories.fresh(seated[0]).seat_id
    return Scene(
        year=recommending.pk,
        last_year=last_year.pk,
        full=own.pk,
        half=half.pk,
        pool=pool.pk,
        member=member.pk,
        old=old.pk,
        seated=seated[0].pk,
        also_seated=seated[1].pk,
        free=seated[3].pk,
        spare=two[1].pk,
        in_pool=sent.pk,
        taken=taken or 0,
        open_seat=Seat.objects.get(list=half, number=2).pk,
        pool_seat=Seat.objects.get(list=pool, number=2).pk,
        old_seat=Seat.objects.get(list=old, number=1).pk,
        unit=unit.pk,
        other_unit=other.pk,
        branch=factories.branch(unit).pk,
        user=work_committee.pk,
    )


CASE = "UPDATE evaluation_candidacy SET "
LIST = "UPDATE evaluation_recommendationlist SET "
NEW_CASE = "INSERT INTO evaluation_candidacy (cycle_id, branch_id, unit_id, state, since, version, seat_id, recommendation_reason)"
NEW_LIST = (
    "INSERT INTO evaluation_recommendationlist (cycle_id, unit_id, pool_id, state, base, ratio_bp, cap, is_min_one,"
    " branches, remark, version) VALUES "
)

ATTEMPTS = {
    # a state without its seat, a seat without its state
    "recommended without a seat": CASE + "state = 'recommended' WHERE id = {free}",
    "proposed without a seat": CASE + "state = 'proposed' WHERE id = {free}",
    "named without a seat": CASE + "state = 'named' WHERE id = {free}",
    "not named without a seat": CASE + "state = 'not_named' WHERE id = {free}",
    "back to assessed with the seat kept": CASE + "state = 'assessed' WHERE id = {seated}",
    "disqualified with the seat kept": CASE + "state = 'disqualified' WHERE id = {seated}",
    "seat taken away from a recommended case": CASE + "seat_id = NULL WHERE id = {seated}",
    "a state that does not exist": CASE + "state = 'winner' WHERE id = {free}",
    # a seat that is not free, or not its own
    "a taken seat": CASE + "state = 'recommended', seat_id = {taken} WHERE id = {free}",
    "a taken seat by changing places": CASE + "seat_id = {taken} WHERE id = {also_seated}",
    "a free seat of another unit": CASE + "state = 'recommended', seat_id = {open_seat} WHERE id = {free}",
    "a seat of the pool without membership": CASE + "state = 'recommended', seat_id = {pool_seat} WHERE id = {free}",
    "a seat of another year": CASE + "state = 'recommended', seat_id = {old_seat} WHERE id = {free}",
    "a seat that does not exist": CASE + "state = 'recommended', seat_id = 999999 WHERE id = {free}",
    "a seated case moved to another unit": CASE + "unit_id = {other_unit} WHERE id = {seated}",
    "a seated case moved to another year": CASE + "cycle_id = {last_year} WHERE id = {seated}",
    "a new case recommended from birth": NEW_CASE
    + " VALUES ({year}, {branch}, {unit}, 'recommended', CURRENT_TIMESTAMP, 0, NULL, '')",
    "a new case on a foreign seat": NEW_CASE
    + " VALUES ({year}, {branch}, {unit}, 'recommended', CURRENT_TIMESTAMP, 0, {open_seat}, '')",
    "a second case of a branch": NEW_CASE
    + " SELECT cycle_id, branch_id, unit_id, 'draft', since, 0, NULL, '' FROM evaluation_candidacy WHERE id = {free}",
    # seats beyond the cap
    "one seat more": "INSERT INTO evaluation_seat (list_id, number) VALUES ({full}, 4)",
    "a seat number twice": "INSERT INTO evaluation_seat (list_id, number) VALUES ({full}, 1)",
    "a seat number zero": "INSERT INTO evaluation_seat (list_id, number) VALUES ({full}, 0)",
    "a seat renumbered over the cap": "UPDATE evaluation_seat SET number = 9 WHERE id = {open_seat}",
    "a free seat carried to a full list": "UPDATE evaluation_seat SET list_id = {full}, number = 3 WHERE id = {open_seat}",
    "a taken seat deleted": "DELETE FROM evaluation_seat WHERE id = {taken}",
    # the cap itself
    "a cap over its ratio": LIST + "cap = 4 WHERE id = {full}",
    "a cap under its seats": LIST + "cap = 2 WHERE id = {full}",
    "a ratio over the whole": LIST + "ratio_bp = 10001 WHERE id = {full}",
    "a base made larger": LIST + "base = 40, cap = 4 WHERE id = {full}",
    "a list moved to another year": LIST + "cycle_id = {last_year}, unit_id = {other_unit} WHERE id = {full}",
    "a list made the pool": LIST + "unit_id = NULL WHERE id = {half}",
    "a list with places in the pool": LIST + "pool_id = {pool} WHERE id = {full}",
    "a member leaving with its branch in the pool": LIST + "pool_id = NULL WHERE id = {member}",
    "a second list of a unit": NEW_LIST + "({year}, {unit}, NULL, 'open', 90, 1000, 9, FALSE, '[]', '', 0)",
    "a second pool": NEW_LIST + "({year}, NULL, NULL, 'open', 90, 1000, 9, FALSE, '[]', '', 0)",
    "a list with its seats deleted": "DELETE FROM evaluation_recommendationlist WHERE id = {full}",
    # the record
    "a record changed": "UPDATE evaluation_transition SET after = 'named' WHERE candidacy_id = {seated}",
    "a record deleted": "DELETE FROM evaluation_transition WHERE candidacy_id = {seated}",
    "a record announced and changed": "UPDATE evaluation_transition SET announced_at = at, note = 'x'"
    " WHERE candidacy_id = {seated}",
    "a record told twice": "INSERT INTO evaluation_transition (candidacy_id, number, action, before, after, by_id, note,"
    " data, is_late, at, digest) SELECT candidacy_id, number, action, before, after, by_id, note, data, is_late, at,"
    " digest FROM evaluation_transition WHERE candidacy_id = {seated}",
    "a case with its records deleted": "DELETE FROM evaluation_candidacy WHERE id = {seated}",
    "an audit entry changed": "UPDATE branches_auditentry SET verb = 'x'",
    "an audit entry deleted": "DELETE FROM branches_auditentry",
    "a meeting with more present than expected": "UPDATE evaluation_deliberation SET present = 8 WHERE list_id = {full}",
}

BY_TRIGGER = (
    "a free seat of another unit",
    "a seat of the pool without membership",
    "a seat of another year",
    "a seated case moved to another unit",
    "one seat more",
    "a seat renumbered over the cap",
    "a cap under its seats",
    "a base made larger",
    "a member leaving with its branch in the pool",
    "a record changed",
    "a record deleted",
    "an audit entry changed",
    "an audit entry deleted",
)


def attempt(name: str, scene: Scene) -> None:
    """Write it and let every deferred check speak at once."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTEMPTS[name].format(**vars(scene)))
        assert cursor.rowcount, "the attempt met no row: it proves nothing"
        connection.check_constraints()


@pytest.mark.figure(5, "raw SQL by the role of the application, each attempt refused")
@pytest.mark.parametrize("name", ATTEMPTS)
def test_the_database_refuses(scene: Scene, name: str) -> None:
    with pytest.raises(DatabaseError):
        attempt(name, scene)


def test_there_are_enough_attempts() -> None:
    """30 on PostgreSQL, 26 on SQLite are asked for; all of these are refused on both."""
    assert len(ATTEMPTS) >= 30


@pytest.mark.parametrize("name", BY_TRIGGER)
def test_without_the_triggers_it_goes_through(scene: Scene, name: str) -> None:
    """The twin: what a trigger holds is held by nothing else."""
    with transaction.atomic():
        guards.lift()
        attempt(name, scene)
        transaction.set_rollback(True)


def test_all_triggers_are_in_place(scene: Scene) -> None:
    assert catalogue.wrong() == []


# Other ways in


def over_the_cap(scene: Scene) -> Iterator[Callable[[], object]]:
    """Everything the ORM offers to somebody who goes past the steps."""
    free = Candidacy.objects.get(pk=scene.free)
    yield lambda: Candidacy.objects.filter(pk=scene.free).update(state=State.RECOMMENDED)
    yield lambda: Candidacy.objects.filter(pk=scene.free).update(state=State.RECOMMENDED, seat=scene.taken)
    yield lambda: Candidacy.objects.bulk_update([_with(free, State.RECOMMENDED, scene.taken)], ["state", "seat"])
    yield lambda: _with(free, State.RECOMMENDED, scene.open_seat).save()
    yield lambda: Seat.objects.create(list_id=scene.full, number=4)
    yield lambda: Seat.objects.bulk_create([Seat(list_id=scene.full, number=4)])
    yield lambda: RecommendationList.objects.filter(pk=scene.full).update(cap=4)
    yield lambda: RecommendationList.objects.create(
        cycle_id=scene.year, unit_id=scene.unit, base=90, ratio_bp=1000, cap=9
    )


def _with(case: Candidacy, state: str, seat: int) -> Candidacy:
    case.state, case.seat_id = state, seat
    return case


@pytest.mark.parametrize("number", range(8))
def test_models_written_past_the_steps_are_refused(scene: Scene, number: int) -> None:
    write = list(over_the_cap(scene))[number]
    with pytest.raises(DatabaseError), transaction.atomic():
        write()


def test_an_import_cannot_pass_the_cap(scene: Scene) -> None:
    """Not that there were an importer of cases; if somebody made one, it would be refused."""
    resource = modelresource_factory(Candidacy)()
    rows = Dataset([scene.free, State.RECOMMENDED, scene.taken], headers=["id", "state", "seat"])
    with pytest.raises(Exception, match=r"seat|UNIQUE|unique"), transaction.atomic():
        resource.import_data(rows, raise_errors=True, use_transactions=True)
    assert Candidacy.objects.filter(seat=scene.taken).count() == 1


def test_a_form_over_the_model_cannot_pass_the_cap(scene: Scene) -> None:
    """What an admin page would do."""
    form = modelform_factory(Candidacy, fields=["seat"])(
        {"seat": scene.taken}, instance=Candidacy.objects.get(pk=scene.free)
    )
    assert not form.is_valid()
    assert "django.contrib.admin" not in settings.INSTALLED_APPS


def test_a_taken_seat_means_try_the_next(scene: Scene, leading_group: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the lock two may reach for one seat: the constraint says so, and the other takes the next."""
    full = Candidacy.objects.get(pk=scene.also_seated)
    advance(full, Action.UNRECOMMEND, by=leading_group)
    free = Seat.objects.get(list=scene.full, holder=None)
    taken = Seat.objects.get(pk=scene.taken)
    real = Seat.objects.filter

    def stale(**wanted: object):
        """As read a moment ago, when the taken seat was still free."""
        if "holder" not in wanted:
            return real(**wanted)
        return real(pk__in=[taken.pk, free.pk])

    monkeypatch.setattr(Seat.objects, "filter", stale)
    list_steps.recommend(Candidacy.objects.get(pk=scene.free), by=leading_group, version=0)
    assert Candidacy.objects.get(pk=scene.free).seat_id == free.pk


def test_when_no_seat_is_left_the_move_is_refused_and_nothing_is_written(
    scene: Scene, leading_group: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evaluation.cases.observe.refusals", lambda move, facts, button: iter(()))
    with pytest.raises(Refused, match="名额刚刚被占满"):
        list_steps.recommend(Candidacy.objects.get(pk=scene.free), by=leading_group, version=0)
    assert Candidacy.objects.get(pk=scene.free).state == State.ASSESSED
    assert not Transition.objects.filter(candidacy=scene.free).exists()
