"""Chains the acts that are finished."""

from django.db import IntegrityError, transaction

from branches.journal import seals
from branches.models import Act, JournalLink


def chain() -> int:
    """A link for every act that has none, in the order of their numbers; how many. Beside another one it does nothing."""
    try:
        with transaction.atomic():
            head = JournalLink.objects.order_by("number").last()
            number, digest = (head.number, head.digest) if head else (0, "")
            links = []
            for act in Act.objects.filter(link=None).order_by("pk").iterator():
                number, digest = number + 1, seals.link(digest, act.token, act.seal)
                links.append(JournalLink(number=number, act=act, digest=digest))
            JournalLink.objects.bulk_create(links, batch_size=500)
    except IntegrityError:
        return 0
    return len(links)
