"""Whether there is such a row, looked up anew for each row that asks."""

from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.db.models.lookups import IsNull


def probed(rows: QuerySet[Any], by: str = "") -> Q:
    """A condition: there is one of `rows`, which refer to the outer row.

    Says what `Exists` says. That one PostgreSQL may answer by reading the whole table once, which is dear for a page of
    fifty lines and grows with the years; this one it answers by an index, line by line.

    `by`: a column that is never empty and the last of the index to be taken. Where PostgreSQL expects many rows it reads
    the table from its beginning to meet the first of them, to its end if there is none; asked for their order it does not.
    """
    found = rows.order_by(by).values(by) if by else rows.order_by().values("pk")
    return Q(IsNull(Subquery(found[:1]), False))
