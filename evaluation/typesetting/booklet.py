"""A booklet as its parts, not yet laid out: cover, table of contents, chapters that begin on pages of their own."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    heading: str
    author: str
    """The full name of the branch."""
    body: tuple[str, ...]
    """Paragraphs. One that starts with 一、 or （一） and is short enough is a heading."""


@dataclass(frozen=True)
class Booklet:
    heading: str
    subtitle: str
    issuer: str
    dated_on: str
    """As printed: 2027年8月."""
    chapters: tuple[Chapter, ...]
