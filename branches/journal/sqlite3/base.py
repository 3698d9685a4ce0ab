"""SQLite with acts: the triggers ask functions of the connection, so whoever opens the file otherwise writes no row."""

import hashlib
import json
from typing import Any

from django.db.backends.sqlite3 import base

from branches.journal.acts import NEWEST, Acting


def digest(*values: object) -> str:
    """SHA-256 of a row's values as SQLite stores them."""
    return hashlib.sha256(json.dumps(values, default=bytes.hex).encode()).hexdigest()


class DatabaseWrapper(Acting, base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.create_function("journal_act", 0, lambda: self.act or None)
        connection.create_function("journal_digest", -1, digest, deterministic=True)
        return connection

    def find_journal(self, cursor: Any) -> bool:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'branches_journalline'")
        return bool(cursor.fetchone()[0])

    def begin_act(self, cursor: Any) -> int:
        cursor.execute(NEWEST)
        return int(cursor.fetchone()[0] or 0)

    def tell_act(self, cursor: Any) -> None:
        """They ask by themselves, and a savepoint takes nothing back."""

    def keep_answer(self, cursor: Any) -> None:
        """SQLite commits nothing before its answer is read to the end: read it, and let the cursor answer it again."""
        if cursor.description is None:
            return
        if rows := cursor.fetchall():
            places = ", ".join(f"({', '.join(['%s'] * len(row))})" for row in rows)
            cursor.execute(f"VALUES {places}", [value for row in rows for value in row])
