"""The versions with which a branch applied, as far as a person may read them."""

from collections.abc import Iterable

from django.db.models import OuterRef, Q, QuerySet, Subquery

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.access import visible
from evaluation.models import (
    Submission,
    Transition,
)
from evaluation.vocabulary import Action


def submissions(user: User) -> QuerySet[Submission]:
    """What `user` may read of what branches applied with: an application recalled by the branch is its own again."""
    last = Transition.objects.filter(
        candidacy=OuterRef("candidacy"), action__in=[Action.APPLY, Action.RECALL, Action.SEND_BACK]
    ).order_by("-number")
    recalled = Q(last_word=Action.RECALL)
    own = Q(candidacy__branch__in=list(_own_branches(user)))
    return (
        Submission.objects.annotate(last_word=Subquery(last.values("action")[:1]))
        .filter(~recalled | own, candidacy__in=visible(user).values("pk"))
        .select_related("by")
    )


def _own_branches(user: User) -> Iterable[int]:
    return access.held(user, Perm.VIEW_BRANCH)
