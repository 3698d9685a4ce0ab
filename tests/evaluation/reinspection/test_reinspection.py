"""复查, 复核, 撤销 and 专项复查: what each act does and what it refuses (方案 四)."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.forms import model_to_dict

from branches import clock
from branches.models import AuditEntry, User
from evaluation.advance import Refused, advance
from evaluation.cycle.steps import in_bulk
from evaluation.cycle.steps import year as year_steps
from evaluation.decision import steps as decision_steps
from evaluation.models import (
    Candidacy,
    ConfirmationReview,
    Honour,
    LaterFinding,
    Plaque,
    PublicNotice,
    Reinspection,
    ReinspectionReport,
)
from evaluation.procedure.lives import REINSPECTION
from evaluation.reinspection import reports, reviews
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.steps import special as special_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.rules import general as rules
from evaluation.succession.branch import steps as branch_steps
from evaluation.vocabulary import (
    Answer,
    Confirmation,
    DecisionKind,
    HonourState,
    PlaqueState,
    ReinspectionAction,
    ReinspectionState,
)
from tests.support import factories
from tests.support.honours import FACTS, GROUNDED, KEEPING, LONG, NOTHING, REVOCATION, House, fresh

KEEP, REVOKE = Confirmation.KEEP, Confirmation.REVOKE


@pytest.fixture
def house(db: None) -> House:
    return House.build()


@pytest.fixture
def honour(house: House) -> Honour:
    factories.branch(house.unit)  # somebody must be able to apply, or the year cannot open
    return house.named()


@pytest.fixture
def one(house: House, honour: Honour) -> Reinspection:
    house.open()
    return house.one(honour)


# Opening a year


def test_opening_a_year_asks_for_a_reinspection_of_every_held_title(house, honour):
    lapsed = factories.honour(factories.branch(house.unit), state=HonourState.LAPSED)
    held = factories.honour(factories.branch(house.unit), state=HonourState.ON_HOLD)
    house.open()
    assert set(Reinspection.objects.values_list("honour", flat=True)) == {honour.pk, held.pk}
    assert not Candidacy.objects.filter(branch__in=[honour.branch, held.branch]).exists()
    assert Candidacy.objects.filter(branch=lapsed.branch).exists()


def test_an_open_one_goes_over_into_the_next_year_with_what_was_said(house, one):
    disputed = house.review(house.reported(one.honour), KEEP, REVOKE)
    assert disputed.state == ReinspectionState.KEEPING_SUGGESTED
    year_steps.close_cycle(one.cycle, by=house.committee, confirmed_by=house.second, reason="办完了。")
    assert fresh(one).state == ReinspectionState.KEEPING_SUGGESTED  # closing leaves it as it is
    assert Honour.objects.get(pk=one.honour_id).state == HonourState.STANDING
    with clock.moved_to(date(2027, 12, 7)):
        house.open(2027)
    later = house.one(one.honour, 2027)
    assert (fresh(one).state, later.state, later.carries_over_id) == ("void", "due", one.pk)
    assert fresh(one).records.last().note == "并入2027年度复查"
    assert {row.verdict for row in later.carries_over.reviews.all()} == {KEEP, REVOKE}


def test_the_end_of_many_is_the_end_of_one(house, one):
    """Nothing but the note is asked of each, so none of them is looked into."""
    end = [move.rules for move in REINSPECTION if move.action == ReinspectionAction.END]
    assert set(end) == {(rules.reasoned,)}
    house.suggest(one)

    def recorded() -> tuple[Any, ...]:
        ended = fresh(one)
        return ended.state, ended.since, ended.version, model_to_dict(ended.records.last(), exclude=["id"])

    with clock.moved_to(date(2027, 12, 7)):
        with transaction.atomic():
            advance(one, ReinspectionAction.END, by=house.committee, note="并入2027年度复查")
            alone = recorded()
            transaction.set_rollback(True)
        year_steps.close_cycle(one.cycle, by=house.committee, confirmed_by=house.second, reason="办完了。")
        house.open(2027)
    assert recorded() == alone
    with pytest.raises(PermissionDenied):
        in_bulk.begin_reinspections(one.cycle, by=house.officer)


def test_a_year_does_not_open_over_a_revocation_that_is_only_half_done(house, one):
    house.review(house.reported(one.honour, REVOCATION), REVOKE, REVOKE)
    year_steps.close_cycle(one.cycle, by=house.committee, confirmed_by=house.second, reason="办完了。")
    with clock.moved_to(date(2027, 12, 7)), pytest.raises(Refused, match="撤销决定还没有发布"):
        house.open(2027)


# The unit's suggestion and report


def test_every_condition_needs_its_own_answer(house, one):
    with pytest.raises(Refused, match="还有1项不得参评情形没有作答"):
        unit_steps.suggest(one, KEEPING, {n: NOTHING[n] for n in range(1, 6)}, by=house.officer)
    assert fresh(one).state == ReinspectionState.DUE


def test_a_condition_that_is_met_cannot_be_kept_and_must_state_facts(house, one):
    with pytest.raises(Refused, match="须写明事实"):
        unit_steps.save(one, {3: ("yes", "")}, by=house.officer)
    with pytest.raises(Refused, match="不能建议保留"):
        unit_steps.suggest(one, KEEPING, NOTHING | {3: ("yes", FACTS)}, by=house.officer)


def test_a_revocation_is_suggested_with_twenty_characters_at_least(house, one):
    with pytest.raises(Refused, match="不少于20个字"):
        unit_steps.suggest(one, REVOCATION, NOTHING, by=house.officer, reason="班子不健全。")
    assert house.suggest(one, REVOCATION).state == ReinspectionState.REVOCATION_SUGGESTED


def test_nobody_reinspects_the_own_branch(house, one):
    User.objects.filter(pk=house.officer.pk).update(branch=one.honour.branch)
    house.officer.refresh_from_db()
    with pytest.raises(Refused, match="须回避"):
        unit_steps.save(one, NOTHING, by=house.officer)


def test_another_units_officer_has_no_say(house, one, organ_officer):
    with pytest.raises(PermissionDenied):
        unit_steps.save(one, NOTHING, by=organ_officer)


def test_in_time_the_report_goes_whole_and_is_frozen(house, honour):
    other = house.named()
    cycle = house.open()
    first = house.suggest(house.one(honour))
    with pytest.raises(Refused, match="还没有复查建议"):
        unit_steps.report(cycle, house.unit, by=house.officer)
    house.suggest(house.one(other), REVOCATION)
    (made,) = unit_steps.report(cycle, house.unit, by=house.officer)
    assert [row["suggestion"] for row in made.rows] == ["keeping_suggested", "revocation_suggested"]
    assert not made.is_late
    with pytest.raises(Refused, match="已报送"):
        advance(first, ReinspectionAction.RECONSIDER, by=house.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReinspectionReport.objects.filter(pk=made.pk).update(is_late=True)


def test_after_the_date_each_goes_by_itself_and_is_marked(house, honour, today):
    house.named()
    cycle = house.open()
    house.suggest(house.one(honour))
    today(date(2027, 2, 1))
    (made,) = unit_steps.report(cycle, house.unit, by=house.officer)
    assert (made.is_late, len(made.rows)) == (True, 1)
    assert house.one(honour).records.get(action=ReinspectionAction.REPORT).is_late


def test_a_suggestion_is_reconsidered_before_it_is_reported(house, one):
    advance(house.suggest(one), ReinspectionAction.RECONSIDER, by=house.officer)
    assert fresh(one).state == ReinspectionState.DUE
    assert one.answers.count() == 6


def test_many_are_kept_at_once_with_answers_of_their_own_except_those_with_changes(house, honour):
    renamed, tainted, plain = house.named(), house.named(), house.named()
    renamed.branch.former_names.create(full_name="旧名", short_name="旧名", used_until=date(2026, 10, 1))
    cycle = house.open()
    unit_steps.save(house.one(tainted), {4: ("pending", "")}, by=house.officer)
    found = reports.keepable(cycle, house.unit, house.officer)
    assert {row.honour_id for row in found.offered} == {honour.pk, plain.pk}
    assert {row.honour_id: why for row, why, _ in found.left_out} == {
        renamed.pk: "有变化，请逐个复查",
        tainted.pk: "有不得参评情形或待核实事项",
    }
    with pytest.raises(Refused, match="没有作答"):
        unit_steps.suggest_keeping_all(cycle, house.unit, {house.one(plain).pk: {1: ("no", "")}}, by=house.officer)
    with pytest.raises(Refused, match="重新核对"):
        unit_steps.suggest_keeping_all(cycle, house.unit, {house.one(renamed).pk: NOTHING}, by=house.officer)
    assert unit_steps.suggest_keeping_all(cycle, house.unit, {house.one(plain).pk: NOTHING}, by=house.officer) == 1


# Review


def test_both_keep_recognised_on_at_once_and_not_announced(house, one):
    one = house.reported(one.honour)
    review_steps.review(one, by=house.committee, verdict=KEEP)
    assert fresh(one).state == ReinspectionState.KEEPING_SUGGESTED
    review_steps.review(one, by=house.department, verdict=KEEP)
    assert fresh(one).state == ReinspectionState.KEPT
    assert Honour.objects.get(pk=one.honour_id).state == HonourState.STANDING
    assert not PublicNotice.objects.exists()


def test_a_verdict_is_changed_until_the_matter_is_ended(house, one):
    one = house.review(house.reported(one.honour), KEEP, REVOKE)
    assert one.state == ReinspectionState.KEEPING_SUGGESTED
    review_steps.review(one, by=house.department, verdict=KEEP)
    assert fresh(one).state == ReinspectionState.KEPT
    with pytest.raises(Refused, match="继续认定"):
        review_steps.review(one, by=house.department, verdict=REVOKE, reason="变了主意。")


def test_each_body_needs_a_reason_to_revoke_or_to_keep_against_the_unit(house, one):
    one = house.reported(one.honour, REVOCATION)
    with pytest.raises(Refused, match="同意撤销须写明理由"):
        review_steps.review(one, by=house.committee, verdict=REVOKE)
    with pytest.raises(Refused, match="单位建议撤销"):
        review_steps.review(one, by=house.committee, verdict=KEEP)


def test_four_eyes_and_the_own_branch(house, one):
    one = house.reported(one.honour)
    one.records.model.objects.exists()
    User.objects.filter(pk=house.committee.pk).update(branch=one.honour.branch)
    house.committee.refresh_from_db()
    with pytest.raises(Refused, match="须回避"):
        review_steps.review(one, by=house.committee, verdict=KEEP)


def test_what_is_sent_back_is_reported_and_reviewed_anew(house, one):
    one = house.reported(one.honour)
    review_steps.review(one, by=house.department, verdict=KEEP)
    with pytest.raises(Refused, match="新的期限"):
        review_steps.send_back(one, by=house.committee, note="请说明。", due=date(2026, 1, 1))
    review_steps.send_back(one, by=house.committee, note="请说明变化。", due=date(2027, 2, 10))
    one = fresh(one)
    assert (one.state, one.report, one.due) == (ReinspectionState.DUE, None, date(2027, 2, 10))
    assert not ConfirmationReview.objects.exists()
    assert one.records.filter(action=ReinspectionAction.REVIEW).exists()
    house.report(house.suggest(one))
    assert ReinspectionReport.objects.count() == 2


def test_what_both_want_revoked_is_no_longer_sent_back(house, one):
    one = house.review(house.reported(one.honour, REVOCATION), REVOKE, REVOKE)
    with pytest.raises(Refused, match="不能退回"):
        review_steps.send_back(one, by=house.committee, note="再想想。", due=date(2027, 2, 10))


def test_many_are_agreed_to_at_once_except_those_with_changes(house, honour):
    renamed, doubted = house.named(), house.named()
    cycle = house.open()
    for title in (honour, renamed, doubted):
        house.suggest(house.one(title))
    house.report(house.one(honour))
    renamed.branch.former_names.create(full_name="旧名", short_name="旧名", used_until=date(2026, 10, 1))
    review_steps.review(house.one(doubted), by=house.department, verdict=REVOKE, reason="不同意。")
    found = reviews.agreeable(cycle, house.committee)
    assert [row.one.honour_id for row in found.offered] == [honour.pk]
    assert len(found.left_out) == 2
    with pytest.raises(Refused, match="重新核对"):
        review_steps.agree_all(cycle, by=house.committee, seen=set())
    assert review_steps.agree_all(cycle, by=house.committee, seen={house.one(honour).pk}) == 1


# Revocation


def test_a_revocation_names_the_title_and_leaves_the_plaque_to_be_returned(house, one):
    Plaque.objects.create(
        honour=one.honour, number="PDS-0001", state=PlaqueState.ISSUED, made_on=date(2026, 6, 1),
        issued_on=date(2026, 7, 1), issued_to="王书记", by=house.committee, at=clock.now(),
    )  # fmt: skip
    house.review(house.reported(one.honour, REVOCATION), REVOKE, REVOKE)
    done = house.revoke(one.cycle)
    honour = Honour.objects.get(pk=one.honour_id)
    assert (honour.state, honour.revocation, honour.ended_on) == (HonourState.REVOKED, done, clock.today())
    assert done.versions.get().rows[0]["plaque"] == "PDS-0001"
    assert fresh(one).state == ReinspectionState.REVOKED
    assert Plaque.objects.get().state == PlaqueState.ISSUED


def test_a_changed_verdict_voids_the_signatures(house, one):
    house.review(house.reported(one.honour, REVOCATION), REVOKE, REVOKE)
    version = decision_steps.freeze(one.cycle, DecisionKind.REVOCATION, by=house.committee)
    decision_steps.sign(version, by=house.committee)
    review_steps.review(one, by=house.department, verdict=KEEP, reason="再观察一年。")
    with pytest.raises(Refused, match="有变化"):
        decision_steps.sign(version, by=house.department)
    with pytest.raises(Refused, match="都复核为"):
        decision_steps.freeze(one.cycle, DecisionKind.REVOCATION, by=house.committee)
    assert Honour.objects.get(pk=one.honour_id).state == HonourState.STANDING


def test_a_title_is_revoked_in_a_closed_year_and_nothing_takes_it_back(house, one):
    year_steps.close_cycle(one.cycle, by=house.committee, confirmed_by=house.second, reason="办完了。")
    found = house.find(one.honour)
    unit_steps.suggest(found, REVOCATION, NOTHING, by=house.officer, reason=LONG, **GROUNDED)
    house.report(found)
    house.review(found, REVOKE, REVOKE)
    house.revoke(found.cycle)
    assert fresh(one).state == ReinspectionState.VOID  # the yearly one ends with the title
    for action in ReinspectionAction:
        with pytest.raises((Refused, PermissionDenied)):
            advance(found, action, by=house.committee, note="撤错了。", is_cosigned=True)


# What is found after the naming


def test_a_finding_holds_the_title_up_at_once_and_is_answered_already(house, one):
    found = house.find(one.honour)
    assert found.due == date(2026, 12, 21)  # ten working days after 7 December
    assert Honour.objects.get(pk=one.honour_id).state == HonourState.ON_HOLD
    answer = found.answers.get()
    assert (answer.answer, answer.disqualification.number) == (Answer.YES, 3)
    unit_steps.save(found, {3: ("no", "")}, by=house.officer)
    assert found.answers.get().answer == Answer.YES  # only two people correct it
    with pytest.raises(Refused, match="已有一次专项复查"):
        house.find(one.honour)


def test_only_a_second_person_of_the_committee_corrects_it(house, one):
    finding = house.find(one.honour).finding
    special_steps.ask_correction(finding, by=house.committee, reason="同名同姓。")
    for by, error in (
        (house.committee, Refused),
        (house.officer, PermissionDenied),
        (house.department, PermissionDenied),
    ):
        with pytest.raises(error):
            special_steps.correct(finding, by=by)
    special_steps.correct(finding, by=house.second)
    assert fresh(finding.reinspection).state == ReinspectionState.VOID
    assert Honour.objects.get(pk=one.honour_id).state == HonourState.STANDING
    assert house.one(one.honour).state == ReinspectionState.DUE


def test_a_correction_that_is_refused_leaves_the_finding(house, one):
    finding = house.find(one.honour).finding
    special_steps.ask_correction(finding, by=house.officer, reason="同名同姓。")
    special_steps.uphold(finding, by=house.committee)
    finding.refresh_from_db()
    assert (finding.correction_asked_by, finding.corrected_by) == (None, None)


def test_both_bodies_may_keep_a_title_that_was_held_up_with_reasons(house, one):
    found = house.find(one.honour)
    unit_steps.suggest(found, REVOCATION, NOTHING, by=house.officer, reason=LONG, **GROUNDED)
    house.report(found)
    with pytest.raises(Refused, match="须写明理由"):
        review_steps.review(found, by=house.committee, verdict=KEEP)
    house.review(found, KEEP, KEEP)
    assert Honour.objects.get(pk=one.honour_id).state == HonourState.STANDING


def test_a_matter_of_before_the_titles_year_is_no_finding(house, one):
    condition = one.cycle.disqualifications.get(number=3)
    with pytest.raises(Refused, match="早于2025年"):
        special_steps.find(
            one.honour, condition, by=house.officer, facts=FACTS, basis="1号", decided_on=date(2024, 12, 1)
        )


def test_each_look_at_the_facts_is_on_record_and_they_are_nowhere_else(house, one):
    found = house.find(one.honour)
    unit_steps.suggest(found, REVOCATION, NOTHING, by=house.officer, reason=LONG, **GROUNDED)
    house.report(found)
    assert FACTS in unit_steps.look(found, by=house.committee)["finding"].facts
    assert AuditEntry.objects.filter(verb="查看复查核验事实", by=house.committee).count() == 1
    spoken = [
        *AuditEntry.objects.values_list("detail", flat=True),
        *ReinspectionReport.objects.values_list("rows", flat=True),
    ]
    spoken += found.records.values_list("note", flat=True)
    assert FACTS not in str(spoken)


# The end of a branch


def test_a_dissolved_branch_ends_what_is_open_and_its_restoring_brings_it_back(house, one, system_admin):
    found = house.find(one.honour)
    house.dissolve(one.honour.branch)
    assert {fresh(one).state, fresh(found).state} == {ReinspectionState.VOID}
    for _ in range(2):
        one.honour.branch.refresh_from_db()
        branch_steps.restore(one.honour.branch, by=system_admin)
        assert Honour.objects.get(pk=one.honour_id).state == HonourState.ON_HOLD  # the veto is not washed off
        open_ones = Reinspection.objects.filter(honour=one.honour, state=ReinspectionState.DUE)
        assert sorted(open_ones.values_list("is_special", flat=True)) == [False, True]
        assert LaterFinding.objects.filter(reinspection__in=open_ones).get().by == house.officer
        house.dissolve(one.honour.branch)


# What the database itself refuses


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("evaluation_honour", "state = 'revoked'"),
        ("evaluation_reinspection", "state = 'gone'"),
        ("evaluation_reinspectionrecord", "note = 'x'"),
        ("evaluation_reinspectionreport", "remark = 'x'"),
    ],
)
def test_raw_sql_is_refused(house, one, table, change):
    house.reported(one.honour)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evaluation_reinspectionrecord")


def test_a_second_open_one_is_refused_by_the_database(house, one):
    for is_special in (False, True):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reinspection.objects.bulk_create(
                Reinspection(cycle=one.cycle, honour=one.honour, since=clock.now(), is_special=is_special)
                for _ in range(2)
            )


def test_an_open_reinspection_ends_with_its_title(house, one):
    begin_steps.lapse(one.honour, on=clock.today(), why="党支部撤销", by=house.committee)
    assert fresh(one).state == ReinspectionState.VOID
