"""Large years are written without what makes each row dear; afterwards nothing of it is missing, and no row is less sound."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.forms import model_to_dict

from branches import clock
from branches.journal import queries as journal_queries
from branches.journal import steps as journal_steps
from branches.models import AuditEntry, Branch, Unit
from evaluation.integrity import candidates, catalogue, checks
from evaluation.models import (
    Candidacy,
    Criterion,
    Cycle,
    NamingCandidate,
    Score,
    ScoreSheet,
    SelfRating,
    Submission,
    Transition,
)
from evaluation.seeds.large import writing
from evaluation.seeds.large.bare import bare
from evaluation.self_assessment import document, queries
from evaluation.vocabulary import Action, CycleState, State
from tests.plugins.once import Once
from tests.support import factories

AWKWARD = ["", "\\N.", 'a "quoted", word', "two\nlines\t\\", "党支部", " "]


@pytest.fixture(scope="module")
def years(once: Once) -> None:
    """Two of them, every row by COPY where there is one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "MANY", 1)
        once(lambda: call_command("seed_scale", units=4, branches=48, years=2))


@pytest.fixture
def year(years: None, db: None) -> Cycle:
    """The running one."""
    return Cycle.objects.get(state=CycleState.RECOMMENDING)


def problems() -> list[str]:
    return [line for result in checks.check() for line in result.problems]


def entries(words: list[str]) -> list[AuditEntry]:
    return [AuditEntry(verb="试", subject=word, detail={"words": word}, at=clock.now()) for word in words]


def told(rows: Any) -> list[tuple[str, Any, None, None]]:
    return list(rows.order_by("pk").values_list("subject", "detail", "address", "by"))


# The years


def test_the_years_are_sound_and_the_database_is_as_the_migrations_made_it(year: Cycle) -> None:
    assert problems() == []


def test_each_product_is_whole(year: Cycle) -> None:
    criteria, conditions = year.criteria.count(), year.disqualifications.count()
    cases = Candidacy.objects.filter(cycle=year)
    assert cases.count() == Branch.objects.filter(honours=None).count()
    applied, drafts = cases.filter(self_score__isnull=False), cases.filter(state=State.DRAFT)
    assert SelfRating.objects.count() == applied.count() * criteria + drafts.count() * 13
    assert Score.objects.count() == ScoreSheet.objects.count() * criteria
    for case in applied:
        assert case.declarations.count() == conditions
    for case in cases.filter(assessed_score__isnull=False):
        assert case.verifications.filter(tier="organ").count() == conditions
        assert {sheet.assessor_id for sheet in case.sheets.all()} == set(
            case.visits.get().visitors.values_list("pk", flat=True)
        )
        assert not case.sheets.filter(assessor__branch=case.branch_id).exists()


def test_what_was_applied_with_is_what_the_working_copy_says(year: Cycle) -> None:
    for one in Submission.objects.filter(candidacy__cycle=year):
        assert one.content == document.document(queries.working_copy(one.candidacy))


def test_the_moves_of_a_case_are_those_of_its_route(year: Cycle) -> None:
    named = Candidacy.objects.filter(state=State.NAMED).earliest("pk")
    moves = list(Transition.objects.filter(candidacy=named).values_list("action", flat=True))
    assert moves == [Action.APPLY, Action.CONCLUDE, Action.RECOMMEND, Action.PROPOSE, Action.NAME]


# What is taken off


@pytest.mark.parametrize("app", ["branches", "evaluation"])
def test_what_is_taken_off_is_put_back_as_it_was(app: str, db: None) -> None:
    with bare(app):
        missing = catalogue.differences(catalogue.expected(), catalogue.present())
        assert {"trigger", "index"} <= {line.split()[0] for line in missing}
        assert all(line.endswith(" is missing") for line in missing)
        assert not any(kept in line for line in missing for kept in ("seat_within_cap", "_kept_"))
    assert catalogue.wrong() == []


def test_a_row_that_refers_to_nothing_is_refused_in_the_end(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), bare("evaluation"):
        writing.write([Criterion(cycle_id=1, number=1, strength=1, title="", text="")])
        connection.check_constraints()


def test_a_row_of_a_product_that_is_there_twice_is_refused_at_last(year: Cycle) -> None:
    """Its keys are away, and come back over all rows."""
    with pytest.raises(IntegrityError), transaction.atomic(), bare("evaluation"):
        writing.multiply(
            Score, Score.objects.order_by("pk")[:1], sheet=F("sheet"), criterion=F("criterion"), grade=F("grade")
        )


def test_candidates_that_nobody_writes_are_found(year: Cycle) -> None:
    """The twin: what keeps them is away."""
    with bare("evaluation"):
        NamingCandidate.objects.all().delete()
        Candidacy.objects.filter(state=State.NAMED).update(rank=9)
    assert len(candidates.check().problems) == Candidacy.objects.exclude(seat=None).count()


def test_every_row_is_noted_once(db: None) -> None:
    with bare("branches"):
        writing.write(entries(AWKWARD))
        assert len(journal_queries.problems()) == len(AWKWARD)
    assert journal_queries.problems() == []
    lines = journal_queries.count()
    journal_steps.note_all()
    assert journal_queries.count() == lines


def test_a_row_that_nobody_notes_is_found(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin."""
    monkeypatch.setattr(journal_steps, "note_all", lambda: None)
    with bare("branches"):
        writing.write(entries(AWKWARD))
    assert len(journal_queries.problems()) == len(AWKWARD)


def test_a_row_that_changed_meanwhile_is_noted_after_what_was_noted_before(db: None) -> None:
    unit = factories.unit()
    with bare("branches"):
        Unit.objects.filter(pk=unit.pk).update(name="别的名称")
        assert journal_queries.problems() == [f"branches_unit {unit.pk}: has changed"]
    assert journal_queries.problems() == []


# How rows are written


@pytest.mark.parametrize("many", [1, 1000], ids=["copied", "inserted"])
def test_rows_are_written_word_for_word_and_numbered_on(many: int, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MANY", many)
    made = entries(AWKWARD)
    with bare("branches"):
        writing.write(made)
    after = AuditEntry.objects.create(verb="试", subject="after", at=clock.now())
    assert [one.pk for one in made] == list(range(after.pk - len(made), after.pk))
    assert told(AuditEntry.objects.filter(pk__lt=after.pk)) == [(word, {"words": word}, None, None) for word in AWKWARD]


def test_a_fresh_row_is_the_one_that_its_model_makes(db: None) -> None:
    unit, names = factories.unit(), ("full_name", "short_name")
    given = {"unit_id": unit.pk, "established_on": date(2020, 1, 1)}
    one, other = dict.fromkeys(names, "一"), dict.fromkeys(names, "二")
    writing.write([writing.fresh(Branch, **given, **one), Branch(**given, **other)])
    first, second = (model_to_dict(row, exclude=["id", *names]) for row in Branch.objects.order_by("pk"))
    assert first == second
    assert writing.fresh(Branch, **given).unit == unit


def test_a_product_has_the_values_given_and_the_defaults_of_the_others(db: None) -> None:
    units = [factories.unit() for _ in range(3)]
    writing.multiply(
        Branch,
        Unit.objects.filter(pk__in=[one.pk for one in units]).order_by("-pk"),
        unit=F("pk"),
        full_name=F("name"),
        short_name="支部",
        established_on=date(2020, 1, 1),
    )
    made = Branch.objects.order_by("pk")
    assert [(one.unit, one.full_name, one.short_name) for one in made] == [
        (one, one.name, "支部") for one in reversed(units)
    ]
    plain = Branch()
    assert all(one.kind == plain.kind and one.search_text == plain.search_text for one in made)
