"""The form of a task: what the rooms' duties yield and the worklist collects."""

from dataclasses import dataclass
from datetime import date

from evaluation.vocabulary.duties import Duty


@dataclass(frozen=True)
class Task:
    """What one person has to do: about what, where, by when. `about` names the subject by numbers that never change."""

    duty: Duty
    about: str
    title: str
    button: str
    url: str
    subject: str = ""
    due: date | None = None
    hint: str = ""
    lead: tuple[str, ...] = ()
    """Clauses of the sentence at the head of the home page, where title and day would not say it."""

    @property
    def key(self) -> str:
        """Names the task for as long as it is owed, however its sentence and its page change meanwhile."""
        return f"{self.duty}:{self.about}"


def about(*numbers: int) -> str:
    """The subject of a task: the year and the unit, or the number of a row."""
    return "-".join(str(number) for number in numbers)
