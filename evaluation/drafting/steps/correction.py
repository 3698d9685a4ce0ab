"""Both bodies sign the text of a correction, then it is issued; until then the document that it corrects stays as it is."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.journal import queries as journal_queries
from branches.models import User
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.advance import Refused
from evaluation.cases import bodies as case_bodies
from evaluation.documents import making
from evaluation.drafting import corrections, issuing
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.corrections import Signed
from evaluation.drafting.steps import text as draft_steps
from evaluation.models import DocumentText, Notice, Signature, TextCheck
from evaluation.vocabulary import Body


@transaction.atomic
def sign(text: DocumentText, *, by: User) -> Signature:
    """Sign this text for one's own body. The caller has just asked for the person's strongest proof."""
    access.require(by, Perm.SIGN)
    body = case_bodies.body_of(by)
    if body is None:
        raise PermissionDenied
    draft_steps.lock(text)
    if why := why_not_sign(text) or _signed_already(corrections.signed(text), body, by):
        raise Refused(why)
    if text.version is None:
        raise Refused("这份公文没有对应的决定，不能签署。")
    made = Signature.objects.create(
        version=text.version, body=body, text=text, fingerprint=corrections.mark(text), by=by, at=clock.now()
    )
    audit.record("签署", text, by=by, text=text.pk, body=body.value, fingerprint=made.fingerprint)
    return made


def _signed_already(standing: Signed, body: Body, by: User) -> str:
    if body in standing.signatures:
        return f"{body.label}已经签署，不需要重复签署。"
    if any(one.by_id == by.pk for one in standing.signatures.values()):
        return "同一人不能代表双方签署。"
    return ""


def why_not_sign(text: DocumentText) -> str:
    """What is signed is the newest text of a decision's correction, checked where texts are checked."""
    if text.corrects is None or text.version is None:
        return "公示的更正只需核稿，不签署。"
    if not drafting_queries.is_newest(text) or drafting_queries.is_given_up(text):
        return "文稿在您查看之后有改动。请看最新一稿再签署。"
    subject = drafting_subjects.of_text(text)
    if subject is None or not drafting_queries.fits(text, subject):
        return "文稿与要更正的公文不符，请重新保存文稿。"
    standing = drafting_queries.standing(text)
    if standing.is_returned:
        return f"第{text.number}稿已被退回，不能签署。"
    if settings_queries.drafts() and not standing.is_passed:
        return f"第{text.number}稿还没有核稿通过，不能签署。"
    return ""


@transaction.atomic
def send_back(text: DocumentText, *, by: User, reason: str) -> TextCheck:
    """Either body gives the text back instead of signing it: only another text is signed and issued then."""
    access.require(by, Perm.SIGN)
    draft_steps.lock(text)
    if why := why_not_send_back(text):
        raise Refused(why)
    return draft_steps.keep_check(text, by=by, reason=reason, what="退回文稿")


def why_not_send_back(text: DocumentText) -> str:
    """What is given back is the text in hand, once."""
    if text.version is None:
        return "公示的更正只需核稿，不签署，请由核稿人退回。"
    if not drafting_queries.is_newest(text) or drafting_queries.is_given_up(text):
        return "文稿在您查看之后有改动，或者已经制发。请看最新一稿。"
    if drafting_queries.standing(text).is_returned:
        return f"第{text.number}稿已被退回，不需要重复退回。"
    return ""


@transaction.atomic
def withdraw_signature(text: DocumentText, *, by: User) -> None:
    """Take one's own signature back, as long as the other body has not signed."""
    access.require(by, Perm.SIGN)
    draft_steps.lock(text)
    signatures = corrections.signed(text).signatures
    mine = [one for one in signatures.values() if one.by_id == by.pk]
    if not mine:
        raise Refused("您没有签署这一稿。")
    if len(signatures) == len(Body):
        raise Refused(f"双方都已签署，不能撤回。文稿需要修改时，请{Body.WORK_COMMITTEE.label}另存一稿。")
    Signature.objects.filter(pk=mine[0].pk).update(withdrawn_at=clock.now())
    audit.record("撤回签署", text, by=by, text=text.pk, body=mine[0].body)


@transaction.atomic
def issue(
    text: DocumentText,
    *,
    by: User,
    number: str = "",
    dated_on: date | None = None,
    leaders: Mapping[str, str] = issuing.NOBODY,
) -> Notice:
    """Issue the text in place of the document that it corrects, which stays as it is and says by which it was corrected.

    Dated as the last of both leaders signed; where texts are not drafted here on `dated_on`, by default on the day of
    the last signature, and with the `leaders` who signed.
    """
    access.require(by, Perm.NAME)
    draft_steps.lock(text)
    subject, old = drafting_subjects.of_text(text), text.corrects
    if subject is None or old is None:
        raise Refused("这份公文没有对应的决定，不能更正。")
    number = number.strip()
    if reasons := corrections.obstacles(text) + corrections.unnumbered(text, number):
        raise Refused(*reasons)
    ready = issuing.ready(subject)
    day = ready.dated_on or _day(text, old, dated_on)
    facts = issuing.facts(subject, ready.said(day, leaders))
    if text.version:
        facts["anchor"] = journal_queries.anchor()
    made = making.make(
        old.kind,
        facts,
        by=by,
        number=number,
        dated_on=day,
        corrects=old,
        correction=text.facts["reason"],
        **making.about(old),
    )
    issuing.issued(text, made)
    audit.record("更正公文", made, by=by, corrects=old.pk, notice=made.pk, reason=text.facts["reason"])
    return made


def _day(text: DocumentText, old: Notice, wanted: date | None) -> date:
    """成文日期 where the leaders' consents are not recorded here: as told, never before the document that is wrong."""
    given = corrections.signed(text).signatures.values()
    if wanted is None:
        return max((clock.day_of(one.at) for one in given), default=clock.today())
    if wanted > clock.today() or wanted < old.dated_on:
        raise Refused("成文日期应在原公文之后、不晚于今天，请核对。")
    return wanted
