"""What keeps until when there is somebody in post: two files, one for each database. Frozen, like the migrations.

SQLite drops a table's triggers when a migration rebuilds the table: one that rebuilds Appointment, Branch or User ends
with `install`.
"""

from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
FILL = (
    """
    INSERT INTO branches_secretaryuntil (branch_id, is_asked, until)
    SELECT b.id, b.dissolved_on IS NULL, COALESCE(p.until, '0001-01-01') FROM branches_branch b
    LEFT JOIN (
        SELECT branch_id, max(COALESCE(ends_on, '9999-12-31')) AS until FROM branches_appointment
        WHERE role = 'secretary' GROUP BY branch_id
    ) p ON p.branch_id = b.id
    """,
    """
    INSERT INTO branches_postuntil (user_id, is_asked, until)
    SELECT u.id, u.is_active, COALESCE(p.until, '0001-01-01') FROM branches_user u
    LEFT JOIN (
        SELECT user_id, max(COALESCE(ends_on, '9999-12-31')) AS until FROM branches_appointment GROUP BY user_id
    ) p ON p.user_id = u.id
    """,
)


def statements(vendor: str) -> list[str]:
    """For `sqlite` or `postgresql`, each without its semicolon."""
    lines = (FOLDER / f"until_1.{vendor}.sql").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return [statement.strip().removesuffix(";") for statement in text.split("\n\n") if statement.strip()]


def install(apps: Any, schema_editor: Any) -> None:
    """For RunPython: from here on nobody else writes a post before what is kept is filled in."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def fill(apps: Any, schema_editor: Any) -> None:
    """For RunPython: of all posts there are."""
    for statement in FILL:
        schema_editor.execute(statement, params=None)


def uninstall(apps: Any, schema_editor: Any) -> None:
    """For RunPython, to go back."""
    for statement in statements(schema_editor.connection.vendor):
        if statement.startswith("DROP "):
            schema_editor.execute(statement, params=None)
