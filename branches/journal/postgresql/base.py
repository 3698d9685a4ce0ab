"""PostgreSQL with acts: the triggers read the act's token from a setting of the transaction, which no pool carries on."""

from typing import Any

from django.db.backends.postgresql import base

from branches.journal.acts import NEWEST, Acting


class DatabaseWrapper(Acting, base.DatabaseWrapper):
    def find_journal(self, cursor: Any) -> bool:
        cursor.execute("SELECT to_regclass('branches_journalline') IS NOT NULL")
        return bool(cursor.fetchone()[0])

    def begin_act(self, cursor: Any) -> int:
        """In one go: every transaction that writes waits for it."""
        cursor.execute(f"SELECT set_config('sizhiqiang.act', %s, true), ({NEWEST})", [self.act])
        return int(cursor.fetchone()[1] or 0)

    def tell_act(self, cursor: Any) -> None:
        cursor.execute("SELECT set_config('sizhiqiang.act', %s, true)", [self.act])

    def keep_answer(self, cursor: Any) -> None:
        """They are here already."""

    def chunked_cursor(self) -> Any:
        """On the server inside a transaction alone: outside, a pool may ask another session for the next rows."""
        return self.cursor() if self.get_autocommit() else super().chunked_cursor()
