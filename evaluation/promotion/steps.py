"""Activities recorded by 市直工委 and corrected; the audit trail keeps what stood there before (D49)."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from branches import access, audit, clock
from branches.models import Branch, User
from branches.permissions import Perm
from evaluation import uploads
from evaluation.advance import Refused, Stale
from evaluation.models import PromotionActivity
from evaluation.uploads import keeping


@transaction.atomic
def record(
    *,
    by: User,
    kind: str,
    title: str,
    held_on: date,
    organiser: str,
    branches: Collection[Branch],
    summary: str = "",
    reference: str = "",
    file: uploads.Sent | None = None,
) -> PromotionActivity:
    """Record one that took place, with a reference or a file that shows it."""
    access.require(by, Perm.MANAGE_HONOURS)
    row = PromotionActivity(
        kind=kind,
        title=title.strip(),
        held_on=held_on,
        organiser=organiser.strip(),
        summary=summary.strip(),
        reference=reference.strip(),
        by=by,
        at=clock.now(),
    )
    _keep(row, file)
    row.branches.set(branches)
    audit.record("登记典型带动活动", row, by=by, activity=row.pk, branches=sorted(one.pk for one in branches))
    return row


@transaction.atomic
def correct(
    activity: PromotionActivity,
    *,
    by: User,
    version: int | None,
    branches: Collection[Branch],
    file: uploads.Sent | None = None,
    **values: Any,
) -> PromotionActivity:
    """Write other `values` by field. Raises Stale where somebody corrected it since `version`."""
    access.require(by, Perm.MANAGE_HONOURS)
    before = PromotionActivity.objects.select_for_update().get(pk=activity.pk)
    if version not in (None, before.version):
        raise Stale
    after = PromotionActivity.objects.get(pk=activity.pk)
    for name, value in values.items():
        setattr(after, name, value.strip() if isinstance(value, str) else value)
    _keep(after, file)
    changed = audit.differences(before, after)
    old, new = _names(after.branches.all()), _names(branches)
    if old != new:
        changed["涉及的党支部"] = [old, new]
        after.branches.set(branches)
    if not changed:
        raise Refused("内容没有修改。")
    PromotionActivity.objects.filter(pk=after.pk).update(version=before.version + 1)
    audit.record("更正典型带动活动", after, by=by, activity=after.pk, changed=changed)
    return after


def _keep(row: PromotionActivity, file: uploads.Sent | None) -> None:
    """Judge the file, if one was sent, and save the row with it. A file that another replaces stays in the store."""
    problems = ["活动日期不能晚于今天。"] if row.held_on > clock.today() else []
    fit, unfit = keeping.judge([file] if file is not None else [])
    problems += unfit
    if file is None and not (row.reference or row.file):
        problems.append("请写明文件、报道或网址，或者上传附件。")
    if problems:
        raise Refused(*problems)
    for upload in fit:
        row.content_type, row.sha256 = upload.content_type, upload.sha256
        keeping.store(row.file, upload)
    row.save()


def _names(branches: Any) -> str:
    return "、".join(sorted(one.full_name for one in branches))
