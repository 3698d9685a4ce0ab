"""What is kept of a unit's progress holds until something changes: nobody reads a number that is no longer true (D34, D52)."""

from datetime import date, timedelta

import pytest
from django.db import connection

from branches import clock
from evaluation import tasks
from evaluation.cases.knowledge import FROM_ABOVE
from evaluation.integrity import progress as kept
from evaluation.integrity import triggers
from evaluation.migrations import guards
from evaluation.models import (
    Candidacy,
    Cycle,
    ProgressChange,
    RecommendationList,
    SelfAssessment,
    SelfRating,
    UnitProgress,
)
from evaluation.progress import counting
from evaluation.progress.counting import AsKnown, count, count_again
from evaluation.vocabulary import CycleState, ListState, State
from tests.plugins.databases import ON_POSTGRESQL, copy, drop
from tests.support import boards, factories

URL = "/cycles/2026/"


@pytest.fixture
def recommending(cycle, today):
    today(date(2027, 1, 5))
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def counted(recommending, unit, branch, leading_group):
    """A draft and two assessed branches of one unit with a list of its own; a unit of the pool. All of it is counted."""
    draft = factories.candidacy(recommending, branch)
    assessed = boards.assessed(recommending, unit, "95.0", "90.0")
    own = boards.open_list(recommending, unit, leading_group, base=20)
    pool = factories.recommendation_list(recommending, None, base=20)
    pooled = factories.candidacy(recommending, factories.branch(factories.unit("市档案局")))
    factories.recommendation_list(recommending, pooled.unit, base=5, pool=pool)
    count_again()
    return {"draft": draft, "assessed": assessed[0], "list": own, "pool": pool, "pooled": pooled}


def changed():
    return set(ProgressChange.objects.values_list("unit", flat=True))


def rate(case, number=1):
    criteria = list(case.cycle.criteria.all()[:number])
    SelfRating.objects.bulk_create([SelfRating(candidacy=case, criterion=one) for one in criteria])


def to(case, **columns):
    Candidacy.objects.filter(pk=case.pk).update(**columns)


CHANGES = {
    "a case is there": lambda of: factories.candidacy(of["draft"].cycle, factories.branch(of["draft"].unit)),
    "a case moves": lambda of: to(of["draft"], state=State.APPLIED),
    "a case has moved again": lambda of: to(of["draft"], version=7),
    "a case has a day of its own": lambda of: to(of["draft"], self_assessment_due=date(2027, 1, 20)),
    "a case has another day of its own": lambda of: to(of["draft"], assessment_due=date(2027, 1, 25)),
    "two cases of one step have days of their own at another": lambda of: [
        to(of["assessed"], state=State.APPLIED, self_assessment_due=date(2027, 1, 12)),
        factories.candidacy(of["draft"].cycle, factories.branch(of["draft"].unit)),
        Candidacy.objects.filter(state=State.ASSESSED, unit=of["draft"].unit).update(state=State.APPLIED),
    ],
    "a case goes": lambda of: of["draft"].delete(),
    "a rating is begun": lambda of: rate(of["draft"]),
    "several ratings are made at once": lambda of: rate(of["draft"], 3),
    "a form is begun": lambda of: SelfAssessment.objects.create(candidacy=of["draft"], by=factories.person()),
    "a list is handed in": lambda of: factories.submit(of["list"]),
    "a list has another number of places": lambda of: RecommendationList.objects.filter(pk=of["list"].pk).update(
        ratio_bp=1500, cap=3
    ),
    "a list has a day of its own": lambda of: RecommendationList.objects.filter(pk=of["list"].pk).update(
        due=date(2027, 2, 1)
    ),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_a_count_follows_from_is_noted_and_counted_again(counted, what):
    assert changed() == set()
    CHANGES[what](counted)
    assert changed() == {counted["list"].unit_id}
    count_again()
    assert changed() == set()
    assert kept.check().problems == []
    assert kept.check().count == 2


def test_a_draft_that_is_written_on_is_not_counted_again(counted):
    rate(counted["draft"])
    form = SelfAssessment.objects.create(candidacy=counted["draft"], by=factories.person())
    count_again()
    criterion = counted["draft"].cycle.criteria.all()[5]
    SelfRating.objects.create(candidacy=counted["draft"], criterion=criterion, statement="党员学习室每周开放。")
    SelfAssessment.objects.filter(pk=form.pk).update(by=factories.person())
    to(counted["draft"], self_score="90.0")
    assert changed() == set()


@pytest.mark.parametrize("what", ["rating", "form"])
def test_a_draft_is_no_longer_begun_when_what_was_filled_in_goes(counted, what):
    rate(counted["draft"])
    SelfAssessment.objects.create(candidacy=counted["draft"], by=factories.person())
    count_again()
    {"rating": SelfRating, "form": SelfAssessment}[what].objects.all().delete()
    assert changed() == {counted["draft"].unit_id}


def test_a_form_nobody_has_written_in_is_not_begun(counted):
    form = SelfAssessment.objects.create(candidacy=counted["draft"])
    assert changed() == set()
    SelfAssessment.objects.filter(pk=form.pk).update(by=factories.person())
    assert changed() == {counted["draft"].unit_id}


def test_a_case_that_changes_units_is_counted_in_both(counted):
    other = factories.unit("市统计局")
    to(counted["draft"], unit=other)
    assert changed() == {counted["draft"].unit_id, other.pk}


def test_a_pool_that_is_done_changes_what_its_units_wait_for(counted):
    pool = counted["pool"]
    RecommendationList.objects.filter(pk=pool.pk).update(state=ListState.SUBMITTED)
    assert changed() == {counted["pooled"].unit_id}


def test_of_a_unit_whose_cases_have_gone_nothing_that_was_kept_is_told(counted, work_committee):
    counted["pooled"].delete()
    assert counted["pooled"].unit_id not in AsKnown(counted["draft"].cycle, work_committee).by_unit
    count_again()
    assert counted["pooled"].unit_id not in AsKnown(counted["draft"].cycle, work_committee).by_unit
    assert kept.check().problems == []


def test_the_page_says_the_same_before_and_after_a_worker_has_counted(client, counted, work_committee):
    factories.submit(counted["list"])
    rate(counted["draft"])
    client.force_login(work_committee)

    def shown():
        listing = client.get(URL).context["listing"]
        return [[cell.text for cell in row] for row in listing.rows], [line.bar for line in listing.lines]

    before = shown()
    count_again()
    assert shown() == before


def test_what_is_kept_is_read(client, counted, work_committee):
    """The twin of all that is above: were the cases asked, this would not be seen."""
    UnitProgress.objects.filter(unit=counted["draft"].unit).update(not_begun=40)
    cycle = counted["draft"].cycle
    assert AsKnown(cycle, work_committee).by_unit[counted["draft"].unit_id].counts[0] == 40
    assert len(kept.check().problems) == 1
    rate(counted["draft"])
    assert AsKnown(cycle, work_committee).by_unit[counted["draft"].unit_id].counts[0] == 0


def test_whoever_looks_from_within_knows_of_picks_that_are_not_kept(counted, work_committee, leading_group):
    """D34: what is kept is what both bodies may know."""
    boards.pick(leading_group, counted["assessed"])
    count_again()
    cycle, unit = counted["draft"].cycle, counted["draft"].unit_id
    above, within = (AsKnown(cycle, who).by_unit[unit] for who in (work_committee, leading_group))
    assert above.counts != within.counts
    assert above == count(cycle, FROM_ABOVE, [unit])[unit]


def test_without_the_triggers_what_is_kept_is_found_to_be_wrong(counted):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in guards.statements(triggers.KEEPING[1], connection.vendor):
            if statement.startswith("DROP TRIGGER"):
                cursor.execute(statement)
    to(counted["draft"], state=State.APPLIED)
    assert len(kept.check().problems) == 1


def test_the_worker_counts_each_minute(counted):
    to(counted["draft"], state=State.APPLIED)
    tasks.count_progress()
    assert changed() == set()


def test_what_changes_while_it_is_counted_is_counted_again(counted, monkeypatch):
    def and_then(*asked):
        found = count(*asked)
        to(counted["draft"], state=State.APPLIED, since=clock.now() + timedelta(minutes=1))
        return found

    rate(counted["draft"])
    monkeypatch.setattr(counting, "count", and_then)
    count_again()
    assert changed() == {counted["draft"].unit_id}
    monkeypatch.undo()
    count_again()
    assert kept.check().problems == []


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite lets one write at a time")
@pytest.mark.parametrize(("how", "wrong"), [([], 0), (["unlocked"], 1)], ids=["two workers", "twin: nobody waits"])
def test_of_two_workers_that_count_one_unit_the_later_counts_what_has_moved(migrated, how, wrong):
    arena = copy(migrated)
    said = arena.process("counting", *how)
    drop(arena)
    assert len(said.splitlines()) == wrong


def test_a_unit_that_comes_into_the_year_while_the_page_is_made_breaks_nothing(
    client, counted, work_committee, monkeypatch
):
    def and_then(cycle):
        found = lasting(cycle)
        factories.candidacy(cycle, factories.branch(factories.unit("市统计局")))
        return found

    lasting = counting.lasting
    monkeypatch.setattr(counting, "lasting", and_then)
    client.force_login(work_committee)
    page = client.get(URL)
    assert page.status_code == 200
    assert "市统计局" not in {line.row.name for line in page.context["listing"].lines}
