"""Where a line of Chinese text ends, and how its slack is spread.

Lines are broken here and not by the PDF library: only so can full lines end flush on the 28-character grid, no closing
mark begin a line, no opening mark end one, and a figure stay with its unit, without a foreign character in the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from branches import in_words
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.metrics import face

OPENING = "（《〈「『【〔［“‘([{〖"
CLOSING = "，。、；：？！）》〉」』】〕］”’…—·,.;:?!)]}%％‰℃〗～"
UNITS = "年月日号个名项条次人件元万亿届期岁级度分天时页版份张组支第％%‰℃类家户例批场"
NUMBER = re.compile(r"〔\d{4}〕\d+号")
WHOLE = re.compile(r"“[^“”]{1,2}”|附件\d+|第(\d+|[一二三四五六七八九十百]+)")
"""“四强”, 附件2, 第8: what reads badly in two lines and is too short to tear one."""
WORD = re.compile(r"[0-9A-Za-z@#&+*/\\_=<>.,:\-%'~^|]+")
LOOSE = 2.5
"""Characters of slack that show on a line."""
MAX_SPREAD = 0.25
"""A line whose slack would part its characters by more than this many em stays ragged."""


class Run(NamedTuple):
    """A stretch of one line; `rare` ones are set in the fallback face."""

    text: str
    rare: bool
    changed: bool = False
    """Underlined in a sample."""


class Line(NamedTuple):
    runs: tuple[Run, ...]
    spacing: float
    """Letter-spacing in em."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def clean(text: str) -> str:
    """One line without control, zero-width or direction characters, in composed form."""
    text = unicodedata.normalize("NFC", text)
    kept = (" " if char.isspace() else char for char in text if char.isspace() or unicodedata.category(char)[0] != "C")
    return re.sub(" +", " ", "".join(kept)).strip()


def chinese_date(iso: str) -> str:
    """2026-07-01 as 2026年7月1日."""
    return in_words.plain_day(date.fromisoformat(iso))


def width_of(text: str, role: Role = Role.BODY, spacing: float = 0) -> float:
    """Width in em of `text` on one line, without spacing after its last character."""
    return sum(map(face(role).advance, text)) + spacing * max(len(text) - 1, 0)


def rare_names(names: Iterable[str], role: Role = Role.BODY) -> list[str]:
    """Those of `names` that the face of `role` cannot set, longest first."""
    return sorted({name for name in names if name and not face(role).covers(name)}, key=lambda name: (-len(name), name))


def clusters(text: str, keep_tail: bool = True, people: Sequence[str] = ()) -> list[str]:
    """The pieces of `text` between which a line may end, none of which is inside one of `people`."""
    pieces: list[str] = []
    for piece in _smallest(text, people):
        if pieces and _sticks(pieces[-1], piece):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    while keep_tail and len(pieces) > 1 and len(pieces[-1].rstrip(CLOSING)) < 2 and len(pieces[-1]) < 6:
        last = pieces.pop()
        pieces[-1] += last
    return pieces


def _smallest(text: str, people: Sequence[str]) -> Iterator[str]:
    """Numbers with their unit, words, names of people, and single characters."""
    named = re.compile("|".join(map(re.escape, sorted(people, key=len, reverse=True)))) if people else None
    position = 0
    while position < len(text):
        match = NUMBER.match(text, position) or WHOLE.match(text, position) or WORD.match(text, position)
        match = match or (named.match(text, position) if named else None)
        piece = match[0] if match else text[position]
        position += len(piece)
        if piece[-1].isdigit() and position < len(text) and text[position] in UNITS:
            unit = "年度" if text.startswith("年度", position) else text[position]
            piece += unit
            position += len(unit)
        yield piece


def _sticks(before: str, piece: str) -> bool:
    """Whether no line may end between the two."""
    if piece[0] in CLOSING or piece == " " or before[-1] in OPENING:
        return True
    return before[-1] in "—…" and piece in "—…"


def break_lines(
    text: str,
    width: float,
    *,
    indent: float = 0,
    spacing: float = 0,
    role: Role = Role.BODY,
    names: Sequence[str] = (),
    justify: bool = True,
    keep_tail: bool = True,
    people: Sequence[str] = (),
) -> list[Line]:
    """`text` in lines of `width` em, the first one shorter by `indent`; all but the last spread to the full width.

    Rare `names` are set in one face; `people` are kept on one line.
    """
    lines: list[tuple[str, float]] = []
    current, room = "", width - indent
    taken = 0.0
    for whole in _no_wider(clusters(text, keep_tail, people), width, role, spacing):
        piece, shown = whole, whole.rstrip(" ")
        needed = taken + width_of(shown, role) + spacing * (len(current) + len(shown) - 1)
        if current and needed > room + 0.004:
            head = piece.partition("〕")[0] + "〕"
            slack = room - width_of(current, role, spacing)
            if NUMBER.match(piece) and LOOSE < slack >= width_of(head, role, spacing) + spacing:
                # Rather part a document number after its year than tear the line apart.
                current, piece = current + head, piece[len(head) :]
            lines.append((current.rstrip(" "), room))
            current, room, taken = "", width, 0.0
        current += piece
        taken += width_of(piece, role)
    lines.append((current, room))
    last = len(lines) - 1
    return [
        Line(
            runs(content, names, role),
            _spread(content, room, role, spacing) if justify and number < last else spacing,
        )
        for number, (content, room) in enumerate(lines)
    ]


def runs(text: str, names: Sequence[str], role: Role = Role.BODY) -> tuple[Run, ...]:
    """`text` with every rare name whole in the fallback face, and any other uncovered character too."""
    covers = face(role).covers
    if covers(text):
        return (Run(text, False),)
    pattern = "|".join(re.escape(name) for name in names if not covers(name))
    parts = re.split(f"({pattern})", text) if pattern else [text]
    flagged = [(char, position % 2 == 1 or not covers(char)) for position, part in enumerate(parts) for char in part]
    result: list[Run] = []
    for char, rare in flagged:
        if result and result[-1].rare == rare:
            result[-1] = Run(result[-1].text + char, rare)
        else:
            result.append(Run(char, rare))
    return tuple(result)


def marked(lines: Iterable[Line], text: str, spans: Sequence[tuple[int, int]]) -> list[Line]:
    """The lines of `text` with what stands between these places marked as changed."""
    places = {place for start, end in spans for place in range(start, end)}
    result, position = [], 0
    for line in lines:
        position = text.index(line.text, position)  # a space at the end of a line is not printed
        found: list[Run] = []
        for run in line.runs:
            for char in run.text:
                changed = position in places
                if found and (found[-1].rare, found[-1].changed) == (run.rare, changed):
                    found[-1] = found[-1]._replace(text=found[-1].text + char)
                else:
                    found.append(Run(char, run.rare, changed))
                position += 1
        result.append(line._replace(runs=tuple(found)))
    return result


def _spread(text: str, room: float, role: Role, spacing: float) -> float:
    gaps = len(text) - 1
    if gaps < 1:
        return spacing
    extra = (room - width_of(text, role, spacing)) / gaps
    return spacing + extra if extra <= MAX_SPREAD else spacing


def _no_wider(pieces: list[str], width: float, role: Role, spacing: float) -> Iterable[str]:
    """Cut pieces that no line can hold, such as a long web address."""
    for piece in pieces:
        rest = piece
        while width_of(rest, role, spacing) > width:
            cut = next(n for n in range(len(rest), 0, -1) if n == 1 or width_of(rest[:n], role, spacing) <= width)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest
