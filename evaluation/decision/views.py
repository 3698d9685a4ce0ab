"""The frozen list, its signatures, and the proclaiming of the decision, to name or to revoke."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.names import HONOUR, ORGANISATION_DEPARTMENT_FULL
from branches.pages.request import PersonRequest
from evaluation.advance import Refused
from evaluation.cases import bodies as case_bodies
from evaluation.cycle import queries as cycle_queries
from evaluation.decision import queries as decision_queries
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.documents import queries as documents_queries
from evaluation.documents import series as document_series
from evaluation.models import Cycle, Decision, Notice
from evaluation.naming.forms import ProclaimForm, RemarkForm, SignForm
from evaluation.vocabulary import Body, DecisionKind

PAGES = {DecisionKind.NAMING: "evaluation:naming_board", DecisionKind.REVOCATION: "evaluation:reinspections"}
"""Where the work on a decision is done."""


@require_http_methods(["GET", "POST"])
def freeze(request: PersonRequest, year: int) -> HttpResponse:
    """The list of names as it would be frozen, what is left out and why, what changed; then freeze it."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    more = {"left_out": decision_queries.left_out(cycle)}
    return _freeze(request, cycle, DecisionKind.NAMING, "evaluation/naming/freeze.html", more)


@require_http_methods(["GET", "POST"])
def revoke(request: PersonRequest, year: int) -> HttpResponse:
    """Each title that would be revoked, with its plaque and what follows; then freeze the list for both signatures."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    return _freeze(request, cycle, DecisionKind.REVOCATION, "evaluation/decision/revocation/freeze.html", {})


def _freeze(
    request: PersonRequest, cycle: Cycle, kind: DecisionKind, template: str, more: dict[str, Any]
) -> HttpResponse:
    reasons: list[str] = []
    if request.method == "POST":
        try:
            version = decision_steps.freeze(cycle, kind, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(
                request, f"第{version.number}版名单已冻结，指纹{version.short_fingerprint}，等待双方签署。"
            )
            return redirect("evaluation:naming_sign", version.pk)
    rows = signing.rows_now(cycle, kind)
    pending = signing.pending_decision(cycle, kind)
    last = signing.latest(pending) if pending else None
    context = {
        "cycle": cycle,
        "rows": rows,
        "last": last,
        "frozen": signing.frozen_version(cycle, kind),
        "difference": signing.difference(kind, last.rows, rows) if last else None,
        "reasons": reasons,
        **more,
    }
    return render(request, template, context, status=422 if reasons else 200)


@require_http_methods(["GET", "POST"])
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Read the frozen list and sign it with the password again."""
    version = decision_queries.version_or_404(pk)
    body = case_bodies.body_of(request.user)
    form = SignForm(request.POST or None, user=request.user)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            decision_steps.sign(version, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"已代表{body.label if body else ''}签署第{version.number}版。")
            return redirect("evaluation:naming_sign", pk)
    standing = signing.standing(version)
    previous = version.decision.versions.filter(number=version.number - 1).first()
    context = {
        "version": version,
        "cycle": version.decision.cycle,
        "board": _board(version.decision),
        "is_revocation": version.decision.kind == DecisionKind.REVOCATION,
        "standing": standing,
        "signatures": [(one, standing.signatures.get(one)) for one in Body],
        "body": body,
        "mine": standing.signatures.get(body) if body else None,
        "previous": previous,
        "difference": signing.difference(version.decision.kind, previous.rows, version.rows) if previous else None,
        "form": form,
        "remark": RemarkForm(prefix="remark"),
        "reasons": reasons,
    }
    return render(request, "evaluation/naming/sign.html", context, status=422 if request.method == "POST" else 200)


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    version = decision_queries.version_or_404(pk)
    try:
        decision_steps.withdraw_signature(version, by=request.user)
    except Refused as refused:
        messages.error(request, refused.reasons[0])
    else:
        messages.success(request, f"已撤回对第{version.number}版的签署。")
    return redirect("evaluation:naming_sign", pk)


@require_http_methods(["GET", "POST"])
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the frozen list back with a remark."""
    decision = decision_queries.decision_or_404(request.user, pk)
    form = RemarkForm(request.POST or None)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            decision_steps.send_back(decision, by=request.user, note=form.cleaned_data["note"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "名单已退回重新拟定，已有的签署作废。")
            return redirect(_board(decision))
    context = {"decision": decision, "board": _board(decision), "form": form, "reasons": reasons}
    return render(request, "evaluation/naming/send_back.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def proclaim(request: PersonRequest, pk: int) -> HttpResponse:
    """The last page before branches are named or lose the title: what happens, and the number typed once more."""
    decision = decision_queries.decision_or_404(request.user, pk)
    version = signing.latest(decision)
    expected = len(version.rows) if version else 0
    is_revocation = decision.kind == DecisionKind.REVOCATION
    proposed = {"document_number": document_series.proposed(Notice.Kind.NAMING, ORGANISATION_DEPARTMENT_FULL)}
    form = ProclaimForm(request.POST or None, expected=expected, initial=proposed)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            decision_steps.proclaim(decision, by=request.user, document_number=form.cleaned_data["document_number"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            words = "称号已撤销，请跟踪收回牌匾" if is_revocation else f"被命名为{HONOUR}"
            messages.success(request, f"{decision.get_kind_display()}决定已发布，{expected}个支部{words}。")
            return redirect("evaluation:naming_decision", pk)
    context = {
        "decision": decision,
        "cycle": decision.cycle,
        "board": _board(decision),
        "version": version,
        "standing": signing.standing(version) if version else None,
        "units": len({row["unit"] for row in version.rows}) if version else 0,
        "form": form,
        "reasons": reasons,
    }
    template = "evaluation/decision/revocation/proclaim.html" if is_revocation else "evaluation/naming/proclaim.html"
    return render(request, template, context, status=422 if request.method == "POST" else 200)


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
        "has_certificates": documents_queries.of(request.user, Notice.Kind.CERTIFICATE, decision=decision).exists(),
    }
    return render(request, "evaluation/naming/decision.html", context)


def _board(decision: Decision) -> str:
    return reverse(PAGES[DecisionKind(decision.kind)], args=[decision.cycle.year])
