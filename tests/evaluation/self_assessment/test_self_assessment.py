"""Step 1: what the branch writes, who may write it and when, and what applying freezes."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from branches import clock
from branches.models import AuditEntry, Branch
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.cases import access as case_access
from evaluation.cases import moves as case_moves
from evaluation.models import Declaration, SelfAssessment, SelfRating, Submission
from evaluation.rules import reference_score
from evaluation.rules import self_assessment as self_assessment_rules
from evaluation.self_assessment import document as self_assessment_document
from evaluation.self_assessment import last_year
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.working_copy import Overtaken
from evaluation.vocabulary import Action, Answer, Grade, ScoreTemplate, State
from tests.support import factories
from tests.support.self_assessments import WORDS, complete, rate, send_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(case):
    return case.cycle.criteria.get(number=1)


# Marks and the reference score (D21)


@pytest.mark.parametrize(
    ("marks", "template", "score"),
    [
        ([(Grade.MET, None), (Grade.PARTLY, None)], ScoreTemplate.GRADES, Decimal("80.0")),
        ([(Grade.MET, None), (Grade.NOT_APPLICABLE, None)], ScoreTemplate.GRADES, Decimal("100.0")),
        ([(Grade.UNMET, None)] * 20, ScoreTemplate.GRADES, Decimal("0.0")),
        ([(Grade.PARTLY, None)] * 3, ScoreTemplate.GRADES, Decimal("60.0")),
        ([("", 5), ("", 4), ("", 4)], ScoreTemplate.POINTS, Decimal("86.7")),
        ([("", 0), (Grade.NOT_APPLICABLE, None)], ScoreTemplate.POINTS, Decimal("0.0")),
        ([(Grade.MET, None)], ScoreTemplate.NONE, None),
        ([(Grade.NOT_APPLICABLE, None)] * 20, ScoreTemplate.GRADES, None),
        ([(Grade.MET, None), ("", None)], ScoreTemplate.GRADES, None),
        ([], ScoreTemplate.GRADES, None),
    ],
)
def test_reference_score_is_points_over_the_applicable_maximum(marks, template, score):
    assert reference_score.reference_score(marks, template) == score


@pytest.mark.parametrize(
    ("mark", "statement", "is_complete"),
    [
        (Grade.MET, WORDS, True),
        (Grade.NOT_APPLICABLE, "没有此项工作。", True),
        ("", WORDS, False),
        (Grade.MET, "", False),
        (Grade.MET, "字" * 300, True),
        (Grade.MET, "字" * 301, False),
    ],
)
def test_rating_is_complete_with_a_mark_and_at_most_300_characters(
    case, first, secretary, mark, statement, is_complete
):
    assert rate(case, first, secretary, mark=mark, statement=statement).is_complete is is_complete


def test_rating_over_the_limit_is_kept_whole(case, first, secretary):
    rate(case, first, secretary, statement="字" * 5000)
    assert len(SelfRating.objects.get(criterion=first).statement) == 5000


def test_rating_takes_points_where_the_year_counts_points(case, first, secretary):
    case.cycle.score_template = ScoreTemplate.POINTS
    case.cycle.save()
    rating = rate(case, first, secretary, mark="4")
    assert (rating.points, rating.grade, rating.is_complete, rating.mark) == (4, "", True, "4")


# Two people


def test_rating_changed_by_another_is_not_overwritten(case, first, secretary, branch):
    other = factories.appointed(Role.SECRETARY, branch, name="李敏")
    shown = rate(case, first, secretary, statement="甲").version
    rate(case, first, other, statement="乙", seen=shown)
    with pytest.raises(Overtaken) as overtaken:
        rate(case, first, secretary, statement="丙", seen=shown)
    assert (overtaken.value.who, overtaken.value.fields) == ("李敏", {"statement": "乙"})
    assert SelfRating.objects.get(criterion=first).statement == "乙"


def test_rating_saved_twice_with_the_same_words_is_no_conflict(case, first, secretary):
    rate(case, first, secretary, statement="甲", seen=0)
    assert rate(case, first, secretary, statement="甲", seen=0).version == 1


def test_without_the_version_check_words_would_be_lost(case, first, secretary, monkeypatch):
    rate(case, first, secretary, statement="甲", seen=0)
    monkeypatch.setattr(self_assessment_steps, "check", lambda *args: None)
    rate(case, first, secretary, statement="乙", seen=0)
    assert SelfRating.objects.get(criterion=first).statement == "乙"


def test_parts_do_not_conflict_with_each_other(case, secretary):
    self_assessment_steps.save_basics(case, {"summary": "甲"}, by=secretary, seen=0)
    self_assessment_steps.save_resolution(case, {"resolution": "乙"}, by=secretary, seen=0)
    self_assessment_steps.declare(case, {1: Answer.NO}, by=secretary, seen=0)
    with pytest.raises(Overtaken):
        self_assessment_steps.save_basics(case, {"summary": "丙"}, by=secretary, seen=0)


# Who and when


@pytest.mark.parametrize("who", ["organ_officer", "leading_group", "work_committee", "stranger", "foreign_officer"])
def test_nobody_but_the_secretary_writes(case, first, who, request):
    with pytest.raises(PermissionDenied):
        rate(case, first, request.getfixturevalue(who))


def test_secretary_of_another_branch_may_not_write(case, first, unit):
    other = factories.appointed(Role.SECRETARY, factories.branch(unit))
    with pytest.raises(PermissionDenied):
        rate(case, first, other)


def test_nothing_is_written_after_applying(case, first, secretary):
    case = factories.applied(case, secretary)
    before = SelfRating.objects.get(criterion=first).statement
    for write in (
        lambda: rate(case, first, secretary, statement="改"),
        lambda: self_assessment_steps.save_basics(case, {"summary": "改"}, by=secretary, seen=None),
        lambda: self_assessment_steps.save_resolution(case, {"resolution": "改"}, by=secretary, seen=None),
        lambda: self_assessment_steps.declare(case, {1: Answer.YES}, by=secretary, seen=None),
        lambda: self_assessment_steps.explain(case, {1: "改"}, by=secretary, seen=None),
    ):
        with pytest.raises(Refused):
            write()
    assert SelfRating.objects.get(criterion=first).statement == before


def test_without_the_state_check_a_replayed_form_would_change_what_was_applied_with(
    case, first, secretary, monkeypatch
):
    case = factories.applied(case, secretary)
    monkeypatch.setattr(self_assessment_steps, "locked", lambda case, by: case)
    rate(case, first, secretary, statement="改")
    assert SelfRating.objects.get(criterion=first).statement == "改"


def test_draft_is_saved_after_the_deadline_and_applying_is_refused(case, first, secretary, today):
    complete(case, secretary)
    today(date(2027, 1, 11))
    rate(case, first, secretary, statement="逾期后写的。")
    assert SelfRating.objects.get(criterion=first).statement == "逾期后写的。"
    with pytest.raises(Refused, match="已于2027年1月10日"):
        self_assessment_steps.apply(case, by=secretary)


# Basic facts


def test_basics_come_from_the_register_until_somebody_changes_them(case, secretary, branch):
    working = self_assessment_queries.working_copy(case).working
    assert (working.full_members, working.secretary_name) == (branch.full_members, branch.secretary_name)
    self_assessment_steps.save_resolution(case, {"resolution": "同意。"}, by=secretary, seen=None)
    Branch.objects.filter(pk=branch.pk).update(full_members=11)
    assert self_assessment_queries.working_copy(factories.fresh(case)).working.full_members == 11


def test_basics_unlike_the_register_are_told_and_not_written_back(case, secretary, branch):
    self_assessment_steps.save_basics(case, {"full_members": 12}, by=secretary, seen=None, saved=True)
    working = self_assessment_queries.working_copy(case).working
    assert self_assessment_queries.unlike_register(working) == ["正式党员数：名册为“9”，本次填写“12”"]
    branch.refresh_from_db()
    assert branch.full_members == 9


def test_basics_are_confirmed_by_the_button_and_unconfirmed_by_typing(case, secretary):
    assert (
        self_assessment_steps.save_basics(case, {"full_members": 12}, by=secretary, seen=None).facts_confirmed_at
        is None
    )
    assert (
        self_assessment_steps.save_basics(case, {}, by=secretary, seen=None, saved=True).facts_confirmed_at is not None
    )
    assert (
        self_assessment_steps.save_basics(case, {"full_members": 13}, by=secretary, seen=None).facts_confirmed_at
        is None
    )


# Declarations


def test_declarations_have_no_default(case, secretary):
    complete(case, secretary)
    Declaration.objects.filter(disqualification__number=6).delete()
    with pytest.raises(Refused, match="还有1项不得参评情形没有申报"):
        self_assessment_steps.apply(case, by=secretary)


def test_declared_condition_blocks_applying_and_pending_does_not(case, secretary):
    complete(case, secretary)
    self_assessment_steps.declare(case, {3: Answer.YES}, by=secretary, seen=None, saved=True)
    with pytest.raises(Refused, match="按方案不得参评"):
        self_assessment_steps.apply(case, by=secretary)
    self_assessment_steps.declare(case, {3: Answer.PENDING}, by=secretary, seen=None, saved=True)
    self_assessment_steps.apply(case, by=secretary)
    assert factories.fresh(case).state == State.APPLIED


def test_facts_stay_out_of_the_audit_and_out_of_the_document_shown(case, secretary):
    complete(case, secretary)
    self_assessment_steps.declare(case, {3: Answer.PENDING, 4: Answer.PENDING}, by=secretary, seen=None, saved=True)
    self_assessment_steps.explain(case, {3: "秘密事由", 4: "另一事由"}, by=secretary, seen=None, saved=True)
    self_assessment_steps.declare(case, {4: Answer.NO}, by=secretary, seen=None, saved=True)
    self_assessment_steps.apply(case, by=secretary)
    assert "事由" not in str(list(AuditEntry.objects.values_list("detail", "subject")))
    content = Submission.objects.get().content
    assert content["facts"] == {"3": "秘密事由"}
    assert "事由" not in str(content["declarations"])
    assert not Declaration.objects.filter(answer=Answer.NO).exclude(facts="").exists()


# Applying


def test_applying_freezes_a_version_with_its_score(case, secretary):
    complete(case, secretary)
    transition = self_assessment_steps.apply(case, by=secretary, version=0)
    case = factories.fresh(case)
    submission = case.submissions.get()
    assert (case.state, case.self_score) == (State.APPLIED, Decimal("100.0"))
    assert (submission.number, submission.is_proxy, submission.at) == (1, False, transition.at)
    assert transition.data == {"submission": 1}
    assert [one["statement"] for one in submission.content["criteria"]] == [WORDS] * 20


def test_refused_application_freezes_nothing(case, secretary):
    with pytest.raises(Refused):
        self_assessment_steps.apply(case, by=secretary)
    assert not Submission.objects.exists()
    assert factories.fresh(case).self_score is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"present": 10}, "实到党员不能多于应到党员"),
        ({"in_favour": 9}, "同意人数不能多于实到党员"),
        ({"met_on": date(2026, 12, 31)}, "不能晚于今天"),
        ({"resolution": ""}, "没有填写完整"),
    ],
)
def test_resolution_must_make_sense_before_applying(case, secretary, changed, reason):
    complete(case, secretary)
    self_assessment_steps.save_resolution(case, changed, by=secretary, seen=None)
    with pytest.raises(Refused, match=reason) as refused:
        self_assessment_steps.apply(case, by=secretary)
    (button,) = [one for one in case_moves.open_moves(case, secretary) if one.action == Action.APPLY]
    assert button.reasons == refused.value.reasons
    assert factories.fresh(case).state == State.DRAFT


def test_of_a_resolution_that_is_missing_one_sentence_is_enough(case, secretary):
    complete(case, secretary)
    self_assessment_steps.save_resolution(case, {"in_favour": None}, by=secretary, seen=None)
    with pytest.raises(Refused) as refused:
        self_assessment_steps.apply(case, by=secretary)
    assert refused.value.reasons == ["没有填写支部大会决议。"]


def test_without_its_rule_a_resolution_without_sense_would_do(case, secretary, monkeypatch):
    """The twin."""
    complete(case, secretary)
    self_assessment_steps.save_resolution(case, {"present": 10}, by=secretary, seen=None)
    monkeypatch.setattr(self_assessment_rules, "resolution_fault", lambda said, today: "")
    assert self_assessment_steps.apply(case, by=secretary).after == State.APPLIED


def test_second_version_after_a_send_back_keeps_the_first(case, first, secretary, organ_officer):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    case = send_back(factories.fresh(case), organ_officer, {"c1": "写具体一些", "resolution": "写明日期"})
    returned = self_assessment_queries.returned(case)
    assert (returned.items["c1"], returned.due) == ("写具体一些", date(2026, 12, 20))
    rate(case, first, secretary, mark=Grade.PARTLY, statement="补充了数字。")
    self_assessment_steps.apply(case, by=secretary)
    one, two = case.submissions.all()
    changed = self_assessment_document.differences(one.content, two.content)
    assert [(line.before, line.after) for line in changed] == [("达到", "基本达到"), (WORDS, "补充了数字。")]
    assert one.content["criteria"][0]["statement"] == WORDS
    assert self_assessment_queries.returned(factories.fresh(case)) is None


# Who reads


def test_draft_is_read_by_nobody_else(case, first, secretary, organ_officer):
    complete(case, secretary)
    assert not case_access.submissions(organ_officer).exists()
    assert not self_assessment_queries.may_fill(organ_officer, case)


def test_recalled_application_is_the_branch_s_own_again(case, secretary, organ_officer, work_committee, stranger):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    for reader in (secretary, organ_officer, work_committee):
        assert case_access.submissions(reader).exists()
    assert not case_access.submissions(stranger).exists()
    advance(case, Action.RECALL, by=secretary)
    assert case_access.submissions(secretary).exists()
    assert not case_access.submissions(organ_officer).exists()
    assert not case_access.submissions(work_committee).exists()


def test_application_sent_back_stays_readable(case, secretary, organ_officer):
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    send_back(case, organ_officer, {})
    assert case_access.submissions(organ_officer).exists()


# Last year


def test_last_year_s_words_are_offered_by_title_and_copied_below(case, first, secretary, branch):
    earlier = factories.candidacy(factories.cycle(2025, state="closed"), branch)
    content = {"criteria": [{"number": 7, "strength": "members", "title": first.title, "statement": "去年的话。"}]}
    Submission.objects.create(candidacy=earlier, number=1, content=content, by=secretary, at=clock.now())
    assert last_year.last_year(case, first) == (2025, "去年的话。")
    rate(case, first, secretary, statement="今年的话。")
    assert self_assessment_steps.copy_last_year(case, first, by=secretary).statement == "今年的话。\n去年的话。"
    assert self_assessment_steps.copy_last_year(case, first, by=secretary).statement == "今年的话。\n去年的话。"


def test_last_year_is_not_offered_where_there_is_none(case, first, secretary):
    assert last_year.last_year(case, first) == (0, "")
    with pytest.raises(Refused):
        self_assessment_steps.copy_last_year(case, first, by=secretary)


# The working copy as a whole


def test_draft_takes_the_same_queries_however_much_is_written(case, first, secretary, django_assert_num_queries):
    rate(case, first, secretary)
    with django_assert_num_queries(6):
        self_assessment_queries.working_copy(case)
    complete(case, secretary)
    with django_assert_num_queries(6):
        self_assessment_queries.working_copy(case)


def test_every_explicit_save_leaves_one_line_of_audit_and_typing_none(case, first, secretary):
    before = AuditEntry.objects.count()
    rate(case, first, secretary, saved=False)
    assert AuditEntry.objects.count() == before
    complete(case, secretary)
    assert AuditEntry.objects.count() == before + 23


def test_done_counts_every_part(case, secretary):
    assert (self_assessment_queries.working_copy(case).done, self_assessment_queries.working_copy(case).total) == (
        0,
        28,
    )
    complete(case, secretary)
    assert self_assessment_queries.working_copy(case).done == 28
    SelfAssessment.objects.update(in_favour=None)
    assert self_assessment_queries.working_copy(case).done == 27
