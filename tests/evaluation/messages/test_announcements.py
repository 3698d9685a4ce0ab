"""Each move is told once: to whoever holds the next one, and to whoever waits for the outcome. Nobody is told too early."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from branches import clock
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import advance
from evaluation.cycle.steps.in_bulk import close_all
from evaluation.messages.sending import announce as announcing
from evaluation.messages.sending import audience
from evaluation.models import Announcement, Candidacy, Message, PublicNotice, Transition
from evaluation.procedure.lives import ENDS, NEXT
from evaluation.vocabulary import Action, Confirmation, State, Tier, Verdict
from evaluation.vocabulary.messages import MessageKind
from tests.support import factories, twins
from tests.support import honours as honour_helpers

pytestmark = pytest.mark.django_db


def news(user: User) -> list[tuple[str, str]]:
    """What this person was told by now, oldest first."""
    announcing.sweep()
    return [(one.kind, one.title) for one in Message.objects.filter(user=user).order_by("pk")]


def seen(user: User) -> str:
    announcing.sweep()
    return "\n".join(one.title + one.text for one in Message.objects.filter(user=user))


def test_p5_1_who_holds_the_next_move_is_told_what_to_do_and_by_when(
    case: Candidacy, secretary: User, organ_officer: User, foreign_officer: User, stranger: User
) -> None:
    factories.applied(case, secretary)
    ((kind, title),) = news(organ_officer)
    assert kind == MessageKind.TASK
    assert title == "市财政局预算科党支部：请提交考核意见"
    message = Message.objects.get(user=organ_officer)
    assert "期限：2027年" in message.text
    assert message.link == f"/candidacies/{case.pk}/"
    assert news(secretary) == news(foreign_officer) == news(stranger) == []  # he did it himself; it is not theirs


def test_who_waits_for_the_outcome_is_told(
    case: Candidacy, secretary: User, organ_officer: User, assessor: User, leading_group: User
) -> None:
    factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    assert [kind for kind, _ in news(secretary)] == [MessageKind.OUTCOME]
    assert [kind for kind, _ in news(leading_group)] == [MessageKind.TASK]


def test_a_move_is_told_once_however_often_it_is_swept(case: Candidacy, secretary: User, organ_officer: User) -> None:
    factories.applied(case, secretary)
    assert announcing.sweep() == 1
    assert announcing.sweep() == 0
    assert not Transition.objects.filter(announced_at=None).exists()


def test_the_database_itself_refuses_to_tell_twice(case: Candidacy, secretary: User, organ_officer: User) -> None:
    factories.applied(case, secretary)
    announcing.sweep()
    one = Announcement.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Announcement.objects.create(user=one.user, record=one.record, message=one.message)


def test_d34_a_pick_stays_inside_the_unit_until_the_list_is_handed_in(
    case: Candidacy,
    secretary: User,
    organ_officer: User,
    assessor: User,
    leading_group: User,
    work_committee: User,
    recommending: Any,
) -> None:
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    own = factories.recommendation_list(recommending, case.unit)
    factories.deliberated(own, leading_group)
    announcing.sweep()
    factories.recommended(case, leading_group)
    assert "推荐" not in seen(secretary).replace("请推荐", "")
    assert news(work_committee) == []
    assert "现为“已推荐”" in seen(organ_officer)  # his unit may know
    factories.submit(own)
    assert "现为“已推荐”" in seen(secretary)
    assert [kind for kind, _ in news(work_committee)] == [MessageKind.TASK]
    assert seen(organ_officer).count("现为“已推荐”") == 1
    assert not Transition.objects.filter(announced_at=None).exists()


def test_d34_without_the_shown_state_the_pick_would_leak(
    case: Candidacy,
    secretary: User,
    organ_officer: User,
    assessor: User,
    leading_group: User,
    recommending: Any,
    monkeypatch: Any,
) -> None:
    """The twin."""
    twins.withholding(monkeypatch)
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    factories.deliberated(factories.recommendation_list(recommending, case.unit), leading_group)
    factories.recommended(case, leading_group)
    assert "现为“已推荐”" in seen(secretary)


def test_a_proposal_is_told_with_the_public_notice(
    case: Candidacy,
    secretary: User,
    organ_officer: User,
    assessor: User,
    leading_group: User,
    work_committee: User,
    organisation_department: User,
    recommending: Any,
) -> None:
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    own = factories.recommendation_list(recommending, case.unit)
    factories.deliberated(own, leading_group)
    factories.recommended(case, leading_group)
    factories.submit(own)
    factories.evaluated(case, work_committee, organisation_department, verdict=Verdict.NAME)
    factories.verify(case, work_committee, Tier.CITY)
    advance(factories.fresh(case), Action.PROPOSE, by=work_committee)
    assert "拟命名" not in seen(secretary)
    notice = PublicNotice.objects.create(
        cycle=recommending, opens_on=clock.today(), closes_on=clock.today(), by=work_committee, at=clock.now()
    )
    notice.candidacies.add(case)
    assert "现为“拟命名”" in seen(secretary)


def test_many_moves_at_once_make_one_digest(cycle: Any, unit: Any, organ_officer: User, work_committee: User) -> None:
    for _ in range(6):
        factories.candidacy(cycle, factories.branch(unit))
    close_all(cycle, by=work_committee, note="年度工作结束。")
    announcing.sweep()
    assert Message.objects.filter(user=organ_officer).count() <= 1
    assert Transition.objects.filter(announced_at=None).count() == 0


def test_scores_notes_and_findings_never_leave_in_a_message(
    case: Candidacy, secretary: User, organ_officer: User, assessor: User
) -> None:
    case = factories.applied(case, secretary)
    advance(case, Action.SEND_BACK, by=organ_officer, note="机密的理由", due=clock.today())
    assert "机密的理由" not in seen(secretary)
    assert "退回补正" in seen(secretary)


def test_a_case_that_moved_on_is_told_where_it_is(case: Candidacy, secretary: User, organ_officer: User) -> None:
    case = factories.applied(case, secretary)
    advance(case, Action.RECALL, by=secretary)
    assert news(organ_officer) == [(MessageKind.OUTCOME, "市财政局预算科党支部：撤回申请")]
    assert "请提交考核意见" not in seen(organ_officer)


def test_somebody_who_has_left_the_post_is_told_nothing(case: Candidacy, secretary: User, organ_officer: User) -> None:
    organ_officer.appointments.update(ends_on=clock.today().replace(year=2025))
    factories.applied(case, secretary)
    assert news(organ_officer) == []


def test_the_audience_comes_from_the_table() -> None:
    assert {state for state in State if audience.next_perm(state) is None} == set(ENDS)
    assert audience.next_perm(State.APPLIED) is Perm.ASSESS
    assert audience.next_perm(State.FORWARDED) is Perm.PICK_FROM_POOL
    assert set(NEXT) | set(ENDS) == set(State)


# 复查 and 复核


def told_of_titles():
    """Whom one sweep tells, with the titles of their messages."""
    before = set(Message.objects.values_list("pk", flat=True))
    announcing.sweep()
    return dict(Message.objects.exclude(pk__in=before).values_list("user", "title"))


def test_a_report_goes_to_both_bodies_and_the_outcome_to_the_unit(db):
    house = honour_helpers.House.build()
    factories.branch(house.unit)
    honour = house.named()
    house.open()
    one = house.suggest(house.one(honour))
    assert told_of_titles() == {}, "what a unit suggests stays inside"
    house.report(one)
    assert set(told_of_titles()) == {house.committee.pk, house.second.pk, house.department.pk}
    assert told_of_titles() == {}, "once"
    house.review(house.one(honour), Confirmation.KEEP, Confirmation.KEEP)
    assert set(told_of_titles()) == {house.officer.pk}
