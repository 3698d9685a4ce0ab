"""Single acts at random, as people in post would make them: what the processes of `racing` do."""

import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction

from branches import clock
from branches.models import Unit, User
from evaluation import advance as door
from evaluation.cases.locks import lock_case
from evaluation.cycle.steps import ratio as ratio_steps
from evaluation.models import Candidacy, Cycle, Disqualification, Verification
from evaluation.recommendation.steps import list as list_steps
from evaluation.vocabulary import Action, Answer, State, Tier

Act = Callable[[random.Random, Callable[..., Any]], str]


def recommend_one(dice: random.Random, recommend: Callable[..., Any]) -> str:
    case = _any(dice, State.ASSESSED)
    if case is None:
        return ""
    recommend(case, by=_person("group", case), version=case.version)
    return "recommend"


def _unrecommend(dice: random.Random, recommend: Callable[..., Any]) -> str:
    if (case := _any(dice, State.RECOMMENDED)) is None:
        return ""
    door.advance(case, Action.UNRECOMMEND, by=_person("group", case), version=case.version)
    return "unrecommend"


def _replace(dice: random.Random, recommend: Callable[..., Any]) -> str:
    out = _any(dice, State.RECOMMENDED)
    into = _any(dice, State.ASSESSED, unit=out.unit_id) if out else None
    if out is None or into is None:
        return ""
    list_steps.replace(out, into, by=_person("group", out), out_version=out.version, into_version=into.version)
    return "replace"


def _withdraw(dice: random.Random, recommend: Callable[..., Any]) -> str:
    if (case := _any(dice, State.RECOMMENDED)) is None:
        return ""
    door.advance(case, Action.WITHDRAW, by=_person("officer", case), note="单位申请。", version=case.version)
    return "withdraw"


def _disqualify(dice: random.Random, recommend: Callable[..., Any]) -> str:
    if (case := _any(dice, State.RECOMMENDED)) is None:
        return ""
    officer = _person("officer", case)
    with transaction.atomic():
        lock_case(case)
        Verification.objects.create(
            candidacy=case,
            disqualification=Disqualification.objects.get(cycle=case.cycle_id, number=2),
            tier=Tier.ORGAN,
            answer=Answer.YES,
            takes_effect=True,
            by=officer,
            at=clock.now(),
        )
        door.advance(case, Action.DISQUALIFY, by=officer, version=case.version)
    return "disqualify"


def _adjust(dice: random.Random, recommend: Callable[..., Any]) -> str:
    unit = dice.choice(list(Unit.objects.exclude(kind=Unit.Kind.CITY).order_by("pk")))
    percent = dice.choice([8, 9, 10, 11, 12])
    ratio_steps.adjust_ratio(
        Cycle.objects.get(),
        scope="unit",
        unit=unit,
        ratio=Decimal(percent) / 100,
        reason="工作需要。",
        document="市直工委〔2027〕1号",
        by=User.objects.get(username="committee"),
        confirmed_by=User.objects.get(username="second"),
    )
    return "adjust"


MIX: dict[Act, int] = {recommend_one: 50, _unrecommend: 25, _replace: 12, _withdraw: 2, _disqualify: 2, _adjust: 9}


def mixed(dice: random.Random) -> Act:
    return dice.choices(list(MIX), weights=list(MIX.values()))[0]


def _any(dice: random.Random, state: str, unit: int | None = None) -> Candidacy | None:
    """Some case in the state as of now; by the time it is acted upon it may be in another."""
    rows = Candidacy.objects.filter(state=state).order_by("pk")
    if unit:
        rows = rows.filter(unit=unit)
    keys = list(rows.values_list("pk", flat=True))
    return Candidacy.objects.get(pk=dice.choice(keys)) if keys else None


def _person(post: str, case: Candidacy) -> User:
    return User.objects.get(username=f"{post}{case.unit_id}")
