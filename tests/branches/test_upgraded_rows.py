"""What stood in the tables of people and prints before they were altered, after one upgrade that brings it all here."""

from collections.abc import Iterator

import pytest

from tests.plugins.databases import Scratch, copy, drop, template

# One worker, so that the database is upgraded once.
pytestmark = pytest.mark.xdist_group("upgraded rows")
BEFORE = [("branches", "0003"), ("evaluation", "0008")]
FILL = """
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone
now = timezone.now()
people = [
    (7, "a", "!", False),
    (8, "used", make_password("Own-horse-9"), False), (9, "initial", make_password("Initial-9"), True), (10, "none", "!", False),
]
with connection.cursor() as cursor:
    for number, name, password, is_new in people:
        cursor.execute(
            "INSERT INTO branches_user (id, username, name, password, email, phone, is_superuser, is_staff, is_active,"
            " must_change_password, date_joined) VALUES (%s, %s, '甲', %s, '', '', %s, %s, %s, %s, %s)",
            [number, name, password, False, False, True, is_new, now],
        )
    for number, done, finished in ((41, 2, now), (42, 1, None)):
        cursor.execute(
            "INSERT INTO evaluation_batch (id, title, notices, total, done, by_id, at, token, attempts, finished_at,"
            " file, failure) VALUES (%s, 'A', '[3, 4]', 2, %s, 7, %s, 'tok', 0, %s, 'batches/x.pdf', '')",
            [number, done, now, finished],
        )
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
for user in User.objects.exclude(pk=7).order_by("pk"):
    print(user.username, user.has_usable_password(), bool(user.opened_at), bool(user.password_set_at))
"""


@pytest.fixture(scope="module")
def upgraded() -> Iterator[Scratch]:
    steps = [("migrate", app, name, "--verbosity", "0") for app, name in BEFORE]
    scratch = copy(template("before_jobs", *steps, ("shell", "--no-imports", "-c", FILL)))
    scratch.manage("migrate", "--verbosity", "0")
    yield scratch
    drop(scratch)


def answer(scratch: Scratch, question: str) -> list[str]:
    return scratch.manage("shell", "--no-imports", "-c", question).splitlines()


def test_prints_from_before_jobs_were_one_thing_are_among_them_under_their_own_number(upgraded: Scratch) -> None:
    assert answer(upgraded, ASK_FOR_PRINTS) == [
        "41 print typesetting A（2份） {'notices': [3, 4]} 2 done batches/x.pdf",
        "42 print typesetting A（2份） {'notices': [3, 4]} 1 waiting batches/x.pdf",
        "43",
    ]


def test_used_passwords_stay_and_initial_ones_are_void(upgraded: Scratch) -> None:
    assert answer(upgraded, ASK_FOR_PEOPLE) == [
        "used True True True",
        "initial False False False",
        "none False False False",
    ]
