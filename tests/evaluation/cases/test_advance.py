"""The one door: who, when, which version, one record a move."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from branches import clock
from branches.models import User
from branches.permissions import Role
from evaluation import advance as door
from evaluation.advance import Refused, advance
from evaluation.cycle.steps import in_bulk
from evaluation.deadlines import own_date
from evaluation.models import Candidacy, ReinspectionRecord, Seat, Transition
from evaluation.procedure.lives import rows_of
from evaluation.rules import impartiality
from evaluation.rules.facts import ActFacts
from evaluation.vocabulary import Action, ReinspectionAction, ReinspectionState, State
from tests.support import factories
from tests.support.honours import House


def test_a_case_travels_from_draft_to_recommended(
    case, secretary, organ_officer, assessor, leading_group, recommending
):
    case = factories.applied(factories.fresh(case), secretary)
    assert case.state == State.APPLIED
    case = factories.assessed(case, organ_officer, assessor)
    assert case.state == State.ASSESSED
    own = factories.recommendation_list(recommending, case.unit, base=19)
    factories.deliberated(own, leading_group)
    case = factories.recommended(case, leading_group)
    assert (case.state, case.seat.list, case.seat.number) == (State.RECOMMENDED, own, 1)
    assert [move.action for move in case.transitions.all()] == [Action.APPLY, Action.CONCLUDE, Action.RECOMMEND]
    assert (case.version, case.since) == (3, clock.now()), "what is written with the place is written with it"


def test_who_is_refused_before_when(case, stranger, secretary):
    with pytest.raises(PermissionDenied):
        advance(case, Action.APPLY, by=stranger)
    with pytest.raises(Refused) as refused:
        advance(case, Action.APPLY, by=secretary)
    assert "还有20项自评没有完成" in str(refused.value)
    assert not Transition.objects.exists()


def test_a_move_from_the_wrong_state_is_refused_with_a_sentence(case, secretary):
    with pytest.raises(Refused, match="现在是“自评中”，不能“撤回申请”"):
        advance(case, Action.RECALL, by=secretary)


def test_a_replayed_version_is_refused(case, secretary):
    factories.fill_in(case, secretary)
    advance(case, Action.APPLY, by=secretary, version=0)
    with pytest.raises(Refused, match="刚刚有人办理过"):
        advance(case, Action.RECALL, by=secretary, version=0)


def test_without_the_version_check_the_replay_goes_through(case, secretary):
    factories.fill_in(case, secretary)
    advance(case, Action.APPLY, by=secretary)
    advance(case, Action.RECALL, by=secretary)
    assert factories.fresh(case).version == 2


def test_a_move_takes_at_most_fifteen_queries(case, secretary, django_assert_max_num_queries):
    factories.fill_in(case, secretary)
    with django_assert_max_num_queries(15):
        advance(case, Action.APPLY, by=secretary, version=0)


def test_a_case_stands_since_its_last_move(case, secretary, today):
    factories.fill_in(case, secretary)
    today(date(2027, 1, 5))
    advance(case, Action.APPLY, by=secretary, fields={"self_score": 98})
    case = factories.fresh(case)
    assert (clock.day_of(case.since), case.version) == (date(2027, 1, 5), 1)
    assert case.self_score == 98, "what goes with the move is written with it"


def test_a_send_back_carries_its_own_deadline(case, secretary, organ_officer, today):
    case = factories.applied(case, secretary)
    advance(case, Action.SEND_BACK, by=organ_officer, note="第3项请补充。", due=date(2027, 1, 15))
    today(date(2027, 1, 14))
    advance(case, Action.APPLY, by=secretary)
    assert Transition.objects.filter(is_late=True).count() == 1
    assert own_date(factories.fresh(case)) is None


def test_a_record_says_what_went_with_the_move(case, secretary, organ_officer):
    case = factories.applied(case, secretary)
    given = {"note": " 第3项请补充。 ", "due": date(2027, 1, 15), "basis": " 函〔2027〕1号 ", "data": {"items": ["c3"]}}
    done = advance(case, Action.SEND_BACK, by=organ_officer, **given)
    assert (done.number, done.before, done.after, done.by) == (2, State.APPLIED, State.DRAFT, organ_officer)
    assert (done.note, done.is_late) == ("第3项请补充。", False)
    assert done.data == {"items": ["c3"], "due": "2027-01-15", "basis": "函〔2027〕1号"}
    bare = advance(factories.fresh(case), Action.APPLY, by=secretary)
    assert (bare.number, bare.data) == (3, {})


def test_each_record_covers_the_one_before(case, secretary):
    case = factories.applied(case, secretary)
    advance(case, Action.RECALL, by=secretary)
    first, second = case.transitions.all()
    assert first.digest == door.digest(first, "")
    assert second.digest == door.digest(second, first.digest)
    first.note = "改过"
    assert first.digest != door.digest(first, "")


def test_the_record_before_is_one_of_the_same_case(case, cycle, unit, secretary):
    """However many another has by now."""
    advance(factories.applied(case, secretary), Action.RECALL, by=secretary)
    other = factories.candidacy(cycle, factories.branch(unit))
    factories.applied(other, factories.appointed(Role.SECRETARY, other.branch, own_branch=other.branch))
    (only,) = other.transitions.all()
    assert only.digest == door.digest(only, "")


@pytest.mark.parametrize("change", [{"note": "改过"}, {"after": State.NAMED}, {"data": {"x": 1}}])
def test_the_database_refuses_to_change_a_record(case, secretary, change):
    factories.applied(case, secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transition.objects.update(**change)


def test_the_database_refuses_to_delete_a_record(case, secretary):
    factories.applied(case, secretary)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evaluation_transition")


def test_only_the_announcement_may_be_noted_once(case, secretary):
    factories.applied(case, secretary)
    Transition.objects.update(announced_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Transition.objects.update(announced_at=None)


def test_the_database_refuses_a_recommended_case_without_a_seat(case):
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED)


def test_a_refusal_does_not_betray_a_pick(case, secretary, organ_officer, assessor, leading_group, recommending):
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit), leading_group)
    factories.recommended(case, leading_group)
    with pytest.raises(Refused, match="现在是“已考核”"):
        advance(case, Action.WITHDRAW, by=secretary, note="x")


def test_who_leaves_the_list_leaves_nothing_on_it(
    case, secretary, organ_officer, assessor, leading_group, recommending
):
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit), leading_group)
    case = factories.recommended(case, leading_group)
    Candidacy.objects.filter(pk=case.pk).update(rank=1, recommendation_reason="示范作用强。")
    advance(case, Action.UNRECOMMEND, by=leading_group)
    case = factories.fresh(case)
    assert (case.state, case.seat, case.rank, case.recommendation_reason) == (State.ASSESSED, None, None, "")


@pytest.mark.parametrize(("taken", "number"), [({1}, 2), ({1, 2}, None)])
def test_a_place_taken_a_moment_ago_is_passed_over(
    case, secretary, organ_officer, assessor, leading_group, recommending, monkeypatch, taken, number
):
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit, base=20), leading_group)
    write = door._update

    def of_somebody_else(row, move, fields):
        if Seat.objects.get(pk=fields["seat"]).number in taken:
            raise IntegrityError
        write(row, move, fields)

    monkeypatch.setattr(door, "_update", of_somebody_else)
    if number:
        assert factories.recommended(case, leading_group).seat.number == number
    else:
        with pytest.raises(Refused, match="名额刚刚被占满"):
            factories.recommended(case, leading_group)


def test_closing_a_year_ends_every_case_that_is_open_and_no_other(
    case, cycle, unit, secretary, work_committee, monkeypatch
):
    advance(factories.applied(case, secretary), Action.RECALL, by=secretary)
    silent, gone = (factories.candidacy(cycle, factories.branch(unit)) for _ in range(2))
    Candidacy.objects.filter(pk=gone.pk).update(state=State.WITHDRAWN)
    with pytest.raises(PermissionDenied):
        in_bulk.close_all(cycle, by=secretary, note="年度工作结束。")
    monkeypatch.setattr(in_bulk, "PORTION", 1)
    assert in_bulk.close_all(cycle, by=work_committee, note="年度工作结束。") == 2
    assert {factories.fresh(one).state for one in (case, silent)} == {State.NOT_ANSWERED}
    assert factories.fresh(gone).state == State.WITHDRAWN and not gone.transitions.exists()
    *_, before, last = case.transitions.all()
    assert (last.number, last.action, last.digest) == (3, Action.CLOSE, door.digest(last, before.digest))


# One engine for every life


ONCE = "4ab5409fe0d53c5dbf365032028af6719ca1fa9cd96869081879c5d20e3e4b16"


def chained(kind, **owner):
    """A record as it was written before, with every field that its digest covers, its data in another order."""
    return kind(
        number=2,
        action="send-back",
        before="applied",
        after="draft",
        by_id=7,
        note="第3项请补充。",
        data={"items": {"c3": "写明次数"}, "due": "2027-01-15"},
        at=clock.start_of(date(2027, 1, 10)),
        **owner,
    )


@pytest.mark.parametrize(
    ("kind", "owner"),
    [(Transition, "candidacy_id"), (ReinspectionRecord, "reinspection_id")],
    ids=["case", "re-inspection"],
)
def test_a_digest_once_written_verifies_for_good(kind, owner):
    assert door.digest(chained(kind, **{owner: 3}), "ab") == ONCE
    assert door.digest(chained(kind, **{owner: 4}), "ab") != ONCE


class Answers:
    """Stands for a thing observed: why each row, by its permission, has to wait."""

    def __init__(self, **reasons):
        self.reasons = reasons

    def why_not(self, move, by, now, **given):
        return self.reasons[move.perm.name]

    def facts(self, by):
        return ActFacts()


@pytest.mark.parametrize(
    ("life", "action", "state", "perms"),
    [
        (door.CASES, Action.APPLY, State.DRAFT, ("APPLY", "ASSESS")),
        (door.REINSPECTIONS, ReinspectionAction.END, ReinspectionState.DUE, ("RUN_CYCLE", "MANAGE_REGISTER")),
    ],
    ids=["case", "re-inspection"],
)
def test_of_the_rows_that_apply_the_one_with_the_fewest_refusals_is_taken(life, action, state, perms):
    rows, act = list(rows_of(life.table, action, state)), door.Act(User(), clock.now())
    first, second = perms
    assert [move.perm.name for move in rows] == [first, second]
    assert life.choose(Answers(**{first: ["一。"], second: []}), rows, act) is rows[1]
    assert life.choose(Answers(**{first: [], second: []}), rows, act) is rows[0]
    with pytest.raises(Refused) as refused:
        life.choose(Answers(**{first: ["一。", "二。"], second: ["三。"]}), rows, act)
    assert refused.value.reasons == ["三。"]


def test_what_is_there_for_the_other_body_only_is_nobody_elses():
    """市委组织部 makes the moves of 市直工委 where all of its people keep away, and nowhere else (D19)."""
    rows = rows_of(door.CASES.table, Action.PROPOSE, State.RECOMMENDED)
    standing_in = [row for row in rows if impartiality.own_body_away in row.rules]
    with pytest.raises(PermissionDenied):
        door.CASES.choose(Answers(), standing_in, door.Act(User(), clock.now()))


@pytest.mark.django_db
def test_a_reinspection_stands_since_the_move_that_brought_its_state(today):
    house = House.build()
    honour = house.named()
    house.open()
    today(date(2027, 1, 5))
    suggested = house.suggest(house.one(honour))
    today(date(2027, 1, 6))
    reported = house.report(suggested)
    assert (suggested.version, reported.version) == (1, 2)
    assert clock.day_of(suggested.since) == date(2027, 1, 5)
    assert reported.since == suggested.since, "a report is a fact beside the state"


@pytest.mark.parametrize("life", [door.CASES, door.REINSPECTIONS], ids=["case", "re-inspection"])
def test_a_row_of_a_life_fits_its_line_and_calls_nothing_but_rules(life):
    for move in life.table:
        assert move._fields == ("action", "perm", "before", "after", "rules", "step")
        assert all(rule.__module__.startswith("evaluation.rules.") for rule in move.rules)
