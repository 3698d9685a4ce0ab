"""党支部工作法: the gallery for everybody, the writing for a named branch, the choice for 市直工委."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_filters import ChoiceFilter

from branches import access
from branches.labels import label_of
from branches.names import WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.filters import YearFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.honours import methods
from evaluation.honours.forms import MethodForm, ReasonForm
from evaluation.honours.steps import methods as methods_steps
from evaluation.models import Honour, WorkingMethod
from evaluation.models.honour import HELD
from evaluation.pages import autosave
from evaluation.pages.autosave import Outcome, Save, Saved
from evaluation.vocabulary import MethodState


class Methods(Listing):
    title = "党支部工作法"
    search = ("title", "practice", "honour__branch__search_text")
    filters = {
        "year": YearFilter(field_name="honour__year", label="称号年度"),
        "state": ChoiceFilter(label="状态", choices=MethodState.choices),
    }
    order = ("-selected_at",)
    long_order = ("-pk",)
    columns = (
        Column("工作法", str, url=lambda row: reverse("evaluation:method", args=[row.pk])),
        Column("党支部", "honour.branch.short_name"),
        Column("单位", "honour.branch.unit.name", sort="honour__branch__unit__name"),
        Column(label_of(Honour, "year"), "honour.year", sort="honour__year"),
        Column("状态", "standing", status=True),
    )
    nothing = "还没有入选的党支部工作法。"


@require_safe
def method_list(request: PersonRequest) -> HttpResponse:
    context = {"to_write": methods.to_write(request.user), "years": methods.years()}
    return Methods(request, methods.visible(request.user)).response("evaluation/honours/methods/list.html", context)


@require_http_methods(["GET", "POST"])
def print_booklet(request: PersonRequest, year: int) -> HttpResponse:
    """汇编: the year's chosen methods as one PDF, made as a job of the person's own."""
    chosen = methods.of_year_or_404(year)

    def do(data: dict[str, Any]) -> Done:
        job = methods_steps.print_booklet(year, by=request.user)
        return Done("", "branches:job", job.pk)

    template = "evaluation/honours/methods/booklet.html"
    return act(request, None, do, template=template, context=lambda: {"year": year, "methods": chosen})


@require_safe
def method(request: PersonRequest, pk: int) -> HttpResponse:
    one = methods.method_or_404(request.user, pk)
    context = {
        "method": one,
        "parts": _parts(one),
        "has_ended": one.honour.state not in HELD,
        "may_choose": one.state != MethodState.DRAFT and access.may(request.user, Perm.MANAGE_HONOURS),
        "may_write": one.state == MethodState.DRAFT and access.may(request.user, Perm.WRITE_METHOD, one.honour.branch),
    }
    return render(request, "evaluation/honours/methods/method.html", context)


@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, pk: int) -> HttpResponse:
    """The working copy of a branch with an honour; `go` says whether it is handed in at once."""
    honour = methods.honour_to_write_or_404(request.user, pk)
    known, go = methods.of_honour(honour), "go" in request.POST
    form = MethodForm(request.POST, is_final=go) if request.method == "POST" else MethodForm(initial=_texts(known))

    def done() -> Done:
        if go:
            methods_steps.submit(honour, by=request.user)
        said = f"工作法已{f'报送{WORK_COMMITTEE}' if go else '保存'}。"
        return Done(said, "evaluation:method", methods.written_or_404(honour).pk)

    def show(outcome: Outcome) -> HttpResponse:
        written = methods.of_honour(honour)
        is_open = honour.state in HELD and (written is None or written.state == MethodState.DRAFT)
        context = {
            "honour": honour,
            "known": written,
            "form": form,
            "reasons": outcome.reasons,
            "theirs": outcome.theirs,
            "is_open": is_open or request.method == "POST",
        }
        return render(request, "evaluation/honours/methods/write.html", context, status=outcome.status)

    return autosave.keep(request, form, _keep(request, honour, form), done, show)


def _texts(known: WorkingMethod | None) -> dict[str, Any]:
    texts = {name: getattr(known, name) for name in methods_steps.TEXTS} if known else {}
    return texts | {"base_version": known.version if known else 0}


def _keep(request: PersonRequest, honour: Honour, form: MethodForm) -> Save:
    def save(*, saved: bool) -> Saved:
        row = methods_steps.write(honour, by=request.user, texts=form.usable(), version=form.seen)
        return Saved(row.version, row.at)

    return save


@require_POST
def save(request: PersonRequest, pk: int) -> HttpResponse:
    """Autosave: a half sentence is a legal draft."""
    honour = methods.honour_to_write_or_404(request.user, pk)
    form = MethodForm(request.POST)
    return autosave.answer(request, _keep(request, honour, form))


@require_http_methods(["GET", "POST"])
def select(request: PersonRequest, pk: int) -> HttpResponse:
    one = methods.handed_in_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> Done:
        methods_steps.select(one, by=request.user)
        return Done(f"《{one}》已入选，所有用户都可以阅读。", "evaluation:method", one.pk)

    context = {
        "method": one,
        "button": "入选",
        "consequence": "入选后在“党支部工作法”中展示，所有登录的用户都可以阅读和打印。",
    }
    return act(request, None, do, template="evaluation/honours/methods/act.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Before the choice: back to the branch. After it: out of the gallery."""
    one = methods.handed_in_or_404(request.user, pk)
    is_chosen = one.state == MethodState.SELECTED
    form = ReasonForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        if is_chosen:
            methods_steps.take_out(one, by=request.user, reason=data["reason"])
            return Done(f"《{one}》已移出展示。", "evaluation:methods")
        methods_steps.send_back(one, by=request.user, reason=data["reason"])
        return Done(f"《{one}》已退回支部修改。", "evaluation:methods")

    words = "移出后不再展示，原文保留，可以再次入选。" if is_chosen else "退回后支部按您的意见修改，再次报送。"
    context = {"method": one, "button": "移出展示" if is_chosen else "退回修改", "consequence": words}
    return act(request, form, do, template="evaluation/honours/methods/act.html", context=lambda: context)


def _parts(one: WorkingMethod) -> list[tuple[str, str]]:
    return [(methods_steps.LABELS[name], getattr(one, name)) for name in methods_steps.TEXTS[1:]]
