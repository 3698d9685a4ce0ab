"""What a page says of a body that is away (D19)."""

from django import template

from evaluation.rules import impartiality

register = template.Library()
register.filter("stands_in", impartiality.stands_in)
