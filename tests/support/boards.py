"""Boards ready to be worked on: assessed cases with their scores, a list with its places, the meeting held."""

from decimal import Decimal
from typing import Any

from branches import clock
from branches.models import Unit, User
from evaluation.models import Candidacy, Cycle, Opinion, RecommendationList
from evaluation.recommendation.steps import list as list_steps
from evaluation.vocabulary import State
from tests.support import factories


def assessed(cycle: Cycle, unit: Unit, *scores: str | None, names: str = "甲乙丙丁戊己庚辛") -> list[Candidacy]:
    """One assessed and appraised case for each reference score, named 甲支部, 乙支部…"""
    rows = []
    for name, score in zip(names, scores, strict=False):
        case = factories.candidacy(cycle, factories.branch(unit, f"{name}支部"))
        Candidacy.objects.filter(pk=case.pk).update(
            state=State.ASSESSED,
            self_score=Decimal(score) if score else None,
            assessed_score=Decimal(score) if score else None,
        )
        rows.append(factories.fresh(case))
    factories.appraised(rows, factories.person())
    return rows


def opinion(case: Candidacy, by: User, text: str = "工作扎实，作用突出。") -> None:
    Opinion.objects.create(candidacy=case, text=text, advice=Opinion.Advice.RECOMMEND, by=by, at=clock.now())


def open_list(cycle: Cycle, unit: Unit | None, by: User, **fields: Any) -> RecommendationList:
    """An open list with its places, and the meeting that lets its body pick."""
    row = factories.recommendation_list(cycle, unit, **fields)
    factories.deliberated(row, by)
    return row


def pick(by: User, *cases: Candidacy) -> None:
    for case in cases:
        list_steps.recommend(case, by=by, version=None)


def order(the_list: RecommendationList) -> list[str]:
    rows = Candidacy.objects.filter(seat__list=the_list).order_by("rank", "pk")
    return [case.branch.short_name for case in rows.select_related("branch")]


def seen(the_list: RecommendationList) -> list[int]:
    return list(Candidacy.objects.filter(seat__list=the_list).order_by("rank", "pk").values_list("pk", flat=True))
