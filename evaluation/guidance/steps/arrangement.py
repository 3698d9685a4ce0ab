"""Writing, publishing, correcting the arrangement of a year, passing it on, reading it (D48)."""

from collections.abc import Collection, Iterable

from django.db import transaction

from branches import access, audit, clock
from branches.models import Branch, Unit, User
from branches.permissions import Perm
from evaluation import uploads
from evaluation.advance import Refused, Stale
from evaluation.guidance import queries as guidance_queries
from evaluation.models import Arrangement, ArrangementFile, ArrangementVersion, Cycle, PassedOn, Reading
from evaluation.uploads import keeping

MOST_FILES = 5


@transaction.atomic
def write(
    cycle: Cycle,
    *,
    by: User,
    title: str,
    text: str,
    files: Iterable[uploads.Sent] = (),
    kept: Collection[int] = (),
    seen: int | None = None,
) -> Arrangement:
    """Keep the working copy of the year's one arrangement; refused once it is published (D48).

    `kept` are the attachments that stay, `seen` is when the page was last saved, in microseconds, 0 for never.
    """
    cycle = _locked(cycle, by)
    arrangement = Arrangement.objects.filter(cycle=cycle).first()
    if arrangement and arrangement.published_at:
        raise Refused(f"{cycle}已经发布工作安排，一个年度只有一个。需要修改的，请更正。")
    version = arrangement.versions.first() if arrangement else None
    if seen is not None and seen != stamp(version):
        raise Stale
    arrangement = arrangement or Arrangement.objects.create(cycle=cycle)
    attached = _attached(arrangement, files, kept, by)
    given = {"title": title, "text": text, "by": by, "at": clock.now()}
    version, _ = ArrangementVersion.objects.update_or_create(arrangement=arrangement, number=1, defaults=given)
    version.files.set(attached)
    audit.record("拟写工作安排", arrangement, by=by, year=cycle.year, files=[one.sha256 for one in attached])
    return arrangement


@transaction.atomic
def publish(arrangement: Arrangement, *, by: User, seen: int | None = None) -> int:
    """Send it to the units with branches active today, holders of the honour too; how many branches it goes to.

    `seen` tells which working copy was looked at.
    """
    cycle = _locked(arrangement.cycle, by)
    arrangement = Arrangement.objects.select_related("cycle").get(pk=arrangement.pk)
    if arrangement.published_at:
        raise Refused(f"{cycle}已经发布工作安排，不用再发布。")
    if seen is not None and seen != stamp(arrangement.versions.first()):
        raise Stale
    branches = guidance_queries.branches_today(cycle)
    if not branches:
        raise Refused("名册中没有党支部，发给谁？请先导入名册。")
    Arrangement.objects.filter(pk=arrangement.pk).update(published_at=clock.now(), published_by=by)
    Reading.objects.bulk_create(
        [Reading(arrangement=arrangement, branch_id=branch, unit_id=unit) for branch, unit in branches], batch_size=500
    )
    audit.record("发布工作安排", arrangement, by=by, year=cycle.year, branches=len(branches))
    return len(branches)


@transaction.atomic
def correct(
    arrangement: Arrangement,
    *,
    by: User,
    title: str,
    text: str,
    reason: str,
    files: Iterable[uploads.Sent] = (),
    kept: Collection[int] = (),
    seen: int | None = None,
) -> ArrangementVersion:
    """A next version of a published one, with what was wrong; branches read it anew. Earlier versions are kept (D27)."""
    cycle = _locked(arrangement.cycle, by)
    last = arrangement.versions.order_by("-number").first()
    if last is None or not Arrangement.objects.filter(pk=arrangement.pk, published_at__isnull=False).exists():
        raise Refused("工作安排还没有发布，可以直接修改。")
    if seen is not None and seen != stamp(last):
        raise Stale
    if not reason.strip():
        raise Refused("请写明更正说明。", field="reason")
    attached = _attached(arrangement, files, kept, by)
    if (title, text, {one.pk for one in attached}) == (last.title, last.text, {one.pk for one in last.files.all()}):
        raise Refused("内容没有变化，不用更正。")
    version = ArrangementVersion.objects.create(
        arrangement=arrangement,
        number=last.number + 1,
        title=title,
        text=text,
        reason=reason.strip(),
        by=by,
        at=clock.now(),
    )
    version.files.set(attached)
    audit.record("更正工作安排", arrangement, by=by, year=cycle.year, number=version.number)
    return version


@transaction.atomic
def pass_on(arrangement: Arrangement, unit: Unit, *, by: User, remark: str = "") -> PassedOn:
    """The unit's officer gives it to his branches, with what the unit adds."""
    access.require(by, Perm.ASSESS, unit)
    arrangement = _open(arrangement)
    if not arrangement.readings.filter(unit=unit).exists():
        raise Refused(f"{arrangement}没有发给{unit}。")
    if done := arrangement.passed_on.filter(unit=unit).select_related("by").first():
        raise Refused(f"已由{done.by.name}下发，不用再下发。")
    row = PassedOn.objects.create(arrangement=arrangement, unit=unit, remark=remark.strip(), by=by, at=clock.now())
    audit.record("下发工作安排", arrangement, by=by, year=arrangement.cycle.year, unit=unit.pk)
    return row


@transaction.atomic
def pass_on_all(arrangement: Arrangement, *, by: User) -> int:
    """市直工委 gives it to the branches of all units that have not; how many units. Nobody waits for a silent officer."""
    access.require(by, Perm.RUN_CYCLE)
    arrangement = _open(arrangement)
    waiting = arrangement.readings.exclude(unit__in=arrangement.passed_on.values("unit"))
    units = sorted(set(waiting.values_list("unit", flat=True)))
    if not units:
        raise Refused("各单位都已下发。")
    PassedOn.objects.bulk_create(
        [PassedOn(arrangement=arrangement, unit_id=unit, by=by, at=clock.now()) for unit in units], batch_size=500
    )
    audit.record("直接下发工作安排", arrangement, by=by, year=arrangement.cycle.year, units=units)
    return len(units)


@transaction.atomic
def read(arrangement: Arrangement, branch: Branch, *, by: User, number: int) -> None:
    """已阅: one press for the version that was on the page; pressed again, it stays as it was."""
    access.require(by, Perm.APPLY, branch)
    arrangement = _open(arrangement)
    row = arrangement.readings.filter(branch=branch).first()
    if row is None or not arrangement.passed_on.filter(unit=row.unit_id).exists():
        raise Refused("工作安排还没有下发到本支部。")
    if not arrangement.versions.filter(number=number).exists():
        raise Stale
    if row.version is None or row.version < number:
        Reading.objects.filter(pk=row.pk).update(version=number, by=by, at=clock.now())
        audit.record("已阅工作安排", branch, by=by, year=arrangement.cycle.year, number=number)


def stamp(version: ArrangementVersion | None) -> int:
    """When a version was last saved, for the page to carry: microseconds, 0 for never."""
    return int(version.at.timestamp() * 1_000_000) if version else 0


def _locked(cycle: Cycle, by: User) -> Cycle:
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if guidance_queries.is_over(cycle):
        raise Refused(f"{cycle}已结束，工作安排不再改动。")
    return cycle


def _open(arrangement: Arrangement) -> Arrangement:
    """Locked, published, in a year that is not over."""
    row = Arrangement.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=arrangement.pk)
    if row.published_at is None:
        raise Refused("工作安排还没有发布。")
    if guidance_queries.is_over(row.cycle):
        raise Refused(f"{row.cycle}已结束，工作安排不再办理。")
    return row


def _attached(
    arrangement: Arrangement, files: Iterable[uploads.Sent], kept: Collection[int], by: User
) -> list[ArrangementFile]:
    """The attachments that stay and the new ones, all of them judged before one is stored."""
    staying = list(arrangement.files.filter(pk__in=kept))
    fit, reasons = keeping.judge(files)
    if len(staying) + len(fit) > MOST_FILES:
        reasons.append(f"附件最多{MOST_FILES}个，请减少后再保存。")
    if reasons:
        raise Refused(*reasons, field="upload")
    return staying + [_stored(arrangement, one, by) for one in fit]


def _stored(arrangement: Arrangement, upload: uploads.Upload, by: User) -> ArrangementFile:
    row = ArrangementFile(
        arrangement=arrangement,
        title=upload.title,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        by=by,
        at=clock.now(),
    )
    keeping.store(row.file, upload)
    row.save()
    return row
