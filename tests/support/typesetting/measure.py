"""What stands where on a rendered PDF, in mm from the top left of the page: baselines, character boxes, ink, bars."""

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pdfplumber
from PIL.Image import Image
from pypdf import PdfReader

Char = dict[str, Any]

MM = 25.4 / 72
DPI = 254
"""Ten dots to the millimetre."""


def is_red(colour: tuple[float, ...]) -> bool:
    return len(colour) == 3 and all(abs(a - b) < 0.05 for a, b in zip(colour, (0.9, 0.0, 0.07), strict=True))


@dataclass(frozen=True)
class Text:
    """Characters on one baseline, from left to right."""

    baseline: float
    chars: tuple[Char, ...]

    @property
    def text(self) -> str:
        return "".join(char["text"] for char in self.chars)

    @property
    def left(self) -> float:
        return float(self.chars[0]["x0"]) * MM

    @property
    def right(self) -> float:
        return float(self.chars[-1]["x1"]) * MM

    @property
    def centre(self) -> float:
        return (self.left + self.right) / 2

    @property
    def size(self) -> float:
        """In pt, as drawn vertically."""
        return round(float(self.chars[0]["size"]), 2)

    @property
    def fonts(self) -> set[str]:
        return {char["fontname"].split("+")[-1] for char in self.chars}

    @property
    def top(self) -> float:
        """Top of the characters' em boxes; 0.88 em of every font here stands above the baseline."""
        return self.baseline - 0.88 * self.size * MM

    @property
    def bottom(self) -> float:
        return self.baseline + 0.12 * self.size * MM

    @property
    def is_red(self) -> bool:
        return is_red(self.chars[0]["non_stroking_color"])

    def part(self, text: str) -> "Text":
        """The piece of this line that reads `text`."""
        start = self.text.index(text)
        return Text(self.baseline, self.chars[start : start + len(text)])


@dataclass(frozen=True)
class Bar:
    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[float, ...]

    @property
    def is_red(self) -> bool:
        return is_red(self.colour)

    @property
    def thickness(self) -> float:
        return self.bottom - self.top


class Sheet:
    """One page."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self.number = page.page_number
        self.size = (float(page.width) * MM, float(page.height) * MM)

    @cached_property
    def _picture(self) -> Image:
        picture: Image = self._page.to_image(resolution=DPI).original.convert("L")
        return picture

    @cached_property
    def lines(self) -> list[Text]:
        rows: dict[float, list[Char]] = {}
        for char in self._page.chars:
            rows.setdefault(round((float(self._page.height) - char["matrix"][5]) * MM, 1), []).append(char)
        return [Text(y, tuple(sorted(rows[y], key=lambda char: char["x0"]))) for y in sorted(rows)]

    @cached_property
    def bars(self) -> list[Bar]:
        """Filled rectangles as wide as the type area."""
        found = [
            Bar(r["x0"] * MM, r["top"] * MM, r["x1"] * MM, r["bottom"] * MM, tuple(r["non_stroking_color"] or ()))
            for r in self._page.rects
        ]
        return sorted((bar for bar in found if bar.right - bar.left > 100 and bar.thickness < 2), key=lambda b: b.top)

    @property
    def running(self) -> list[Text]:
        """Lines within the type area: all but the page number."""
        return [line for line in self.lines if line.baseline < 263]

    @property
    def page_number(self) -> Text | None:
        return next((line for line in self.lines if line.baseline >= 263), None)

    def at(self, text: str) -> Text:
        found = self.find(text)
        if found is None:
            raise ValueError(f"{text} is not on page {self.number}")
        return found

    def find(self, text: str) -> Text | None:
        """The first place on this page where `text` stands on one line."""
        return next((line.part(text) for line in self.lines if text in line.text), None)

    def ink(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """The bounds of everything that is not white within a box."""
        scale = DPI / 25.4
        box = (round(left * scale), round(top * scale), round(right * scale), round(bottom * scale))
        inside = self._picture.crop(box).point(lambda value: 255 if value < 160 else 0).getbbox()
        assert inside, f"nothing printed at {left}-{right}, {top}-{bottom} on page {self.number}"
        return (
            (box[0] + inside[0]) / scale,
            (box[1] + inside[1]) / scale,
            (box[0] + inside[2]) / scale,
            (box[1] + inside[3]) / scale,
        )


class Print:
    """A whole PDF."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.sheets = [Sheet(page) for page in pdfplumber.open(io.BytesIO(content)).pages]

    @cached_property
    def fonts(self) -> dict[str, int]:
        """Each font of the document, and the bytes of it that are embedded."""
        found: dict[str, int] = {}
        for page in PdfReader(io.BytesIO(self.content)).pages:
            resources: Any = page["/Resources"]
            for entry in resources.get("/Font", {}).values():
                descendant = entry.get_object()["/DescendantFonts"][0].get_object()
                descriptor = descendant["/FontDescriptor"]
                files = [descriptor[key] for key in ("/FontFile", "/FontFile2", "/FontFile3") if key in descriptor]
                found[str(descendant["/BaseFont"])] = sum(len(file.get_object().get_data()) for file in files)
        return found

    @property
    def first(self) -> Sheet:
        return self.sheets[0]

    @property
    def last(self) -> Sheet:
        return self.sheets[-1]

    @cached_property
    def text(self) -> str:
        """Everything in reading order, without line ends and blanks."""
        return "".join("".join(line.text for line in sheet.running) for sheet in self.sheets).replace(" ", "")
