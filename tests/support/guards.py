"""What becomes of a guard in the hands of somebody who rules the database, as SQL for the database of this run."""

from evaluation import triggers
from evaluation.migrations import guards
from tests.plugins.databases import ON_POSTGRESQL

VENDOR = "postgresql" if ON_POSTGRESQL else "sqlite"


def removed(name: str) -> list[str]:
    """Gone without a trace."""
    return [one for one in _statements(name) if one.startswith("DROP ")]


def hollowed(name: str) -> list[str]:
    """There by name, but it lets everything through."""
    if ON_POSTGRESQL:
        function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS"
        return [f"{function} $$ BEGIN RETURN coalesce(NEW, OLD); END $$"]
    return [*removed(name), f"{_head(name)} WHEN FALSE BEGIN SELECT 1; END"]


def never_called(name: str) -> list[str]:
    """There by name and with all that it would do, under a condition that is never met."""
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
    found = [one for one in guards.statements(triggers.SET, VENDOR) if name in one.replace("()", "").split()[:5]]
    assert found, f"no guard {name}"
    return found
