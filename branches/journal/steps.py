"""Chains the acts that are finished; notes at once what was written while nothing noted it."""

from django.db import IntegrityError, connection, transaction
from django.db.models import Max

from branches.journal import acts, seals, sql
from branches.journal import queries as journal_queries
from branches.models import Act, JournalLine, JournalLink

PORTION = 100_000
# By itself, and not within the statement that inserts, PostgreSQL does it with all its processors.
_THERE = (
    'CREATE TEMPORARY TABLE there AS SELECT t.id, {digest} AS digest FROM "{table}" t WHERE t.id > %s AND t.id <= %s'
)
_NOTE = """
    WITH last AS (
        SELECT row_id, after FROM branches_journalline
        WHERE id IN (SELECT max(id) FROM branches_journalline WHERE id <= %s AND table_name = %s GROUP BY row_id)
    )
    INSERT INTO branches_journalline (table_name, row_id, operation, before, after, act)
    SELECT %s, there.id, 'N', coalesce(last.after, ''), there.digest, %s
    FROM there LEFT JOIN last ON last.row_id = there.id
    WHERE there.digest <> coalesce(last.after, '')
    ORDER BY there.id
"""


def chain() -> int:
    """A link for every act that has none, in the order of their numbers; how many. Beside another one it does nothing."""
    try:
        with transaction.atomic():
            head = JournalLink.objects.order_by("number").last()
            number, digest = (head.number, head.digest) if head else (0, "")
            links = []
            for act in Act.objects.filter(link=None).order_by("pk").iterator():
                number, digest = number + 1, seals.link(digest, act.token, act.seal)
                links.append(JournalLink(number=number, act=act, digest=digest))
            JournalLink.objects.bulk_create(links, batch_size=500)
    except IntegrityError:
        return 0
    return len(links)


@transaction.atomic
def note_all() -> None:
    """Note each covered row that does not stand as it was last noted, an act a portion, after the triggers were away."""
    before = JournalLine.objects.aggregate(last=Max("pk"))["last"] or 0
    known = set(JournalLine.objects.order_by().values_list("table_name", flat=True).distinct())
    with connection.cursor() as cursor:
        for table in sql.tables():
            cursor.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"')  # noqa: S608 - names out of the code
            (highest,) = cursor.fetchone()
            statement = _THERE.format(digest=journal_queries.expression(table), table=table)
            earlier = [before if table in known else 0, table]
            for start in range(0, highest, PORTION):
                cursor.execute(statement, [start, start + PORTION])
                cursor.execute(_NOTE, [*earlier, table, acts.name()])
                cursor.execute("DROP TABLE there")
                acts.seal()
