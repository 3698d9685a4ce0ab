"""From the frozen list to the proclaimed decision, of naming or of revoking: versions, both signatures (方案 四, D19)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.advance import Refused, advance
from evaluation.cases import bodies as case_bodies
from evaluation.decision import signing
from evaluation.decision.issue import certificates, naming, plaque_letter, revocation
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
    return version


@transaction.atomic
def sign(version: DecisionVersion, *, by: User) -> Signature:
    """Sign a frozen version for one's own body. The caller has just asked for the strongest proof that the person has."""
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
    signature = Signature.objects.create(
        version=version, body=body, fingerprint=version.fingerprint, by=by, at=clock.now()
    )
    audit.record("签署", version, by=by, body=body.value, fingerprint=version.fingerprint)
    return signature


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
def proclaim(decision: Decision, *, by: User, document_number: str) -> Decision:
    """Carry out the signed list, all or nothing: everybody on it is named, or loses the title.

    Raises Refused if anything changed.
    """
    access.require(by, Perm.NAME)
    document_number = document_number.strip()
    if not document_number:
        raise Refused("请填写发文字号。")
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
    decision.document_number = document_number
    _EFFECTS[DecisionKind(decision.kind)](decision, version, by)
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
        naming(decision, version, by=by)
        certificates(decision, by=by)
    else:
        revocation(decision, version, by=by)
        for honour in decision.revoked.filter(plaques__state=PlaqueState.ISSUED).select_related("branch__unit"):
            plaque_letter(honour, decision, by=by, plaque_number=str(honour.plaques.last()))
    return decision


def _name(decision: Decision, version: DecisionVersion, by: User) -> None:
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
            named_on=clock.today(),
        )


def _revoke(decision: Decision, version: DecisionVersion, by: User) -> None:
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
            ended_on=clock.today(),
            ending=f"{decision.cycle}复查，双方复核同意撤销",
            revocation=decision,
            revocation_number=decision.document_number,
        )


_EFFECTS = {DecisionKind.NAMING: _name, DecisionKind.REVOCATION: _revoke}
