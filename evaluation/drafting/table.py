"""谁在哪天签: 核稿, both signatures and both leaders' consents as the rows of one table."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from branches import clock
from branches.settings import queries as settings_queries
from evaluation.cases import bodies as case_bodies
from evaluation.drafting.queries import Standing
from evaluation.models import LeaderConsent, TextCheck
from evaluation.vocabulary import Body


class Row(NamedTuple):
    """One line: what, of which body, by whom, on which day, how far."""

    matter: str
    body: str
    who: str
    on: date | None
    tone: str
    label: str
    consent: LeaderConsent | None = None


def rows(standing: Standing) -> Iterator[Row]:
    """公示 has the first line only; where nothing is drafted a correction takes the signatures only."""
    drafts = settings_queries.drafts()
    if drafts:
        yield _check(standing)
    elif standing.check and standing.is_returned:
        yield _returned(standing.check)
    if standing.text.version is None:
        return
    what = "签署文稿" if standing.text.corrects_id else "签署名单和文稿"
    lead = settings_queries.leads()
    signed = {one.body: one for one in standing.text.signatures.filter(withdrawn_at=None).select_related("by")}
    bodies = sorted(Body, key=lambda body: body != lead)
    for body in bodies:
        signature = signed.get(body)
        who, on = (signature.by.name, clock.day_of(signature.at)) if signature else ("", None)
        yield Row(what, body.label, who, on, *(("done", "已签") if signature else ("todo", "待签")))
    for body in bodies if drafts else ():
        consent = standing.consents.get(body)
        who, on = (consent.leader, consent.signed_on) if consent else ("主要负责人", None)
        matter = "签发（登记）" if body == lead else "会签（登记）"
        yield Row(matter, body.label, who, on, *(("done", "已登记") if consent else ("todo", "待登记")), consent)


def _check(standing: Standing) -> Row:
    check, body = standing.check, Body.WORK_COMMITTEE.label
    if check is None:
        return Row("核稿", body, "", None, "todo", "待核")
    if check.is_passed:
        return Row("核稿", body, check.by.name, clock.day_of(check.at), "done", "已核")
    return _returned(check)


def _returned(check: TextCheck) -> Row:
    """By whoever checks, or by the body that was to sign."""
    body = case_bodies.body_of(check.by)
    return Row("退回", body.label if body else "", check.by.name, clock.day_of(check.at), "look", "已退回")
