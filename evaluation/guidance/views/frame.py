"""What stands around every page of a year's guidance: its tabs, the years beside it."""

from typing import Any

from branches import access
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.guidance import queries as guidance_queries
from evaluation.models import Cycle
from evaluation.pages.tabs import guidance_tabs


def frame(request: PersonRequest, cycle: Cycle, current: str) -> dict[str, Any]:
    """`current` is the name of the page."""
    return {
        "cycle": cycle,
        "tabs": guidance_tabs(cycle, request.user, current),
        "years": guidance_queries.years(request.user)[:6],
        "page_name": f"evaluation:{current}",
        "runs": access.may(request.user, Perm.RUN_CYCLE) and not guidance_queries.is_over(cycle),
        "is_over": guidance_queries.is_over(cycle),
    }
