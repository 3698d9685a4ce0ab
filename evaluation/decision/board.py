"""How far step 4 is as a whole, from the verdicts to the proclaimed decision, and the one act that comes next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.cases import bodies as case_bodies
from evaluation.decision import signing
from evaluation.models import Cycle, Decision, DecisionVersion
from evaluation.naming import board as naming_board
from evaluation.naming import queries as naming_queries
from evaluation.naming.board import BoardRow
from evaluation.vocabulary import Body, DecisionKind, DecisionState, State


def progress(cycle: Cycle, rows: list[BoardRow]) -> list[dict[str, str]]:
    """① 评定 ② 公示 ③ 冻结 ④ 签署 ⑤ 发布, as a stepper."""
    marks = _marks(cycle, rows)
    current = next((index for index, (_, is_done) in enumerate(marks) if not is_done), len(marks))
    return [
        {"label": label, "tone": "done" if is_done else "doing" if index == current else "todo"}
        for index, (label, is_done) in enumerate(marks)
    ]


def _marks(cycle: Cycle, rows: list[BoardRow]) -> list[tuple[str, bool]]:
    states = {row.case.state for row in rows}
    version = signing.frozen_version(cycle, DecisionKind.NAMING)
    done = bool(proclaimed(cycle)) and State.PROPOSED not in states and version is None
    is_cosigned = version is not None and signing.standing(version).is_cosigned
    return [
        ("双方评定", bool(rows) and State.RECOMMENDED not in states),
        ("公示", done or not cycle.notice_days or _is_noticed(cycle, states)),
        ("冻结名单", done or version is not None),
        ("双方签署", done or is_cosigned),
        ("发布决定", done),
    ]


def _is_noticed(cycle: Cycle, states: set[str]) -> bool:
    return State.PROPOSED in states and not naming_board.not_yet_in_public_notice(cycle).exists()


def proclaimed(cycle: Cycle) -> QuerySet[Decision]:
    """The year's naming decisions, each with the number of its branches."""
    found = Decision.objects.filter(cycle=cycle, kind=DecisionKind.NAMING, state=DecisionState.PROCLAIMED)
    return found.annotate(branches=Count("honours"))


@dataclass(frozen=True)
class NextStep:
    """The one act that moves step 4 on, for this person; without a URL it is somebody else's."""

    sentence: str
    button: str = ""
    url_name: str = ""
    arg: int = 0


def next_step(cycle: Cycle, rows: list[BoardRow], user: User) -> NextStep | None:
    """What comes next at step 4, in the words of the person's own body."""
    runs, body = access.may(user, Perm.NAME), case_bodies.body_of(user)
    if not naming_queries.panel(cycle).exists():
        return _for_who_runs(runs, "还没有组成考核评定组。", "组成考核评定组", "evaluation:naming_panel", cycle.year)
    version = signing.frozen_version(cycle, DecisionKind.NAMING)
    if version and runs and signing.standing(version).is_cosigned:
        return _after_freezing(version, body, runs=runs)
    if before := _before_freezing(cycle, rows, body, runs=runs):
        return before
    if version:
        return _after_freezing(version, body, runs=runs)
    if any(row.case.state == State.PROPOSED for row in rows):
        sentence = "拟命名名单可以冻结，交双方签署。"
        return _for_who_runs(runs, sentence, "冻结名单", "evaluation:naming_freeze", cycle.year)
    return None


def _before_freezing(cycle: Cycle, rows: list[BoardRow], body: Body | None, *, runs: bool) -> NextStep | None:
    """Verdicts to give, agreement to carry out, names to publish."""
    waiting = [row for row in rows if row.case.state == State.RECOMMENDED]
    if mine := [row for row in waiting if not row.given_by(body)]:
        sentence = f"还有{len(mine)}个候选支部等待本方意见。"
        return NextStep(sentence, "开始评定", "evaluation:naming_evaluate", mine[0].case.pk)
    agreed = sum(bool(row.committee) and row.committee == row.department for row in waiting)
    if agreed and runs:
        return NextStep(f"{agreed}个候选支部双方意见一致。", "统一生效", "evaluation:naming_settle", cycle.year)
    if unseen := naming_board.not_yet_in_public_notice(cycle).count():
        sentence = f"{unseen}个拟命名支部还没有公示。"
        return _for_who_runs(runs, sentence, "开始公示", "evaluation:naming_publish_notice", cycle.year)
    return None


def _after_freezing(version: DecisionVersion, body: Body | None, *, runs: bool) -> NextStep:
    standing = signing.standing(version)
    if not standing.is_current:
        words, year = f"名单在第{version.number}版冻结后有变化，须重新冻结。", version.decision.cycle.year
        return _for_who_runs(runs, words, "重新冻结", "evaluation:naming_freeze", year)
    if body not in standing.signatures:
        words = f"第{version.number}版名单等待本方签署。"
        return NextStep(words, "查看名单后签署", "evaluation:naming_sign", version.pk)
    if standing.is_cosigned:
        words = "双方已签署，可以发布。"
        return _for_who_runs(runs, words, "发布命名决定", "evaluation:naming_proclaim", version.decision_id)
    return NextStep(f"第{version.number}版名单本方已签，等待另一方签署。", "查看", "evaluation:naming_sign", version.pk)


def _for_who_runs(runs: bool, sentence: str, *button: Any) -> NextStep:
    return NextStep(sentence, *button) if runs else NextStep(sentence)
