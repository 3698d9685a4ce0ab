"""样稿: a document as it would be issued now, before anything is numbered. Nothing is kept of it."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from branches import clock
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.cycle import queries as cycle_queries
from evaluation.decision import issue as decision_issue
from evaluation.decision import queries as decision_queries
from evaluation.decision import signing
from evaluation.models import Notice
from evaluation.naming import board as naming_board
from evaluation.naming import issue as naming_issue
from evaluation.recommendation import issue as recommendation_issue
from evaluation.recommendation import queries as recommendation_queries
from evaluation.typesetting import typeset
from evaluation.vocabulary import DecisionKind
from evaluation.workdays import workdays


@require_safe
def decision(request: PersonRequest, pk: int) -> HttpResponse:
    """命名决定 or 撤销决定 of the frozen list."""
    version = signing.latest(decision_queries.decision_or_404(request.user, pk))
    if version is None:
        raise Http404
    if version.decision.kind == DecisionKind.REVOCATION:
        return _sample(Notice.Kind.REVOCATION, decision_issue.revocation_facts(version))
    return _sample(Notice.Kind.NAMING, decision_issue.naming_facts(version))


@require_safe
def public_notice(request: PersonRequest, year: int) -> HttpResponse:
    """公示 of those who would be in it if it were published today."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    waiting = list(naming_board.not_yet_in_public_notice(cycle))
    if not waiting or not cycle.notice_days:
        raise Http404
    closes_on = workdays.working_days_after(clock.today(), cycle.notice_days).day
    return _sample(Notice.Kind.PUBLIC_NOTICE, naming_issue.public_notice_facts(cycle, waiting, closes_on.isoformat()))


@require_safe
def recommendation_report(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """推荐报告 of the list as it stands, with blanks where no meeting is recorded yet."""
    unit = recommendation_queries.unit_or_404(request.user, pk, Perm.RECOMMEND)
    own = recommendation_queries.own_list(cycle_queries.cycle_or_404(request.user, year), unit)
    if own is None:
        raise Http404
    order = [case.pk for case in recommendation_queries.seated(own)]
    meeting = recommendation_queries.last_meeting(own)
    return _sample(Notice.Kind.RECOMMENDATION, recommendation_issue.facts(own, order, meeting, request.user))


def _sample(kind: Notice.Kind, facts: Any) -> HttpResponse:
    answer = HttpResponse(typeset.render(kind, dict(facts)), content_type="application/pdf")
    answer["Content-Disposition"] = (
        f"inline; filename=\"draft.pdf\"; filename*=UTF-8''{quote(f'样稿—{kind.label}')}.pdf"
    )
    return answer
