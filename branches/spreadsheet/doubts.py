"""What an import does not decide by itself: it asks, and nothing is chosen beforehand.

A doubt without choices is only told. The name of a question follows from what is asked in which line of which file, so an
answer fits after the file has been read again, and fits nothing else once the register says something different. The
answers come with the confirmation of `waiting`, which names person, file and what was shown.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_BEGINS = "doubt-"


@dataclass(frozen=True)
class Choice:
    """One answer: what the import understands, and what the clerk reads."""

    value: str
    label: str


@dataclass(frozen=True)
class Doubt:
    """Something odd in one line. `about` says of whom or what, `sentence` why it is asked; with `choices`, a question."""

    line: int
    column: str
    sentence: str
    choices: tuple[Choice, ...] = ()
    about: str = ""

    @property
    def key(self) -> str:
        """The field of the preview's form that carries the answer."""
        asked = self.line, self.column, self.sentence, self.about, *(choice.value for choice in self.choices)
        return _BEGINS + hashlib.sha256(repr(asked).encode()).hexdigest()[:20]

    @property
    def is_question(self) -> bool:
        return bool(self.choices)


def answers(doubts: Iterable[Doubt], posted: Mapping[str, str]) -> dict[str, str]:
    """What was chosen, by key: only questions that are asked, only choices that are offered."""
    return {
        doubt.key: chosen
        for doubt in doubts
        if (chosen := posted.get(doubt.key, "")) and chosen in {choice.value for choice in doubt.choices}
    }


def sent(posted: Mapping[str, str]) -> dict[str, str]:
    """What of a form may be answers, whatever is asked."""
    return {key: str(value) for key, value in posted.items() if key.startswith(_BEGINS)}


def unanswered(doubts: Iterable[Doubt], given: Mapping[str, str]) -> list[Doubt]:
    """The questions that are still open."""
    return [doubt for doubt in doubts if doubt.is_question and doubt.key not in given]
