"""What people may have written of a joint document themselves, and signed: it takes the place of the kind's own words."""

from typing import TypedDict


class Drafted(TypedDict, total=False):
    """Beside the addressees, which every paper has."""

    title_lines: list[str]
    """With the clerk's own line ends."""
    paragraphs: list[str]
    copies: int
    """份数; not printed."""
    is_draft: bool
    """Marked 送审稿, and not dated."""
    changed: list[list[list[int]]]
    """Of each paragraph, from where to where it differs from the standard text; only a draft shows it."""
