"""Guards as SQL, word for word: two files a set, one for each database, named by the migration that brought the set.

Frozen like the migrations that install them. A guard is changed by a new migration with two files of its own, which
hold the whole set: first what drops each guard, whatever it was before, then what creates it. In a file a blank line
ends a statement, and a line that begins with `--` is a remark.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def statements(name: str, vendor: str) -> list[str]:
    """The statements of a set, for `sqlite` or `postgresql`, each without its semicolon."""
    lines = (FOLDER / f"{name}.{vendor}.sql").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("--"))
    return [statement.strip().removesuffix(";") for statement in text.split("\n\n") if statement.strip()]


def install(name: str) -> Callable[[Any, Any], None]:
    """For RunPython: the set as it stands in its files, whatever was there before."""

    def run(apps: Any, schema_editor: Any) -> None:
        for statement in statements(name, schema_editor.connection.vendor):
            schema_editor.execute(statement, params=None)

    return run


def uninstall(name: str) -> Callable[[Any, Any], None]:
    """For RunPython, to go back: none of the set."""

    def run(apps: Any, schema_editor: Any) -> None:
        for statement in statements(name, schema_editor.connection.vendor):
            if statement.startswith("DROP "):
                schema_editor.execute(statement, params=None)

    return run
