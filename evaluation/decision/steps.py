"""From the frozen list to the proclaimed decision, of naming or of revoking: versions, both signatures (方案 四, D19)."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.advance import Refused, advance
from evaluation.cases import bodies as case_bodies
from evaluation.decision import signing
from evaluation.decision.issue import certificates, naming, plaque_letter, revocation
from evaluation.documents import series as document_series
from evaluation.drafting import issuing
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.steps import text as draft_steps
from evaluation.models import Candidacy, Cycle, Decision, DecisionVersion, Honour, Reinspection, Signature
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.shift import shift
from evaluation.vocabulary import (
    Action,
    Body,
    CycleState,
    DecisionKind,
    DecisionState,
    HonourState,
    PlaqueState,
    ReinspectionAction,
)

EMPTY = {
    DecisionKind.NAMING: "现在没有可以命名的支部：须已列入拟命名、公示期满且没有待核实或暂缓事项。",
    DecisionKind.REVOCATION: f"现在没有可以撤销的称号：须由{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}都复核为“同意撤销”。",
}


@transaction.atomic
def freeze(cycle: Cycle, kind: DecisionKind = DecisionKind.NAMING, *, by: User) -> DecisionVersion:
    """Freeze the present list as a new version. Signatures of earlier versions do not carry over.

    Branches are named in a year that recommends; a title may be revoked at any time, of a closed year as well.
    """
    access.require(by, Perm.NAME)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if kind == DecisionKind.NAMING and cycle.state != CycleState.RECOMMENDING:
        raise Refused("本年度不在推荐与评定环节，不能冻结名单。")
    rows = signing.rows_now(cycle, kind)
    if not rows:
        raise Refused(EMPTY[kind])
    decision = signing.pending_decision(cycle, kind) or Decision.objects.create(
        cycle=cycle, kind=kind, number=cycle.decisions.filter(kind=kind).count() + 1
    )
    mark = signing.fingerprint(cycle, kind, rows)
    last = signing.latest(decision)
    if last and last.fingerprint == mark and decision.state == DecisionState.FROZEN:
        raise Refused(f"名单与第{last.number}版完全相同，不需要重新冻结。")
    version = DecisionVersion.objects.create(
        decision=decision,
        number=last.number + 1 if last else 1,
        rows=rows,
        fingerprint=mark,
        frozen_by=by,
        frozen_at=clock.now(),
    )
    if decision.state == DecisionState.FROZEN:
        shift(decision, DecisionState.DRAFT, by=by, note=f"名单有变化，第{version.number - 1}版作废")
    shift(
        decision,
        DecisionState.FROZEN,
        by=by,
        note=f"第{version.number}版，{len(rows)}个支部，指纹{version.short_fingerprint}",
    )
    draft_steps.carry_over(version, last, by=by)
    return version


@transaction.atomic
def sign(version: DecisionVersion, *, by: User, text: int | None = None) -> Signature:
    """Sign a frozen version and its text for one's own body. The caller has just asked for the person's strongest proof.

    `text` is the number of the text's row that the person has read, 0 for none.
    """
    access.require(by, Perm.SIGN)
    body = case_bodies.body_of(by)
    if body is None:
        raise PermissionDenied
    Decision.objects.select_for_update().get(pk=version.decision_id)
    standing = signing.standing(version)
    if not standing.is_current:
        raise Refused("名单在您查看之后有变化，这一版已不是最新。请查看最新一版再签署。")
    if body in standing.signatures:
        raise Refused(f"{body.label}已经签署，不需要重复签署。")
    if any(one.by_id == by.pk for one in standing.signatures.values()):
        raise Refused("同一人不能代表双方签署。")
    if text not in (None, standing.text.pk if standing.text else 0):
        raise Refused("文稿在您查看之后有改动。请看最新一稿再签署。")
    if reasons := _not_to_be_signed(standing):
        raise Refused(*reasons)
    void = [one.pk for one in standing.void if one.body == body or one.by_id == by.pk]
    Signature.objects.filter(pk__in=void).update(withdrawn_at=clock.now())
    mark = drafting_queries.signed(version.fingerprint, standing.text)
    signature = Signature.objects.create(
        version=version, body=body, text=standing.text, fingerprint=mark, by=by, at=clock.now()
    )
    audit.record("签署", version, by=by, body=body.value, fingerprint=mark)
    return signature


def _not_to_be_signed(standing: signing.Standing) -> list[str]:
    """What is signed is a text that a second person has checked, for this very list."""
    if not settings_queries.drafts():
        return []
    if standing.text is None:
        return [f"还没有拟稿，请{WORK_COMMITTEE}先拟稿、核稿，再签署名单和文稿。"]
    subject = drafting_subjects.of_version(standing.version)
    if not drafting_queries.fits(standing.text, subject):
        return ["文稿与名单不符，请重新保存文稿。"]
    if not drafting_queries.standing(standing.text).is_passed:
        return [f"第{standing.text.number}稿还没有核稿通过，不能签署。"]
    return []


@transaction.atomic
def withdraw_signature(version: DecisionVersion, *, by: User) -> None:
    """Take one's own signature back, as long as the other body has not signed."""
    access.require(by, Perm.SIGN)
    Decision.objects.select_for_update().get(pk=version.decision_id)
    signatures = signing.standing(version).signatures
    mine = [one for one in signatures.values() if one.by_id == by.pk]
    if not mine:
        raise Refused("您没有签署这一版。")
    if len(signatures) == len(Body):
        raise Refused("双方都已签署，不能撤回。名单需要修改时请退回重新拟定。")
    Signature.objects.filter(pk=mine[0].pk).update(withdrawn_at=clock.now())
    audit.record("撤回签署", version, by=by, body=mine[0].body)


@transaction.atomic
def send_back(decision: Decision, *, by: User, note: str) -> None:
    """Either body gives the frozen list back with a remark; a new version must be frozen and signed anew."""
    access.require(by, Perm.SIGN)
    if not note.strip():
        raise Refused("请写明退回意见。")
    shift(Decision.objects.select_for_update().get(pk=decision.pk), DecisionState.DRAFT, by=by, note=note.strip())


@transaction.atomic
def proclaim(
    decision: Decision,
    *,
    by: User,
    document_number: str,
    dated_on: date | None = None,
    leaders: Mapping[str, str] = issuing.NOBODY,
) -> Decision:
    """Carry out the signed list, all or nothing: everybody on it is named, or loses the title.

    Dated as the last of both leaders signed; where texts are not drafted here on `dated_on`, by default on the day of
    the last signature, and with the `leaders` who signed. Raises Refused if anything changed.
    """
    access.require(by, Perm.NAME)
    document_number = document_number.strip()
    if not document_number or document_series.is_unfinished(document_number):
        raise Refused("请照发文登记填写完整的发文字号。")
    if Decision.objects.filter(document_number=document_number).exclude(pk=decision.pk).exists():
        raise Refused(f"发文字号“{document_number}”已经使用，请核对。")
    decision = Decision.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=decision.pk)
    version = signing.latest(decision)
    if version is None or decision.state != DecisionState.FROZEN:
        raise Refused("名单尚未冻结，不能发布。")
    standing = signing.standing(version)
    if not standing.is_current:
        raise Refused("名单在冻结之后有变化，原签署无效。请重新冻结，由双方重新签署。")
    if not standing.is_cosigned:
        missing = "、".join(body.label for body in Body if body not in standing.signatures)
        raise Refused(f"{missing or '双方'}尚未签署，不能发布。")
    subject = drafting_subjects.of_version(version)
    if reasons := issuing.obstacles(subject):
        raise Refused(*reasons)
    ready = issuing.ready(subject)
    day = ready.dated_on or _day(version, standing, dated_on)
    ready = ready.said(day, leaders)
    decision.document_number = document_number
    _EFFECTS[DecisionKind(decision.kind)](decision, version, by, day)
    shift(
        decision,
        DecisionState.PROCLAIMED,
        by=by,
        note=document_number,
        document_number=document_number,
        proclaimed_at=clock.now(),
        proclaimed_by=by,
    )
    if decision.kind == DecisionKind.NAMING:
        naming(decision, version, by=by, ready=ready)
        certificates(decision, by=by)
    else:
        made = revocation(decision, version, by=by, ready=ready)
        until = made.data["returned_by"]
        for honour in decision.revoked.filter(plaques__state=PlaqueState.ISSUED).select_related("branch__unit"):
            plaque_letter(honour, decision, by=by, plaque_number=str(honour.plaques.last()), returned_by=until)
    return decision


def _day(version: DecisionVersion, standing: signing.Standing, wanted: date | None) -> date:
    """成文日期 of a document whose leaders' consents are not recorded here: as told, never before it was frozen."""
    if wanted is None:
        return max((clock.day_of(one.at) for one in standing.signatures.values()), default=clock.today())
    if wanted > clock.today() or wanted < clock.day_of(version.frozen_at):
        raise Refused("成文日期应在名单冻结之后、不晚于今天，请核对。")
    return wanted


def _name(decision: Decision, version: DecisionVersion, by: User, on: date) -> None:
    """Each branch on the list is named and has its title."""
    cases = Candidacy.objects.select_related("branch").in_bulk([row["candidacy"] for row in version.rows])
    for row in version.rows:
        case = cases[row["candidacy"]]
        advance(case, Action.NAME, by=by, note=decision.document_number, is_cosigned=True)
        Honour.objects.create(
            branch=case.branch,
            year=decision.cycle.year,
            candidacy=case,
            decision=decision,
            branch_name=row["branch"],
            decision_number=decision.document_number,
            named_on=on,
        )


def _revoke(decision: Decision, version: DecisionVersion, by: User, on: date) -> None:
    """Each title on the list ends; its plaque stays to be returned (D24)."""
    found = Reinspection.objects.select_related("honour").in_bulk([row["reinspection"] for row in version.rows])
    for row in version.rows:
        one = found[row["reinspection"]]
        advance(one, ReinspectionAction.REVOKE, by=by, note=decision.document_number, is_cosigned=True)
        begin_steps.end_reinspections(one.honour, by=by, note=f"称号已由{decision.document_number}撤销")
        shift(
            one.honour,
            HonourState.REVOKED,
            by=by,
            note=decision.document_number,
            ended_on=on,
            ending=f"{decision.cycle}复查，双方复核同意撤销",
            revocation=decision,
            revocation_number=decision.document_number,
        )


_EFFECTS = {DecisionKind.NAMING: _name, DecisionKind.REVOCATION: _revoke}
