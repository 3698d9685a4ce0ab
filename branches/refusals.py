"""What a step answers when it does not do what was asked: sentences for a person, never a fault of the program."""


class Refusal(Exception):
    """Not now, or not like this. `reasons` are sentences for a person; `field`: what he has to type anew."""

    def __init__(self, *reasons: str, field: str = "") -> None:
        super().__init__("；".join(reasons))
        self.reasons = list(reasons)
        self.field = field


class Conflict(Refusal):
    """Somebody was quicker: what this person had before him has changed meanwhile."""
