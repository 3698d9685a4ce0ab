"""复查与复核 of a year as one list: what stands on top, what comes next for whoever looks (方案 四)."""

from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from branches import access
from branches.models import Unit, User
from branches.pages.paging import SoMany
from branches.permissions import Perm
from evaluation.cases import bodies as case_bodies
from evaluation.cases.reinspections import SUGGESTIONS, OfYear, Seen, visible, with_verdicts
from evaluation.decision import signing
from evaluation.models import (
    ConfirmationReview,
    Cycle,
    DecisionVersion,
    Reinspection,
    ReinspectionRecord,
    ReinspectionRecusal,
)
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.reinspection import reports, revocation
from evaluation.vocabulary import Body, DecisionKind, ReinspectionState

OPEN = sorted(REINSPECTION_OPEN)


def listed(of_year: OfYear) -> QuerySet[Any]:
    """Everything of the year that this person may see; what the bodies said stays between them until it is settled."""
    rows = with_verdicts(visible(of_year.user).filter(cycle=of_year.cycle))
    found: QuerySet[Any] = rows.annotate(
        is_disputed=_flag(Q(pk__in=of_year.disputed.values("pk"))),
        is_late=_flag(Q(state__in=OPEN, report=None) & of_year.is_past),
        is_open=_flag(Q(state__in=OPEN)),
        is_reported=_flag(Q(report__isnull=False)),
    )
    return found


def _flag(condition: Q) -> Case:
    """Cast, because PostgreSQL orders by no constant, which is what is left of a condition that can never hold."""
    no = Cast(Value(False), BooleanField())
    return Case(When(condition, then=Value(True)), default=no, output_field=BooleanField())


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


def counts(of_year: OfYear) -> dict[str, SoMany]:
    """Of each kind that a link opens, of those that wait for this person's body, and of those it may agree to at once."""
    body = case_bodies.body_of(of_year.user)
    keeping = of_year.reported.filter(state=ReinspectionState.KEEPING_SUGGESTED)
    agreeable = keeping.filter(_without(body)) if body else keeping.none()
    return of_year.so_many(unreviewed=unreviewed(of_year), agreeable=agreeable)


def next_steps(of_year: OfYear, agreeable: SoMany) -> list[NextStep]:
    """The unit's first, then the two bodies'."""
    cycle, user = of_year.cycle, of_year.user
    found = []
    for unit in access.held(user, Perm.REINSPECT).values():
        seen = [one for one in reports.of_unit(cycle, unit) if one.one.state in REINSPECTION_OPEN]
        found += _of_unit(cycle, unit, seen)
    if access.may(user, Perm.REVIEW):
        found += _of_body(of_year, agreeable)
    return found


def unreviewed(of_year: OfYear) -> QuerySet[Reinspection]:
    """Those that wait for the verdict of this person's body."""
    user, body = of_year.user, case_bodies.body_of(of_year.user)
    if body is None:
        return of_year.all.none()
    rows = of_year.open.filter(_without(body)).filter(Q(report__isnull=False) | of_year.is_past)
    declared = ReinspectionRecusal.objects.filter(user=user).values("reinspection")
    rows = rows.exclude(pk__in=declared).exclude(pk__in=_last_suggested_by(user).values("reinspection"))
    return rows.exclude(honour__branch=user.branch_id) if user.branch_id else rows


def first_unreviewed(of_year: OfYear) -> Reinspection | None:
    """The first of them in the order of the register."""
    return unreviewed(of_year).order_by("honour__branch__unit_id", "honour__branch_id", "pk").first()


def _without(body: Body) -> Q:
    """This body has not said anything."""
    return ~Q(Exists(ConfirmationReview.objects.filter(reinspection=OuterRef("pk"), body=body)))


def _last_suggested_by(user: User) -> QuerySet[ReinspectionRecord]:
    """Suggestions of this person that nobody has replaced: reviewing is another's (D18)."""
    suggested = ReinspectionRecord.objects.filter(action__in=SUGGESTIONS)
    later = suggested.filter(reinspection=OuterRef("reinspection"), number__gt=OuterRef("number"))
    return suggested.filter(by=user).exclude(Exists(later)).order_by()


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


def _of_body(of_year: OfYear, agreeable: SoMany) -> list[NextStep]:
    cycle, user = of_year.cycle, of_year.user
    body = case_bodies.body_of(user)
    found = []
    if agreeable.count > 1:
        words = f"{agreeable}支部单位建议保留，本方还没有复核。没有变化提示的可以一并同意。"
        found.append(NextStep(words, "核对后一并同意保留", "evaluation:review_agree", (cycle.year,)))
    if not revocation.agreed(cycle):
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
