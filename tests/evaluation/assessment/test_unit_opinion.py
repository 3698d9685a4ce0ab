"""汇总成文: one 考核意见 a unit, in words, once nobody is still to be assessed (方案 四（二）)."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from branches import clock
from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import Refused
from evaluation.assessment import issue as assessment_issue
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.documents import queries as documents_queries
from evaluation.documents import steps as documents_steps
from evaluation.models import Notice, Opinion
from evaluation.typesetting.compose import compose
from evaluation.vocabulary.duties import Duty
from tests.support import factories

PAPER = {"kind": Notice.Kind.ASSESSMENT}
NUMBER = "平财机党〔2026〕17号"


@pytest.fixture
def both(cycle, unit, case, secretary, organ_officer, assessor):
    """Two branches of the unit, everything there that CONCLUDE asks for."""
    other = factories.branch(unit, "综合科党支部")
    second = factories.candidacy(cycle, other)
    made = []
    others = factories.appointed(Role.SECRETARY, other, own_branch=other)
    for one in (factories.applied(case, secretary), factories.applied(second, others)):
        factories.assess(one, organ_officer, assessor)
        made.append(one)
    Opinion.objects.filter(candidacy=second).update(text="基础扎实。\n谈心谈话偏少", advice="not_recommend")
    return made


@pytest.fixture
def concluded(both, organ_officer):
    for one in both:
        assessment_steps.conclude(one, by=organ_officer)
    return [factories.fresh(one) for one in both]


def owed(user):
    return [task for task in worklist.tasks(user) if task.duty is Duty.DRAW_UP_OPINION]


def draw_up(cases, by):
    return assessment_steps.draw_up(cases[0].cycle, cases[0].unit, by=by)


def test_p4_2_one_paper_says_of_each_branch_in_words_what_the_organ_thinks(concluded, organ_officer):
    assert not Notice.objects.filter(**PAPER).exists(), "concluding makes no paper"
    made = draw_up(concluded, organ_officer)
    assert Notice.objects.get(**PAPER) == made and (made.unit, made.candidacy) == (concluded[0].unit, None)
    assert {row["branch"]: (row["conclusion"], row["opinion"]) for row in made.data["branches"]} == {
        concluded[0].branch.full_name: ("建议推荐", ["工作扎实。"]),
        concluded[1].branch.full_name: ("暂不建议推荐", ["基础扎实。", "谈心谈话偏少。"]),
    }
    assert (made.data["team"], made.data["disqualified"], made.data["unfinished"]) == (["钱考核"], 0, 0)
    letter = compose(made.kind, made.data)
    assert "建议推荐1个，暂不建议推荐1个" in "".join(letter.body) and len(letter.annexes) == 2


def test_d17_it_holds_no_marks(concluded, organ_officer):
    assert all(case.assessed_score for case in concluded)
    facts = draw_up(concluded, organ_officer).data
    assert {name for row in facts["branches"] for name in row} == {"branch", "conclusion", "opinion"}
    assert str(concluded[0].assessed_score) not in json.dumps(facts, ensure_ascii=False)


def test_it_waits_for_the_last_branch_and_is_owed_from_then_on(client, both, organ_officer):
    client.force_login(organ_officer)
    url = reverse("evaluation:assessment_draw_up", args=[both[0].cycle.year, both[0].unit_id])
    assessment_steps.conclude(both[0], by=organ_officer)
    assert owed(organ_officer) == []
    with pytest.raises(Refused, match="综合科党支部还在自评或者考核"):
        draw_up(both, organ_officer)
    assert "汇总成文</button>" not in client.get(url).content.decode()
    assessment_steps.conclude(both[1], by=organ_officer)
    assert [task.url for task in owed(organ_officer)] == [url]
    for page in (
        reverse("evaluation:assessment_mine"),
        reverse("evaluation:assessment_overview", args=[both[1].pk]),
        reverse("evaluation:recommendation_board", args=[both[0].cycle.year, both[0].unit_id]),
    ):
        assert url in client.get(page).content.decode(), page
    assert "建议推荐" in client.get(url).content.decode()
    done = client.post(url)
    made = Notice.objects.get(**PAPER)
    assert done.url == reverse("evaluation:notice", args=[made.pk])
    assert owed(organ_officer) == [] and "汇总成文</button>" not in client.get(url).content.decode()
    assert client.post(url).status_code == 422, "nothing new to say"


def test_d39_what_its_last_day_has_passed_does_not_hold_it_up_and_is_told(both, organ_officer, today):
    assessment_steps.conclude(both[0], by=organ_officer)
    today(both[0].cycle.assessment_due + timedelta(days=1))
    assert len(owed(organ_officer)) == 1
    made = draw_up(both, organ_officer)
    assert len(made.data["branches"]) == made.data["unfinished"] == 1


def test_d27_what_was_concluded_anew_makes_a_new_paper_that_cites_the_old(
    concluded, organ_officer, leading_group, recommending
):
    factories.recommendation_list(recommending, concluded[0].unit)
    first = documents_steps.give_number(
        draw_up(concluded, organ_officer), by=organ_officer, number=NUMBER, signer="王书记"
    )
    due = clock.today() + timedelta(days=3)
    assessment_steps.send_back(concluded[0], by=leading_group, note="请补充。", due=due, items={})
    assert owed(organ_officer) == []
    with clock.moved_to(clock.today() + timedelta(days=1)):
        assessment_steps.conclude(factories.fresh(concluded[0]), by=organ_officer)
        assert len(owed(organ_officer)) == 1
        second = draw_up(concluded, organ_officer)
    assert (second.corrects, second.number, second.data["corrects"]["number"]) == (first, "", NUMBER)
    assert documents_queries.visible(leading_group).filter(pk=first.pk).exists(), "the old one stays readable"
    assert assessment_issue.standing(second.cycle, second.unit) == second


def readers(notice, *people):
    return [user for user in people if documents_queries.visible(user).filter(pk=notice.pk).exists()]


def test_d17_d43_d52_who_reads_it(
    concluded, secretary, organ_officer, assessor, leading_group, work_committee, organisation_department,
    foreign_officer, stranger,
):  # fmt: skip
    made = draw_up(concluded, organ_officer)
    organ_officer.branch = leading_group.branch = concluded[0].branch
    organ_officer.save()
    leading_group.save()
    theirs = [organ_officer, leading_group, work_committee, organisation_department]
    assert readers(made, *theirs) == theirs, "also those whose own branch it speaks of"
    assert readers(made, secretary, assessor, foreign_officer, stranger) == []


def test_it_is_drawn_up_by_the_organ(client, concluded, leading_group, work_committee):
    for person in (leading_group, work_committee):
        with pytest.raises(PermissionDenied):
            draw_up(concluded, person)


def test_a_closed_year_gets_no_paper_any_more(concluded, organ_officer):
    concluded[0].cycle.__class__.objects.update(state="closed")
    with pytest.raises(Refused, match="已结束"):
        draw_up(concluded, organ_officer)
    assert owed(organ_officer) == []


def test_its_period_runs_from_the_first_visit_to_the_last_conclusion(both, organ_officer):
    visit = both[1].visits.get()
    visit.__class__.objects.filter(pk=visit.pk).update(visited_on=date(2026, 12, 1))
    for one in both:
        assessment_steps.conclude(one, by=organ_officer)
    made = draw_up(both, organ_officer)
    assert (made.data["opened_on"], made.data["concluded_on"]) == ("2026-12-01", clock.today().isoformat())
