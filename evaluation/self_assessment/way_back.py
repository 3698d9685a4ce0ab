"""How a branch that has applied gets its form back: it recalls it as long as it may, then asks for it (D53)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from branches import in_words
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.access import holds
from evaluation.cases.moving import observe_one
from evaluation.models import Candidacy, ReturnRequest
from evaluation.procedure.lives import find
from evaluation.rules.recommendation import not_handed_in
from evaluation.vocabulary import Action, State


@dataclass(frozen=True)
class WayBack:
    """The one way that is open now, and why not the other. `until`: the last day of step 1 for this branch."""

    case: Candidacy
    asked: ReturnRequest | None
    may_recall: bool
    has_team: bool
    until: date
    obstacles: tuple[str, ...]
    """Why the organ cannot send it back either."""

    @property
    def may_ask(self) -> bool:
        return not (self.may_recall or self.asked or self.obstacles)

    @property
    def button(self) -> str:
        """The way by its name; "" where none is open."""
        return Action.RECALL.label if self.may_recall else "请机关退回修改" if self.may_ask else ""

    @property
    def url(self) -> str:
        if self.may_recall:
            return reverse("evaluation:move", args=[self.case.pk, Action.RECALL])
        return reverse("evaluation:ask_return", args=[self.case.pk])

    @property
    def why(self) -> str:
        """Which way it is, and why."""
        organ = self.case.unit.organ_organisation
        if self.may_recall:
            return f"考核组还没有成立，{in_words.day(self.until)}前可以自己撤回。撤回后改好再提交，原来的内容都在。"
        if self.asked:
            return (
                f"{self.asked.by.name}已于{in_words.moment(self.asked.at)}请{organ}退回修改：{self.asked.reason}"
                "　退回后，首页会有待办；没有退回的，考核照常进行。"
            )
        closed = "考核组已经成立" if self.has_team else f"自评已于{in_words.day(self.until)}截止"
        if self.may_ask:
            return f"{closed}，不能自己撤回了。可以请{organ}退回修改：退回后改好再提交，原来的内容都在。"
        return f"{closed}，不能自己撤回了。{''.join(self.obstacles)}"


def way_back(user: User, case: Candidacy) -> WayBack | None:
    """For whoever applies for the branch, as long as it has applied and nothing more; None otherwise."""
    if case.state != State.APPLIED or not case.cycle.is_running or not holds(user, Perm.APPLY, case):
        return None
    seen = observe_one(case)
    observed: Any = seen.case
    recall = find(Action.RECALL, State.APPLIED)[0]
    send_back = find(Action.SEND_BACK, State.APPLIED)[0]
    # Whether the unit has put a brother forward is not the branch's to know: asking is not refused because of it (D52).
    known = send_back._replace(rules=tuple(rule for rule in send_back.rules if rule is not not_handed_in))
    obstacles = seen.why_not(known, None, button=True)
    if seen.known.own.is_submitted:
        obstacles.append("本单位推荐名单已报送，机关不能再退回。")
    return WayBack(
        case=case,
        asked=request_of(case),
        may_recall=not seen.why_not(recall, user, button=True),
        has_team=seen.known.has_team,
        until=observed.self_assessment_until,
        obstacles=tuple(obstacles),
    )


def open_requests() -> QuerySet[ReturnRequest]:
    """Those that no move has ended."""
    return ReturnRequest.objects.filter(version=F("candidacy__version"), candidacy__state=State.APPLIED)


def request_of(case: Candidacy) -> ReturnRequest | None:
    if case.state != State.APPLIED:
        return None
    return open_requests().filter(candidacy=case).select_related("by").first()
