"""Where a text differs from the standard one: what was added is underlined, what was left out is listed."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from branches import in_words
from evaluation.drafting.standard import Text

LONG = 400_000
"""Characters of one text times those of the other beyond which the two are not compared letter by letter."""
LABELS = {"title": "标题", "recipients": "主送", "copies_to": "抄送", "printed_by": "印发机关"}


class Piece(NamedTuple):
    text: str
    how: str
    """`same`, `added` or `removed`."""


class Change(NamedTuple):
    """One part of the text that is not the standard one."""

    label: str
    pieces: tuple[Piece, ...]


def changes(standard: Text, given: Mapping[str, Any]) -> list[Change]:
    """In the order of the document: the head, the paragraphs, the foot."""
    head, foot = ("title", "recipients"), ("copies_to", "printed_by")
    listed = _listed(given)
    return [*_of(standard, given, head), *_paragraphs(standard, given), *_of(standard, given, foot), *listed]


def _listed(given: Mapping[str, Any]) -> Iterator[Change]:
    """What a correction says otherwise in the list."""
    if wrong := given.get("wrong"):
        yield Change("名单", (Piece(wrong, "removed"), Piece(given["right"], "added")))


def _of(standard: Mapping[str, Any], given: Mapping[str, Any], names: Sequence[str]) -> Iterator[Change]:
    for name in names:
        if standard[name] != given[name]:
            yield Change(LABELS[name], tuple(pieces(_joined(standard[name]), _joined(given[name]))))


def _joined(text: str) -> str:
    return text.replace("\n", "／")


def _paragraphs(standard: Text, given: Mapping[str, Any]) -> Iterator[Change]:
    """Those that have a counterpart are compared with it; numbers are those of the given text."""
    before, after = standard["paragraphs"], list(given["paragraphs"])
    for kind, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        for place in range(max(end - start, stop - begin)):
            old = before[start + place] if start + place < end else ""
            new = after[begin + place] if begin + place < stop else ""
            label = f"第{begin + place + 1}段" if new else f"原第{in_words.numeral(start + place + 1)}段"
            yield Change(label, tuple(pieces(old, new)))


def spans(before: Sequence[str], after: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Of each paragraph of `after`, from where to where it says what its counterpart does not."""
    found: list[list[tuple[int, int]]] = [[] for _ in after]
    for kind, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        for place in range(stop - begin) if kind != "equal" else ():
            old, position = before[start + place] if start + place < end else "", 0
            for piece in pieces(old, after[begin + place]):
                if piece.how != "removed":
                    if piece.how == "added":
                        found[begin + place].append((position, position + len(piece.text)))
                    position += len(piece.text)
    return found


def pieces(old: str, new: str) -> Iterator[Piece]:
    """`new` in pieces, with what it lacks of `old` in its place."""
    if len(old) * len(new) > LONG:
        yield from (Piece(text, how) for text, how in ((old, "removed"), (new, "added")) if text)
        return
    for kind, start, end, begin, stop in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(new[begin:stop], "same")
            continue
        if end > start:
            yield Piece(old[start:end], "removed")
        if stop > begin:
            yield Piece(new[begin:stop], "added")


def doubts(given: Mapping[str, Any], total: int) -> list[str]:
    """What a person should look at once more: a figure in the text that is not that of the list."""
    body = "".join(given["paragraphs"])
    return [] if f"{total}个" in body else [f"正文里没有写名单上的“{total}个”党支部，请核对。"]
