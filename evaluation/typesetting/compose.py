"""From the frozen facts of a document to its parts, worded: what the PDF and the editable copy are both made of."""

from collections.abc import Callable, Mapping
from typing import Any

from evaluation.typesetting.award import Award
from evaluation.typesetting.brief import Brief
from evaluation.typesetting.form import Form
from evaluation.typesetting.kinds import (
    assessment,
    award,
    minutes,
    naming,
    plaque_letter,
    progress_brief,
    public_notice,
    recommendation,
    reinspection,
    reminder_letter,
    revocation,
    self_assessment,
)
from evaluation.typesetting.kinds.wording import cleaned
from evaluation.typesetting.letter import Letter
from evaluation.typesetting.text import rare_names

KINDS: dict[str, Callable[[Any], Letter | Form | Award | Brief]] = {
    "self_assessment": self_assessment.compose,
    "assessed_form": self_assessment.compose,
    "feedback_form": self_assessment.compose,
    "assessment": assessment.compose,
    "recommendation": recommendation.compose,
    "public_notice": public_notice.compose,
    "naming": naming.compose,
    "reinspection": reinspection.compose,
    "revocation": revocation.compose,
    "plaque_letter": plaque_letter.compose,
    "reminder_letter": reminder_letter.compose,
    "minutes": minutes.compose,
    "progress_brief": progress_brief.compose,
    "certificate": award.certificate,
    "plaque": award.plaque,
}


_PLACES: dict[str, Callable[[Any], dict[str, str]]] = {
    "public_notice": public_notice.places,
    "revocation": revocation.places,
}


def places(kind: str, data: Mapping[str, Any]) -> dict[str, str]:
    """What stands in a drafted text for a day that is a fact of its own, with that day in words; often nothing."""
    return _PLACES[kind](data) if kind in _PLACES else {}


def compose(kind: str, data: Mapping[str, Any]) -> Letter | Form | Award | Brief:
    """The document that `data` makes. Raises KeyError for an unknown kind or a missing fact."""
    return KINDS[kind](cleaned(data))


def rare(kind: str, data: Mapping[str, Any]) -> list[str]:
    """Names that are set in the fallback typeface because 仿宋 lacks a character of theirs: the operator is told."""
    return rare_names(compose(kind, data).names)
