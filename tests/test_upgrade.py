"""A database of version 0.1.0, whatever had become of its guards, is brought to this version with all it holds."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest

from branches.journal.sqlite3.base import digest
from evaluation.integrity import triggers
from tests.plugins.databases import ON_POSTGRESQL, Scratch, copy, drop, empty
from tests.support import before_jobs, version_0_1_0
from tests.support.guards import hollowed, named, removed

BEFORE_THE_GUARDS = (("branches", "0020_posts_by_role"), ("evaluation", "0029_hands"))
"""The last migrations before those that install the guards of today."""
LOST, WEAK = "notice_kept_d", "evidence_kept_u"
"""Guards of which this database has none, or one that holds less than today's."""
FORGETFUL = f"""
from django.core.management import call_command
from evaluation.migrations import guards
known = guards.statements
guards.statements = lambda *of: [one for one in known(*of) if "{LOST}" not in one and "{WEAK}" not in one]
call_command("migrate", verbosity=0)
"""
ASK_FOR_PRINTS = """
from branches.models import Job, User
from branches.jobs import steps
from branches.jobs.kinds import Kind
for job in Job.objects.order_by("pk"):
    print(job.pk, job.kind, job.queue, job.title, job.payload, job.done, job.progress, job.file.name)
print(steps.ask(Kind("print", "typesetting"), "B", {}, total=1, by=User.objects.get(pk=7)).pk)
"""
ASK_FOR_PEOPLE = """
from branches.models import User
for user in User.objects.filter(username__in=("used", "initial", "none")).order_by("pk"):
    print(user.username, user.has_usable_password(), bool(user.opened_at), bool(user.password_set_at))
"""
CASE = "SELECT min(id) FROM evaluation_candidacy WHERE state = 'assessed'"
FREE_SEAT = "SELECT max(id) FROM evaluation_seat"
NEW_CASE = "cycle_id, branch_id, unit_id, state, since, version, seat_id, recommendation_reason"

# What each guard alone refuses.
ATTEMPTS = {
    "seat_within_cap_i": "INSERT INTO evaluation_seat (list_id, number) SELECT max(list_id), 2 FROM evaluation_seat",
    "seat_within_cap_u": f"UPDATE evaluation_seat SET number = 2 WHERE id = ({FREE_SEAT})",
    "cap_covers_seats": "UPDATE evaluation_recommendationlist SET cap = 0",
    "list_frozen": "UPDATE evaluation_recommendationlist SET base = base + 1",
    "candidacy_seat_i": f"INSERT INTO evaluation_candidacy ({NEW_CASE})"
    f" SELECT cycle_id, branch_id + 5, unit_id, 'recommended', since, 0, ({FREE_SEAT}), ''"
    f" FROM evaluation_candidacy WHERE id = ({CASE})",
    "candidacy_seat_u": f"UPDATE evaluation_candidacy SET state = 'recommended', seat_id = ({FREE_SEAT})"
    f" WHERE id = ({CASE})",
    "transition_kept_u": "UPDATE evaluation_transition SET note = 'x'",
    "transition_kept_d": "DELETE FROM evaluation_transition",
    "record_kept_u": "UPDATE evaluation_reinspectionrecord SET note = 'x'",
    "record_kept_d": "DELETE FROM evaluation_reinspectionrecord",
    "report_kept_u": "UPDATE evaluation_reinspectionreport SET remark = 'x'",
    "report_kept_d": "DELETE FROM evaluation_reinspectionreport",
    "submission_kept_u": "UPDATE evaluation_submission SET number = 9",
    "submission_kept_d": "DELETE FROM evaluation_submission",
    "evidence_kept_u": "UPDATE evaluation_evidence SET sha256 = 'x'",
    "notice_kept_u": "UPDATE evaluation_notice SET unit_id = NULL",
    "notice_kept_d": "DELETE FROM evaluation_notice",
    "series_grows": "UPDATE evaluation_documentseries SET last = 1",
    "series_kept_d": "DELETE FROM evaluation_documentseries",
    "audit_kept_u": "UPDATE branches_auditentry SET verb = 'x'",
    "audit_kept_d": "DELETE FROM branches_auditentry",
    "text_kept_u": "UPDATE evaluation_documenttext SET number = 9",
    "text_kept_d": "DELETE FROM evaluation_documenttext",
    "check_kept_u": "UPDATE evaluation_textcheck SET reason = 'x'",
    "check_kept_d": "DELETE FROM evaluation_textcheck",
    "consent_kept_u": "UPDATE evaluation_leaderconsent SET leader = 'x'",
    "consent_kept_d": "DELETE FROM evaluation_leaderconsent",
    "rendition_kept_u": "UPDATE evaluation_rendition SET form = 'word'",
    "rendition_kept_d": "DELETE FROM evaluation_rendition",
    "copy_kept_u": "UPDATE evaluation_issuedcopy SET title = 'x'",
    "copy_kept_d": "DELETE FROM evaluation_issuedcopy",
}


def row(table: str, **columns: str) -> str:
    return f"INSERT INTO evaluation_{table} ({', '.join(columns)}) VALUES ({', '.join(columns.values())})"


def first(table: str) -> str:
    return f"(SELECT min(id) FROM {table})"


# Rows of tables that version 0.1.0 did not have: an attempt has to meet some.
BY_WHOM = {"by_id": first("branches_user"), "at": "CURRENT_TIMESTAMP"}
OF_TEXT = {"text_id": first("evaluation_documenttext"), **BY_WHOM}
OF_NOTICE = {"notice_id": first("evaluation_notice"), "file": "''", "sha256": "''"}
MADE = (
    row("documenttext", cycle_id=first("evaluation_cycle"), kind="'naming'", number="1", facts="'{}'",
        fingerprint="''", **BY_WHOM),
    row("textcheck", is_passed="true", reason="''", **OF_TEXT),
    row("leaderconsent", body="'work_committee'", leader="''", signed_on="CURRENT_DATE", scan="''", sha256="''",
        **OF_TEXT),
    row("rendition", form="'archive'", at="CURRENT_TIMESTAMP", **OF_NOTICE),
    row("issuedcopy", title="''", content_type="''", size="1", reason="''", comparison="'waiting'", differences="'[]'",
        **OF_NOTICE, **BY_WHOM),
)  # fmt: skip


@pytest.fixture(scope="module")
def almost() -> Iterator[Scratch]:
    """Version 0.1.0 with its rows and with guards that are not those of today, and on its way what came before jobs."""
    scratch = empty("version_0_1_0")
    go(scratch, version_0_1_0.STATE)
    run(scratch, "from tests.support.version_0_1_0 import fill; fill()")
    execute(scratch, *removed(LOST), *hollowed(WEAK))
    go(scratch, before_jobs.STATE)
    run(scratch, "from tests.support.before_jobs import fill; fill()")
    go(scratch, BEFORE_THE_GUARDS)
    yield scratch
    drop(scratch)


@pytest.fixture(scope="module")
def upgraded(almost: Scratch) -> Iterator[Scratch]:
    scratch = copy(almost)
    scratch.manage("migrate", "--verbosity", "0")
    yield scratch
    drop(scratch)


def go(scratch: Scratch, state: Iterable[tuple[str, str]]) -> None:
    for app, name in state:
        scratch.manage("migrate", app, name, "--verbosity", "0")


def run(scratch: Scratch, code: str) -> list[str]:
    return scratch.manage("shell", "--no-imports", "-c", code).splitlines()


def connect(scratch: Scratch) -> Any:
    """As the owner of the tables, who knows how the journal is told of an act and has no key to seal it with."""
    if ON_POSTGRESQL:
        return closing(psycopg2.connect(scratch.url, options="-c sizhiqiang.act=unsealed"))
    connection = sqlite3.connect(scratch.data_dir / "db.sqlite3", isolation_level="IMMEDIATE")
    connection.create_function("journal_act", 0, lambda: "unsealed")
    connection.create_function("journal_digest", -1, digest)
    return closing(connection)


def execute(scratch: Scratch, *statements: str, keep: bool = True) -> int:
    """How many rows the last of them met."""
    with connect(scratch) as connection, closing(connection.cursor()) as cursor:
        for statement in statements:
            cursor.execute(statement)
        if keep:
            connection.commit()
        else:
            connection.rollback()
        return int(cursor.rowcount)


def test_there_is_an_attempt_at_every_guard() -> None:
    """Those against emptying a table stand in the way of each other, and have a test of their own."""
    assert set(ATTEMPTS) == {name for name in triggers.names() if not name.endswith("_t")}


def test_all_records_are_intact_after_the_upgrade(upgraded: Scratch) -> None:
    upgraded.manage("shell", "--command", "from evaluation import tasks; tasks.count_progress()")
    lines = [line.split() for line in upgraded.manage("verify").splitlines()]
    checks = {line[0]: line[1:] for line in lines if line[0] != "anchor"}
    assert len(checks) == 14
    assert all(int(count.replace(",", "")) > 0 and verdict == "intact" for count, verdict in checks.values()), checks


def test_what_was_reminded_of_is_known_by_its_duty_after_the_upgrade(upgraded: Scratch) -> None:
    assert execute(upgraded, "UPDATE evaluation_reminder SET id = id WHERE task = 'pool:2026'", keep=False) == 1


@pytest.mark.parametrize("name", ATTEMPTS)
def test_every_guard_refuses_after_the_upgrade(upgraded: Scratch, name: str) -> None:
    with pytest.raises((psycopg2.IntegrityError, sqlite3.IntegrityError)):
        execute(upgraded, *MADE, ATTEMPTS[name], keep=False)


@pytest.mark.parametrize("name", ATTEMPTS)
def test_without_its_guard_the_same_goes_through(upgraded: Scratch, name: str) -> None:
    """The twin: nothing else refuses it, and it meets rows."""
    assert execute(upgraded, *MADE, *removed(name), ATTEMPTS[name], keep=False) > 0


def test_an_upgrade_that_forgets_guards_leaves_them_wrong(almost: Scratch) -> None:
    """The twin of the upgrade: what the last migration does not install anew stays as history left it."""
    scratch = copy(almost)
    execute(scratch, *removed(LOST), *hollowed(WEAK))
    run(scratch, FORGETFUL)
    with pytest.raises(AssertionError) as red:
        scratch.manage("verify")
    drop(scratch)
    complaints = [line.strip() for line in str(red.value).splitlines()]
    assert {named(one) for one in complaints if one.startswith(("trigger ", "function "))} == {LOST, WEAK}


def test_prints_from_before_jobs_were_one_thing_are_among_them_under_their_own_number(upgraded: Scratch) -> None:
    assert run(upgraded, ASK_FOR_PRINTS) == [
        "41 print typesetting A（2份） {'notices': [3, 4]} 2 done batches/x.pdf",
        "42 print typesetting A（2份） {'notices': [3, 4]} 1 waiting batches/x.pdf",
        "43",
    ]


def test_used_passwords_stay_and_initial_ones_are_void(upgraded: Scratch) -> None:
    assert run(upgraded, ASK_FOR_PEOPLE) == [
        "used True True True",
        "initial False False False",
        "none False False False",
    ]
