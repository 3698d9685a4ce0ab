"""A document (`self_assessment.document`) as rows for pages and paper. With a case to change, every row carries its link."""

from datetime import date
from typing import Any

from django.urls import reverse

from branches import in_words
from branches.templatetags.furniture import MISSING, day
from evaluation.models import Candidacy
from evaluation.self_assessment.document import Document, labels
from evaluation.self_assessment.queries import BASICS, RESOLUTION
from evaluation.vocabulary import Strength

Row = dict[str, Any]


def basics(document: Document, change: Candidacy | None = None) -> list[Row]:
    return _rows(document["basics"], BASICS, _url(change, "basics") if change else None)


def resolution(document: Document, change: Candidacy | None = None) -> list[Row]:
    return _rows(document["resolution"], RESOLUTION, _url(change, "resolution") if change else None)


def declarations(document: Document, change: Candidacy | None = None) -> list[Row]:
    url = _url(change, "declarations") if change else None
    return [
        {"label": f"{entry['number']}. {entry['title']}", "value": entry["label"] or "没有申报", "url": url}
        for entry in document["declarations"]
    ]


def strengths(document: Document) -> list[tuple[str, list[dict[str, Any]]]]:
    """The four strengths by name, each with its criteria."""
    return [
        (
            f"{in_words.numeral(number)}、{strength.label}",
            [one for one in document["criteria"] if one["strength"] == strength],
        )
        for number, strength in enumerate(Strength, start=1)
    ]


def criteria(document: Document, change: Candidacy) -> list[tuple[str, list[Row]]]:
    """The criteria of each strength as rows with links to change them."""
    return [
        (
            title,
            [
                {
                    "label": f"{one['number']}. {one['title']}",
                    "lines": _said(one),
                    "url": _url(change, "criterion", one["number"]),
                }
                for one in entries
            ],
        )
        for title, entries in strengths(document)
    ]


def _said(entry: dict[str, Any]) -> list[str]:
    files = "、".join(one["title"] for one in entry["evidence"])
    return [
        entry["mark"] or "没有选择",
        entry["statement"] or "没有填写",
        *([f"证明材料：{files}"] if files else []),
    ]


def _rows(values: dict[str, Any], names: tuple[str, ...], url: str | None) -> list[Row]:
    """A document of earlier years lacks what was added to the form since."""
    return [
        {"label": label, "value": _told(name, values.get(name)), "url": url} for name, label in labels(names).items()
    ]


def _told(name: str, value: Any) -> str:
    if value in (None, ""):
        return MISSING
    return day(date.fromisoformat(value)) if name.endswith("_on") else str(value)


def _url(case: Candidacy, name: str, *args: int) -> str:
    return reverse(f"evaluation:self_assessment_{name}", args=[case.pk, *args])
