"""A branch that never should have stood in the register, and the way back; every real end is a 支部变更 (D25)."""

from datetime import date

from django.db import transaction

from branches.models import Branch, User
from branches.names import WORK_COMMITTEE
from branches.register import steps as register_steps
from branches.register.steps import NotRecorded
from evaluation.advance import Refused
from evaluation.cases import access as case_access
from evaluation.models import Honour
from evaluation.models.honour import HELD
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.succession import queries as succession_queries
from evaluation.vocabulary import HonourState


@transaction.atomic
def dissolve(branch: Branch, *, on: date, by: User) -> None:
    """Record the end of a branch with which nothing else ends: no title and no case. Else 市直工委 confirms it."""
    Branch.objects.select_for_update().get(pk=branch.pk)
    if reasons := why_not_dissolve(branch):
        raise Refused(*reasons)
    try:
        register_steps.dissolve_branch(branch, on=on, by=by)
    except NotRecorded as refused:
        raise Refused(str(refused)) from refused


def why_not_dissolve(branch: Branch) -> list[str]:
    """Why the end of this branch has to be reported and confirmed; empty if it need not be."""
    reasons = [
        f"该支部有{title.year}年度称号，撤销须申报支部变更，由{WORK_COMMITTEE}确认。"
        for title in Honour.objects.filter(branch=branch, state__in=HELD)
    ]
    return reasons + [
        f"该支部{case.cycle.year}年度参评还没有结束，撤销须申报支部变更，由{WORK_COMMITTEE}确认。"
        for case in case_access.open_cases(branch)
    ]


@transaction.atomic
def restore(branch: Branch, *, by: User) -> None:
    """Take back a dissolution recorded by mistake, and with it the lapse of the title it held."""
    ended_on = branch.dissolved_on
    if merged := succession_queries.ended_by(branch):
        raise Refused(f"该支部因{merged.get_kind_display()}不再存在，不能单独恢复。确认有误的，请再申报一次支部变更。")
    try:
        register_steps.restore_branch(branch, by=by)
    except NotRecorded as refused:
        raise Refused(str(refused)) from refused
    lapsed = Honour.objects.filter(branch=branch, state=HonourState.LAPSED, ended_on=ended_on).order_by("-year").first()
    if lapsed and not Honour.objects.filter(branch=branch, state__in=HELD).exists():
        begin_steps.resume(lapsed, by=by, why="党支部撤销登记有误")
