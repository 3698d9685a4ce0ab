"""The branch's library of evidence, and what of it each criterion cites. A kept file is never changed (D28, D31)."""

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import audit, clock
from branches.models import Branch, User
from branches.permissions import Perm
from evaluation import uploads
from evaluation.advance import Refused
from evaluation.cases.access import holds
from evaluation.cases.knowledge import one_as_known
from evaluation.models import Candidacy, Criterion, Evidence, SelfAssessment, SelfRating
from evaluation.self_assessment.evidence.queries import is_kept, may_keep
from evaluation.self_assessment.queries import FILES_PER_CRITERION
from evaluation.self_assessment.working_copy import locked
from evaluation.uploads import keeping
from evaluation.vocabulary import State


@transaction.atomic
def add_file(branch: Branch, file: uploads.Sent, *, by: User) -> Evidence:
    """Judge a file and keep it under a random name. The same file twice is one piece of evidence."""
    if not may_keep(by, branch):
        raise PermissionDenied
    return _kept(branch, _judged([file])[0], by)


def add_files(branch: Branch, files: Iterable[uploads.Sent], *, by: User) -> tuple[list[Evidence], list[str]]:
    """Each file by itself: what was kept, and why the others were not."""
    kept, reasons = [], []
    for one in files:
        try:
            kept.append(add_file(branch, one, by=by))
        except Refused as refused:
            reasons += refused.reasons
    return kept, reasons


@transaction.atomic
def add_reference(
    branch: Branch, *, title: str, document_number: str = "", dated_on: date | None = None, by: User
) -> Evidence:
    """A document that is named instead of uploaded counts as evidence (D31)."""
    if not may_keep(by, branch):
        raise PermissionDenied
    row = Evidence.objects.create(
        branch=branch, title=title, document_number=document_number, dated_on=dated_on, by=by, at=clock.now()
    )
    audit.record("登记佐证文件", row, by=by, branch=branch.pk, evidence=row.pk)
    return row


@transaction.atomic
def remove(evidence: Evidence, *, by: User) -> None:
    """Take a piece out of the library and out of the drafts that cite it; refused once a branch applied with it."""
    if not may_keep(by, evidence.branch):
        raise PermissionDenied
    if is_kept(evidence):
        raise Refused(f"“{evidence.title}”已随申请提交，须予保留，不能移出。")
    Evidence.objects.filter(pk=evidence.pk).update(is_removed=True)
    evidence.used_by.clear()
    audit.record("移出佐证材料", evidence, by=by, branch=evidence.branch_id, evidence=evidence.pk)


@transaction.atomic
def attach(
    case: Candidacy, criterion: Criterion, *, files: Iterable[uploads.Sent] = (), picked: Iterable[int] = (), by: User
) -> list[Evidence]:
    """Cite pieces of the library under a criterion, and new files with them; at most three, all or none."""
    case = locked(case, by)
    return cite(case, criterion, _judged(files), picked=picked, by=by)


@transaction.atomic
def cite(
    case: Candidacy, criterion: Criterion, fit: list[uploads.Upload], *, picked: Iterable[int] = (), by: User
) -> list[Evidence]:
    """The same for files that have been judged. Returns their pieces.

    A file that comes once more, because its answer was lost on the way, is the same piece.
    """
    case = locked(case, by)
    rating, _ = SelfRating.objects.get_or_create(candidacy=case, criterion=criterion)
    library = Evidence.objects.filter(branch=case.branch, is_removed=False)
    digests = {upload.sha256 for upload in fit}
    known = dict(library.filter(sha256__in=digests).values_list("pk", "sha256"))
    cited = set(rating.evidence.values_list("pk", flat=True))
    wanted = cited | set(known) | set(library.filter(pk__in=list(picked)).values_list("pk", flat=True))
    if len(wanted) + len(digests - set(known.values())) > FILES_PER_CRITERION:
        raise Refused(f"每项最多{FILES_PER_CRITERION}份证明材料，请先移除一份再添加。")
    kept = [_kept(case.branch, upload, by) for upload in fit]
    wanted |= {one.pk for one in kept}
    if wanted != cited:
        rating.evidence.set(wanted)
        _touch(rating, by)
        audit.record("引用佐证材料", case, by=by, item=f"c{criterion.number}", evidence=sorted(wanted))
    return kept


@transaction.atomic
def detach(case: Candidacy, criterion: Criterion, evidence: int, *, by: User) -> None:
    """Cite a piece no longer under this criterion; it stays in the library."""
    case = locked(case, by)
    rating = SelfRating.objects.filter(candidacy=case, criterion=criterion).first()
    if rating and rating.evidence.filter(pk=evidence).exists():
        rating.evidence.remove(evidence)
        _touch(rating, by)
        audit.record("取消引用佐证材料", case, by=by, item=f"c{criterion.number}", evidence=evidence)


@transaction.atomic
def attach_paper(case: Candidacy, file: uploads.Sent, *, by: User) -> Evidence:
    """The unit's officer begins to fill in from the branch's stamped paper (D30).

    Refused while the branch itself has begun in the system: its draft is nobody else's to read.
    """
    case = Candidacy.objects.select_for_update(of=("self",)).select_related("cycle", "branch", "unit").get(pk=case.pk)
    if not holds(by, Perm.ASSESS, case):
        raise PermissionDenied
    if case.state != State.DRAFT or not case.cycle.is_running:
        raise Refused(f"现在是“{one_as_known(case, by).standing.label}”，不能代录。")
    working, _ = SelfAssessment.objects.get_or_create(candidacy=case)
    if working.paper_id is None and _has_begun(case, working):
        raise Refused("支部已在系统中填写自评，由支部书记提交。书记不能办理的，请联系系统管理员先变更书记任职。")
    paper = _kept(case.branch, _judged([file])[0], by)
    SelfAssessment.objects.filter(pk=working.pk).update(paper=paper)
    audit.record("代录：上传纸质材料扫描件", case, by=by, evidence=paper.pk)
    return paper


def _has_begun(case: Candidacy, working: SelfAssessment) -> bool:
    return working.by_id is not None or case.self_ratings.exists() or case.declarations.exists()


def _judged(files: Iterable[uploads.Sent]) -> list[uploads.Upload]:
    fit, reasons = keeping.judge(files)
    if reasons:
        raise Refused(*reasons)
    return fit


def _kept(branch: Branch, upload: uploads.Upload, by: User) -> Evidence:
    known = Evidence.objects.filter(branch=branch, sha256=upload.sha256, is_removed=False).first()
    if known:
        return known
    row = Evidence(
        branch=branch,
        title=upload.title,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        by=by,
        at=clock.now(),
    )
    keeping.store(row.file, upload)
    row.save()
    audit.record("上传佐证材料", row, by=by, branch=branch.pk, evidence=row.pk, sha256=row.sha256)
    return row


def _touch(rating: SelfRating, by: User) -> None:
    SelfRating.objects.filter(pk=rating.pk).update(by=by, at=clock.now())
