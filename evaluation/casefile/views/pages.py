"""The pages of a case, step by step, and who works on or reads each: one table for the case file."""

from dataclasses import dataclass

from django.urls import reverse

from branches.models import User
from branches.permissions import Perm
from evaluation.cases import recusals
from evaluation.cases.access import holds
from evaluation.models import Candidacy
from evaluation.procedure.lives import NEXT, find
from evaluation.vocabulary import State


@dataclass(frozen=True)
class Page:
    label: str
    url_name: str
    perms: tuple[Perm, ...]
    is_impartial: bool = False
    """Closed to whoever keeps away from the case (D17)."""


PAGES = (
    Page(
        "支部自评", "evaluation:self_assessment_tasks", (Perm.VIEW_BRANCH, Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.SCORE)
    ),
    Page("组织考核", "evaluation:assessment_overview", (Perm.VIEW_UNIT, Perm.VIEW_CITY, Perm.SCORE), is_impartial=True),
    Page("不得参评情形核验", "evaluation:verification", (Perm.VERIFY, Perm.VERIFY_CITY), is_impartial=True),
    Page("考核评定", "evaluation:naming_evaluate", (Perm.EVALUATE,)),
)


def work_on(case: Candidacy, user: User) -> str:
    """The page where `user` does what the case waits for; "" if that is nobody's page or somebody else's."""
    action = NEXT.get(State(case.state))
    if action is None or not any(holds(user, move.perm, case) for move in find(action, case.state)):
        return ""
    if case.state == State.APPLIED and recusals.recused(user, case):
        return ""
    if case.state == State.ASSESSED:
        return reverse("evaluation:recommendation_board", args=[case.cycle.year, case.unit_id])
    if case.state == State.FORWARDED:
        if not holds(user, Perm.PICK_FROM_POOL, case):
            return ""
        return reverse("evaluation:pool_board", args=[case.cycle.year])
    if case.state == State.PROPOSED:
        return reverse("evaluation:naming_board", args=[case.cycle.year])
    return reverse(_WORK[State(case.state)], args=[case.pk])


_WORK = {
    State.DRAFT: "evaluation:self_assessment_tasks",
    State.APPLIED: "evaluation:assessment_overview",
    State.RECOMMENDED: "evaluation:naming_evaluate",
}


def of_case(case: Candidacy, user: User) -> list[tuple[str, str]]:
    """(label, URL) of the pages open to `user`."""
    away = recusals.recused(user, case)
    return [
        (page.label, reverse(page.url_name, args=[case.pk]))
        for page in PAGES
        if any(holds(user, perm, case) for perm in page.perms) and not (away and page.is_impartial)
    ]
