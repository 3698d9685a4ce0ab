"""What the end of a branch means for its year and its title (D25); the register's own line is `branches.register`'s."""

from datetime import date

from django.db import transaction

from branches import register
from branches.models import Branch, User
from branches.register import NotRecorded
from evaluation import titles
from evaluation.advance import Refused
from evaluation.models import Honour
from evaluation.models.honour import HELD
from evaluation.queries import branches
from evaluation.vocabulary import HonourState


@transaction.atomic
def dissolve(branch: Branch, *, on: date, by: User) -> None:
    """Record the end of a branch. Its title lapses: it is not revoked, since nothing speaks against the branch (D25)."""
    Branch.objects.select_for_update().get(pk=branch.pk)
    reasons = [
        f"该支部{case.cycle.year}年度参评还在办理（{case.get_state_display()}）。请先办理退出参评，再撤销。"
        for case in branches.open_cases(branch)
    ]
    if reasons:
        raise Refused(*reasons)
    try:
        register.dissolve_branch(branch, on=on, by=by)
    except NotRecorded as refused:
        raise Refused(str(refused)) from refused
    for honour in Honour.objects.filter(branch=branch, state__in=HELD):
        titles.lapse(honour, on=on, why="党支部撤销", by=by)


@transaction.atomic
def restore(branch: Branch, *, by: User) -> None:
    """Take back a dissolution recorded by mistake, and with it the lapse of the title it held."""
    try:
        register.restore_branch(branch, by=by)
    except NotRecorded as refused:
        raise Refused(str(refused)) from refused
    lapsed = Honour.objects.filter(branch=branch, state=HonourState.LAPSED).order_by("-year", "-id").first()
    if lapsed and not Honour.objects.filter(branch=branch, state__in=HELD).exists():
        titles.resume(lapsed, by=by, why="党支部撤销登记有误")
