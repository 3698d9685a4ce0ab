"""签发 and 会签 of the leaders, who sign on paper or in the OA: recorded with the day, in any order (D20)."""

from datetime import date

from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.permissions import Perm
from evaluation import uploads
from evaluation.advance import Refused
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting.steps.text import lock
from evaluation.models import DocumentText, LeaderConsent
from evaluation.uploads import keeping
from evaluation.vocabulary import Body


@transaction.atomic
def record(
    text: DocumentText,
    *,
    by: User,
    body: str,
    leader: str,
    signed_on: date,
    scan: uploads.Sent | None = None,
) -> LeaderConsent:
    """Record who of a body signed this text on which day, with the scan where there is one."""
    access.require(by, Perm.NAME)
    lock(text)
    if reasons := _why_not(text, body, leader, signed_on):
        raise Refused(*reasons)
    fit, unfit = keeping.judge([scan] if scan is not None else [])
    if unfit:
        raise Refused(*unfit)
    row = LeaderConsent(text=text, body=body, leader=leader.strip(), signed_on=signed_on, by=by, at=clock.now())
    for upload in fit:
        row.sha256 = upload.sha256
        keeping.store(row.scan, upload)
    row.save()
    audit.record("登记签发", text, by=by, text=text.pk, body=body, signed_on=str(signed_on))
    return row


def _why_not(text: DocumentText, body: str, leader: str, signed_on: date) -> list[str]:
    if text.version is None:
        return ["公示只需核稿，不登记签发。"]
    if drafting_queries.is_given_up(text):
        return ["这次更正已经不办，不登记签发。"]
    if not drafting_queries.is_newest(text):
        return ["文稿在您查看之后有改动，原来的签发作废。请看最新一稿。"]
    reasons = []
    if body in drafting_queries.standing(text).consents:
        reasons.append(f"{Body(body).label}的签发已经登记。登记有误的，请先撤销再登记。")
    if not leader.strip():
        reasons.append("请填写签发人。")
    if signed_on > clock.today():
        reasons.append("签发日期不能晚于今天，请核对。")
    if text.corrects:
        before, what = text.corrects.dated_on, "原公文"
    else:
        before, what = clock.day_of(text.version.frozen_at), "名单冻结"
    if signed_on < before:
        reasons.append(f"签发日期不能早于{what}的日期（{before:%Y-%m-%d}），请核对。")
    return reasons


@transaction.atomic
def withdraw(consent: LeaderConsent, *, by: User) -> None:
    """What was recorded wrongly counts no more; it can be recorded again."""
    access.require(by, Perm.NAME)
    lock(consent.text)
    open_ones = LeaderConsent.objects.filter(pk=consent.pk, withdrawn_at=None, text__issued_as=None)
    if not open_ones.update(withdrawn_at=clock.now()):
        raise Refused("这条登记已经撤销，或者文件已经发出。")
    audit.record("撤销签发登记", consent.text, by=by, text=consent.text_id, body=consent.body)
