"""People and prints as a version between 0.1.0 and this one kept them, before prints were jobs like all others."""

from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

STATE = (("branches", "0003_entrance"), ("evaluation", "0008_duties"))


def fill() -> None:
    now = timezone.now()
    people = [
        (7, "a", "!", False),
        (8, "used", make_password("Own-horse-9"), False),
        (9, "initial", make_password("Initial-9"), True),
        (10, "none", "!", False),
    ]
    with connection.cursor() as cursor:
        for number, name, password, is_new in people:
            cursor.execute(
                "INSERT INTO branches_user (id, username, name, password, email, phone, is_superuser, is_staff,"
                " is_active, must_change_password, date_joined) VALUES (%s, %s, '甲', %s, '', '', %s, %s, %s, %s, %s)",
                [number, name, password, False, False, True, is_new, now],
            )
        for number, done, finished in ((41, 2, now), (42, 1, None)):
            cursor.execute(
                "INSERT INTO evaluation_batch (id, title, notices, total, done, by_id, at, token, attempts,"
                " finished_at, file, failure) VALUES (%s, 'A', '[3, 4]', 2, %s, 7, %s, 'tok', 0, %s,"
                " 'batches/x.pdf', '')",
                [number, done, now, finished],
            )
