"""The parts of a bar, of which a page of a year draws some hundreds."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def part(name: str, pattern: str, x: str, width: str, height: int) -> SafeString:
    """`{% part "doing" "p-doing" "0%" "40%" 11 %}`: a piece of that kind; without a pattern the style sheet fills it."""
    fill = format_html(' fill="url(#{})"', pattern) if pattern else ""
    rect = '<rect x="{}" y=".5" width="{}" height="{}" class="part part-{}"{}></rect>'
    return format_html(rect, x, width, height, name, fill)
