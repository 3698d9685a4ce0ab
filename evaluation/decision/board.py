"""How far step 4 is as a whole, from the verdicts to the proclaimed decision, and the one act that comes next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from branches import access
from branches.models import User
from branches.pages.paging import SoMany
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.cases import bodies as case_bodies
from evaluation.decision import queries as decision_queries
from evaluation.decision import signing
from evaluation.drafting import queries as drafting_queries
from evaluation.models import Cycle, Decision, DecisionVersion
from evaluation.naming import board as naming_board
from evaluation.naming import queries as naming_queries
from evaluation.naming.candidates import Candidates
from evaluation.vocabulary import Body, DecisionKind, DecisionState


def progress(candidates: Candidates, version: DecisionVersion | None) -> list[dict[str, str]]:
    """① 评定 ② 公示 ③ 冻结 ④ 签署 ⑤ 发布, as a stepper."""
    marks = _marks(candidates, version)
    current = next((index for index, (_, is_done) in enumerate(marks) if not is_done), len(marks))
    return [
        {"label": label, "tone": "done" if is_done else "doing" if index == current else "todo"}
        for index, (label, is_done) in enumerate(marks)
    ]


def _marks(candidates: Candidates, version: DecisionVersion | None) -> list[tuple[str, bool]]:
    cycle, many = candidates.cycle, candidates.so_many
    done = not many["proposed"] and version is None and proclaimed(cycle).exists()
    return [
        ("双方评定", bool(many["all"]) and not many["waiting"]),
        ("公示", done or not cycle.notice_days or _is_noticed(candidates)),
        ("冻结名单", done or version is not None),
        ("双方签署", done or (version is not None and signing.standing(version).is_cosigned)),
        ("发布决定", done),
    ]


def _is_noticed(candidates: Candidates) -> bool:
    is_proposed = bool(candidates.so_many["proposed"])
    return is_proposed and not naming_board.not_yet_in_public_notice(candidates.cycle).exists()


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


def next_step(candidates: Candidates, version: DecisionVersion | None, user: User) -> NextStep | None:
    """What comes next at step 4, in the words of the person's own body."""
    cycle = candidates.cycle
    runs, body = access.may(user, Perm.NAME), case_bodies.body_of(user)
    if not naming_queries.panel(cycle).exists():
        return _for_who_runs(runs, "还没有组成考核评定组。", "组成考核评定组", "evaluation:naming_panel", cycle.year)
    if version and runs and signing.standing(version).is_cosigned:
        return _after_freezing(version, body, runs=runs)
    if before := _before_freezing(candidates, body, runs=runs):
        return before
    if version:
        return _after_freezing(version, body, runs=runs)
    if candidates.so_many["proposed"]:
        sentence = "拟命名名单可以冻结，交双方签署。"
        return _for_who_runs(runs, sentence, "冻结名单", "evaluation:naming_freeze", cycle.year)
    return None


def _before_freezing(candidates: Candidates, body: Body | None, *, runs: bool) -> NextStep | None:
    """Verdicts to give, agreement to carry out, names to publish."""
    year = candidates.cycle.year
    mine = candidates.lacking(body) if body else candidates.all.none()
    if first := mine.order_by(*Candidates.ORDER).values_list("pk", flat=True).first():
        sentence = f"还有{SoMany.of(mine)}候选支部等待本方意见。"
        return NextStep(sentence, "开始评定", "evaluation:naming_evaluate", first)
    if runs and (agreed := candidates.so_many["agreed"]):
        sentence = f"{agreed}候选支部双方意见一致。"
        return NextStep(sentence, "统一生效", "evaluation:naming_settle", year)
    if unseen := SoMany.of(naming_board.not_yet_in_public_notice(candidates.cycle)):
        sentence = f"{unseen}拟命名支部还没有公示。"
        return _for_who_runs(runs, sentence, "开始公示", "evaluation:naming_publish_notice", year)
    return None


def _after_freezing(version: DecisionVersion, body: Body | None, *, runs: bool) -> NextStep:
    standing, url = signing.standing(version), "evaluation:drafting_decision"
    if not standing.is_current:
        words, year = f"名单在第{version.number}版冻结后有变化，须重新冻结。", version.decision.cycle.year
        return _for_who_runs(runs, words, "重新冻结", "evaluation:naming_freeze", year)
    if text := _text_first(standing):
        return NextStep(text, "看文稿", url, version.decision_id)
    if body not in standing.signatures:
        words = f"第{version.number}版名单等待本方签署。"
        return NextStep(words, "查看名单后签署", "evaluation:naming_sign", version.pk)
    if standing.is_cosigned and (reasons := decision_queries.of_text(version)):
        sentence = f"双方已签署。{reasons[0]}"
        if runs and standing.text and drafting_queries.standing(standing.text).is_passed:
            return NextStep(sentence, "登记签发", "evaluation:drafting_consent", standing.text.pk)
        return NextStep(sentence, "看文稿", url, version.decision_id)
    if standing.is_cosigned:
        words = "双方已签署，可以发布。"
        return _for_who_runs(runs, words, "发布命名决定", "evaluation:naming_proclaim", version.decision_id)
    return NextStep(f"第{version.number}版名单本方已签，等待另一方签署。", "查看", "evaluation:naming_sign", version.pk)


def _text_first(standing: signing.Standing) -> str:
    """What the text of a frozen list waits for before it can be signed; "" if it can."""
    if not settings_queries.drafts():
        return ""
    if standing.text is None:
        return "名单已冻结，还没有拟稿。"
    return "" if drafting_queries.standing(standing.text).is_passed else f"第{standing.text.number}稿等待核稿。"


def _for_who_runs(runs: bool, sentence: str, *button: Any) -> NextStep:
    return NextStep(sentence, *button) if runs else NextStep(sentence)
