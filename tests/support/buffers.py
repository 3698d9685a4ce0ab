"""What reading costs, in a figure that is the same on every machine: queries, and blocks of 8 KB that PostgreSQL looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

EXPLAIN = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "


@dataclass
class Reads:
    """The queries of one act, in order: (statement, blocks); what writes or steers a transaction has none."""

    queries: list[tuple[str, int]] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.queries)

    @property
    def buffers(self) -> int:
        return sum(blocks for _, blocks in self.queries)

    @property
    def dearest(self) -> tuple[str, int]:
        return max(self.queries, key=lambda one: one[1], default=("", 0))

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.queries.append((sql, _blocks(sql, params) if sql.startswith(("SELECT", "WITH", "(SELECT")) else 0))
        return execute(sql, params, many, context)


def reads(act: Callable[[], object]) -> Reads:
    """Let `act` run and explain each of its queries just before it."""
    seen = Reads()
    with connection.execute_wrapper(seen):
        act()
    return seen


def _blocks(sql: str, params: Any) -> int:
    with connection.connection.cursor() as cursor:  # the driver's own, which nobody watches
        cursor.execute(EXPLAIN + sql, params)
        plan = cursor.fetchone()[0][0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
