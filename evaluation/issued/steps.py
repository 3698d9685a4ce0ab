"""What people do with an issued document: put the sealed copy back, confirm it, give it out, acknowledge it, archive it."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.jobs import steps as jobs_steps
from branches.models import Job, Unit, User
from branches.permissions import Perm
from evaluation import uploads
from evaluation.advance import Refused, Stale
from evaluation.documents import queries as documents_queries
from evaluation.issued import comparing, package
from evaluation.issued import queries as issued_queries
from evaluation.models import Distribution, IssuedCopy, Notice
from evaluation.models.paper import Comparison
from evaluation.uploads import keeping

NOT_BY_ONE = "正本须由上传人以外的人确认，请本机关另一位经办人办理。"


@transaction.atomic
def put_back(
    notice: Notice, file: uploads.Sent, *, by: User, reason: str = "", replaces: int | None = None
) -> IssuedCopy:
    """Keep what came back sealed, byte for byte; another copy takes the place of the last one with a reason.

    `replaces` is the copy that the person has seen. Raises Stale where somebody put back another since.
    """
    notice = _locked(notice, by)
    if hasattr(notice, "voiding"):
        raise Refused("这份公文已作废，不再收正本。")
    last = notice.issued_copies.first()
    if (last.pk if last else None) != replaces:
        raise Stale
    if last and not reason.strip():
        raise Refused("更换正本须写明原因。", field="reason")
    fit, unfit = keeping.judge([file], uploads.inspect_paper)
    if unfit:
        raise Refused(*unfit, field="file")
    upload = fit[0]
    copy = IssuedCopy(
        notice=notice,
        title=upload.title,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        supersedes=last,
        reason=reason.strip() if last else "",
        by=by,
        at=clock.now(),
    )
    keeping.store(copy.file, upload)
    copy.save()
    audit.record("上传正本", notice, by=by, notice=notice.pk, copy=copy.pk, sha256=copy.sha256, reason=copy.reason)
    _compare(copy, by)
    return copy


@transaction.atomic
def confirm(copy: IssuedCopy, *, by: User) -> None:
    """By a second person of the body that issued it; from then on it is what people are given."""
    notice = _locked(copy.notice, by)
    copy = IssuedCopy.objects.select_for_update().get(pk=copy.pk)
    if copy.by_id == by.pk:
        raise Refused(NOT_BY_ONE)
    if copy.confirmed_at is not None or hasattr(copy, "superseded_by"):
        raise Stale
    IssuedCopy.objects.filter(pk=copy.pk).update(confirmed_by=by, confirmed_at=clock.now())
    audit.record("确认正本", notice, by=by, notice=notice.pk, copy=copy.pk, sha256=copy.sha256)
    if copy.comparison == Comparison.WAITING:
        # Whoever asked for it may have cancelled it; done twice it is done once.
        _compare(copy, by)


@transaction.atomic
def distribute(notice: Notice, units: Collection[Unit], *, by: User, copies: int = 1) -> int:
    """Record to whom it was given, so many copies each; how many units there are now."""
    notice = _locked(notice, by)
    if not issued_queries.is_distributed(notice):
        raise Refused("这类公文不分发到单位。")
    if not documents_queries.counts(notice):
        raise Refused("这份公文已更正或者作废，请分发现行的公文。")
    if documents_queries.is_working_print(notice):
        raise Refused("这份公文还没有发文字号，请先编号再分发。")
    if copies < 1:
        raise Refused("每个单位至少一份。", field="copies")
    open_to = set(issued_queries.offered(notice).values_list("pk", flat=True))
    if not units or not {one.pk for one in units} <= open_to:
        raise Refused("请选择还没有分发的单位。", field="units")
    now = clock.now()
    rows = [Distribution(notice=notice, unit=unit, copies=copies, by=by, at=now) for unit in units]
    Distribution.objects.bulk_create(rows, batch_size=500)
    audit.record("分发公文", notice, by=by, notice=notice.pk, units=sorted(one.pk for one in units), copies=copies)
    return len(rows)


@transaction.atomic
def receive(distribution: Distribution, *, by: User) -> None:
    """签收 for the unit. Pressed twice, or by two people, the first one counts."""
    access.require(by, Perm.ASSESS, distribution.unit)
    waiting = Distribution.objects.filter(pk=distribution.pk, received_at=None)
    if waiting.update(received_by=by, received_at=clock.now()):
        subject = f"{distribution.notice} {distribution.unit}"
        audit.record("签收公文", subject, by=by, notice=distribution.notice_id, unit=distribution.unit_id)


@transaction.atomic
def pack(notice: Notice, *, by: User) -> Job:
    """Ask for the archive's package of one 件."""
    if not documents_queries.issues(by, notice):
        raise PermissionDenied
    if documents_queries.sealed(notice) is None:
        raise Refused("还没有经第二人确认的正本，不能归档。请先上传用印后的正本并确认。")
    title = f"{documents_queries.file_name(notice)}归档包"
    return jobs_steps.ask(package.KIND, title, {"notice": notice.pk}, total=1, by=by)


def _compare(copy: IssuedCopy, by: User) -> None:
    jobs_steps.ask(comparing.KIND, f"比对{copy}", {"copy": copy.pk}, total=1, by=by)


def _locked(notice: Notice, by: User) -> Notice:
    found = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    if not documents_queries.issues(by, found):
        raise PermissionDenied
    return found
