"""Certificate and plaque: sizes that fit the names, in mm from the edge of the sheet."""

from dataclasses import dataclass
from typing import Any

from evaluation.typesetting.award import Award, Sort
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.text import Run, break_lines, runs, width_of

LINE = 1.7
"""Pitch of the issuers' lines, in parts of their size."""


@dataclass(frozen=True)
class Plan:
    """Where things stand on one sort of award."""

    width: float
    heading: float
    """Largest size of the heading."""
    addressee: float
    text: float
    issuer: float
    side: float
    """Blank left and right of the text."""
    issuer_width: float
    """What the code beside them leaves to the issuers."""
    issuer_height: float
    """From under the text down to where their date ends."""


PLANS = {
    Sort.CERTIFICATE: Plan(
        width=297, heading=20, addressee=8.8, text=8.8, issuer=6.4, side=36, issuer_width=200, issuer_height=50
    ),
    Sort.PLAQUE: Plan(
        width=600, heading=40, addressee=22, text=20, issuer=17, side=50, issuer_width=500, issuer_height=124
    ),
}


@dataclass(frozen=True)
class Issuer:
    text: str
    spacing: float
    """In mm: joint issuers are spread to equal width."""


@dataclass(frozen=True)
class Sized:
    runs: tuple[Run, ...]
    size: float


def values(award: Award) -> dict[str, Any]:
    """Everything `templates/notices/award.html` needs."""
    plan = PLANS[award.sort]
    room = plan.width - 2 * plan.side
    issuer = min(
        _fitting(max(award.issuers, key=len), Role.BODY, plan.issuer, plan.issuer_width),
        plan.issuer_height / (len(award.issuers) + 1) / LINE,
    )
    return {
        "award": award,
        "heading_size": _fitting(award.heading, Role.TITLE, plan.heading, room),
        "addressee": Sized(
            runs(award.addressee, award.names, Role.KAI), _fitting(award.addressee, Role.KAI, plan.addressee, room)
        ),
        "lines": break_lines(award.text, room / plan.text, indent=2, role=Role.KAI, names=award.names),
        "text_size": plan.text,
        "issuers": _spread(award.issuers, issuer),
        "issuer_size": issuer,
    }


def _fitting(text: str, role: Role, largest: float, room: float) -> float:
    return min(largest, room / width_of(text, role))


def _spread(names: tuple[str, ...], size: float) -> list[Issuer]:
    longest = max(width_of(name) for name in names)
    return [Issuer(name, (longest - width_of(name)) * size / max(len(name) - 1, 1)) for name in names]
