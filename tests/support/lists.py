"""Every list that one of the demo accounts can open, found by opening what the URL configuration has."""

from collections.abc import Iterator
from typing import NamedTuple

from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from branches.accounts.demo import ACCOUNTS
from branches.models import User
from branches.pages.tables import Listing


class OpenList(NamedTuple):
    """A list as the first account that may open it sees it."""

    client: Client
    address: str
    listing: Listing


def every_list(few: int) -> list[OpenList]:
    """Those with more than `few` rows. A page that opens without one is none for anybody."""
    found, left = [], set(_addresses())
    for account in ACCOUNTS:
        client = Client()
        client.force_login(User.objects.get(username=account.username))
        for address in sorted(left):
            answer = client.get(address, follow=True)
            listing = answer.context and answer.context.get("listing")
            if not isinstance(listing, Listing):
                left -= {address} if answer.status_code == 200 else set()
            elif listing.count > few:
                left.remove(address)
                found.append(OpenList(client, answer.request["PATH_INFO"], listing))
    return found


def _addresses() -> Iterator[str]:
    """Of every page that needs no number."""
    for space, (_, resolver) in get_resolver().namespace_dict.items():
        for name in {name for name in resolver.reverse_dict if isinstance(name, str)}:
            try:
                yield reverse(f"{space}:{name}")
            except NoReverseMatch:
                continue
