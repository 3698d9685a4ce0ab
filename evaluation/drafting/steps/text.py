"""拟稿 and 核稿: a text is saved as a new row; a second person of 市直工委 passes it or returns it with reasons (D19)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from branches import access, audit, clock
from branches.jobs import steps as jobs_steps
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.advance import Refused, Stale
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import samples
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.standard import Text, is_listed, renewed, standard, unplaced
from evaluation.drafting.subjects import Subject
from evaluation.models import Cycle, Decision, DecisionVersion, DocumentText, Notice, TextCheck
from evaluation.vocabulary import DecisionState


def lock(one: Subject | DocumentText) -> None:
    """One after the other: whoever drafts, checks, signs and issues the same document."""
    if one.corrects:
        notice = Notice.objects.select_for_update(of=("self",)).get(pk=one.corrects.pk)
        if not drafting_queries.is_to_be_corrected(notice):
            raise Refused("这份公文已更正或者作废，请在现行的公文上办理。")
        return
    if one.version is None:
        Cycle.objects.select_for_update(no_key=True).get(pk=one.cycle.pk)
        return
    decision = Decision.objects.select_for_update().get(pk=one.version.decision_id)
    newest = decision.versions.order_by("-number").first()
    if decision.state != DecisionState.FROZEN or newest != one.version:
        raise Refused("这一版名单已不是最新，或者决定已经发布。请回到集中命名查看最新情况。")


@transaction.atomic
def save(subject: Subject, given: Mapping[str, Any], *, by: User, seen: int) -> DocumentText:
    """Save a text. `seen` is the number of the one that the person had before him, 0 before the first.

    Raises Stale where somebody was quicker. Whatever was checked, signed and consented to counts no more.
    """
    access.require(by, Perm.NAME)
    lock(subject)
    last = drafting_queries.newest(subject)
    if (last.number if last else 0) != seen:
        raise Stale
    if missing := unplaced(subject, given):
        raise Refused(f"正文里要保留{'和'.join(missing)}，制发时系统填上日期。")
    if subject.corrects and (why := _corrects_nothing(subject, given)):
        raise Refused(why)
    if last and _changes_nothing(last, given, subject):
        raise Refused("内容没有改动。")
    return _keep(subject, given, by, last)


def _changes_nothing(last: DocumentText, given: Mapping[str, Any], subject: Subject) -> bool:
    """What was returned may be put forward once more in the same words."""
    is_same = last.facts == given and drafting_queries.fits(last, subject)
    return is_same and not drafting_queries.standing(last).is_returned


def _corrects_nothing(subject: Subject, given: Mapping[str, Any]) -> str:
    """Why this is not a correction; "" if it is one."""
    usual = standard(subject)
    if not given["reason"]:
        return "请写明更正理由：哪里有误、依据是什么。"
    if given["wrong"] and not is_listed(subject, given["wrong"]):
        return f"名单里没有找到“{given['wrong']}”，请照原文抄写。"
    if {**given, "reason": ""} == usual:
        return "更正前后没有不同，请先修改。"
    return ""


@transaction.atomic
def give_up(text: DocumentText, *, by: User) -> DocumentText:
    """A correction that was begun is not made: the text says again what is issued, and waits for nobody."""
    access.require(by, Perm.NAME)
    lock(text)
    subject = drafting_subjects.of_text(text)
    if subject is None or text.corrects is None or not drafting_queries.is_newest(text):
        raise Refused("文稿在您查看之后有改动，请看最新一稿。")
    return _keep(subject, standard(subject), by, text)


def carry_over(version: DecisionVersion, before: DecisionVersion | None, *, by: User) -> DocumentText | None:
    """A newly frozen list has a text at once: the standard one, or what was drafted for the list before it.

    The caller has locked the decision.
    """
    if not settings_queries.drafts():
        return None
    subject = drafting_subjects.of_version(version)
    given, old = standard(subject), drafting_queries.latest(before) if before else None
    if before and old:
        given = renewed(old.facts, standard(drafting_subjects.of_version(before)), given)
    return _keep(subject, given, by, None)


def _keep(subject: Subject, given: Mapping[str, Any] | Text, by: User, last: DocumentText | None) -> DocumentText:
    text = DocumentText.objects.create(
        cycle=subject.cycle,
        kind=subject.kind,
        version=subject.version,
        corrects=subject.corrects,
        number=last.number + 1 if last else 1,
        facts=dict(given),
        fingerprint=drafting_queries.fingerprint(subject.kind, dict(given), subject.listed),
        by=by,
        at=clock.now(),
    )
    audit.record("拟稿", text, by=by, text=text.pk, number=text.number, fingerprint=text.fingerprint)
    payload = samples.payload(subject, text)
    jobs_steps.ask(samples.SAMPLE, samples.title(text), payload, total=subject.total, by=by)
    return text


@transaction.atomic
def check(text: DocumentText, *, by: User, is_passed: bool, reason: str = "") -> TextCheck:
    """核稿: pass the newest text, or return it with reasons."""
    access.require(by, Perm.NAME)
    lock(text)
    if why := why_not_check(text, by):
        raise Refused(why)
    return keep_check(text, by=by, is_passed=is_passed, reason=reason, what="核稿")


def keep_check(text: DocumentText, *, by: User, reason: str, what: str, is_passed: bool = False) -> TextCheck:
    """Passed, or returned with the reason; the caller has locked the text."""
    if not is_passed and not reason.strip():
        raise Refused("退回文稿须写明意见。")
    said = "" if is_passed else reason.strip()
    made = TextCheck.objects.create(text=text, is_passed=is_passed, reason=said, by=by, at=clock.now())
    audit.record(what, text, by=by, text=text.pk, is_passed=is_passed)
    return made


def why_not_check(text: DocumentText, by: User) -> str:
    """Why this person does not check this text now; "" if he may."""
    if not drafting_queries.is_newest(text):
        return "文稿在您查看之后有改动，请看最新一稿再核。"
    if drafting_queries.is_given_up(text):
        return "这次更正已经不办，不需要核稿。"
    if text.by_id == by.pk:
        return f"这一稿由您拟写，须由{WORK_COMMITTEE}另一人核稿。"
    standing = drafting_queries.standing(text)
    if standing.is_passed:
        return "这一稿已经核过，不需要重复核稿。"
    if standing.is_returned:
        return "这一稿已经退回，请拟稿人修改后另存一稿。"
    subject = drafting_subjects.of_text(text)
    if subject is None or not drafting_queries.fits(text, subject):
        return "名单在拟稿之后有变化，请先按新的名单保存文稿。"
    return ""
