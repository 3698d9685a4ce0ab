"""荣誉证书 and 牌匾样 as their parts, not yet laid out."""

from dataclasses import dataclass
from enum import StrEnum

from evaluation.typesetting.tracing import Trace


class Sort(StrEnum):
    """A certificate on A4 landscape, or the pattern of a plaque of 600 × 400 mm."""

    CERTIFICATE = "certificate"
    PLAQUE = "plaque"


@dataclass(frozen=True)
class Award:
    sort: Sort
    heading: str
    addressee: str
    text: str
    """Running text of a certificate, the year of a plaque."""
    number: str
    issuers: tuple[str, ...]
    dated_on: str
    trace: Trace | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What is set whole in one typeface."""
        return (self.addressee, *self.issuers)
