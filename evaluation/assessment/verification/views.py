"""Verification of the six conditions, by the organ organisation and by the municipal panel: one set of pages for both."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches.incoming import numbers
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment.forms import ReasonForm
from evaluation.assessment.verification import matters as unit_matters
from evaluation.assessment.verification import queries as verification_queries
from evaluation.assessment.verification.forms import AnswersForm, FindingForm
from evaluation.assessment.verification.steps import hold as hold_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.cases import recusals
from evaluation.cases.bodies import body_of
from evaluation.models import Candidacy, Verification
from evaluation.self_assessment.doubts import doubts_of
from evaluation.vocabulary import Answer, Tier


@require_http_methods(["GET", "POST"])
def verification(request: PersonRequest, pk: int) -> HttpResponse:
    """All six at once: 无 and 待核实 are saved here, 有 goes on to the page that asks for its facts."""
    case, tier = _case(request, pk)
    form = AnswersForm(request.POST or None, conditions=verification_queries.conditions(case), tier=tier)

    def do(_: dict[str, Any]) -> Done:
        answers = [(condition.disqualification, answer) for condition, answer in form.changed_answers()]
        verification_steps.verify_all(case, answers, by=request.user)
        if found := [one.number for one, answer in answers if answer == Answer.YES]:
            return Done("", _to_findings(case, found))
        return Done("核验结论已保存。" if answers else "没有改动。", "evaluation:verification", case.pk)

    def context() -> dict[str, Any]:
        return {"case": case, "tier": tier, **_overview(request, case, tier)}

    return act(request, form, do, template="evaluation/assessment/verification/verification.html", context=context)


def _overview(request: PersonRequest, case: Candidacy, tier: Tier) -> dict[str, Any]:
    """The six as they stand, and what has been found or holds the naming up."""
    conditions = verification_queries.conditions(case)
    body = body_of(request.user) if tier == Tier.CITY else None
    return {
        "closed": verification_queries.closed_because(case, tier),
        "conditions": conditions,
        "matters": unit_matters.unanswered(case, tier),
        "doubts": doubts_of(case).all,
        "unanswered": sum(condition.answered_by(tier) is None for condition in conditions),
        "has_facts": verification_queries.has_facts(case),
        "findings": [one for condition in conditions for one in condition.answers if one.answer == Answer.YES],
        "is_committee": recusals.for_committee(request.user, case),
        "holds": verification_queries.open_holds(case),
        "body": body,
        "body_away": recusals.body_away(case) if body else "",
    }


@require_http_methods(["GET", "POST"])
def finding(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """有: its facts, the day of the decision, the written basis."""
    case, tier = _case(request, pk)
    condition = verification_queries.disqualification_or_404(case, number)
    form = FindingForm(request.POST or None, condition=condition)

    def do(data: dict[str, Any]) -> Done:
        given = verification_steps.verify(case, condition, Answer.YES, by=request.user, **data)
        rest = [] if given.takes_effect else request.GET.getlist("then")
        return Done(_what_follows(given), _to_findings(case, numbers.numbers(rest)))

    def context() -> dict[str, Any]:
        closed = verification_queries.closed_because(case, tier)
        return {"case": case, "tier": tier, "condition": condition, "closed": closed}

    return act(request, form, do, template="evaluation/assessment/verification/finding.html", context=context)


@require_safe
def facts(request: PersonRequest, pk: int) -> HttpResponse:
    """The facts; opening this page is put on record."""
    case, _ = _case(request, pk)
    matters = verification_steps.look(case, by=request.user)
    return render(request, "evaluation/assessment/verification/facts.html", {"case": case, "matters": matters})


@require_http_methods(["GET", "POST"])
def confirm(request: PersonRequest, pk: int, finding: int) -> HttpResponse:
    """市直工委 confirms a finding under (1) or (6)."""
    case, one = _finding_for_committee(request, pk, finding)
    return _asked(
        request,
        case,
        lambda _: verification_steps.confirm(one, by=request.user),
        title=f"确认{one.disqualification}的核验结论？",
        consequence=f"确认后立即生效，{case.branch.short_name}取消参评资格；已占用的推荐名额同时空出。",
        undo="确认错了只能经两人更正。请先查看事实和书面依据。",
        button="确认，取消参评资格",
        danger=True,
        done="已确认，该支部已取消参评资格。",
    )


@require_http_methods(["GET", "POST"])
def ask_correction(request: PersonRequest, pk: int, finding: int) -> HttpResponse:
    """The first of two people: this finding is wrong."""
    case, _ = _case(request, pk)
    one = verification_queries.finding_or_404(case, finding)
    return _asked(
        request,
        case,
        lambda data: verification_steps.ask_correction(one, by=request.user, reason=data["reason"]),
        form=ReasonForm(request.POST or None),
        title=f"提出更正{one.disqualification}的核验结论",
        consequence=f"提出后由{WORK_COMMITTEE}的另一人办理。更正以前，原结论继续有效。",
        button="提出更正",
        done=f"已提出更正，等待{WORK_COMMITTEE}的另一人办理。",
    )


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, pk: int, finding: int) -> HttpResponse:
    """The second person, of 市直工委, agrees that it is wrong."""
    case, one = _finding_for_committee(request, pk, finding)
    return _asked(
        request,
        case,
        lambda _: verification_steps.correct(one, by=request.user),
        title=f"更正{one.disqualification}的核验结论？",
        consequence="更正后该结论不再有效，可以恢复该支部的参评资格。空出的推荐名额不保留，须重新推荐。",
        undo="更正理由见“查看事实”。",
        button="同意更正",
        done="已更正。需要恢复参评的，请在支部办理页面办理“恢复参评资格”。",
    )


@require_http_methods(["GET", "POST"])
def keep(request: PersonRequest, pk: int, finding: int) -> HttpResponse:
    """The second person does not agree."""
    case, one = _finding_for_committee(request, pk, finding)
    return _asked(
        request,
        case,
        lambda _: verification_steps.keep(one, by=request.user),
        title=f"不更正{one.disqualification}的核验结论？",
        consequence="原结论继续有效。",
        undo="以后可以重新提出更正。",
        button="不予更正",
        done="已记录：不予更正。",
    )


@require_http_methods(["GET", "POST"])
def add_hold(request: PersonRequest, pk: int) -> HttpResponse:
    """Either municipal body holds the naming up."""
    case = _city_case(request, pk)
    return _asked(
        request,
        case,
        lambda data: hold_steps.raise_hold(case, by=request.user, reason=data["reason"]),
        form=ReasonForm(request.POST or None),
        title=f"暂缓命名{case.branch.short_name}",
        consequence="暂缓期间不能命名，其他环节照常办理。原因会显示在命名页面，请不要写具体事实。",
        undo=f"{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}都解除后，可以命名。",
        button="暂缓命名",
        done="已暂缓命名。",
    )


@require_http_methods(["GET", "POST"])
def lift_hold(request: PersonRequest, pk: int, hold: int) -> HttpResponse:
    """Lift a hold for one's own body."""
    case = _city_case(request, pk)
    one = verification_queries.hold_or_404(case, hold)
    body = body_of(request.user)
    return _asked(
        request,
        case,
        lambda _: hold_steps.lift_hold(one, by=request.user),
        title=f"代表{body.label if body else ''}解除暂缓？",
        object=one.reason,
        consequence="双方都解除后，该支部可以命名。",
        button="解除暂缓",
        done="已解除。",
    )


def _case(request: PersonRequest, pk: int) -> tuple[Candidacy, Tier]:
    case = assessment_queries.case_or_404(request.user, pk, *verification_queries.VERIFIERS)
    tier = verification_queries.tier_of(request.user, case)
    if tier is None:
        raise Http404
    return case, tier


def _to_findings(case: Candidacy, numbers: list[int]) -> str:
    """One after the other through the conditions answered 有, then back to all six."""
    if not numbers:
        return reverse("evaluation:verification", args=[case.pk])
    first, *rest = numbers
    address = reverse("evaluation:verification_finding", args=[case.pk, first])
    return f"{address}?{urlencode({'then': rest}, doseq=True)}" if rest else address


def _city_case(request: PersonRequest, pk: int) -> Candidacy:
    case, tier = _case(request, pk)
    if tier != Tier.CITY:
        raise Http404
    return case


def _finding_for_committee(request: PersonRequest, pk: int, finding: int) -> tuple[Candidacy, Verification]:
    case = _city_case(request, pk)
    if not recusals.for_committee(request.user, case):
        raise Http404
    return case, verification_queries.finding_or_404(case, finding)


def _what_follows(given: Verification) -> str:
    if given.takes_effect:
        return "已核实生效，该支部已取消参评资格。"
    if given.disqualification.needs_basis:
        return f"已保存，等待{WORK_COMMITTEE}确认后生效。"
    return "已保存。该事项在次年1—7月处理，不取消本年度资格，已暂缓命名。"


def _asked(
    request: PersonRequest,
    case: Candidacy,
    step: Callable[[dict[str, Any]], object],
    *,
    done: str,
    form: forms.Form | None = None,
    **words: Any,
) -> HttpResponse:
    """GET asks and says what follows; POST acts or says why not."""
    target = reverse("evaluation:verification", args=[case.pk])

    def do(data: dict[str, Any]) -> Done:
        step(data)
        return Done(done, target)

    context = {"case": case, "cancel_url": target, **words}
    return act(request, form, do, template="evaluation/assessment/verification/ask.html", context=lambda: context)
