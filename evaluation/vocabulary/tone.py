"""How a state is shown, whatever it is the state of."""

from enum import StrEnum


class Tone(StrEnum):
    """How a state is shown: each tone is one shape and one colour."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    LOOK = "look"
    STOP = "stop"
    PROVISIONAL = "provisional"
    HONOUR = "honour"
    OUT = "out"
