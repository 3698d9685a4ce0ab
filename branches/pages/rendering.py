"""Renders forms with the project's templates, in which every input wears Bootstrap's classes."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

_CLASSES = {"select.html": "form-select", "textarea.html": "form-control"}
_PLAIN_INPUTS = {"radio", "checkbox", "hidden", "file"}


class FieldGroups(TemplatesSetting):
    """Label, hint, error and input in this order; templates live in templates/django/forms/."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        widget = context.get("widget")
        if widget and "attrs" in widget:
            self._dress(template_name.rsplit("/", 1)[-1], widget)
        return super().render(template_name, context, request)

    def _dress(self, template_name: str, widget: dict[str, Any]) -> None:
        attrs = widget["attrs"]
        css = _CLASSES.get(template_name, "")
        if not css and "optgroups" not in widget and widget.get("type", "hidden") not in _PLAIN_INPUTS:
            css = "form-control"
        if css:
            attrs["class"] = f"{css} {attrs.get('class', '')}".strip()
        if template_name == "textarea.html" and "maxlength" in attrs:
            # A browser would cut a long paste silently; the counter keeps it and says by how much it is too long.
            attrs["data-limit"] = attrs.pop("maxlength")
