"""Lengths for the style attributes of official documents, independent of the language's number format."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def mm(value: float) -> str:
    return f"{value:.4f}mm"


@register.filter
def em(value: float) -> str:
    return f"{value:.5f}em"


@register.filter
def plain(value: float) -> str:
    return f"{value:.5f}"


@register.filter
def labelled(table: Any) -> list[list[tuple[str, str]]]:
    """The rows of a table for a page: each cell with the head of its column, without the running number."""
    heads = [column.title for column in table.columns[1:]]
    return [
        list(zip(heads, ((group.label, *row) if table.is_labelled else row), strict=True))
        for group in table.groups
        for row in group.rows
    ]
