"""Whether the site can work: its database, its migrations, and whether the database still is what they made of it."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from evaluation.integrity import catalogue

FRESH = 60
"""Seconds for which an answer about the catalogue stands: anybody may ask, as often as he likes."""


def problems() -> list[str]:
    """Of `database`, `migrations` and `catalogue` the first that is not well; empty when the site is ready.

    What differs is not for everybody who can ask: `verify` names it.
    """
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations"]
        return ["catalogue"] if cache.get_or_set("catalogue_differs", differs, FRESH) else []
    except DatabaseError:
        return ["database"]


def differs() -> bool:
    return bool(catalogue.wrong())
