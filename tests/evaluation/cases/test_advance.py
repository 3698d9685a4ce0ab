"""The one door: who, when, which version, one record a move."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from branches import clock
from branches.models import User
from evaluation import advance as door
from evaluation.advance import Refused, advance
from evaluation.deadlines import own_date
from evaluation.models import Candidacy, ReinspectionRecord, Transition
from evaluation.procedure.lives import rows_of
from evaluation.rules.facts import ActFacts
from evaluation.vocabulary import Action, ReinspectionAction, ReinspectionState, State
from tests.support import factories


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


def test_a_send_back_carries_its_own_deadline(case, secretary, organ_officer, today):
    case = factories.applied(case, secretary)
    advance(case, Action.SEND_BACK, by=organ_officer, note="第3项请补充。", due=date(2027, 1, 15))
    today(date(2027, 1, 14))
    advance(case, Action.APPLY, by=secretary)
    assert Transition.objects.filter(is_late=True).count() == 1
    assert own_date(factories.fresh(case)) is None


def test_each_record_covers_the_one_before(case, secretary):
    case = factories.applied(case, secretary)
    advance(case, Action.RECALL, by=secretary)
    first, second = case.transitions.all()
    assert first.digest == door.digest(first, "")
    assert second.digest == door.digest(second, first.digest)
    first.note = "改过"
    assert first.digest != door.digest(first, "")


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


# One engine for every life


ONCE = "4ab5409fe0d53c5dbf365032028af6719ca1fa9cd96869081879c5d20e3e4b16"


def chained(kind, **owner):
    """A record as it was written before, with every field that its digest covers."""
    return kind(
        number=2,
        action="send-back",
        before="applied",
        after="draft",
        by_id=7,
        note="第3项请补充。",
        data={"due": "2027-01-15", "items": {"c3": "写明次数"}},
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


@pytest.mark.parametrize("life", [door.CASES, door.REINSPECTIONS], ids=["case", "re-inspection"])
def test_a_row_of_a_life_fits_its_line_and_calls_nothing_but_rules(life):
    for move in life.table:
        assert move._fields == ("action", "perm", "before", "after", "rules", "step")
        assert all(rule.__module__.startswith("evaluation.rules.") for rule in move.rules)
