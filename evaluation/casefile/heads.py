"""One sentence with one button for the head of a page: where a case stands for whoever looks (R3 of the interface)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from branches import in_words
from branches.models import User
from branches.permissions import Perm
from evaluation.casefile import holders
from evaluation.cases.moves import OpenMove
from evaluation.deadlines import until
from evaluation.models import Candidacy
from evaluation.self_assessment.way_back import WayBack
from evaluation.templatetags.deadlines import days_left
from evaluation.vocabulary import Action, State, Step

_ORDER = list(State)
"""As a case goes on."""


@dataclass(frozen=True)
class Head:
    """Clauses of a sentence, why, where to go, and whom to ring."""

    clauses: tuple[str, ...]
    note: str = ""
    button: str = ""
    url: str = ""
    second: str = ""
    second_url: str = ""
    people: Sequence[User] = ()
    further: str = ""
    """What the second button is for."""

    @property
    def sentence(self) -> str:
        return "".join(self.clauses)


def of_branch(case: Candidacy, back: WayBack | None) -> Head:
    """For whoever answers for the branch: what has been done, and who acts now, as it may know it (D34, D53)."""
    people, waits = holders.contacts(case), holders.holder(case)
    page = reverse("evaluation:case", args=[case.pk])
    if case.standing == State.APPLIED:
        due = in_words.month_day(until(case, Step.ASSESSMENT))
        return Head(
            ("已提交，", f"等{waits}考核"),
            f"考核截止{due}",
            "看回执",
            reverse("evaluation:self_assessment_receipt", args=[case.pk]),
            second=back.button if back else "",
            second_url=back.url if back else "",
            people=people,
            further=f"发现写错了？{back.why}" if back else "",
        )
    if case.standing == State.DRAFT:
        return Head(("今年没有提交申请",), "自评已经截止，需要补报请联系机关党组织", "看办理情况", page)
    note = f"现在由{waits}办理" if waits else ""
    clauses = (f"{case.standing.label}，", "等结果") if waits else (f"今年的评定：{case.standing.label}",)
    return Head(clauses, note, "看办理情况", page, people=people)


def of_waiting(cases: Sequence[Candidacy]) -> Head:
    """For whoever looks after cases that wait for others: for whom, of those that are least far."""
    least = min(cases, key=lambda case: _ORDER.index(case.standing))
    number = sum(case.standing == least.standing for case in cases)
    if least.standing == State.DRAFT:
        due = in_words.month_day(until(least, Step.SELF_ASSESSMENT))
        return Head((f"等{number}个支部自评",), f"自评{due}截止")
    note = f"{number}个支部{least.standing.label}"
    return Head((f"等{holders.holder(least)}办理",), note, people=holders.contacts(least))


def of_mover(case: Candidacy, one: OpenMove, today: date, work: str) -> Head:
    """For whoever has to carry the case on: how many things are missing, and the first of them."""
    waits, label, due = one.missing, one.action.label, one.due
    by = f"{label}{in_words.month_day(due)}截止，{days_left(due, today)}" if due else ""
    if waits is None or not one.reasons:
        move = reverse("evaluation:move", args=[case.pk, one.action])
        own = one.move.perm is Perm.APPLY
        return Head((f"可以{label}了",), by, label, move, "" if own else "看材料", "" if own else work)
    if waits.obstacles:
        return Head((f"现在还不能{label}",), "".join(waits.obstacles), "去办理" if work else "", work)
    first = waits.things[0]
    clauses = (f"还差{len(waits.things)}件事：", f"先{first.title}", first.number)
    return Head(clauses, by, first.button, first.url)


def next_of(moves: Sequence[OpenMove]) -> OpenMove | None:
    """The move that the head tells of. An officer may enter an application from paper: that is not what a draft waits for."""
    one = next((one for one in moves if one.is_next), None)
    if one and one.action == Action.APPLY and one.move.perm is not Perm.APPLY:
        return None
    return one
