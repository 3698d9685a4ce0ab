"""Sizes of glyphs in the font that a role really gets, in em. Positions that GB/T 9704 gives for ink come from here."""

from functools import cache, cached_property
from typing import Any
from unicodedata import east_asian_width

from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from evaluation.typesetting.fonts import Role, resolve


class Face:
    """One font file, read once per process."""

    def __init__(self, role: Role) -> None:
        source = resolve(role)
        is_collection = source.path.lower().endswith((".ttc", ".otc"))
        self._font = TTFont(source.path, fontNumber=source.number if is_collection else -1, lazy=True)
        self._map: dict[int, str] = self._font.getBestCmap()
        self._widths: dict[str, tuple[int, int]] = self._font["hmtx"]
        self._em: float = self._font["head"].unitsPerEm
        self._advances: dict[str, float] = {}
        self._bounds: dict[str, tuple[float, float, float, float]] = {}

    @cached_property
    def _glyphs(self) -> Any:
        return self._font.getGlyphSet()

    @cached_property
    def ascent(self) -> float:
        return float(self._font["hhea"].ascent) / self._em

    @cached_property
    def descent(self) -> float:
        """Below the baseline, as a positive number."""
        return -float(self._font["hhea"].descent) / self._em

    def covers(self, text: str) -> bool:
        return all(ord(char) in self._map for char in text)

    def advance(self, char: str) -> float:
        if char not in self._advances:
            glyph = self._map.get(ord(char))
            if glyph is None:
                self._advances[char] = 1.0 if east_asian_width(char) in "WFA" else 0.5
            else:
                self._advances[char] = self._widths[glyph][0] / self._em
        return self._advances[char]

    def ink(self, char: str) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the drawn glyph, from its origin on the baseline."""
        if char not in self._bounds:
            pen = BoundsPen(self._glyphs)
            glyph = self._map.get(ord(char))
            if glyph is not None:
                self._glyphs[glyph].draw(pen)
            box = pen.bounds or (0, 0, 0, 0)
            self._bounds[char] = (box[0] / self._em, box[1] / self._em, box[2] / self._em, box[3] / self._em)
        return self._bounds[char]

    def top(self, text: str) -> float:
        """The highest ink of `text` above the baseline."""
        return max(self.ink(char)[3] for char in text)

    def bottom(self, text: str) -> float:
        """The lowest ink of `text`, negative below the baseline."""
        return min(self.ink(char)[1] for char in text)

    def baseline(self, line_height: float) -> float:
        """How far below the top of a line of `line_height` em the baseline runs."""
        return self.ascent + (line_height - self.ascent - self.descent) / 2


@cache
def face(role: Role) -> Face:
    return Face(role)
