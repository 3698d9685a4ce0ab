"""Where a year stands, in words."""

from dataclasses import dataclass

from evaluation.models import Cycle
from evaluation.vocabulary import CycleState, Tone


@dataclass(frozen=True)
class Standing:
    """Words with the tone in which a page says them."""

    label: str
    tone: Tone


_STAGES = {
    CycleState.DRAFT: Tone.TODO,
    CycleState.OPEN: Tone.DOING,
    CycleState.RECOMMENDING: Tone.DOING,
    CycleState.CLOSED: Tone.DONE,
}


def stage_of(cycle: Cycle) -> Standing:
    """The state of the year as a tag."""
    return Standing(cycle.get_state_display(), _STAGES[CycleState(cycle.state)])
