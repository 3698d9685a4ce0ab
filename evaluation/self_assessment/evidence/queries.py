"""A branch's library of evidence: what is in it, what uses it, and who may open which file (D31)."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from branches import access
from branches.models import Branch, User
from branches.permissions import Perm
from evaluation.cases.access import submissions
from evaluation.models import Candidacy, Evidence, SelfRating
from evaluation.self_assessment.queries import Item
from evaluation.vocabulary import State


def may_keep(user: User, branch: Branch) -> bool:
    """Who fills in for the branch keeps its library: its secretary, or the officer at work from its paper (D30)."""
    if access.may(user, Perm.APPLY, branch):
        return True
    at_work = Candidacy.objects.filter(branch=branch, state=State.DRAFT, self_assessment__paper__isnull=False)
    return at_work.filter(unit__in=list(access.held(user, Perm.ASSESS))).exists()


def branch_or_404(user: User, pk: int) -> Branch:
    """A branch whose library `user` keeps."""
    branch = Branch.objects.select_related("unit").filter(pk=pk).first()
    if branch is None or not may_keep(user, branch):
        raise Http404
    return branch


def library(branch: Branch) -> QuerySet[Any]:
    """What is in the library, newest first, each with the criteria that use it."""
    uses = SelfRating.objects.select_related("criterion", "candidacy__cycle").order_by(
        "-candidacy__cycle__year", "criterion__number"
    )
    return (
        Evidence.objects.filter(branch=branch, is_removed=False)
        .select_related("by")
        .prefetch_related(Prefetch("used_by", uses), "submissions", "as_paper")
    )


def uses(evidence: Evidence) -> list[SelfRating]:
    """The answers that cite a piece of the library, newest year first."""
    return list(evidence.used_by.all())


def cited(item: Item) -> QuerySet[Any]:
    """What a criterion cites, each piece with the criteria that use it."""
    return library(item.rating.candidacy.branch).filter(pk__in=[one.pk for one in item.evidence])


def in_library_or_404(branch: Branch, pk: int) -> Evidence:
    found: Evidence | None = library(branch).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def is_kept(evidence: Evidence) -> bool:
    """Part of an application, or the paper behind one: it stays (D28)."""
    return evidence.submissions.exists() or evidence.as_paper.exists()


def readable_or_404(user: User, pk: int) -> Evidence:
    """A file `user` may open: his own branch's, or one that a branch applied with and he may read."""
    found = Evidence.objects.select_related("branch__unit").filter(pk=pk).exclude(file="").first()
    if found is None or not (_is_own(user, found) or _is_applied_with(user, found)):
        raise Http404
    return found


def _is_own(user: User, evidence: Evidence) -> bool:
    return access.may(user, Perm.VIEW_BRANCH, evidence.branch) or may_keep(user, evidence.branch)


def _is_applied_with(user: User, evidence: Evidence) -> bool:
    return submissions(user).filter(Q(evidence=evidence)).exists()
