"""Lists of posts put forward, and what stands on one."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from branches.models import ProposalList, ProposedPost


def proposals() -> QuerySet[ProposalList]:
    """All that have come so far: a unit's own list only once a second person of the unit has agreed."""
    arrived = Q(unit=None) | Q(agreed_by__isnull=False)
    return ProposalList.objects.filter(arrived).select_related("unit", "by", "agreed_by", "decided_by")


def open_proposals() -> QuerySet[ProposalList]:
    """Those that wait for a security administrator, the oldest first."""
    return proposals().filter(outcome=ProposalList.Outcome.OPEN).order_by("pk")


def listed() -> QuerySet[ProposalList]:
    return proposals().annotate(count=Count("posts"))


def proposal_or_404(pk: int) -> ProposalList:
    found = proposals().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def posts_of(proposal: ProposalList) -> QuerySet[ProposedPost]:
    rows = ProposedPost.objects.filter(list=proposal)
    return rows.select_related("user__branch__unit", "unit", "branch__unit", "ends__user")


def by_unit(rows: QuerySet[ProposedPost], name: str, value: int) -> QuerySet[ProposedPost]:
    """The filter of posts by the unit that they are over, or whose branch."""
    return rows.filter(Q(unit=value) | Q(branch__unit=value))
