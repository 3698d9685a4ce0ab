"""What a migration must not do while workers of the version before go on: anything but add (docs/operations.md, Upgrading)."""

from collections.abc import Iterable
from typing import Any

from django.db.migrations import Migration
from django.db.migrations import operations as of
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED

NOT_AN_ADDITION: dict[type[Operation], str] = {
    of.RemoveField: "takes a column away",
    of.DeleteModel: "takes a table away",
    of.RenameField: "renames a column",
    of.RenameModel: "renames a table",
    of.AlterModelTable: "renames a table",
    of.AlterUniqueTogether: "asks more of rows than the version before keeps",
    of.RunSQL: "is SQL that cannot be read here; write an operation, or a function that says why",
}


def complaints(migrations: Iterable[Migration], state: ProjectState) -> list[str]:
    """One for each operation that the version before would stumble on. Tables that are new since are nobody's yet."""
    found, made = [], set[str]()
    for migration in migrations:
        replaced = {one.name for one in migration.operations if isinstance(one, of.RemoveConstraint)}
        for operation in migration.operations:
            if isinstance(operation, of.CreateModel):
                made.add(operation.name_lower)
            said = _said(operation, replaced, state, migration.app_label)
            if said and getattr(operation, "model_name_lower", "") not in made:
                found.append(f"{migration.app_label}.{migration.name}: {operation.describe()}: {said}")
            operation.state_forwards(migration.app_label, state)
    return found


def _said(operation: Operation, replaced: set[str], state: ProjectState, app: str) -> str:
    if isinstance(operation, of.AddField):
        field: Any = operation.field
        may_be_left_out = field.many_to_many or field.null or field.db_default is not NOT_PROVIDED
        return "" if may_be_left_out else "needs null=True or db_default, since the version before leaves it out"
    if isinstance(operation, of.AlterField):
        return _narrowed(state.models[app, operation.model_name_lower].fields[operation.name], operation.field)
    if isinstance(operation, of.AddConstraint) and operation.constraint.name not in replaced:
        return "asks more of rows than the version before keeps"
    return NOT_AN_ADDITION.get(type(operation), "")


def _narrowed(before: Any, after: Any) -> str:
    if (before.null and not after.null) or (after.unique and not before.unique):
        return "asks more of a column than the version before keeps"
    wider = before.max_length and (after.max_length or before.max_length) >= before.max_length
    kinds = {type(before), type(after)}
    if len(kinds) > 1 or not (wider or before.max_length is None):
        return "makes another column of it"
    return ""
