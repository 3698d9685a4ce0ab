"""The register as django-import-export sees it: tells new from changed and unchanged branches, and writes them in bulk."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.widgets import Widget

from branches import clock
from branches.models import Branch, FormerName, Unit
from branches.register.roster import COLUMNS, HEADING, OF_UNITS
from branches.register.steps import index_branches

_BATCH = 500
_KINDS = dict(Branch.Kind.choices)


def shown(attribute: str, value: Any) -> Any:
    """What stands in a cell of the register for the value of an attribute."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(value)
    if isinstance(value, Unit):
        return value.name
    return _KINDS[value] if attribute == "kind" else value


class _AsIs(Widget):  # type: ignore[misc]
    """Cells have been understood before they get here; going out they keep their type."""

    def __init__(self, attribute: str) -> None:
        super().__init__()
        self.attribute = attribute

    def render(self, value: Any, obj: Any = None, **options: Any) -> Any:
        return shown(self.attribute, value)


class _Known(BaseInstanceLoader):  # type: ignore[misc]
    def get_instance(self, row: Any) -> Branch | None:
        known: dict[str, Branch] = self.resource.known
        return known.get(row[HEADING["full_name"]])


class BranchResource(ModelResource):  # type: ignore[misc]
    """`known`: branches of the register by full name; `attributes`: the columns that the file has."""

    class Meta:
        model = Branch
        fields = ()
        import_id_fields = ("full_name",)
        instance_loader_class = _Known
        use_bulk = True
        batch_size = None
        skip_unchanged = True
        skip_html_diff = True
        report_skipped = True
        store_instance = True

    def __init__(self, known: dict[str, Branch] | None = None, attributes: Iterable[str] | None = None) -> None:
        super().__init__()
        self.known = known or {}
        self.renamed: list[Branch] = []
        taken = set(HEADING if attributes is None else attributes)
        self.fields = {
            column.attribute: Field(column.attribute, column.heading, widget=_AsIs(column.attribute))
            for column in COLUMNS
            if column.attribute in taken
        }

    def get_bulk_update_fields(self) -> list[str]:
        return [name for name in self.fields if name not in OF_UNITS | {"full_name"}] + ["search_text"]

    def init_instance(self, row: Any = None) -> Branch:
        branch: Branch = super().init_instance(row)
        branch.joint_names = ()  # type: ignore[attr-defined]
        branch.unit_short_name = ""  # type: ignore[attr-defined]
        return branch

    def skip_row(self, instance: Branch, original: Branch, row: Any, import_validation_errors: Any = None) -> bool:
        skipped: bool = super().skip_row(instance, original, row, import_validation_errors)
        if original.pk and original.short_name != instance.short_name:
            self.renamed.append(original)
        return skipped

    def bulk_create(self, *args: Any, **options: Any) -> None:
        """Comes before `bulk_update`: so what passes from one branch to another is let go of here first."""
        ids = [branch.pk for branch in self.update_instances]
        for start in range(0, len(ids), _BATCH):
            Branch.objects.filter(pk__in=ids[start : start + _BATCH], is_first_branch=True).update(
                is_first_branch=False
            )
        day = clock.today() - timedelta(days=1)
        for branch in self.renamed:
            Branch.objects.filter(pk=branch.pk).update(short_name=f"~{branch.pk}")
        FormerName.objects.bulk_create(
            FormerName(branch_id=old.pk, full_name=old.full_name, short_name=old.short_name, used_until=day)
            for old in self.renamed
        )
        index_branches([*self.create_instances, *self.update_instances])
        super().bulk_create(*args, **options)

    def bulk_update(self, *args: Any, **options: Any) -> None:
        """As an upsert by primary key, which takes a third of the time of Django's own."""
        fields = self.get_bulk_update_fields()
        Branch.objects.bulk_create(
            self.update_instances, _BATCH, update_conflicts=True, update_fields=fields, unique_fields=["id"]
        )
        self.update_instances.clear()

    def after_import(self, dataset: Any, result: Any, **options: Any) -> None:
        """No file brings ids, so the numbers drawn stay where they are; setting them anew is the owner's alone."""


def carry_units(branch: Branch) -> None:
    """What its units are called on the branch itself, where the resource finds it."""
    branch.unit_short_name = branch.unit.short_name  # type: ignore[attr-defined]
    branch.joint_names = tuple(sorted(unit.name for unit in branch.joint_units.all()))  # type: ignore[attr-defined]


def write_joint_units(branches: Iterable[Branch], units: Mapping[str, Unit]) -> None:
    """The units that joint branches name (D57), by name; bulk writing leaves them to us."""
    link = Branch.joint_units.through
    wanted = {branch.pk: branch.joint_names for branch in branches}  # type: ignore[attr-defined]
    if wanted:
        link.objects.filter(branch_id__in=list(wanted)).delete()
        link.objects.bulk_create(
            link(branch_id=pk, unit_id=units[name].pk) for pk, names in wanted.items() for name in names
        )
