"""Tags and filters every template has (builtins). Words and shapes only: nothing here reads the database."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.db.models import Model
from django.forms import BaseForm, BaseFormSet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from branches import in_words, names
from branches.labels import label_of

register = template.Library()

SHAPES = {
    "todo": "circle",
    "doing": "half",
    "done": "tick",
    "look": "triangle",
    "stop": "octagon",
    "provisional": "diamond",
    "honour": "star",
    "out": "dash",
}
"""Tone of a state → symbol in icons.svg: the shape says the same as the colour."""

NOTICE_SHAPES = {
    "info": "info",
    "late": "triangle",
    "closed": "octagon",
    "readonly": "lock",
    "error": "octagon",
    "done": "tick",
}

MISSING = "—"


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; `anchor` is the id of the input, or empty."""

    message: str
    anchor: str = ""


@register.filter
def day(value: date | datetime | None) -> str:
    return in_words.day(value) if value else MISSING


@register.filter
def month_day(value: date | datetime | None) -> str:
    return in_words.month_day(value) if value else MISSING


@register.filter
def short_day(value: date, today: date) -> str:
    return in_words.short_day(value, today)


@register.filter
def moment(value: datetime | None) -> str:
    return in_words.moment(value) if value else MISSING


@register.filter
def percent(ratio: Decimal | None) -> str:
    return in_words.percent(ratio) if ratio is not None else MISSING


@register.filter
def number(value: int | Decimal | float | None) -> str:
    """1,874."""
    return MISSING if value is None else f"{value:,}"


@register.filter
def filesize(size: int | None) -> str:
    """86KB, 1.2MB: no spaces, no decimals where they say nothing."""
    if size is None:
        return MISSING
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))}KB"
    return f"{size / 1024 / 1024:.1f}MB"


@register.filter
def label(row: Model, name: str) -> str:
    """What the model of a row calls its field."""
    return label_of(row._meta.model, name)


@register.filter
def item(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key, "") if mapping else ""


@register.filter
def clauses(sentence: str) -> list[str]:
    """Its parts, each with the mark that ends it: where a line is short, it breaks between them."""
    return [part for part in re.split("(?<=[，；。])(?![，；。”）])", sentence) if part]


@register.filter
def squares(taken: int, cap: int) -> list[str]:
    """The squares of a cap meter; those beyond the cap are marked."""
    return ["over" if place >= cap else "taken" if place < taken else "free" for place in range(max(taken, cap))]


@register.filter
def minus(value: int, other: int) -> int:
    return value - other


def _says(words: str) -> Callable[[], str]:
    return lambda: words


for _name, _words in vars(names).items():
    if _name.isupper():
        register.simple_tag(_says(_words), name=_name.lower())


@register.inclusion_tag("components/status.html")
def status(state: Any = None, *, tone: str = "", label: str = "", whose: str = "") -> dict[str, str]:
    """A status tag: shape, word and colour. `whose` names in whose hands a case is."""
    tone = {"late": "look"}.get(tone, tone) or getattr(state, "tone", "todo")
    return {"tone": tone, "shape": SHAPES[tone], "label": label or getattr(state, "label", ""), "whose": whose}


@register.inclusion_tag("components/icon.html")
def icon(name: str) -> dict[str, str]:
    return {"shape": SHAPES.get(name, name)}


@register.inclusion_tag("components/back.html")
def back(url: str, label: str = "返回") -> dict[str, str]:
    return {"url": url, "label": label}


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info") -> str:
    """A bar with an icon; the words inside say what it means."""
    rendered: str = render_to_string(
        "components/notice.html", {"tone": tone, "shape": NOTICE_SHAPES[tone], "content": content}
    )
    return rendered


@register.simple_tag(takes_context=True)
def problems(context: template.Context) -> list[Problem]:
    """Everything that is wrong with what was sent: refusals first, then each form's errors in order."""
    found = [Problem(str(reason)) for reason in context.get("reasons") or []]
    for name in ("form", "formset"):
        found += _of(context.get(name))
    for some in context.get("forms") or []:
        found += _of(some)
    return found


def _of(some: Any) -> Iterable[Problem]:
    if isinstance(some, BaseFormSet) and some.is_bound:
        yield from (Problem(str(error)) for error in some.non_form_errors())
        for form in some.forms:
            yield from _of(form)
    elif isinstance(some, BaseForm) and some.is_bound:
        # The form need not repeat above its fields what the summary already says.
        some.problems_shown = True  # type: ignore[attr-defined]
        for name, errors in some.errors.items():
            anchor = ""
            if name in some.fields:
                anchor = some[name].id_for_label or f"{some[name].auto_id}_0"
            yield from (Problem(str(error), anchor) for error in errors)
