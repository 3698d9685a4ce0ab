"""What WeasyPrint may load: nothing. A document is text and the style sheets that `typeset` hands over itself."""

from typing import Never

from evaluation.typesetting.rendering.engine import URLFetcher


class Denied(PermissionError):
    """Something in a document asked for a file or an address."""


class DenyAll(URLFetcher):  # type: ignore[misc] # WeasyPrint has no types
    """Refuses every address before any of it is opened, whatever its scheme."""

    def fetch(self, url: str, headers: object = None) -> Never:
        raise Denied(f"Documents load nothing: {url[:80]}")

    def open(self, url: object, data: object = None, timeout: object = None) -> Never:
        raise Denied("Documents load nothing.")
