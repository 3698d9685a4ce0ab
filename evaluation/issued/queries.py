"""Sealed copies, distribution and receipts, for whoever may know of them."""

from dataclasses import dataclass

from django.db.models import QuerySet, Sum
from django.http import Http404

from branches import access
from branches import queries as branches_queries
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.documents import queries as documents_queries
from evaluation.models import Candidacy, Distribution, IssuedCopy, Notice

ISSUERS = frozenset(documents_queries.CORRECTORS.values())
TO_ALL = documents_queries.PUBLISHED
TO_ONE = (Notice.Kind.PLAQUE_LETTER, Notice.Kind.REMINDER_LETTER)
"""Written to one unit."""


def issuable_or_404(user: User, pk: int) -> Notice:
    """For whoever speaks for the body that issued it."""
    notice = documents_queries.document_or_404(user, pk)
    if not documents_queries.issues(user, notice):
        raise Http404
    return notice


def sealed_or_404(user: User, pk: int) -> IssuedCopy:
    """The copy that people are given of a document they may read."""
    copy = documents_queries.sealed(documents_queries.document_or_404(user, pk))
    if copy is None:
        raise Http404
    return copy


def copy_or_404(user: User, pk: int) -> IssuedCopy:
    """Any copy, confirmed or not, for the body that issued the document."""
    copy = IssuedCopy.objects.select_related("notice", "by", "confirmed_by").filter(pk=pk).first()
    if copy is None:
        raise Http404
    copy.notice = issuable_or_404(user, copy.notice_id)
    return copy


def copies(notice: Notice) -> QuerySet[IssuedCopy]:
    """Newest first."""
    return notice.issued_copies.select_related("by", "confirmed_by")


def latest(notice: Notice) -> IssuedCopy | None:
    """The one that another would take the place of."""
    return copies(notice).first()


def unconfirmed(user: User) -> QuerySet[IssuedCopy]:
    """Copies that wait for a second person, where somebody else than `user` put them back."""
    return IssuedCopy.objects.filter(confirmed_at=None, superseded_by=None).exclude(by=user)


def is_issuer(user: User) -> bool:
    """Whether `user` speaks for some body that issues documents."""
    return any(access.may(user, perm) for perm in ISSUERS)


def to_confirm(user: User) -> list[IssuedCopy]:
    """Those of them that are `user`'s to confirm."""
    if not is_issuer(user):
        return []
    seen = documents_queries.visible(user).values("pk")
    rows = unconfirmed(user).filter(notice__in=seen).select_related("notice__unit").defer("notice__data")
    return [copy for copy in rows if documents_queries.issues(user, copy.notice)]


def is_distributed(notice: Notice) -> bool:
    """Whether such documents go from a municipal body to units at all."""
    return notice.kind in (*TO_ALL, *TO_ONE)


def distributions(notice: Notice) -> QuerySet[Distribution]:
    return notice.distributions.select_related("unit", "received_by").order_by("pk")


@dataclass(frozen=True)
class Copies:
    """份数: what the text says is printed, and what was given out of it; nobody types the second."""

    printed: int
    """0 where the text does not say."""
    given: int

    @property
    def over(self) -> int:
        """So many more are given out than were printed."""
        return max(self.given - self.printed, 0) if self.printed else 0

    @property
    def left(self) -> int:
        return max(self.printed - self.given, 0)


def copies_of(notice: Notice) -> Copies:
    given = notice.distributions.aggregate(sum=Sum("copies"))["sum"] or 0
    return Copies(notice.data.get("copies", 0), given)


def offered(notice: Notice) -> QuerySet[Unit]:
    """To whom it can still be given: the units of its year, or the one it is written to, that were not given it yet."""
    rows = branches_queries.every_unit().filter(is_active=True).exclude(pk__in=notice.distributions.values("unit"))
    if notice.kind in TO_ONE:
        return rows.filter(pk=notice.unit_id or 0)
    if notice.cycle_id is None:
        return rows
    return rows.filter(pk__in=Candidacy.objects.filter(cycle=notice.cycle_id).values("unit"))


def is_offered(notice: Notice) -> bool:
    """Whether there is a unit left to give it to."""
    return offered(notice).exists()


def receipt_or_404(user: User, pk: int) -> Distribution:
    """For the officers of the unit, acknowledged or not."""
    rows = Distribution.objects.select_related("notice", "unit", "received_by")
    found = rows.filter(pk=pk, unit__in=list(access.held(user, Perm.ASSESS))).first()
    if found is None:
        raise Http404
    return found
