"""One test for each decision on what the policy leaves open (D…). The clauses themselves are in test_policy.py."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches import access, clock
from branches.models import Branch, Unit
from branches.permissions import Perm, Role
from evaluation.advance import Refused, advance
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.cases import bodies as case_bodies
from evaluation.cases.access import visible
from evaluation.cases.reinspections import OfYear
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import own_date
from evaluation.honours import queries as honours_queries
from evaluation.honours.steps import plaques as plaques_steps
from evaluation.models import Candidacy, Extension, Hold, Honour, Plaque, Seat, Transition, YearChange
from evaluation.models.honour import HELD
from evaluation.procedure.lives import ENDS, HOLDS_SEAT, PROCEDURE, find
from evaluation.recommendation.steps import list as list_steps
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.steps import special as special_steps
from evaluation.rules import allotment as allotments
from evaluation.rules import general as general_rules
from evaluation.rules import impartiality, reference_score
from evaluation.rules import naming as naming_rules
from evaluation.rules import recommendation as recommendation_rules
from evaluation.rules.facts import Facts
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.queries import FILES_PER_CRITERION
from evaluation.shift import shift
from evaluation.succession import steps as succession_steps
from evaluation.vocabulary import (
    Action,
    Answer,
    Confirmation,
    CycleState,
    Grade,
    HonourState,
    ListState,
    ObjectionState,
    PlaqueState,
    ReinspectionState,
    SmallUnitMode,
    State,
    SuccessionKind,
)
from evaluation.workdays import workdays
from tests.support import factories
from tests.support import honours as honour_helpers
from tests.support.self_assessments import applied_last_year

CLOSED = "本环节已于"


def test_D1_the_cap_is_rounded_down_in_whole_numbers():
    assert [allotments.cap(base, Decimal("0.1")) for base in (0, 9, 10, 19, 20)] == [0, 0, 1, 1, 2]
    assert allotments.cap(100, Decimal("0.29")) == 29
    with pytest.raises(ValueError, match="ratio"):
        allotments.cap(10, Decimal("1.1"))


def test_D2_opening_is_one_act_after_the_base_date_and_freezes_everything(branch, work_committee, today):
    made = year_steps.open_cycle(year_steps.create_cycle(2026, by=work_committee), by=work_committee)
    year_steps.confirm_small_units(made, by=work_committee, mode=SmallUnitMode.POOLED)
    today(date(2026, 12, 31))
    with pytest.raises(Refused):
        year_steps.open_recommendation(made, by=work_committee)
    today(date(2027, 1, 1))
    year_steps.open_recommendation(made, by=work_committee)
    own = made.lists.get(unit=branch.unit)
    factories.branch(branch.unit)
    own.refresh_from_db()
    assert (own.base, own.ratio_bp, own.cap, own.pool is not None) == (1, 1000, 0, True)


@pytest.mark.parametrize(
    ("mode", "caps", "pool"),
    [
        (SmallUnitMode.POOLED, {1: 0, 2: 0, 3: 2}, 1),
        (SmallUnitMode.STRICT, {1: 0, 2: 0, 3: 2}, 0),
        (SmallUnitMode.MIN_ONE, {1: 1, 2: 1, 3: 2}, 0),
    ],
)
def test_D3_small_units(mode, caps, pool):
    bases, tenth = {1: 8, 2: 5, 3: 20}, Decimal("0.1")
    result = allotments.allot(bases, dict.fromkeys(bases, tenth), tenth, mode)
    assert (dict(result.caps), result.pool_cap) == (caps, pool)


def test_D4_an_adjustment_never_takes_a_place_that_is_used(recommending, unit, case):
    own = factories.recommendation_list(recommending, unit, base=20)
    Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED, seat=own.seats.get(number=2))
    with pytest.raises(IntegrityError), transaction.atomic():
        own.__class__.objects.filter(pk=own.pk).update(cap=1)


def test_D5_the_database_itself_refuses_a_place_too_many(recommending, unit):
    own = factories.recommendation_list(recommending, unit, base=10)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(list=own, number=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        own.__class__.objects.filter(pk=own.pk).update(cap=2)


def test_D6_recommending_nobody_is_an_explicit_act(recommending, unit, leading_group):
    own = factories.recommendation_list(recommending, unit, base=10)
    factories.deliberated(own, leading_group)
    with pytest.raises(Refused):
        list_steps.submit(own, by=leading_group, seen=[])
    list_steps.submit(own, by=leading_group, seen=[], remark="宁缺毋滥。", is_nobody=True)
    own.refresh_from_db()
    assert own.state == ListState.SUBMITTED


def test_D7_a_cap_shows_its_arithmetic():
    assert allotments.arithmetic(31, Decimal("0.1"), 3) == "31个支部 × 10% = 3.1 → 3个"


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, True), (1, True)])
def test_D8_a_deadline_is_the_end_of_its_day_in_shanghai(seconds, is_late):
    now = datetime(2027, 2, 1, tzinfo=clock.SHANGHAI) + timedelta(seconds=seconds)
    assert bool(general_rules.in_time(Facts(due=clock.end_of(date(2027, 1, 31)), now=now))) is is_late


def test_D9_after_the_deadline_drafts_are_kept_and_only_an_extension_opens_it(case, secretary, work_committee, today):
    factories.fill_in(case, secretary)
    today(date(2027, 1, 11))
    criterion = case.cycle.criteria.first()
    self_assessment_steps.save_rating(case, criterion, {"statement": "迟到的补充。"}, by=secretary, seen=None)
    with pytest.raises(Refused, match=CLOSED):
        advance(case, Action.APPLY, by=secretary)
    Extension.objects.create(
        cycle=case.cycle,
        unit=case.unit,
        step="self_assessment",
        due=date(2027, 1, 12),
        reason="停电。",
        by=work_committee,
        at=clock.now(),
    )
    assert advance(case, Action.APPLY, by=secretary).is_late


def test_D10_a_matter_after_the_year_holds_the_naming_up_until_both_bodies_lift_it(
    case, secretary, organ_officer, work_committee, organisation_department
):
    case = factories.applied(case, secretary)
    condition = case.cycle.disqualifications.get(number=3)
    with clock.moved_to(date(2027, 3, 2)):
        verification_steps.verify(
            case, condition, Answer.YES, by=organ_officer, facts="已处理。", decided_on=date(2027, 3, 1)
        )
    assert factories.fresh(case).state == State.APPLIED
    hold = Hold.objects.get(candidacy=case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.filter(pk=hold.pk).update(lifted_at=clock.now(), lifted_by_committee=work_committee)
    assert naming_rules.no_hold in find(Action.NAME, State.PROPOSED)[0].rules


def test_D11_the_title_carries_the_evaluation_year(branch):
    honour = Honour.objects.create(
        branch=branch, year=2026, branch_name="甲", decision_number="1号", named_on=date(2027, 7, 1)
    )
    assert (honour.year, honour.named_on.year) == (2026, 2027)


@pytest.mark.django_db
def test_D12_a_year_nobody_knows_falls_back_to_monday_to_friday_and_says_so():
    assert workdays.last_working_day(date(2099, 1, 31)) == (date(2099, 1, 30), False)
    assert workdays.last_working_day(date(2026, 10, 7)) == (date(2026, 9, 30), True)


def test_D13_each_condition_is_answered_explicitly(case, secretary):
    factories.fill_in(case, secretary)
    case.declarations.filter(disqualification__number=4).delete()
    with pytest.raises(Refused, match="还有1项不得参评情形没有申报"):
        advance(case, Action.APPLY, by=secretary)
    factories.fill_in(case, secretary)
    case.declarations.filter(disqualification__number=4).update(answer=Answer.YES)
    with pytest.raises(Refused, match="按方案不得参评"):
        advance(case, Action.APPLY, by=secretary)


def test_D14_a_verified_finding_frees_the_place(case, secretary, organ_officer, assessor, leading_group, recommending):
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    own = factories.recommendation_list(recommending, case.unit, base=10)
    factories.deliberated(own, leading_group)
    case = factories.recommended(case, leading_group)
    condition = case.cycle.disqualifications.get(number=2)
    verification_steps.verify(
        case, condition, Answer.YES, by=organ_officer, facts="一般。", decided_on=date(2026, 12, 1)
    )
    assert (factories.fresh(case).state, own.seats.filter(holder=None).count()) == (State.DISQUALIFIED, 1)


@pytest.mark.django_db
def test_D14_a_finding_after_the_naming_opens_a_special_reinspection_at_once():
    house = honour_helpers.House.build()
    factories.branch(house.unit)
    honour = house.named()
    house.open()
    found = house.find(honour)
    honour.refresh_from_db()
    assert (honour.state, found.is_special, found.state) == (HonourState.ON_HOLD, True, ReinspectionState.DUE)
    assert found.due == workdays.working_days_after(clock.today(), special_steps.WORKING_DAYS).day


def test_D15_a_pending_condition_blocks_the_naming_only():
    assert [move.action for move in PROCEDURE if naming_rules.nothing_pending in move.rules] == [Action.NAME]


def test_D16_a_finding_is_corrected_by_two_people(case, secretary, organ_officer, work_committee):
    case = factories.applied(case, secretary)
    condition = case.cycle.disqualifications.get(number=5)
    given = verification_steps.verify(
        case, condition, Answer.YES, by=organ_officer, facts="查实。", decided_on=date(2026, 6, 1)
    )
    with pytest.raises(Refused):
        advance(factories.fresh(case), Action.REINSTATE, by=work_committee, due=date(2027, 1, 25))
    verification_steps.ask_correction(given, by=organ_officer, reason="查实的是另一支部。")
    with pytest.raises((Refused, PermissionDenied)):
        verification_steps.correct(given, by=organ_officer)
    given.refresh_from_db()
    verification_steps.correct(given, by=work_committee)
    with pytest.raises(Refused, match="新的期限"):
        advance(factories.fresh(case), Action.REINSTATE, by=work_committee)
    advance(factories.fresh(case), Action.REINSTATE, by=work_committee, due=date(2027, 1, 25))
    assert (factories.fresh(case).state, own_date(factories.fresh(case))) == (State.APPLIED, date(2027, 1, 25))


def test_D17_nobody_sees_the_own_branch_as_an_assessor(case, secretary, organ_officer, assessor):
    case = factories.applied(case, secretary)
    factories.assess(case, organ_officer, assessor)
    assessor.branch = case.branch
    assessor.save()
    assert case not in visible(assessor)


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        (impartiality.assessed_by_another, Facts(actor=7, applied_by=7)),
        (impartiality.recommended_by_another, Facts(actor=7, concluded_by=7)),
    ],
)
def test_D18_four_eyes(rule, facts):
    assert rule(facts)
    assert not rule(Facts(actor=8, applied_by=7, concluded_by=7))


def test_D18_another_units_leading_group_acts_for_a_unit_that_has_none(unit, leading_group):
    small = factories.unit("市地震局")
    Unit.objects.filter(pk=small.pk).update(recommending_unit=unit)
    access.regrant_posts()
    access.forget(leading_group)
    assert small.pk in access.held(leading_group, Perm.RECOMMEND)


def test_D19_nobody_speaks_for_both_bodies(work_committee, organisation_department):
    with pytest.raises(access.NotAppointed, match="不能同时代表"):
        access.grant(work_committee, Role.ORGANISATION_DEPARTMENT, factories.city(), starts_on=clock.today(), by=None)
    assert case_bodies.body_of(work_committee) != case_bodies.body_of(organisation_department)


@pytest.mark.django_db
def test_D19_a_disputed_title_stands_at_the_close_and_its_reinspection_carries_over():
    house = honour_helpers.House.build()
    factories.branch(house.unit)
    honour = house.named()
    house.open()
    one = house.review(house.reported(honour), Confirmation.KEEP, Confirmation.REVOKE)
    year_steps.close_cycle(one.cycle, by=house.committee, confirmed_by=house.second, reason="办完了。")
    honour.refresh_from_db()
    assert (honour.state, honour_helpers.fresh(one).state) == (
        HonourState.STANDING,
        ReinspectionState.KEEPING_SUGGESTED,
    )
    with clock.moved_to(date(2027, 12, 7)):
        house.open(2027)
    assert house.one(honour, 2027).carries_over == one


def test_D20_a_collective_decision_has_its_meeting_and_its_clerk(recommending, unit, leading_group):
    own = factories.recommendation_list(recommending, unit)
    row = list_steps.deliberate(
        own, by=leading_group, held_on=clock.today(), chair="李书记", expected=9, present=8, minutes="纪要〔2027〕1号"
    )
    assert (row.chair, row.by) == ("李书记", leading_group)
    assert recommendation_rules.deliberated(Facts())


def test_D21_the_reference_score_leaves_out_what_does_not_apply():
    marks = [(Grade.MET, None), (Grade.PARTLY, None), (Grade.NOT_APPLICABLE, None)]
    assert reference_score.reference_score(marks, "grades") == Decimal("80.0")
    assert reference_score.reference_score(marks, "none") is None


def test_D22_nobody_is_named_before_the_notice_is_over():
    assert naming_rules.notice_over(Facts()) and not naming_rules.notice_over(Facts(notice_is_over=True))
    assert naming_rules.notice_over in find(Action.NAME, State.PROPOSED)[0].rules


def test_D22_an_objection_holds_up_the_one_name_until_it_is_settled():
    assert naming_rules.unobjected in find(Action.NAME, State.PROPOSED)[0].rules
    assert naming_rules.unobjected(Facts(objection=ObjectionState.OPEN))
    assert "撤出拟命名" in naming_rules.unobjected(Facts(objection=ObjectionState.UPHELD))
    assert not naming_rules.unobjected(Facts())


def test_D23_one_held_title_a_branch(branch):
    title = {"branch": branch, "branch_name": "甲", "decision_number": "1号", "named_on": date(2025, 7, 1)}
    Honour.objects.create(year=2024, **title)
    for state in HELD:
        with pytest.raises(IntegrityError), transaction.atomic():
            Honour.objects.create(year=2025, state=state, **title)


@pytest.mark.django_db
@pytest.mark.parametrize(("wait", "years_out"), [(0, 1), (1, 2)])
def test_D24_a_revoked_branch_applies_in_the_next_year_or_after_the_wait(wait, years_out):
    house = honour_helpers.House.build()
    honour = house.named()
    factories.branch(house.unit)
    cycle = house.open()
    house.review(house.reported(honour, honour_helpers.REVOCATION), Confirmation.REVOKE, Confirmation.REVOKE)
    house.revoke(cycle)
    assert honour.branch not in cycle_queries.candidates(cycle)  # not in the year that revoked it
    later = factories.cycle(2027, CycleState.DRAFT, reapply_wait_years=wait)
    assert (honour.branch in cycle_queries.candidates(later)) is (years_out == 1)
    assert honour.branch in cycle_queries.candidates(factories.cycle(2028, CycleState.DRAFT, reapply_wait_years=wait))


@pytest.mark.parametrize(
    ("kind", "state"),
    [(SuccessionKind.RENAME, HonourState.STANDING), (SuccessionKind.DISSOLVE, HonourState.LAPSED)],
)
def test_D25_a_new_name_keeps_the_title_and_the_end_of_a_branch_lets_it_lapse(
    branch, organ_officer, work_committee, kind, state
):
    title = factories.honour(branch)
    rename = {"staying": [branch], "names": [("中共平顶山市财政局预算处支部委员会", "预算处党支部")]}
    one = succession_steps.report(
        branch.unit,
        kind,
        by=organ_officer,
        before=[branch],
        effective_on=clock.today(),
        basis="直工〔2026〕8号",
        **(rename if kind == SuccessionKind.RENAME else {}),
    )
    succession_steps.confirm(one, by=work_committee)
    title.refresh_from_db()
    assert title.state == state


def test_D25_who_carries_the_title_of_merged_branches_is_said_by_the_committee(branch, organ_officer, work_committee):
    factories.honour(branch)
    one = succession_steps.report(
        branch.unit,
        SuccessionKind.MERGE,
        by=organ_officer,
        before=[branch, factories.branch(branch.unit)],
        names=[("中共平顶山市财政局综合支部委员会", "综合党支部")],
        effective_on=clock.today(),
        basis="直工〔2026〕8号",
    )
    with pytest.raises(Refused, match="称号由谁承接"):
        succession_steps.confirm(one, by=work_committee)
    assert Honour.objects.get().branch == branch


@pytest.mark.django_db
def test_D26_an_overdue_reinspection_shows_and_is_reviewed_without_a_report(today):
    house = honour_helpers.House.build()
    factories.branch(house.unit)
    honour = house.named()
    cycle = house.open()
    with pytest.raises(Refused, match="报送截止前不能复核"):
        review_steps.review(house.one(honour), by=house.committee, verdict=Confirmation.KEEP)
    today(date(2027, 2, 1))
    honour.refresh_from_db()
    assert honour.state == HonourState.STANDING
    assert OfYear(cycle, house.committee).so_many()["late"].count == 1
    assert house.review(house.one(honour), Confirmation.KEEP, Confirmation.KEEP).state == ReinspectionState.KEPT


def test_D24_the_plaque_of_a_revoked_title_stays_open_until_its_return_is_recorded(branch, work_committee):
    title = factories.honour(branch, 2025)
    plaque = plaques_steps.make([title], by=work_committee, made_on=clock.today())[0]
    plaques_steps.issue(plaque, by=work_committee, on=clock.today(), to="王书记")
    ended = {"ended_on": clock.today(), "ending": "复核不合格", "revocation_number": "2号"}
    shift(title, HonourState.REVOKED, by=work_committee, **ended)
    assert honours_queries.plaque_counts()["open"] == 1
    for lacking in ({"received_by": "李工委"}, {"returned_on": clock.today()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plaque.objects.filter(pk=plaque.pk).update(state=PlaqueState.RETURNED, **lacking)
    plaques_steps.take_back(plaque, by=work_committee, on=clock.today(), received_by="李工委")
    assert honours_queries.plaque_counts()["open"] == 0


def test_D27_what_was_applied_with_is_kept_as_a_version(case, secretary, organ_officer):
    factories.fill_in(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    advance(factories.fresh(case), Action.SEND_BACK, by=organ_officer, note="请补充。", due=date(2027, 1, 19))
    self_assessment_steps.save_rating(
        factories.fresh(case), case.cycle.criteria.first(), {"statement": "补充后。"}, by=secretary, seen=None
    )
    self_assessment_steps.apply(factories.fresh(case), by=secretary)
    first, second = case.submissions.all()
    assert first.content != second.content


def test_D28_a_record_cannot_be_deleted(case, secretary):
    factories.applied(case, secretary)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transition.objects.all().delete()


def test_D29_counties_take_part_only_where_the_year_says_so(work_committee, branch):
    county = factories.branch(factories.unit("宝丰县", kind=Unit.Kind.COUNTY))
    made = year_steps.open_cycle(year_steps.create_cycle(2026, by=work_committee), by=work_committee)
    assert not made.candidacies.filter(branch=county).exists()


def test_D30_a_proxy_entry_needs_the_paper_and_counts_as_the_one_who_applied(case, secretary, organ_officer):
    factories.fill_in(case, secretary)
    with pytest.raises(Refused, match="代录须先上传"):
        self_assessment_steps.apply(case, by=organ_officer)


def test_D31_a_criterion_cites_at_most_three_files():
    assert FILES_PER_CRITERION == 3


def test_D31_last_year_is_taken_over_for_somebody_to_confirm_and_no_declaration_with_it(case, branch, secretary):
    applied_last_year(branch, secretary)
    assert self_assessment_steps.take_over_last_year(case, by=secretary) == 20
    assert not case.self_ratings.filter(is_complete=True).exists()
    assert not case.declarations.exists()


def test_D32_no_page_ranks_units(client, work_committee, case):
    client.force_login(work_committee)
    page = client.get(reverse("evaluation:cycle_progress", args=[case.cycle.year])).content.decode()
    assert not any(word in page for word in ("排名", "名次", "积分"))


def test_D33_not_applying_is_said_explicitly(case, secretary):
    with pytest.raises(Refused, match="请写明理由"):
        advance(case, Action.NOT_APPLY, by=secretary)
    advance(case, Action.NOT_APPLY, by=secretary, note="今年先打基础。")
    assert factories.fresh(case).state == State.NOT_APPLIED


def test_D34_a_pick_is_known_outside_only_when_the_list_is_handed_in(
    case, secretary, organ_officer, assessor, leading_group, work_committee, recommending
):
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    own = factories.recommendation_list(recommending, case.unit)
    factories.deliberated(own, leading_group)
    case = factories.recommended(case, leading_group)
    shown = {person: visible(person).get(pk=case.pk).shown for person in (secretary, leading_group, work_committee)}
    assert list(shown.values()) == [State.ASSESSED, State.RECOMMENDED, State.ASSESSED]
    factories.submit(own)
    assert visible(secretary).get(pk=case.pk).shown == State.RECOMMENDED


def test_D35_closing_ends_every_case(case, secretary, work_committee, second_member):
    factories.applied(case, secretary)
    given = {"by": work_committee, "reason": "评定结束。"}
    assert isinstance(year_steps.close_cycle(case.cycle, **given), YearChange)
    assert factories.fresh(case).state == State.APPLIED
    year_steps.close_cycle(case.cycle, confirmed_by=second_member, **given)
    assert set(Candidacy.objects.values_list("state", flat=True)) <= ENDS


def test_a_place_is_held_in_four_states_only():
    assert {State.RECOMMENDED, State.PROPOSED, State.NAMED, State.NOT_NAMED} == HOLDS_SEAT


@pytest.mark.parametrize("effective_on", [date(2026, 12, 31), date(2027, 1, 1)])
def test_D41_a_branch_moves_with_its_title_and_counts_where_it_belonged_on_the_base_date(
    case, branch, organ_officer, work_committee, today, effective_on
):
    title = factories.honour(branch, 2020, HonourState.LAPSED)
    left, into = branch.unit, factories.unit("市审计局")
    today(factories.IN_JANUARY)
    one = succession_steps.report(
        left,
        SuccessionKind.MOVE,
        by=organ_officer,
        before=[branch],
        into=into,
        effective_on=effective_on,
        basis="直工〔2026〕8号",
    )
    succession_steps.confirm(one, by=work_committee)
    branch.refresh_from_db()
    title.refresh_from_db()
    place = into if effective_on <= case.cycle.base_on else left
    assert (branch.unit, title.branch, factories.fresh(case).unit) == (into, branch, place)
    assert cycle_outlook.bases(case.cycle)[place.pk] == (1 if place == into else 2)  # with the officer's own branch


def test_D41_the_successor_acts_for_a_merged_unit_until_the_year_is_closed(
    cycle, branch, organ_officer, work_committee, second_member
):
    left, into = branch.unit, factories.unit("市审计局")
    officer = factories.appointed(Role.ORGAN_OFFICER, into)
    one = succession_steps.report(
        left, SuccessionKind.UNITE, by=organ_officer, into=into, effective_on=clock.today(), basis="平编〔2026〕3号"
    )
    assert not access.may(officer, Perm.ASSESS, left)
    succession_steps.confirm(one, by=work_committee)
    access.forget(officer)
    left.refresh_from_db()
    assert access.may(officer, Perm.ASSESS, left) and left.is_active and not left.branches.exists()
    year_steps.close_cycle(cycle, by=work_committee, confirmed_by=second_member, reason="评定结束。")
    left.refresh_from_db()
    assert (left.is_active, left.successor) == (False, into)


def test_D57_a_temporary_branch_takes_no_part_and_a_joint_one_counts_once(unit, branch, work_committee):
    factories.branch(unit, "专班临时党支部", kind=Branch.Kind.TEMPORARY)
    joint = factories.branch(unit, "联合党支部", kind=Branch.Kind.JOINT)
    joint.joint_units.add(other := factories.unit("市审计局"))
    made = year_steps.open_cycle(year_steps.create_cycle(2026, by=work_committee), by=work_committee)
    assert {case.branch for case in made.candidacies.select_related("branch")} == {branch, joint}
    assert (cycle_outlook.bases(made)[unit.pk], cycle_outlook.bases(made)[other.pk]) == (2, 0)
