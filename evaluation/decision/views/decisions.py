"""The frozen list, its signatures, and the proclaiming of the decision, to name or to revoke."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.accounts import proof
from branches.names import HONOUR
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.settings import queries as settings_queries
from evaluation.cases import bodies as case_bodies
from evaluation.cycle import queries as cycle_queries
from evaluation.decision import queries as decision_queries
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.documents import queries as documents_queries
from evaluation.documents import series as document_series
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.views import drafting
from evaluation.models import Cycle, Decision, DecisionVersion, Notice
from evaluation.naming.forms import ProclaimForm, RemarkForm, SignForm
from evaluation.vocabulary import Body, DecisionKind

PAGES = {DecisionKind.NAMING: "evaluation:naming_board", DecisionKind.REVOCATION: "evaluation:reinspections"}
"""Where the work on a decision is done."""


@require_http_methods(["GET", "POST"])
def freeze(request: PersonRequest, year: int) -> HttpResponse:
    """The list of names as it would be frozen, what is left out and why, what changed; then freeze it."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    template = "evaluation/naming/freeze.html"
    return _freeze(
        request, cycle, DecisionKind.NAMING, template, lambda: {"left_out": decision_queries.left_out(cycle)}
    )


@require_http_methods(["GET", "POST"])
def revoke(request: PersonRequest, year: int) -> HttpResponse:
    """Each title that would be revoked, with its plaque and what follows; then freeze the list for both signatures."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    return _freeze(request, cycle, DecisionKind.REVOCATION, "evaluation/decision/revocation/freeze.html", dict)


def _freeze(
    request: PersonRequest, cycle: Cycle, kind: DecisionKind, template: str, more: Callable[[], dict[str, Any]]
) -> HttpResponse:

    def do(_: dict[str, Any]) -> Done:
        version = decision_steps.freeze(cycle, kind, by=request.user)
        said = f"第{version.number}版名单已冻结，指纹{version.short_fingerprint}，等待双方签署。"
        return Done(said, "evaluation:naming_sign", version.pk)

    def context() -> dict[str, Any]:
        rows = signing.rows_now(cycle, kind)
        pending = signing.pending_decision(cycle, kind)
        last = signing.latest(pending) if pending else None
        return {
            "cycle": cycle,
            "rows": rows,
            "last": last,
            "frozen": signing.frozen_version(cycle, kind),
            "difference": signing.difference(kind, last.rows, rows) if last else None,
            **more(),
        }

    return act(request, None, do, template=template, context=context)


@require_http_methods(["GET", "POST"])
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Read the frozen list and sign it, with the strongest proof that the person has."""
    version = decision_queries.version_or_404(pk)
    body = case_bodies.body_of(request.user)
    form = SignForm(request.POST or None, request=request)

    def do(given: dict[str, Any]) -> Done:
        proof.demand(request, given, purpose="signing")
        decision_steps.sign(version, by=request.user, text=given["text"])
        return Done(f"已代表{body.label if body else ''}签署第{version.number}版。", "evaluation:naming_sign", pk)

    def context() -> dict[str, Any]:
        shown = _frozen(version, body, request)
        if shown["text"] and not form.is_bound:
            form.initial["text"] = shown["text"].pk
        return shown

    return act(request, form, do, template="evaluation/naming/sign.html", context=context)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one's own signature back; refused, the frozen list is shown again with the reason."""
    version = decision_queries.version_or_404(pk)

    def do(_: dict[str, Any]) -> Done:
        decision_steps.withdraw_signature(version, by=request.user)
        return Done(f"已撤回对第{version.number}版的签署。", "evaluation:naming_sign", pk)

    def context() -> dict[str, Any]:
        form = SignForm(request=request)
        return {"form": form, **_frozen(version, case_bodies.body_of(request.user), request)}

    return act(request, None, do, template="evaluation/naming/sign.html", context=context)


def _frozen(version: DecisionVersion, body: Body | None, request: PersonRequest) -> dict[str, Any]:
    """A frozen list with its text, its signatures and what changed since the version before."""
    decision, standing, previous = version.decision, signing.standing(version), decision_queries.previous(version)
    return {
        "version": version,
        "cycle": decision.cycle,
        "board": _board(decision),
        "is_revocation": decision.kind == DecisionKind.REVOCATION,
        "standing": standing,
        "signatures": [(one, standing.signatures.get(one)) for one in Body],
        "body": body,
        "signs_as": settings_queries.work_committee()
        if body == Body.WORK_COMMITTEE
        else settings_queries.organisation_department(),
        "mine": standing.signatures.get(body) if body else None,
        "previous": previous,
        "difference": signing.difference(decision.kind, previous.rows, version.rows) if previous else None,
        "remark": RemarkForm(prefix="remark"),
        "is_drafted": settings_queries.drafts(),
        **drafting.shown(standing.text, drafting_subjects.of_version(version), request),
    }


@require_http_methods(["GET", "POST"])
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the frozen list back with a remark."""
    decision = decision_queries.decision_or_404(request.user, pk)
    form = RemarkForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        decision_steps.send_back(decision, by=request.user, note=data["note"])
        return Done("名单已退回重新拟定，已有的签署作废。", _board(decision))

    context = {"decision": decision, "board": _board(decision)}
    return act(request, form, do, template="evaluation/naming/send_back.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def proclaim(request: PersonRequest, pk: int) -> HttpResponse:
    """The last page before branches are named or lose the title: what happens, and the number typed once more."""
    decision = decision_queries.decision_or_404(request.user, pk)
    version = signing.latest(decision)
    expected = len(version.rows) if version else 0
    is_revocation = decision.kind == DecisionKind.REVOCATION
    proposed = {"document_number": document_series.proposed(Notice.Kind.NAMING, settings_queries.both_bodies()[0])}
    is_drafted = settings_queries.drafts()
    form = ProclaimForm(request.POST or None, expected=expected, is_dated=is_drafted, initial=proposed)

    def do(data: dict[str, Any]) -> Done:
        number, day = data["document_number"], data.get("dated_on")
        decision_steps.proclaim(decision, by=request.user, document_number=number, dated_on=day, leaders=form.leaders)
        words = "称号已撤销，请跟踪收回牌匾；给单位的通知登记编号后再发" if is_revocation else f"被命名为{HONOUR}"
        said = f"{decision.get_kind_display()}决定已发布，{expected}个支部{words}。"
        return Done(said, "evaluation:naming_decision", pk)

    def context() -> dict[str, Any]:
        return {
            "decision": decision,
            "cycle": decision.cycle,
            "board": _board(decision),
            "version": version,
            "standing": signing.standing(version) if version else None,
            "units": len({row["unit"] for row in version.rows}) if version else 0,
            "obstacles": decision_queries.of_text(version),
            "is_drafted": is_drafted,
        }

    template = "evaluation/decision/revocation/proclaim.html" if is_revocation else "evaluation/naming/proclaim.html"
    return act(request, form, do, template=template, context=context)


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """A proclaimed decision, for everybody signed in; a pending one for the two bodies."""
    decision = decision_queries.decision_or_404(request.user, pk)
    version = signing.latest(decision)
    context = {
        "decision": decision,
        "cycle": decision.cycle,
        "version": version,
        "signatures": signing.standing(version).signatures.values() if version else (),
        "is_revocation": decision.kind == DecisionKind.REVOCATION,
        "groups": decision_queries.by_unit(version.rows if version else []),
        "documents": documents_queries.of(request.user, Notice.Kind.NAMING, Notice.Kind.REVOCATION, decision=decision),
        "has_certificates": decision_queries.has_certificates(request.user, decision),
    }
    return render(request, "evaluation/naming/decision.html", context)


def _board(decision: Decision) -> str:
    return reverse(PAGES[DecisionKind(decision.kind)], args=[decision.cycle.year])
