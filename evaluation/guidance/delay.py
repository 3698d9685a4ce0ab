"""One thing that was late or never came, in words and dates; no figure by which anybody could be ranked (D32, D42)."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from branches.models import Branch, Unit
from evaluation.vocabulary import Tone


class Matter(Enum):
    """What was owed, in the order of the year. The value is what pages call it."""

    ANSWER = "半年督查填报"
    SUMMARY = "半年督查小结"
    SELF_ASSESSMENT = "支部自评和申请"
    CORRECTION = "退回后的补正"
    ASSESSMENT = "考核意见"
    FORWARDING = "推送联合推荐"
    LIST = "推荐名单"
    REINSPECTION = "复查情况"


ORDER = {matter: number for number, matter in enumerate(Matter)}


@dataclass(frozen=True)
class Delay:
    """Late, or silent where `done_on` is None. `excuse` tells why it is marked and not counted; "" counts (D42)."""

    unit: Unit
    branch: Branch | None
    matter: Matter
    due: date
    done_on: date | None = None
    about: str = ""
    excuse: str = ""

    @property
    def is_silent(self) -> bool:
        return self.done_on is None

    @property
    def label(self) -> str:
        return "未报" if self.is_silent else "逾期"

    @property
    def tone(self) -> Tone:
        if self.excuse:
            return Tone.OUT
        return Tone.STOP if self.is_silent else Tone.LOOK

    @property
    def place(self) -> str:
        """Whose it is, inside its unit."""
        return self.branch.short_name if self.branch else "本单位"

    @property
    def position(self) -> tuple[int, int, int]:
        """Where it stands: by the register, the unit's own first, then by the order of the year. Never by number."""
        return self.unit.pk, self.branch.pk if self.branch else 0, ORDER[self.matter]
