"""Freezing a list as it is handed in, and giving it back: the same for a unit's list and for the pool's."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from branches import access, clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.cases.columns import with_seats
from evaluation.models import Candidacy, Deliberation, ListVersion, RecommendationList
from evaluation.shift import shift
from evaluation.vocabulary import ListState


def require(by: User, the_list: RecommendationList) -> None:
    """Only the list's own body writes on it: 市直工委 on the pool's, the leading Party group on its unit's."""
    if the_list.unit is None:
        access.require(by, Perm.PICK_FROM_POOL)
    else:
        access.require(by, Perm.RECOMMEND, the_list.unit)


def locked(the_list: RecommendationList) -> Any:
    """The list reread under its lock, with its places and its last day: whoever takes or frees a place waits for us, or we for him."""
    RecommendationList.objects.select_for_update(no_key=True).get(pk=the_list.pk)
    return with_seats(RecommendationList.objects.filter(pk=the_list.pk)).select_related("cycle", "unit").get()


def unfinished(the_list: RecommendationList) -> list[str]:
    """Why a list can no longer be worked on at all; its last day is another question."""
    if not the_list.cycle.is_running:
        return ["本年度评定已结束，不能再办理。"]
    if the_list.state == ListState.SUBMITTED:
        return [f"名单已报送，不能再改动。需要修改请联系{WORK_COMMITTEE}退回。"]
    return []


def number(order: Sequence[int]) -> None:
    """Write the recommended order without gaps, first to last."""
    for place, pk in enumerate(order, 1):
        Candidacy.objects.filter(pk=pk).exclude(rank=place).update(rank=place)


def hand_in(the_list: RecommendationList, *, by: User, order: Sequence[int], remark: str) -> ListVersion:
    """Freeze the cases in `order` as the next version and close the list."""
    cases = Candidacy.objects.filter(pk__in=order).select_related("branch", "unit", "appraisal").in_bulk()
    rows = [row(cases[pk], place) for place, pk in enumerate(order, 1)]
    number = the_list.version + 1
    now = clock.now()
    version = ListVersion.objects.create(
        list=the_list,
        number=number,
        rows=rows,
        deliberation=Deliberation.objects.filter(list=the_list).latest("pk"),
        remark=remark,
        by=by,
        at=now,
    )
    shift(
        the_list,
        ListState.SUBMITTED,
        by=by,
        note=f"第{number}次报送，共{len(rows)}个支部",
        submitted_at=now,
        submitted_by=by,
        remark=remark,
        version=number,
    )
    return version


def give_back(the_list: RecommendationList, *, by: User, reason: str, due: date) -> None:
    """Open the list again until `due`; the version that was handed in stays as it was."""
    ListVersion.objects.filter(list=the_list, number=the_list.version).update(
        returned_by=by, returned_at=clock.now(), return_reason=reason
    )
    shift(the_list, ListState.OPEN, by=by, note=reason, submitted_at=None, submitted_by=None, due=due)


def refuse(reasons: Sequence[str]) -> None:
    if reasons:
        raise Refused(*reasons)


def row(case: Candidacy, place: int) -> dict[str, object]:
    """A line of a list as it is frozen."""
    score = case.assessed_score
    return {
        "place": place,
        "candidacy": case.pk,
        "unit": case.unit.name,
        "branch": case.branch.short_name,
        "score": None if score is None else str(score),
        "reason": case.recommendation_reason,
        "appraisal": case.appraisal.text if hasattr(case, "appraisal") else "",
    }
