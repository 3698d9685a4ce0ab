"""复查与复核 of a year as one list: what stands on top, what comes next for whoever looks (方案 四)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When
from django.urls import reverse

from branches import access, clock
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.models import Cycle
from evaluation.procedure import REINSPECTION_OPEN
from evaluation.queries import duties, reports, reviews, signing
from evaluation.queries.reinspection import observe, visible, with_verdicts
from evaluation.vocabulary import Confirmation, DecisionKind, ReinspectionState

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


def counts(rows: QuerySet[Any]) -> dict[str, int]:
    """How many of the listed ones are in each group that a link opens."""
    found = {"all": 0, "open": 0, "late": 0, "disputed": 0, "reported": 0, "kept": 0, "revoked": 0}
    for state, is_open, is_late, is_disputed, is_reported in rows.values_list(
        "state", "is_open", "is_late", "is_disputed", "is_reported"
    ):
        found["all"] += 1
        found["open"] += is_open
        found["late"] += is_late
        found["disputed"] += is_disputed
        found["reported"] += is_open and is_reported
        found["kept"] += state == ReinspectionState.KEPT
        found["revoked"] += state == ReinspectionState.REVOKED
    return found


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


def next_steps(cycle: Cycle, user: User) -> list[NextStep]:
    """The unit's first, then the two bodies'."""
    found = []
    for unit in access.held(user, Perm.REINSPECT).values():
        found += _of_unit(cycle, unit, user)
    if access.may(user, Perm.REVIEW):
        found += _of_body(cycle, user)
    return found


def _of_unit(cycle: Cycle, unit: Unit, user: User) -> list[NextStep]:
    waiting = reports.waiting(cycle, unit)
    if waiting.ready:
        words = f"{unit}有{len(waiting.ready)}个支部的复查情况可以报送。"
        return [NextStep(words, "检查并报送", "evaluation:reinspection_report", (cycle.year, unit.pk))]
    keepable = len(reports.keepable(cycle, unit, user).offered)
    if keepable > 1:
        words = f"{unit}有{keepable}个支部没有变化提示，可以一起复查。"
        return [NextStep(words, "一起复查", "evaluation:reinspection_keep", (cycle.year, unit.pk))]
    return []


def _of_body(cycle: Cycle, user: User) -> list[NextStep]:
    body = duties.body_of(user)
    found = []
    if agreeable := len(reviews.agreeable(cycle, user).offered):
        words = f"{agreeable}个支部单位建议保留、没有变化提示，本方还没有复核。"
        found.append(NextStep(words, "核对后一并同意保留", "evaluation:review_agree", (cycle.year,)))
    version = signing.frozen_version(cycle, DecisionKind.REVOCATION)
    if version:
        standing = signing.standing(version)
        if not standing.is_current:
            words = f"撤销名单在第{version.number}版冻结后有变化，须重新冻结。"
            found.append(_revoking(words, "重新冻结", cycle, user))
        elif body not in standing.signatures:
            words = f"撤销名单第{version.number}版等待本方签署。"
            found.append(NextStep(words, "查看名单后签署", "evaluation:naming_sign", (version.pk,)))
        elif standing.is_cosigned:
            button = ("发布撤销决定", "evaluation:naming_proclaim") if access.may(user, Perm.NAME) else ("", "")
            found.append(NextStep("撤销名单双方已签署，可以发布。", *button, args=(version.decision_id,)))
        else:
            found.append(NextStep(f"撤销名单第{version.number}版本方已签，等待另一方签署。"))
    elif rows := signing.rows_now(cycle, DecisionKind.REVOCATION):
        found.append(_revoking(f"{len(rows)}个称号双方都同意撤销。", "核对后冻结撤销名单", cycle, user))
    return found


def _revoking(words: str, button: str, cycle: Cycle, user: User) -> NextStep:
    if access.may(user, Perm.NAME):
        return NextStep(words, button, "evaluation:revocation", (cycle.year,))
    return NextStep(words)


def unreviewed(cycle: Cycle, user: User) -> int:
    """How many wait for the verdict of this person's body."""
    body = duties.body_of(user)
    if body is None:
        return 0
    seen = observe(visible(user).filter(cycle=cycle, state__in=OPEN))
    return sum(1 for one in seen if not reviews.verdict_of(one, body) and not reviews.refusals(one, user))
