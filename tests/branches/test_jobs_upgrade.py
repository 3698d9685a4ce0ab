"""What was printed together before jobs were one thing is among them after the upgrade, under its own number."""

from tests.plugins.databases import copy, drop, template

BEFORE = [("branches", "0003"), ("evaluation", "0008")]
FILL = """
from django.db import connection
from django.utils import timezone
now = timezone.now()
with connection.cursor() as cursor:
    cursor.execute(
        "INSERT INTO branches_user (id, username, name, password, email, phone, is_superuser, is_staff, is_active,"
        " must_change_password, date_joined) VALUES (7, 'a', '甲', '!', '', '', %s, %s, %s, %s, %s)",
        [False, False, True, False, now],
    )
    for number, done, finished in ((41, 2, now), (42, 1, None)):
        cursor.execute(
            "INSERT INTO evaluation_batch (id, title, notices, total, done, by_id, at, token, attempts, finished_at,"
            " file, failure) VALUES (%s, 'A', '[3, 4]', 2, %s, 7, %s, 'tok', 0, %s, 'batches/x.pdf', '')",
            [number, done, now, finished],
        )
"""
ASK = """
from branches.models import Job, User
from branches.jobs import steps
from branches.jobs.kinds import Kind
for job in Job.objects.order_by("pk"):
    print(job.pk, job.kind, job.queue, job.title, job.payload, job.done, job.progress, job.file.name)
print(steps.ask(Kind("print", "typesetting"), "B", {}, total=1, by=User.objects.get()).pk)
"""


def test_prints_from_before_are_jobs_after_the_upgrade():
    steps = [("migrate", app, name, "--verbosity", "0") for app, name in BEFORE]
    scratch = copy(template("before_jobs", *steps, ("shell", "--no-imports", "-c", FILL)))
    try:
        scratch.manage("migrate", "--verbosity", "0")
        lines = scratch.manage("shell", "--no-imports", "-c", ASK).splitlines()
        assert lines == [
            "41 print typesetting A（2份） {'notices': [3, 4]} 2 done batches/x.pdf",
            "42 print typesetting A（2份） {'notices': [3, 4]} 1 waiting batches/x.pdf",
            "43",
        ]
    finally:
        drop(scratch)
