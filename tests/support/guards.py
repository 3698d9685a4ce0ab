"""What becomes of guards in the hands of somebody who rules the database."""

from itertools import chain

from django.db import connection

from branches.journal import sql as journal
from branches.migrations.guards import journal as journal_sets
from branches.migrations.guards import until
from evaluation.integrity import triggers
from evaluation.migrations import guards

ON_POSTGRESQL = connection.vendor == "postgresql"


def lift() -> None:
    """Take away every guard, what notes each write, and what the database keeps by itself."""
    rule(*(one for one in _all() if one.startswith("DROP ")))


def restore() -> None:
    """Put up every guard as it was."""
    rule(*_all())


def note() -> None:
    """Put up what notes each write, and no other guard."""
    rule(*journal_sets.statements(journal.SET, connection.vendor))


def _all() -> list[str]:
    vendor = connection.vendor
    sets = [guards.statements(name, vendor) for name in (triggers.SET, *triggers.KEEPING)]
    return [*chain(*sets), *until.statements(vendor), *journal_sets.statements(journal.SET, vendor)]


def rule(*statements: str) -> None:
    """Change what only the owner of a table may change, inside the transaction of a test."""
    with connection.cursor() as cursor:
        if ON_POSTGRESQL:  # it alters no table over rows whose foreign keys are still to be checked
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)
        if ON_POSTGRESQL:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def named(complaint: str) -> str:
    """The guard of which a line of the catalogue's complaints tells: `trigger audit_kept_d on … is missing`."""
    return complaint.split()[1].removesuffix("()")


def removed(name: str) -> list[str]:
    """The SQL after which it is gone."""
    return [one for one in _statements(name) if one.startswith("DROP ")]


def hollowed(name: str) -> list[str]:
    """The SQL after which it is there by name, but lets everything through."""
    if ON_POSTGRESQL:
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        return [f"{function} $$ BEGIN RETURN coalesce(NEW, OLD); END $$"]
    return [*removed(name), f"{_head(name)} WHEN FALSE BEGIN SELECT 1; END"]


def never_called(name: str) -> list[str]:
    """The SQL after which it is there with all that it would do, under a condition that is never met."""
    if ON_POSTGRESQL:
        call = f"EXECUTE FUNCTION {name}()"
        return [removed(name)[0], f"{_head(name)} WHEN (FALSE) {call}"]
    whole = _statements(name)[-1]
    assert "\nWHEN " in whole
    return [*removed(name), whole.replace("\nWHEN ", "\nWHEN FALSE AND (").replace("\nBEGIN", ")\nBEGIN")]


def _head(name: str) -> str:
    """`CREATE TRIGGER … FOR EACH ROW`."""
    whole = _statements(name)[-1]
    return whole[: whole.index("FOR EACH ROW")] + "FOR EACH ROW"


def _statements(name: str) -> list[str]:
    found = [
        one for one in guards.statements(triggers.SET, connection.vendor) if name in one.replace("()", "").split()[:5]
    ]
    assert found, f"no guard {name}"
    return found
