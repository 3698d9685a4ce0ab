"""Tells the audit administrators the anchor of the day: what they keep, nobody who rules the database can take back."""

from django.db import transaction
from django.urls import reverse

from branches import clock
from branches import queries as branches_queries
from branches.models import User
from branches.permissions import Role
from evaluation.messages.sending.outbox import Outgoing, post
from evaluation.models import Message
from evaluation.vocabulary.messages import MessageKind


@transaction.atomic
def sweep(anchor: str) -> int:
    """A message to each audit administrator in post who has none of today; how many were written."""
    day = clock.today()
    key = f"anchor-{day}"
    told = Message.objects.filter(key=key).values("user")
    posts = branches_queries.in_force().filter(role=Role.AUDIT_ADMIN).values("user")
    people = User.objects.filter(pk__in=posts).exclude(pk__in=told).order_by("pk") if anchor else []
    letters = [
        Outgoing(
            user=user,
            kind=MessageKind.ANCHOR,
            key=key,
            title="今日记录锚值",
            text=f"{anchor}\n请留存在本系统之外。核验记录时用它比对，能发现此前的任何改动。",
            link=reverse("branches:audit"),
        )
        for user in people
    ]
    post(letters)
    return len(letters)
