"""Whether the site can work: its database, its migrations, and whether the database still is what they made of it."""

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from evaluation.integrity import catalogue, granted
from evaluation.integrity.moment import one_moment

FRESH = 60
"""Seconds for which an answer about what is in the database stands: anybody may ask, as often as he likes."""


def problems() -> list[str]:
    """Of `database`, `migrations`, `catalogue` and `permissions` the first that is not well; empty when the site is ready.

    What differs is not for everybody who can ask: `verify` names it.
    """
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations"]
        found = cache.get_or_set("changed_by_hand", changed, FRESH)
        return [found] if found else []
    except DatabaseError:
        return ["database"]


def changed() -> str:
    with one_moment():
        if catalogue.wrong():
            return "catalogue"
        return "permissions" if granted.check().problems else ""
