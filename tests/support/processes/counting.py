"""Two workers count one unit at the same instant, while a case of it moves: `python -m …counting [unlocked]`.

The first has counted and not yet written when the case moves and the second begins. Prints what is then wrong; `unlocked`
is the twin, in which the second does not wait.
"""

import sys
import threading
from typing import Any

import django

django.setup()

from django.db import connection, connections  # noqa: E402
from django.db.models import QuerySet  # noqa: E402

from branches import clock  # noqa: E402
from evaluation.integrity import progress  # noqa: E402
from evaluation.models import Candidacy, ProgressChange  # noqa: E402
from evaluation.progress import counting  # noqa: E402
from evaluation.vocabulary import State  # noqa: E402
from tests.support import factories  # noqa: E402

count = counting.count
counted, go_on = threading.Event(), threading.Event()


def first() -> None:
    def and_wait(*asked: Any) -> Any:
        found = count(*asked)
        counted.set()
        go_on.wait()
        return found

    counting.count = and_wait
    counting.count_again()
    connections.close_all()


def second() -> None:
    counting.count = count
    counting.count_again()
    connections.close_all()


def is_waiting() -> bool:
    """Whether somebody waits on this database: others on the server wait for each other, too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


def main() -> list[str]:
    with clock.moved_to(factories.IN_DECEMBER):
        case = factories.candidacy(factories.cycle())
        counting.count_again()
        Candidacy.objects.filter(pk=case.pk).update(state=State.NOT_APPLIED)
        one, other = threading.Thread(target=first), threading.Thread(target=second)
        one.start()
        counted.wait()
        Candidacy.objects.filter(pk=case.pk).update(state=State.APPLIED)
        other.start()
        while other.is_alive() and not is_waiting():
            pass
        go_on.set()
        one.join()
        other.join()
    assert not ProgressChange.objects.exists()
    return progress.check().problems


if __name__ == "__main__":
    if sys.argv[1:] == ["unlocked"]:
        QuerySet.select_for_update = lambda rows, **_: rows  # type: ignore[method-assign]
    sys.stdout.write("\n".join(main()))
