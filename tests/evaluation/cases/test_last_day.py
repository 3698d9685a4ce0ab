"""One calendar: until when, said as words and as an expression, and the columns of dates that only it names (D9)."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Model, QuerySet
from django.db.models.functions import Coalesce
from hypothesis import Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from branches import clock
from branches.models import Unit, User
from evaluation import deadlines
from evaluation.deadlines import STEPS, YearDate, last_day, last_day_expression
from evaluation.models import Cycle, Extension, Reinspection
from evaluation.vocabulary import Step
from tests.support import factories

FIRST = date(2027, 1, 1)
DAYS = st.integers(0, 9).map(lambda n: FIRST + timedelta(days=n))
"""Few of them, so that the dates of the year, extensions and own dates meet."""
YEARS = st.lists(DAYS, min_size=len(YearDate), max_size=len(YearDate)).map(
    lambda days: deadlines.by_column(dict(zip(YearDate, sorted(days), strict=True)))
)
EXTENSIONS = st.lists(st.tuples(st.sampled_from(deadlines.EXTENDABLE), st.booleans(), DAYS), max_size=5)


Made = tuple[Model, QuerySet[Any], str]
"""A row that has a last day, where its own date stands, and in which column."""


def case_in(step: Step) -> Callable[[Cycle, Unit], Made]:
    def make(cycle: Cycle, unit: Unit) -> Made:
        row, where, _ = with_own_date(factories.candidacy(cycle, factories.branch(unit)))
        return row, where, STEPS[step].column

    return make


def case_on_a_list(cycle: Cycle, unit: Unit) -> Made:
    return factories.candidacy(cycle, factories.branch(unit)), *own_list(cycle, unit)[1:]


def own_list(cycle: Cycle, unit: Unit | None) -> Made:
    return with_own_date(factories.recommendation_list(cycle, unit, base=3))


def pool(cycle: Cycle, _: Unit) -> Made:
    return own_list(cycle, None)


def reinspection(cycle: Cycle, unit: Unit) -> Made:
    honour = factories.honour(factories.branch(unit))
    return with_own_date(Reinspection.objects.create(cycle=cycle, honour=honour, since=clock.now()))


def with_own_date(row: Model) -> Made:
    return row, type(row)._default_manager.filter(pk=row.pk), "due"


KINDS: dict[str, tuple[Step | YearDate, Callable[..., Made]]] = {
    "a self-assessment": (Step.SELF_ASSESSMENT, case_in(Step.SELF_ASSESSMENT)),
    "an assessment": (Step.ASSESSMENT, case_in(Step.ASSESSMENT)),
    "a recommendation": (Step.RECOMMENDATION, case_in(Step.RECOMMENDATION)),
    "a recommendation on a list that was returned": (Step.RECOMMENDATION, case_on_a_list),
    "a unit's list": (Step.RECOMMENDATION, own_list),
    "the pool": (YearDate.POOL, pool),
    "a re-inspection": (Step.RECOMMENDATION, reinspection),
}


def compare(
    step: Step | YearDate,
    make: Callable[..., Made],
    by: User,
    expression: Callable[..., Any],
    phases: Sequence[Phase] = tuple(Phase),
) -> None:
    """Random years, extensions and own dates; fails where the expression does not say what the words say."""
    cycle, mine, other = factories.cycle(), factories.unit(), factories.unit()
    row, where, column = make(cycle, mine)
    rows = type(row)._default_manager.annotate(until=expression(step, type(row))).values_list("until", flat=True)

    @hypothesis_settings(max_examples=60, deadline=None, database=None, derandomize=True, phases=phases)
    @given(year=YEARS, own=st.none() | DAYS, extended=EXTENSIONS)
    def hold(year: dict[str, date], own: date | None, extended: list[tuple[Step, bool, date]]) -> None:
        with transaction.atomic():
            Cycle.objects.filter(pk=cycle.pk).update(**year)
            cycle.refresh_from_db()
            where.update(**{column: own})
            for of_step, is_mine, day in extended:
                unit = mine if is_mine else other
                Extension.objects.create(cycle=cycle, unit=unit, step=of_step, due=day, by=by, at=clock.now())
            moved = [day for of_step, is_mine, day in extended if is_mine and of_step == step]
            assert rows.get(pk=row.pk) == last_day(cycle, step, own=own, moved=moved[-1] if moved else None)
            transaction.set_rollback(True)

    hold()


def with_the_words_reversed(step: Step | YearDate, kind: type[Model]) -> Coalesce:
    return Coalesce(*reversed(last_day_expression(step, kind).get_source_expressions()))


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_day_is_the_same_in_words_and_in_the_database(kind, work_committee):
    compare(*KINDS[kind], work_committee, last_day_expression)


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_right_order_of_the_words_it_is_another(kind, work_committee):
    with pytest.raises(AssertionError):
        compare(*KINDS[kind], work_committee, with_the_words_reversed, [Phase.generate])


def test_the_words_in_their_order(cycle):
    """D9: the case's own, else its list's return, else the unit's extension, else the year's; an earlier one counts too."""
    own, returned, moved = date(2027, 1, 5), date(2027, 1, 4), date(2027, 1, 25)
    assert last_day(cycle, Step.RECOMMENDATION, own=own, returned=returned, moved=moved) == own
    assert last_day(cycle, Step.RECOMMENDATION, returned=returned, moved=moved) == returned
    assert last_day(cycle, Step.ASSESSMENT, own=own, moved=moved) == own
    assert last_day(cycle, Step.ASSESSMENT, moved=moved) == moved
    assert last_day(cycle, Step.ASSESSMENT) == date(2027, 1, 20)


def test_every_date_of_a_year_has_a_label_and_every_step_an_end(cycle):
    dates = {field.name for field in Cycle._meta.get_fields() if field.get_internal_type() == "DateField"}
    assert dates == set(deadlines.COLUMNS)
    assert len({one.label for one in YearDate}) == len(YearDate)
    assert set(STEPS) == set(Step)
    assert deadlines.dated(cycle)["naming"] == ("集中命名", date(2027, 7, 1))


# Only the calendar names the columns

ROOT = Path(settings.BASE_DIR)
ALLOWED = 6
FORM = {"templates/evaluation/cycle/settings.html"}


def naming_a_column(paths: Iterable[Path]) -> set[str]:
    column = re.compile(rf"\b({'|'.join(deadlines.COLUMNS)})\b")
    return {path.relative_to(ROOT).as_posix() for path in paths if column.search(path.read_text("utf-8"))}


def modules() -> Iterable[Path]:
    for package in ("evaluation", "branches", "sizhiqiang"):
        yield from (path for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts)


def test_the_columns_of_dates_are_named_in_few_modules():
    found = naming_a_column(modules())
    assert {"evaluation/models/cycle.py", "evaluation/deadlines.py"} <= found
    assert len(found) <= ALLOWED, found


def test_the_columns_of_dates_are_named_in_no_template_but_the_form_s():
    found = naming_a_column(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))
    assert found == FORM
