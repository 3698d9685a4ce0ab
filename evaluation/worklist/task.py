"""The form of a task: what the duties behind the home page yield."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """What one person has to do: where, about what, by when."""

    title: str
    button: str
    url: str
    subject: str = ""
    due: date | None = None
    hint: str = ""
    kind: str = ""
    about: str = ""

    @property
    def key(self) -> str:
        """Names the task for as long as it is owed, however its sentence changes meanwhile."""
        return f"{self.kind}:{self.about or self.url}"
