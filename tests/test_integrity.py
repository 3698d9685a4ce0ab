"""What `verify` finds when somebody with the whole database in his hands changes it and puts the triggers back."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection

from branches import clock
from branches.journal import acts
from branches.journal import queries as journal_queries
from branches.journal import steps as journal_steps
from branches.models import AuditEntry, Branch, User
from evaluation import tasks
from evaluation.advance import advance
from evaluation.cases.records import digest
from evaluation.integrity import anchors, checks, triggers
from evaluation.integrity.anchors import Extent
from evaluation.models import (
    Candidacy,
    DecisionVersion,
    Evidence,
    Honour,
    Message,
    NamingCandidate,
    RecommendationList,
    Signature,
    Submission,
    Transition,
    UnitProgress,
)
from evaluation.progress.counting import count_again
from evaluation.status import health
from evaluation.vocabulary import Action, State
from evaluation.vocabulary.messages import MessageKind
from tests.plugins.databases import ON_POSTGRESQL
from tests.plugins.once import Once
from tests.support import guards

APPEND_ONLY: list[Any] = [Transition, AuditEntry, Submission]


@pytest.fixture(scope="module")
def years(once: Once) -> None:
    """Two of them, one closed with its titles."""
    once(lambda: call_command("seed_scale", units=3, branches=30, years=2))


@pytest.fixture
def records(years: None, db: None) -> str:
    """Two years and a file; an early anchor taken before anything happens."""
    case = Candidacy.objects.filter(state=State.APPLIED).earliest("pk")
    by = User.objects.get(username="secretary")
    evidence = Evidence(branch=case.branch, title="台账", by=by, at=clock.now())
    evidence.sha256 = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    evidence.file.save("ledger.txt", ContentFile(b"foo"))
    acts.seal()
    journal_steps.chain()
    return anchors.early(Extent(*(model.objects.latest("pk").pk for model in APPEND_ONLY)))


def sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, "the attempt missed"


def tamper(what: Callable[[], None]) -> None:
    """Change behind the triggers' back and put them up again, so that nothing is missing."""
    guards.lift()
    what()
    guards.restore()


def problems() -> list[str]:
    return [line for result in checks.check() for line in result.problems]


def problems_without_the_journal() -> list[str]:
    return [line for result in checks.check() if result.name != "rows" for line in result.problems]


def a_case(state: str, year: int = 2026) -> Candidacy:
    return Candidacy.objects.filter(state=state, cycle__year=year).earliest("pk")


def last_move(case: Candidacy) -> Transition:
    return case.transitions.latest("number")


def reword_a_move() -> None:
    sql("UPDATE evaluation_transition SET note = 'x' WHERE id = %s", last_move(a_case(State.ASSESSED)).pk)


def blame_another() -> None:
    row = last_move(a_case(State.ASSESSED))
    another = User.objects.exclude(pk=row.by_id).earliest("pk")
    sql("UPDATE evaluation_transition SET by_id = %s WHERE id = %s", another.pk, row.pk)


def date_it_back() -> None:
    row = last_move(a_case(State.APPLIED))
    sql("UPDATE evaluation_transition SET at = %s WHERE id = %s", row.at.replace(day=1), row.pk)


def set_a_state() -> None:
    sql("UPDATE evaluation_candidacy SET state = 'assessed' WHERE id = %s", a_case(State.APPLIED).pk)


def delete_a_move() -> None:
    sql("DELETE FROM evaluation_transition WHERE id = %s", last_move(a_case(State.ASSESSED)).pk)


def raise_a_cap() -> None:
    one = RecommendationList.objects.filter(cap=1, unit__isnull=False).earliest("pk")
    sql("UPDATE evaluation_recommendationlist SET base = 20, cap = 2 WHERE id = %s", one.pk)
    sql("INSERT INTO evaluation_seat (list_id, number) VALUES (%s, 2)", one.pk)


def seat_on_a_foreign_list() -> None:
    seated = a_case(State.NAMED, 2025)
    foreign = RecommendationList.objects.exclude(cycle=seated.cycle).exclude(cap=0).earliest("pk")
    sql("INSERT INTO evaluation_seat (list_id, number) VALUES (%s, 99)", foreign.pk)
    seat = foreign.seats.get(number=99)
    sql("UPDATE evaluation_candidacy SET seat_id = %s WHERE id = %s", seat.pk, seated.pk)


def hand_a_title_on() -> None:
    title = Honour.objects.earliest("pk")
    other = Candidacy.objects.filter(branch__honours=None).earliest("pk")
    sql("UPDATE evaluation_honour SET branch_id = %s WHERE id = %s", other.branch_id, title.pk)


def invent_a_title() -> None:
    title = Honour.objects.earliest("pk")
    other = Candidacy.objects.filter(branch__honours=None).earliest("pk")
    sql(
        "INSERT INTO evaluation_honour"
        " (branch_id, year, state, decision_id, branch_name, decision_number, named_on, revocation_number, ending)"
        " VALUES (%s, 2025, 'standing', %s, 'x', %s, '2026-07-01', '', '')",
        other.branch_id,
        title.decision_id,
        title.decision_number,
    )


def exchange_a_name_on_the_list() -> None:
    version = DecisionVersion.objects.earliest("pk")
    version.rows[0]["branch"] = "另一个支部"
    sql("UPDATE evaluation_decisionversion SET rows = %s WHERE id = %s", json.dumps(version.rows), version.pk)


def change_a_word_on_the_board() -> None:
    one = NamingCandidate.objects.filter(state=State.NAMED).earliest("pk")
    sql("UPDATE evaluation_namingcandidate SET committee = 'decline' WHERE candidacy_id = %s", one.pk)


def count_a_branch_that_is_not_there() -> None:
    count_again()
    one = UnitProgress.objects.earliest("pk")
    sql("UPDATE evaluation_unitprogress SET named = named + 1 WHERE id = %s", one.pk)


def say_that_somebody_is_in_post() -> None:
    sql(
        "UPDATE branches_secretaryuntil SET until = '2099-01-01' WHERE branch_id = %s", Branch.objects.earliest("pk").pk
    )


def remove_a_signature() -> None:
    sql("DELETE FROM evaluation_signature WHERE id = %s", Signature.objects.earliest("pk").pk)


def delete_an_application() -> None:
    sql("DELETE FROM evaluation_submission WHERE id = %s", Submission.objects.filter(evidence=None).earliest("pk").pk)


def flip_a_byte() -> None:
    with Evidence.objects.get().file.open("wb") as file:
        file.write(b"fop")


SEEN_BY_THEMSELVES = [
    reword_a_move, blame_another, date_it_back, set_a_state, delete_a_move, raise_a_cap, seat_on_a_foreign_list,
    hand_a_title_on, invent_a_title, exchange_a_name_on_the_list, remove_a_signature, change_a_word_on_the_board,
    count_a_branch_that_is_not_there, delete_an_application, flip_a_byte, say_that_somebody_is_in_post,
]  # fmt: skip


@pytest.mark.parametrize("what", SEEN_BY_THEMSELVES, ids=lambda what: what.__name__)
def test_the_records_betray_it_themselves(records: str, what: Callable[[], None]) -> None:
    tamper(what)
    assert problems_without_the_journal()


def rewrite_a_whole_chain() -> None:
    """With all digests recomputed: nothing in the tables contradicts anything else."""
    previous = ""
    for row in a_case(State.ASSESSED).transitions.order_by("number"):
        row.note = "改写"
        row.digest = previous = digest(row, previous)
        sql("UPDATE evaluation_transition SET note = %s, digest = %s WHERE id = %s", row.note, row.digest, row.pk)


def wind_a_case_back() -> None:
    case = a_case(State.NOT_APPLIED)
    sql("DELETE FROM evaluation_transition WHERE candidacy_id = %s", case.pk)
    sql("UPDATE evaluation_candidacy SET state = 'draft', version = 0 WHERE id = %s", case.pk)
    counted = UnitProgress.objects.get(cycle=case.cycle_id, unit=case.unit_id)
    sql("DELETE FROM evaluation_unitprogress WHERE id = %s", counted.pk)


def delete_an_audit_entry() -> None:
    sql("DELETE FROM branches_auditentry WHERE id = %s", AuditEntry.objects.earliest("pk").pk)


def reword_an_audit_entry() -> None:
    sql("UPDATE branches_auditentry SET subject = 'x' WHERE id = %s", AuditEntry.objects.earliest("pk").pk)


def edit_what_was_applied_with() -> None:
    row = Submission.objects.earliest("pk")
    row.content["criteria"][0]["statement"] = "改写"
    sql("UPDATE evaluation_submission SET content = %s WHERE id = %s", json.dumps(row.content), row.pk)


SEEN_ROW_BY_ROW = [
    rewrite_a_whole_chain, wind_a_case_back, delete_an_audit_entry, reword_an_audit_entry, edit_what_was_applied_with,
]  # fmt: skip


@pytest.mark.parametrize("what", SEEN_ROW_BY_ROW, ids=lambda what: what.__name__)
def test_the_journal_and_an_early_anchor_betray_what_is_consistent(records: str, what: Callable[[], None]) -> None:
    tamper(what)
    assert problems_without_the_journal() == []
    assert journal_queries.problems()
    assert not anchors.still_holds(records)


def test_an_anchor_outlives_what_is_added_later(records: str) -> None:
    """The control: records nobody touched are intact, and anchors still hold after further moves."""
    assert problems() == []
    known = anchors.anchor()
    case = a_case(State.APPLIED)
    advance(case, Action.WITHDRAW, by=User.objects.get(appointments__branch=case.branch), note="支部撤销。")
    acts.seal()
    journal_steps.chain()
    assert anchors.still_holds(records)
    assert anchors.still_holds(known)
    assert anchors.anchor() != known
    assert problems() == []


def test_every_missing_trigger_is_named(records: str) -> None:
    guards.lift()
    told = problems()
    assert triggers.names() <= {guards.named(line) for line in told}
    assert all(line.endswith(" is missing") for line in told)


KEPT = "transition_kept_u"
CHANGED = [guards.hollowed(KEPT), guards.never_called(KEPT)]
if ON_POSTGRESQL:
    CHANGED += [
        [f"ALTER TABLE evaluation_transition DISABLE TRIGGER {KEPT}"],
        [f"ALTER FUNCTION {KEPT}() SET search_path = elsewhere"],
    ]


@pytest.mark.parametrize("statements", CHANGED, ids=lambda statements: statements[-1])
def test_a_trigger_that_is_there_by_name_alone_is_named(db: None, statements: list[str]) -> None:
    assert problems() == []
    guards.rule(*statements)
    (told,) = problems()
    assert told.endswith(" is changed or switched off")
    assert guards.named(told) == KEPT
    guards.restore()
    assert problems() == []


def test_whether_the_site_is_ready_is_asked_once_a_minute_and_names_nothing(db: None) -> None:
    assert health.problems() == []
    guards.lift()
    assert health.problems() == [], "an answer stands for a minute"
    cache.clear()
    assert health.problems() == ["catalogue"]


def test_whoever_owns_the_tables_is_warned_of_it(db: None) -> None:
    """Tests in one process own theirs; on SQLite nobody could be parted."""
    out = StringIO()
    call_command("verify", stdout=out)
    assert ("warning" in out.getvalue()) == ON_POSTGRESQL


@pytest.mark.parametrize("what", [None, set_a_state])
def test_the_command_says_it_in_its_exit_code(records: str, what: Callable[[], None] | None) -> None:
    out = StringIO()
    if what is None:
        call_command("verify", anchor=records, stdout=out)
        assert out.getvalue().count("intact") == 15
        assert anchors.anchor() in out.getvalue()
    else:
        tamper(what)
        with pytest.raises(SystemExit) as left:
            call_command("verify", stdout=out)
        assert left.value.code == 1
        assert "is assessed, its last move ended at applied" in out.getvalue()


def test_the_nightly_tasks_run(records: str, caplog: pytest.LogCaptureFixture) -> None:
    tasks.regrant()
    tasks.verify()
    assert "critical" not in caplog.text.lower()
    tamper(set_a_state)
    tasks.verify()
    assert "Records are not intact (moves)" in caplog.text


def test_the_anchor_leaves_by_the_log_each_hour_and_by_message_once_a_day(
    records: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    keeper = User.objects.get(username="audit_admin")
    for _ in range(2):
        tasks.anchor()
    assert caplog.text.count(f"Anchor of the records: {anchors.anchor()}") == 2
    (message,) = Message.objects.filter(kind=MessageKind.ANCHOR)
    assert message.user == keeper
    assert message.text.startswith(f"{anchors.anchor()}\n")
    tasks.chain()
    with clock.moved_to(clock.today() + timedelta(days=1)):
        tasks.anchor()
    assert Message.objects.filter(kind=MessageKind.ANCHOR, user=keeper).count() == 2
