"""党支部工作法: written by a named branch, chosen by 市直工委 (方案 五（三）)."""

from collections.abc import Mapping

from django.db import transaction

from branches import access, clock
from branches.jobs import steps as jobs_steps
from branches.labels import label_of
from branches.models import Job, User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.honours import booklet, methods
from evaluation.models import Honour, WorkingMethod
from evaluation.models.honour import HELD
from evaluation.self_assessment import working_copy
from evaluation.shift import shift
from evaluation.vocabulary import MethodState

LIMITS = {"title": 60, "background": 2000, "practice": 4000, "effect": 2000, "reflection": 2000}
"""Characters that may be handed in; a draft may be longer, so that a long paste is kept."""
TEXTS = tuple(LIMITS)
LABELS = {name: label_of(WorkingMethod, name) for name in TEXTS}


@transaction.atomic
def write(honour: Honour, *, by: User, texts: Mapping[str, str], version: int | None) -> WorkingMethod:
    """Save the working copy. Raises Refused, or Overtaken when somebody else has written since `version`."""
    access.require(by, Perm.WRITE_METHOD, honour.branch)
    honour = Honour.objects.select_for_update(of=("self",)).select_related("branch").get(pk=honour.pk)
    if honour.state not in HELD:
        raise Refused("称号已终止，不再撰写工作法。您填写的内容还在下面，可以复制保存。")
    method = WorkingMethod.objects.filter(honour=honour).select_related("by").first()
    if method is None:
        return WorkingMethod.objects.create(honour=honour, **texts, version=1, by=by, at=clock.now())
    if method.state != MethodState.DRAFT:
        raise Refused("工作法已报送，不能修改。您填写的内容还在下面，可以复制保存。")
    changed = working_copy.differing(method, texts)
    if changed:
        working_copy.check(
            method.version, version, method.by, method.at, {name: getattr(method, name) for name in TEXTS}
        )
        WorkingMethod.objects.filter(pk=method.pk).update(**texts, version=method.version + 1, by=by, at=clock.now())
        method.refresh_from_db()
    return method


@transaction.atomic
def submit(honour: Honour, *, by: User) -> WorkingMethod:
    """Hand it in. All five texts are needed, none longer than it may be."""
    access.require(by, Perm.WRITE_METHOD, honour.branch)
    method = _locked(honour)
    if honour.state not in HELD:
        raise Refused("称号已终止，不再报送工作法。")
    if missing := [LABELS[name] for name in TEXTS if not getattr(method, name).strip()]:
        raise Refused(f"还没有填写{'、'.join(missing)}，填好后再报送。")
    if long := [LABELS[name] for name in TEXTS if len(getattr(method, name)) > LIMITS[name]]:
        raise Refused(f"{'、'.join(long)}超出字数，请删减后再报送。")
    shift(method, MethodState.SUBMITTED, by=by, submitted_at=clock.now(), return_reason="")
    return method


@transaction.atomic
def select(method: WorkingMethod, *, by: User) -> None:
    """Put it into the gallery."""
    access.require(by, Perm.MANAGE_HONOURS)
    shift(_locked(method.honour), MethodState.SELECTED, by=by, selected_by=by, selected_at=clock.now())


@transaction.atomic
def take_out(method: WorkingMethod, *, by: User, reason: str) -> None:
    """Take it out of the gallery again; the text stays with the branch."""
    access.require(by, Perm.MANAGE_HONOURS)
    if not reason.strip():
        raise Refused("请写明移出的理由。")
    shift(_locked(method.honour), MethodState.SUBMITTED, by=by, note=reason, selected_by=None, selected_at=None)


@transaction.atomic
def send_back(method: WorkingMethod, *, by: User, reason: str) -> None:
    """Give it back for another version, with what to improve."""
    access.require(by, Perm.MANAGE_HONOURS)
    if not reason.strip():
        raise Refused("请写明退回意见。")
    method = _locked(method.honour)
    if method.state != MethodState.SUBMITTED:
        raise Refused("只有已报送的工作法可以退回。")
    shift(method, MethodState.DRAFT, by=by, note=reason, return_reason=reason.strip()[:300])


@transaction.atomic
def print_booklet(year: int, *, by: User) -> Job:
    """Ask for one PDF of all chosen methods of a title year; whoever is signed in may read them."""
    count = methods.of_year(year).count()
    if not count:
        raise Refused(f"{year}年度还没有入选的党支部工作法。")
    return jobs_steps.ask(booklet.KIND, f"{year}年度党支部工作法汇编（{count}篇）", {"year": year}, total=count, by=by)


def _locked(honour: Honour) -> WorkingMethod:
    method = (
        WorkingMethod.objects.select_for_update(of=("self",))
        .select_related("honour__branch")
        .filter(honour=honour)
        .first()
    )
    if method is None:
        raise Refused("还没有撰写工作法。")
    return method
