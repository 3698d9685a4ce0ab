"""One label a field: what its model calls it (`verbose_name`), for forms, tables and exports alike."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Field, Model

Form = TypeVar("Form", bound=type[Any])


def label_of(model: type[Model], name: str) -> str:
    """Raises TypeError for what is no column of `model`."""
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is no column of {model.__name__}")
    return str(field.verbose_name)


def labelled_by(model: type[Model]) -> Callable[[Form], Form]:
    """Mark a form: a field that is shown without a label of its own is labelled like the model's field of the same name."""

    def label(form: Form) -> Form:
        for name, field in form.base_fields.items():
            if field.label is None and not field.widget.is_hidden:
                field.label = label_of(model, name)
        return form

    return label
