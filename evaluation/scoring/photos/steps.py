"""Adding photographs to one's own sheet and taking them away, as long as it is open."""

import uuid

from django.db import transaction

from branches import audit, clock
from branches.models import User
from evaluation import uploads
from evaluation.advance import Refused
from evaluation.assessment.steps.scoring import own_sheet
from evaluation.models import Candidacy, Criterion, ScorePhoto
from evaluation.scoring.photos.queries import MOST, kept
from evaluation.uploads import keeping


@transaction.atomic
def add(case: Candidacy, criterion: Criterion, file: uploads.Sent, *, op: uuid.UUID, by: User) -> ScorePhoto:
    """Judge a photograph and keep it, drawn anew without its metadata. The same `op` once more is the same photograph."""
    sheet = own_sheet(case, by)
    known = ScorePhoto.objects.filter(op=op).first()
    if known and (known.sheet_id, known.criterion_id) == (sheet.pk, criterion.pk):
        return known
    if known:
        raise Refused("这张照片没有收下，请重新选择后再传。")
    if kept().filter(sheet=sheet, criterion=criterion).count() >= MOST:
        raise Refused(f"每项最多{MOST}张照片，请先删除一张再添加。")
    fit, reasons = keeping.judge([file], uploads.inspect_picture)
    if reasons:
        raise Refused(*reasons)
    (upload,) = fit
    photo = ScorePhoto(
        sheet=sheet,
        criterion=criterion,
        op=op,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        at=clock.now(),
    )
    keeping.store(photo.file, upload)
    photo.save()
    audit.record("添加现场照片", case, by=by, item=f"c{criterion.number}", photo=photo.pk, sha256=photo.sha256)
    return photo


@transaction.atomic
def remove(photo: ScorePhoto, *, by: User) -> None:
    """Take a photograph off one's own sheet; the file stays stored, as the record of it does."""
    case = photo.sheet.candidacy
    own_sheet(case, by)
    if ScorePhoto.objects.filter(pk=photo.pk, sheet__assessor=by, is_removed=False).update(is_removed=True):
        audit.record("删除现场照片", case, by=by, item=f"c{photo.criterion.number}", photo=photo.pk)
