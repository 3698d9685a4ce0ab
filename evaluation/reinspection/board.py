"""复查与复核 of a year as one list: what stands on top, what comes next for whoever looks (方案 四)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.urls import reverse

from branches import access, clock
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.cases import bodies as case_bodies
from evaluation.cases.reinspections import Seen, visible, with_verdicts
from evaluation.decision import signing
from evaluation.models import Cycle, DecisionVersion
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.reinspection import reports, reviews, revocation
from evaluation.vocabulary import Body, Confirmation, DecisionKind, ReinspectionState

OPEN = sorted(REINSPECTION_OPEN)
DIFFERS = (Q(committee=Confirmation.KEEP) & Q(department=Confirmation.REVOKE)) | (
    Q(committee=Confirmation.REVOKE) & Q(department=Confirmation.KEEP)
)


def listed(user: User, cycle: Cycle) -> QuerySet[Any]:
    """Everything of the year that this person may see; what the bodies said stays between them until it is settled."""
    rows = with_verdicts(visible(user).filter(cycle=cycle))
    is_open = Q(state__in=OPEN)
    found: QuerySet[Any] = rows.annotate(
        is_disputed=_flag(is_open & DIFFERS) if access.may(user, Perm.REVIEW) else Value(False),
        is_late=_flag(is_open & Q(report=None, last_day__lt=clock.today())),
        is_open=_flag(is_open),
        is_reported=_flag(Q(report__isnull=False)),
    )
    return found


def _flag(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


@dataclass(frozen=True)
class NextStep:
    """What moves the matter on, for this person; a URL name with its arguments, or nothing to press."""

    sentence: str
    button: str = ""
    url_name: str = ""
    args: tuple[int, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)


def next_steps(cycle: Cycle, user: User, seen: list[Seen]) -> list[NextStep]:
    """The unit's first, then the two bodies'; `seen` is `everything`."""
    found = []
    seen = [one for one in seen if one.one.state in REINSPECTION_OPEN]
    for unit in access.held(user, Perm.REINSPECT).values():
        found += _of_unit(cycle, unit, [one for one in seen if one.one.honour.branch.unit_id == unit.pk])
    if access.may(user, Perm.REVIEW):
        found += _of_body(cycle, user, seen)
    return found


def unreviewed(user: User, seen: list[Seen]) -> list[int]:
    """Those that wait for the verdict of this person's body."""
    body = case_bodies.body_of(user)
    if body is None:
        return []
    return [one.one.pk for one in seen if not reviews.verdict_of(one, body) and not reviews.refusals(one, user)]


def _of_unit(cycle: Cycle, unit: Unit, seen: list[Seen]) -> list[NextStep]:
    args = (cycle.year, unit.pk)
    if ready := reports.sort(seen).ready:
        words = f"{unit}有{len(ready)}个支部的复查情况可以报送。"
        return [NextStep(words, "检查并报送", "evaluation:reinspection_report", args)]
    due = [one for one in seen if one.one.state == ReinspectionState.DUE and not one.one.is_special and not one.one.due]
    if len(due) > 1:
        words = f"{unit}有{len(due)}个支部待复查。没有变化提示的可以一起复查，有变化的逐个复查。"
        return [NextStep(words, "一起复查", "evaluation:reinspection_keep", args)]
    return []


def _of_body(cycle: Cycle, user: User, seen: list[Seen]) -> list[NextStep]:
    body = case_bodies.body_of(user)
    found = []
    agreeable = [
        one
        for one in seen
        if one.one.state == ReinspectionState.KEEPING_SUGGESTED
        and one.known.is_reported
        and not reviews.verdict_of(one, body)
    ]
    if len(agreeable) > 1:
        words = f"{len(agreeable)}个支部单位建议保留，本方还没有复核。没有变化提示的可以一并同意。"
        found.append(NextStep(words, "核对后一并同意保留", "evaluation:review_agree", (cycle.year,)))
    if not any(not revocation.obstacles(one) for one in seen):
        return found
    version = signing.frozen_version(cycle, DecisionKind.REVOCATION)
    if version is None:
        return [*found, _revoking("有双方都同意撤销的称号。", "核对后冻结撤销名单", cycle, user)]
    return [*found, _after_freezing(version, body, user)]


def _after_freezing(version: DecisionVersion, body: Body | None, user: User) -> NextStep:
    standing = signing.standing(version)
    if not standing.is_current:
        words = f"撤销名单在第{version.number}版冻结后有变化，须重新冻结。"
        return _revoking(words, "重新冻结", version.decision.cycle, user)
    if body not in standing.signatures:
        words = f"撤销名单第{version.number}版等待本方签署。"
        return NextStep(words, "查看名单后签署", "evaluation:naming_sign", (version.pk,))
    if standing.is_cosigned:
        button = ("发布撤销决定", "evaluation:naming_proclaim") if access.may(user, Perm.NAME) else ("", "")
        return NextStep("撤销名单双方已签署，可以发布。", *button, args=(version.decision_id,))
    return NextStep(f"撤销名单第{version.number}版本方已签，等待另一方签署。")


def _revoking(words: str, button: str, cycle: Cycle, user: User) -> NextStep:
    if access.may(user, Perm.NAME):
        return NextStep(words, button, "evaluation:revocation", (cycle.year,))
    return NextStep(words)
