"""Whether every covered row is the one that was written: recomputed from tables and journal, believing neither.

A row is held against the last line that notes it, each line against the line before it, the lines of an act against its
seal, the acts against the chain, and the chain against an anchor that was kept elsewhere. Without `SEAL_KEY` an act has
its lines and the chain its order; that nobody else has made them is then not known.
"""

from django.db import OperationalError, connection

from branches.journal import acts, seals, sql
from branches.journal.seals import Line, Seal
from branches.models import Act, JournalLine, JournalLink

CHUNK = 5000
_ON_POSTGRESQL = "encode(sha256(convert_to(t::text, 'UTF8')), 'hex')"
_LINE = ("id", "table_name", "row_id", "operation", "before", "after")


def count() -> int:
    return JournalLine.objects.count()


def problems() -> list[str]:
    """Every row, act and link that is not as it was written, a sentence each."""
    found: dict[str, None] = {}
    last: dict[tuple[str, int], str] = {}
    sealed = _Acts()
    lines = JournalLine.objects.order_by("id").values_list(*_LINE, "act")
    for *line, token in lines.iterator(chunk_size=CHUNK):
        _, table, row, _, before, after = line
        if last.get((table, row), "") != before:
            found[f"{table} {row}: was changed unseen before it was written again"] = None
        last[table, row] = after
        sealed.add(token, tuple(line))
    noted: dict[str, dict[int, str]] = {}
    for (table, row), digest in last.items():
        noted.setdefault(table, {})[row] = digest
    for table in sql.tables():
        found |= dict.fromkeys(_table(table, noted.get(table, {})))
    return [*found, *sealed.problems(), *_chain()]


def altered(table: str, noted: dict[int, str]) -> dict[int, str]:
    """What became of each row of a table that is not as it was last noted."""
    there = digests(table)
    return {
        row: "is gone" if row not in there else "is no row that was written" if not noted.get(row) else "has changed"
        for row in sorted(there.keys() | noted.keys())
        if there.get(row, "") != noted.get(row, "")
    }


def digests(table: str) -> dict[int, str]:
    """The digest of every row of a table, by the database, in the words of the trigger."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t.id, {expression(table)} FROM "{table}" t')  # noqa: S608 - names out of the code
        return dict(cursor.fetchall())


def anchor() -> str:
    """The head of the chain, one line to be kept elsewhere: `417.<digest>`."""
    head = JournalLink.objects.order_by("number").last()
    return str(head) if head else ""


def has_link(number: int, digest: str) -> bool:
    """Whether the chain still has the link that an anchor names, by its digest or how that begins."""
    return JournalLink.objects.filter(number=number, digest__startswith=digest).exists()


def _table(table: str, noted: dict[int, str]) -> list[str]:
    try:
        return [f"{table} {row}: {what}" for row, what in altered(table, noted).items()]
    except OperationalError as error:
        return [f"{table}: cannot be read ({error})"]


def expression(table: str) -> str:
    """The digest of a row `t` of a table, as its trigger computes it."""
    if connection.vendor == "postgresql":
        return _ON_POSTGRESQL
    return "journal_digest({})".format(", ".join(f't."{column}"' for column in sql.tables()[table]))


class _Acts:
    """Seals, recomputed while the lines go by; an act is forgotten when it is whole."""

    def __init__(self) -> None:
        self.sealed = {
            token: (lines, at, seal)
            for token, lines, at, seal in Act.objects.values_list("token", "lines", "at", "seal")
        }
        self.ours = acts.open_act()
        self.open: dict[str, tuple[Seal, dict[str, None]]] = {}
        self.unsealed: dict[str, None] = {}
        self.wrong: list[str] = []

    def add(self, token: str, line: Line) -> None:
        name = f"{line[1]} {line[2]}"
        if token not in self.sealed:
            if token != self.ours:
                self.unsealed[f"{name}: was written without a seal"] = None
            return
        lines, at, known = self.sealed[token]
        seal, rows = self.open.setdefault(token, (Seal(token, at), {}))
        seal.add(line)
        rows[name] = None
        if seal.holds(lines, known):
            del self.open[token], self.sealed[token]

    def problems(self) -> list[str]:
        for token in self.sealed:
            rows = self.open[token][1] if token in self.open else {"no line": None}
            self.wrong += [f"{row}: the seal of act {token} is not that of its lines" for row in rows]
        return [*self.unsealed, *self.wrong]


def _chain() -> list[str]:
    """What is wrong with the links: each follows the one before and covers an act as it was sealed."""
    found, number, previous = [], 0, ""
    links = JournalLink.objects.order_by("number").values_list("number", "digest", "act__token", "act__seal", "act_id")
    for one, digest, token, seal, act in links.iterator(chunk_size=CHUNK):
        if one != number + 1:
            found.append(f"branches_journallink {one}: follows {number}")
        if seals.is_keyed() and digest != seals.link(previous, token, seal):
            found.append(f"branches_journallink {one}: is not the link of act {act}")
        number, previous = one, digest
    return found
