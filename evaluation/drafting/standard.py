"""标准文本: what a document says without anybody's hand, as the facts of a text; and what of it a new list renews."""

import re
from collections.abc import Mapping
from typing import Any, NotRequired, TypedDict

from evaluation.documents.corrections import WORDS, replaced
from evaluation.drafting.subjects import Subject
from evaluation.typesetting.compose import compose, places
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import HEADING_CAPACITY
from evaluation.typesetting.letter import Letter

SENTENCE = re.compile(r"[^。！？]+[。！？]?")
PLACE = re.compile(r"【[^】]+】")


class Text(TypedDict):
    """What people may change of a document, and what a signature covers besides the list."""

    title: str
    """With line ends where the clerk wants them."""
    recipients: str
    copies_to: str
    printed_by: str
    copies: int
    """0: not said."""
    paragraphs: list[str]
    wrong: NotRequired[str]
    """Of a correction: what is wrong in the list, what it becomes, and why the document is corrected."""
    right: NotRequired[str]
    reason: NotRequired[str]


def standard(subject: Subject) -> Text:
    """The text that is issued where nobody drafts one; of a correction the one that was issued."""
    if subject.corrects:
        issued = {name: value for name, value in subject.corrects.data.items() if name != "corrects"}
        return _text(subject, issued) | {"wrong": "", "right": "", "reason": ""}
    return _text(subject, subject.facts)


def _text(subject: Subject, facts: Mapping[str, Any]) -> Text:
    letter = compose(subject.kind, facts)
    if not isinstance(letter, Letter):
        raise TypeError(subject.kind)
    return {
        "title": "\n".join(break_heading(letter.title, HEADING_CAPACITY, letter.issuers)),
        "recipients": letter.recipients,
        "copies_to": letter.copies_to,
        "printed_by": facts["printed_by"],
        "copies": facts.get("copies", 0),
        "paragraphs": [_undated(subject, line) for line in letter.body],
    }


def _undated(subject: Subject, line: str) -> str:
    """A day that is a fact of its own, and known when the document is issued, is not written down: words stand for it."""
    for place, day in places(subject.kind, subject.facts).items():
        line = line.replace(day, place)
    return line


def unplaced(subject: Subject, given: Mapping[str, Any]) -> list[str]:
    """What stands for a day and is not in the text: that day would be said otherwise than where else it is said."""
    body = "".join(given["paragraphs"])
    days = dict.fromkeys(day for place in places(subject.kind, subject.facts) for day in PLACE.findall(place))
    return [day for day in days if day not in body]


def is_listed(subject: Subject, wrong: str) -> bool:
    """Whether names or words that nobody types, the list above all, say this."""
    return any(replaced(subject.facts[name], wrong, "") != subject.facts[name] for name in WORDS & subject.facts.keys())


def printable(subject: Subject, text: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of the document with this text."""
    facts = dict(subject.facts)
    if wrong := text.get("wrong"):
        facts |= {name: replaced(facts[name], wrong, text["right"]) for name in WORDS & facts.keys()}
    return {**facts, **lines(text)}


def lines(text: Mapping[str, Any]) -> dict[str, Any]:
    """What of the facts of a document its text says."""
    return {
        "title_lines": text["title"].split("\n"),
        "recipients": [text["recipients"]] if text["recipients"] else [],
        "copies_to": [text["copies_to"]] if text["copies_to"] else [],
        "printed_by": text["printed_by"],
        "paragraphs": list(text["paragraphs"]),
        **({"copies": text["copies"]} if text["copies"] else {}),
    }


def renewed(text: Mapping[str, Any], old: Text, new: Text) -> Text:
    """A clerk's text on another list: whatever sentence was the standard one then says what the standard says now."""
    kept: Any = dict(text)
    for name in ("title", "recipients", "copies_to", "printed_by"):
        if kept[name] == old[name]:
            kept[name] = new[name]
    sentences: dict[str, str] = {}
    for before, after in zip(old["paragraphs"], new["paragraphs"], strict=False):
        one, other = SENTENCE.findall(before), SENTENCE.findall(after)
        if len(one) == len(other):
            sentences |= dict(zip(one, other, strict=True))
    kept["paragraphs"] = [
        "".join(sentences.get(sentence, sentence) for sentence in SENTENCE.findall(line)) for line in text["paragraphs"]
    ]
    result: Text = kept
    return result
