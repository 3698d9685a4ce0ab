"""Posts as people say them."""

from collections.abc import Iterable

from branches.models import Appointment


def in_words(posts: Iterable[Appointment]) -> str:
    """市财政局预算科党支部书记；市财政局机关党组织经办人."""
    return "；".join(post.spoken for post in posts)
