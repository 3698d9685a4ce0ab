"""Official documents as the making of later ones reads them."""

from typing import Any

from evaluation.models import Notice, Transition
from evaluation.vocabulary import Action


def last_of(kind: str, **about: Any) -> Notice | None:
    """The document of this kind about the same thing that no other has corrected yet."""
    return Notice.objects.filter(kind=kind, corrected_by=None, **about).order_by("-pk").first()


def assessed(case_or_unit: dict[str, Any]) -> int:
    """How many cases were once concluded (P4.2)."""
    concluded = Transition.objects.filter(
        action=Action.CONCLUDE, **{f"candidacy__{name}": value for name, value in case_or_unit.items()}
    )
    return concluded.values("candidacy").distinct().count()
