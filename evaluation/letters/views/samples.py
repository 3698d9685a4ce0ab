"""样稿: a document as it would be issued now, before anything is numbered. Nothing is kept of it."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.cycle import queries as cycle_queries
from evaluation.decision import queries as decision_queries
from evaluation.decision import signing
from evaluation.drafting import issuing
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.subjects import Subject
from evaluation.letters import unissued
from evaluation.models import Notice
from evaluation.recommendation import issue as recommendation_issue
from evaluation.recommendation import queries as recommendation_queries


@require_safe
def decision(request: PersonRequest, pk: int) -> HttpResponse:
    """命名决定 or 撤销决定 of the frozen list."""
    version = signing.latest(decision_queries.decision_or_404(request.user, pk))
    if version is None:
        raise Http404
    return _with_text(request, drafting_subjects.of_version(version))


@require_safe
def public_notice(request: PersonRequest, year: int) -> HttpResponse:
    """公示 of those who would be in it if it were published today."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    subject = drafting_subjects.of_public_notice(cycle)
    if subject is None:
        raise Http404
    return _with_text(request, subject)


@require_safe
def recommendation_report(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """推荐报告 of the list as it stands, with blanks where no meeting is recorded yet."""
    unit = recommendation_queries.unit_or_404(request.user, pk, Perm.RECOMMEND)
    own = recommendation_queries.own_list(cycle_queries.cycle_or_404(request.user, year), unit)
    if own is None:
        raise Http404
    order = [case.pk for case in recommendation_queries.seated(own)]
    meeting = recommendation_queries.last_meeting(own)
    return _sample(request, Notice.Kind.RECOMMENDATION, recommendation_issue.facts(own, order, meeting, request.user))


def _with_text(request: PersonRequest, subject: Subject) -> HttpResponse:
    """With the text in hand, where texts are drafted."""
    return _sample(request, subject.kind, issuing.facts(subject, issuing.ready(subject)))


def _sample(request: PersonRequest, kind: Notice.Kind, facts: Any) -> HttpResponse:
    content = unissued.at_once(kind, facts)
    if content is None:
        return redirect("branches:job", unissued.asked_for(kind, facts, by=request.user).pk)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = (
        f"inline; filename=\"draft.pdf\"; filename*=UTF-8''{quote(unissued.title(kind))}.pdf"
    )
    return answer
