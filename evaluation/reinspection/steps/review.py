"""复核 by the two municipal bodies, each for itself (方案 四). Both keep: recognised on at once, and not announced again."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, clock, in_words
from branches.models import User
from branches.permissions import Perm
from evaluation import deadlines
from evaluation.advance import Refused, advance
from evaluation.cases import bodies as case_bodies
from evaluation.cases.locks import lock_reinspection
from evaluation.cases.reinspections import seen
from evaluation.models import ConfirmationReview, Cycle, Reinspection, RevocationGround
from evaluation.reinspection import grounds as reinspection_grounds
from evaluation.reinspection import reviews
from evaluation.shift import shift
from evaluation.vocabulary import Confirmation, HonourState, ReinspectionAction, Step


@transaction.atomic
def review(
    one: Reinspection,
    *,
    by: User,
    verdict: Confirmation | str,
    reason: str = "",
    grounds: Collection[str] = (),
    version: int | None = None,
) -> ConfirmationReview:
    """Record the verdict of the reviewer's own body; it may be changed until the two together have ended the matter."""
    access.require(by, Perm.REVIEW)
    body = case_bodies.body_of(by)
    if body is None:
        raise PermissionDenied
    one = lock_reinspection(one)
    verdict, reason = Confirmation(verdict), reason.strip()
    if not reason and (why := reviews.needs_reason(seen(one.pk), verdict)):
        raise Refused(why)
    rests_on = reinspection_grounds.rows(one, grounds if verdict == Confirmation.REVOKE else (), body)
    if not rests_on and (why := reviews.needs_grounds(seen(one.pk), verdict)):
        raise Refused(why)
    data = {"body": body.value, "verdict": verdict.value}
    advance(one, ReinspectionAction.REVIEW, by=by, note=reason, version=version, data=data)
    given, _ = ConfirmationReview.objects.update_or_create(
        reinspection=one, body=body, defaults={"verdict": verdict, "reason": reason, "by": by, "at": clock.now()}
    )
    RevocationGround.objects.filter(reinspection=one, body=body).delete()
    RevocationGround.objects.bulk_create(rests_on)
    if seen(one.pk).known.confirmations == (Confirmation.KEEP, Confirmation.KEEP):
        advance(one, ReinspectionAction.KEEP, by=by)
        if one.is_special:
            shift(one.honour, HonourState.STANDING, by=by, note="专项复查：继续认定")
    return given


@transaction.atomic
def agree_all(cycle: Cycle, *, by: User, seen: set[int]) -> int:
    """同意保留 for everything that was suggested so and is without changes, as it was previewed. Returns how many."""
    found = {row.one.pk: row.one for row in reviews.agreeable(cycle, by).offered}
    if found.keys() != seen:
        raise Refused("名单刚刚有变动，页面上的内容已经不是最新。请重新核对后再确认。")
    for one in found.values():
        review(one, by=by, verdict=Confirmation.KEEP)
    return len(found)


@transaction.atomic
def send_back(one: Reinspection, *, by: User, note: str, due: date, version: int | None = None) -> None:
    """退回补正 with a reason and a new date. Verdicts on the report that goes back are void; the records keep them (D27)."""
    access.require(by, Perm.REVIEW)
    if due < clock.today():
        raise Refused("新的期限不能早于今天。")
    last = deadlines.latest(one.cycle, Step.RECOMMENDATION, clock.today(), has_places=True)
    if last and due > last:
        raise Refused(f"新的期限须早于集中命名，最晚{in_words.plain_day(last)}。", field="due")
    advance(one, ReinspectionAction.SEND_BACK, by=by, note=note, version=version, due=due, fields={"report": None})
    ConfirmationReview.objects.filter(reinspection=one).delete()
    RevocationGround.objects.filter(reinspection=one).exclude(body="").delete()
