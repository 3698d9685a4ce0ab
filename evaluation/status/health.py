"""Whether the site can work: database, migrations, guards."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from evaluation.integrity import triggers


def problems() -> list[str]:
    """Names of what is missing; empty when the site is ready."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return ["migrations"]
        return [f"guard {name}" for name in sorted(triggers.wrong())]
    except DatabaseError:
        return ["database"]
