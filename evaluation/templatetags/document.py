"""Lines and lengths of official documents as HTML, independent of the language's number format.

Lines are put together here and not in templates of their own: a long list has thousands of them.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

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


@register.filter
def runs(value: Iterable[Any]) -> SafeString:
    """Stretches of text, the rare ones in the fallback face, what is changed in a draft underlined."""
    return mark_safe("".join(map(_run, value)))  # noqa: S308 - every text is escaped


def _run(run: Any) -> str:
    text = f'<span class="rare">{escape(run.text)}</span>' if run.rare else escape(run.text)
    return f"<u>{text}</u>" if run.changed else text


@register.filter
def cell(value: Iterable[Any]) -> SafeString:
    """Lines without letter-spacing of their own."""
    return mark_safe("<br>".join(runs(line.runs) for line in value))  # noqa: S308 - made of escaped runs


@register.filter
def lines(value: Iterable[Any]) -> SafeString:
    """Lines, each with its letter-spacing."""
    parts = (f'<span class="line" style="letter-spacing:{em(line.spacing)}">{runs(line.runs)}</span>' for line in value)
    return mark_safe("<br>".join(parts))  # noqa: S308 - made of escaped runs
