"""Where a link may lead: to a page or a mailbox, or to a place within the document."""

import re

_OUTWARD = re.compile(r"(https?://|mailto:)[^\x00-\x20]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def leads_outward(target: str) -> bool:
    """A whole address that a person may be sent to: http, https or mailto."""
    return bool(_OUTWARD.match(target.strip())) and not re.search(r"[\x00-\x1f\\]", target.strip())


def stays_within(target: str) -> bool:
    """A place in the same document, or no place at all."""
    return not target.strip() or target.strip().startswith("#")


def has_a_scheme(target: str) -> bool:
    """Names a way to fetch, or a machine, instead of a part of the same package."""
    return bool(_SCHEME.match(target.strip())) or target.strip().startswith(("//", "\\\\"))
