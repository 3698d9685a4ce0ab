"""What the database itself refuses, on both engines: more seats than a cap, a seat of another unit, a changed record.

The SQL stands in `evaluation/migrations/guards`, word for word, and nowhere else. SQLite drops a table's triggers when a
migration rebuilds the table: every such migration ends with `guards.install`. Whether they stand in a database as they
were installed is asked of its catalogue (`catalogue.py`).
"""

from django.db import connection

from evaluation.migrations import guards

SET = "0030"
"""The set in force, named by the migration that brought it."""
KEEPING = ("0028", "0033")
"""What refuses nothing, but keeps `NamingCandidate` and `ProgressChange`.

A migration that rebuilds a case or a list on SQLite begins with `guards.uninstall` of these sets, since other tables' triggers
name them, and ends with `guards.install`."""


def names() -> set[str]:
    """Of the guards in force, on the engine in use."""
    statements = guards.statements(SET, connection.vendor)
    return {one.split()[2] for one in statements if one.startswith("CREATE TRIGGER ")}
