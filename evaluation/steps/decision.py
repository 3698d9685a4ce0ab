"""From the frozen list to the proclaimed decision: versions, both signatures, honours (方案 四（四）, D19)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.permissions import Perm
from evaluation import documents
from evaluation.advance import Refused, advance, shift
from evaluation.models import Candidacy, Cycle, Decision, DecisionVersion, Honour, Signature
from evaluation.queries import duties, naming
from evaluation.vocabulary import Action, Body, CycleState, DecisionKind, DecisionState


@transaction.atomic
def freeze(cycle: Cycle, *, by: User) -> DecisionVersion:
    """Freeze the present list as a new version. Signatures of earlier versions do not carry over."""
    access.require(by, Perm.NAME)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if cycle.state != CycleState.RECOMMENDING:
        raise Refused("本年度不在推荐与评定环节，不能冻结名单。")
    rows = naming.rows_now(cycle)
    if not rows:
        raise Refused("现在没有可以命名的支部：须已列入拟命名、公示期满且没有待核实或暂缓事项。")
    decision = naming.pending_decision(cycle) or Decision.objects.create(
        cycle=cycle, kind=DecisionKind.NAMING, number=cycle.decisions.filter(kind=DecisionKind.NAMING).count() + 1
    )
    mark = naming.fingerprint(cycle, decision.kind, rows)
    last = naming.latest(decision)
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
    """Sign a frozen version for one's own body. The caller has just checked the password again."""
    access.require(by, Perm.SIGN)
    body = duties.body_of(by)
    if body is None:
        raise PermissionDenied
    Decision.objects.select_for_update().get(pk=version.decision_id)
    standing = naming.standing(version)
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
    signatures = naming.standing(version).signatures
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
    """Name everybody on the signed list, all or nothing; create the honours. Raises Refused if anything changed."""
    access.require(by, Perm.NAME)
    document_number = document_number.strip()
    if not document_number:
        raise Refused("请填写发文字号。")
    if Decision.objects.filter(document_number=document_number).exclude(pk=decision.pk).exists():
        raise Refused(f"发文字号“{document_number}”已经使用，请核对。")
    decision = Decision.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=decision.pk)
    version = naming.latest(decision)
    if version is None or decision.state != DecisionState.FROZEN:
        raise Refused("名单尚未冻结，不能发布。")
    standing = naming.standing(version)
    if not standing.is_current:
        raise Refused("名单在冻结之后有变化，原签署无效。请重新冻结，由双方重新签署。")
    if not standing.is_cosigned:
        missing = "、".join(body.label for body in Body if body not in standing.signatures)
        raise Refused(f"{missing or '双方'}尚未签署，不能发布。")
    now, today = clock.now(), clock.today()
    cases = Candidacy.objects.select_related("branch").in_bulk([row["candidacy"] for row in version.rows])
    for row in version.rows:
        case = cases[row["candidacy"]]
        advance(case, Action.NAME, by=by, note=document_number, is_cosigned=True)
        Honour.objects.create(
            branch=case.branch,
            year=decision.cycle.year,
            candidacy=case,
            decision=decision,
            branch_name=row["branch"],
            decision_number=document_number,
            named_on=today,
        )
    shift(
        decision,
        DecisionState.PROCLAIMED,
        by=by,
        note=document_number,
        document_number=document_number,
        proclaimed_at=now,
        proclaimed_by=by,
    )
    documents.naming(decision, version, by=by)
    documents.certificates(decision, by=by)
    return decision
