"""Every URL of the project, read off the resolver and never off a list by hand."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


def patterns() -> list[tuple[str, URLPattern]]:
    """(URL name with its namespace, pattern) of every URL of the project."""

    def walk(found: list[Any], namespace: str) -> Iterator[tuple[str, URLPattern]]:
        for one in found:
            if isinstance(one, URLResolver):
                inner = f"{namespace}{one.namespace}:" if one.namespace else namespace
                yield from walk(one.url_patterns, inner)
            else:
                yield f"{namespace}{one.name}", one

    return list(walk(get_resolver().url_patterns, ""))
