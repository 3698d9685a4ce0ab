"""The head of the home page: the nearest task with those of its kind in one sentence, other posts in words below."""

from datetime import date, timedelta

import pytest

from branches import clock
from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import advance
from evaluation.assessment import duties as assessment_duties
from evaluation.assessment.steps import team as team_steps
from evaluation.models import Cycle, SelfRating, SiteVisit
from evaluation.recommendation import duties as recommendation_duties
from evaluation.vocabulary import Action
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task
from evaluation.worklist.leads import POSTS, besides, lead
from tests.support import boards, factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 7)


def task(duty, subject="", due=date(2026, 12, 18), **more):
    return Task(duty, more.pop("about", "1"), duty.label, "办理", f"/{subject}/", subject, due, **more)


def sentence(*tasks):
    return lead(tasks, TODAY).sentence


def test_an_officer_reads_how_far_the_unit_is_and_where_to_begin():
    found = lead(
        [task(Duty.CONCLUDE, "财务科党支部", hint="还差3件事：先写考核意见"), task(Duty.CONCLUDE, "法规科党支部")],
        TODAY,
    )
    assert found.sentence == "考核还差2个支部，12月18日（周五）前提交"
    assert found.note.startswith("先办财务科党支部：还差3件事：先写考核意见 · 还有11天")
    assert found.url == "/财务科党支部/"


def test_an_assessor_goes_where_he_is_today_else_where_the_day_is_nearest():
    one, two = task(Duty.SCORE, "财务科党支部"), task(Duty.SCORE, "法规科党支部", hint="今天实地查看")
    assert sentence(one) == "去财务科党支部评分，12月18日（周五）截止"
    assert sentence(one, one) == "还有2个支部没有评分，12月18日（周五）截止"
    found = lead([one, two], TODAY)
    assert (found.sentence, found.url) == ("今天去法规科党支部，12月18日（周五）前评分", "/法规科党支部/")


def test_a_duty_says_its_own_sentence_and_nothing_of_it_twice():
    found = lead(
        [task(Duty.RECOMMEND, hint="名额4个，已选2个；1个支部还在自评", lead=("名额4个，", "已选2个，", "28日前报送"))],
        TODAY,
    )
    assert found.sentence == "名额4个，已选2个，28日前报送"
    assert found.note.startswith("1个支部还在自评 · ")
    assert sentence(task(Duty.NAME_ORGANS, due=None)) == Duty.NAME_ORGANS.label


def test_whoever_holds_several_posts_reads_each_of_them_the_nearest_date_first():
    own, score = task(Duty.SELF_ASSESS, due=date(2026, 12, 10)), task(Duty.SCORE, "财务科党支部")
    last = task(Duty.NAME_ORGANS, due=None)
    found = besides([own, score, score, last])
    assert [(one.post, one.words) for one in found] == [
        ("考核组成员", "还有2个支部没有评分，12月18日（周五）截止，先去财务科党支部"),
        ("机关党组织经办人", Duty.NAME_ORGANS.label),
    ]
    assert besides([own]) == []


def test_whoever_holds_one_post_reads_what_is_owed_for_many_branches_besides():
    found = besides([task(Duty.OVERSEE_BRANCHES), task(Duty.CONCLUDE), task(Duty.NAME_ORGANS, due=None)])
    assert [(one.post, one.words) for one in found] == [("", "考核还差1个支部，12月18日（周五）前提交")]


def test_no_duty_belongs_to_two_posts():
    assert sum(map(len, POSTS.values())) == len(frozenset().union(*POSTS.values()))


def test_a_visit_of_today_is_told_to_who_was_there(case, secretary, organ_officer, assessor):
    case, other = factories.applied(case, secretary), factories.person("吴考核", own_branch=factories.branch(case.unit))
    team_steps.form_team(case.cycle, case.unit, leader=assessor, members=[assessor, other], by=organ_officer)
    visit = SiteVisit.objects.create(candidacy=case, visited_on=clock.today(), by=assessor, at=clock.now())
    visit.visitors.add(assessor)
    assert {user.name: one.hint for user, one in assessment_duties.score([assessor, other])} == {
        assessor.name: "今天实地查看", other.name: "",
    }  # fmt: skip


def test_a_branch_that_is_full_or_sent_back_reads_so(case, secretary, organ_officer, today):
    factories.fill_in(case, secretary)
    (full,) = worklist.tasks(secretary)
    assert (sentence(full), full.button) == ("已填完28项，请检查并提交", "检查并提交")
    advance(case, Action.APPLY, by=secretary)
    advance(
        factories.fresh(case), Action.SEND_BACK, by=organ_officer, note="请补正。", due=date(2027, 1, 12),
        data={"items": {"c3": "日期写错。", "c8": "没有附件。"}},
    )  # fmt: skip
    (back,) = worklist.tasks(secretary)
    assert (sentence(back), back.button) == ("退回2项，1月12日（周二）前补正", "改第3项")
    SelfRating.objects.filter(candidacy=case, criterion__number=3).update(at=clock.now() + timedelta(minutes=1))
    (next_one,) = worklist.tasks(secretary)
    assert (next_one.button, next_one.url) == ("改第8项", f"/candidacies/{case.pk}/self-assessment/criteria/8/")
    SelfRating.objects.filter(candidacy=case, criterion__number=8).update(at=clock.now() + timedelta(minutes=1))
    assert [one.button for one in worklist.tasks(secretary)] == ["继续补正"]


def test_a_leading_group_reads_its_places(case, leading_group, unit):
    Cycle.objects.update(state="recommending")
    boards.open_list(case.cycle, unit, leading_group, base=20)
    ((_, one),) = recommendation_duties.recommend([leading_group])
    assert sentence(one) == "名额2个，已选0个，1月31日（周日）前报送"
    pool = boards.open_list(case.cycle, None, factories.appointed(Role.WORK_COMMITTEE), base=24)
    small = factories.unit("市文联")
    clerk = factories.appointed(Role.LEADING_GROUP, small)
    boards.open_list(case.cycle, small, clerk, base=8, pool=pool)
    ((_, one),) = recommendation_duties.recommend([clerk])
    assert (sentence(one), one.button) == ("名额为0，可推送联合推荐，1月31日（周日）前报送", "推送联合推荐")
