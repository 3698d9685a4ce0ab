"""联合推荐: a small unit puts one branch forward with its opinion and its report, or takes it back (D3, D47, D54)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches.models import User
from branches.permissions import Perm
from evaluation.advance import advance
from evaluation.cases.access import holds
from evaluation.documents import making
from evaluation.models import Candidacy, Transition
from evaluation.recommendation import issue as recommendation_issue
from evaluation.recommendation.steps import appraisals as appraisals_steps
from evaluation.vocabulary import Action


@transaction.atomic
def forward(
    case: Candidacy, *, by: User, appraisal: str = "", number: str = "", version: int | None = None
) -> Transition:
    """Put the branch forward; what the unit reports of it becomes its 推荐报告."""
    if not holds(by, Perm.RECOMMEND, case):
        raise PermissionDenied
    appraisals_steps.write(case, appraisal, by=by)
    done = advance(case, Action.FORWARD, by=by, version=version)
    recommendation_issue.forwarding_report(case, by=by, number=number.strip())
    return done


@transaction.atomic
def take_back(case: Candidacy, *, by: User, version: int | None = None) -> Transition:
    """Take it back; the report counts no more, and the next one is its next version."""
    done = advance(case, Action.TAKE_BACK, by=by, version=version)
    if report := recommendation_issue.standing_report(case):
        making.void(report, by=by, reason=f"已收回对{case.branch.short_name}的推送。")
    return done
