"""Which accounts nobody has used for so long that they sleep; the two keys wake them."""

from datetime import timedelta

from branches import clock
from branches.accounts.keys import steps as keys_steps
from evaluation.models import Cycle
from evaluation.vocabulary import CycleState

KEEPERS = timedelta(days=90)
# Secretaries come once a year: two whole years without them, not one.
YEARS = 2


def put_to_sleep() -> int:
    """Administrators and municipal bodies after ninety days, all others after two years from opening to close."""
    closed = Cycle.objects.filter(state=CycleState.CLOSED).order_by("-year")[:YEARS]
    opened = [cycle.self_assessment_opens_on for cycle in closed]
    others = clock.start_of(min(opened)) if len(opened) == YEARS else None
    return keys_steps.put_to_sleep(keepers_before=clock.now() - KEEPERS, others_before=others)
