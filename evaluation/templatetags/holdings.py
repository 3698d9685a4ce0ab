"""`{% still_holds person %}`: what a person still holds, on pages that know people but not the evaluation."""

from typing import Any

from django import template

from branches.models import User
from evaluation.worklist import holdings

register = template.Library()


@register.inclusion_tag("evaluation/worklist/holdings.html")
def still_holds(person: User) -> dict[str, Any]:
    return {"held": holdings.of(person), "person": person}
