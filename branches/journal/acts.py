"""What makes every transaction an act, on whichever database: named at its first write, sealed before its commit.

The journal's own statements go by the driver's cursor, so nobody who counts queries counts them. What only reads, or
writes to tables that are not covered, costs nothing. Nothing is kept between transactions: whoever dies before the commit
leaves neither rows nor lines.
"""

import secrets
from abc import abstractmethod
from collections.abc import Callable
from contextlib import closing
from typing import Any, cast

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from branches import clock
from branches.journal import coverage
from branches.journal.seals import Seal

NEWEST = "SELECT (SELECT id FROM branches_journalline ORDER BY id DESC LIMIT 1)"
# With both ends PostgreSQL takes the index, also of a table whose statistics it has not gathered yet.
_LINES = """
    SELECT id, table_name, row_id, operation, before, after FROM branches_journalline
    WHERE id > %s AND id <= 9223372036854775807 AND act = %s ORDER BY id
"""
_ACT = "INSERT INTO branches_act (token, lines, at, seal) VALUES (%s, %s, %s, %s)"


class Acting(BaseDatabaseWrapper):
    """Comes before the wrapper of the database it stands on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.act = ""
        """The token of the act that the open transaction is, once it has written."""
        self._is_told = False
        self._since = 0
        self._has_journal = False
        self.execute_wrappers.append(self._in_an_act)

    @abstractmethod
    def find_journal(self, cursor: Any) -> bool:
        """Whether the migration that brought the journal has run."""

    @abstractmethod
    def begin_act(self, cursor: Any) -> int:
        """As `tell_act`, for an act that begins: the number of the newest line, behind which its own follow."""

    @abstractmethod
    def tell_act(self, cursor: Any) -> None:
        """Let the triggers know `act` until the transaction ends, or the savepoint is rolled back."""

    @abstractmethod
    def keep_answer(self, cursor: Any) -> None:
        """Have the rows that a statement returned outlast the commit that follows."""

    def name_act(self) -> str:
        """The token of the open transaction, which gets one if it has none."""
        with closing(self.create_cursor()) as cursor:
            if not self.act:
                self.act = secrets.token_hex(12)
                self._since = self.begin_act(cursor)
            elif not self._is_told:
                self.tell_act(cursor)
            self._is_told = True
        return self.act

    def seal(self) -> None:
        """End the act: insert it, sealed over its lines. What is written after it is another one."""
        token, self.act, self._is_told = self.act, "", False
        if not token:
            return
        at = clock.now()
        with closing(self.create_cursor()) as cursor:
            seal = Seal(token, at)
            cursor.execute(_LINES, [self._since, token])
            for line in cursor.fetchall():
                seal.add(line)
            if seal.lines:
                cursor.execute(_ACT, [token, seal.lines, self.ops.adapt_datetimefield_value(at), seal.text])

    def _in_an_act(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self._is_told or not coverage.writes(str(sql)) or not self._journal_is_there():
            return execute(sql, params, many, context)
        if not self.get_autocommit():
            self.name_act()
            return execute(sql, params, many, context)
        with transaction.atomic(self.alias):
            self.name_act()
            answer = execute(sql, params, many, context)
            self.keep_answer(context["cursor"].cursor)
            return answer

    def _journal_is_there(self) -> bool:
        if not self._has_journal:
            with closing(self.create_cursor()) as cursor:
                self._has_journal = self.find_journal(cursor)
        return self._has_journal

    def _commit(self) -> None:
        try:
            self.seal()
        except BaseException:
            self._rollback()
            raise
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self.act, self._is_told = "", False
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._is_told = False
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def connect(self) -> None:
        self.act, self._is_told = "", False
        super().connect()


def open_act() -> str:
    """The token of the act that is not finished yet, or "": its lines have no seal so far."""
    return _connection().act


def name() -> str:
    """The token under which what is noted by hand belongs to the open transaction."""
    return _connection().name_act()


def seal() -> None:
    """End the act in the middle of a transaction, such as a test's, which never commits."""
    connection = _connection()
    connection.seal()
    with closing(connection.create_cursor()) as cursor:
        connection.tell_act(cursor)


def _connection() -> Acting:
    return cast(Acting, connections[DEFAULT_DB_ALIAS])
