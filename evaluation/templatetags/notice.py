"""Lengths for the style attributes of official documents, independent of the language's number format."""

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
