"""The head of the home page made of the nearest tasks: what belongs together is one sentence, other posts are named below."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from branches import in_words
from branches.permissions import Role
from evaluation.casefile.heads import Head
from evaluation.templatetags.deadlines import left
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task

MEMBER = "考核组成员"
POSTS: Mapping[str, frozenset[Duty]] = {
    Role.SECRETARY.label: frozenset(
        {Duty.SELF_ASSESS, Duty.READ_ARRANGEMENT, Duty.ANSWER_HALF_YEAR, Duty.WRITE_METHOD}
    ),
    MEMBER: frozenset({Duty.SCORE}),
    Role.LEADING_GROUP.label: frozenset({Duty.RECOMMEND}),
    Role.ORGAN_OFFICER.label: frozenset(
        {
            Duty.FORM_TEAM, Duty.COMPLETE_TEAM, Duty.CONCLUDE, Duty.ANSWER_RETURN_REQUEST, Duty.NAME_ORGANS,
            Duty.OVERSEE_BRANCHES, Duty.PASS_ON_ARRANGEMENT, Duty.SUM_UP_HALF_YEAR, Duty.REINSPECT, Duty.REPORT,
            Duty.REINSPECT_AND_REPORT, Duty.HAND_BACK_PLAQUE, Duty.REPORT_SUCCESSION_AGAIN,
        }
    ),
}  # fmt: skip
"""As whom somebody owes what people of a unit owe, who may hold several posts; nobody else may."""


class Besides(NamedTuple):
    """What else waits, in a line below the head: as whom, where he has several posts; what, and where it is done."""

    post: str
    words: str
    url: str


class Said(NamedTuple):
    """Several tasks of one kind in one sentence: its clauses, what is added, and the one to begin with."""

    clauses: tuple[str, ...]
    note: str
    begin: Task


def lead(near: Sequence[Task], today: date) -> Head | None:
    """The nearest task, with those of its kind; None where nothing waits."""
    if not near:
        return None
    said = _said([task for task in near if task.duty == near[0].duty])
    note = " · ".join(part for part in (said.note, left(said.begin.due, today)) if part)
    return Head(said.clauses, note, said.begin.button, said.begin.url)


def besides(near: Sequence[Task], most: int = 3) -> list[Besides]:
    """The nearest task of every other post, and whatever else is owed for several branches; the nearest first."""
    if not near:
        return []
    has_several = len({_post(task) for task in near}) > 1
    told, found = {_post(near[0])}, []
    for duty in dict.fromkeys(task.duty for task in near if task.duty != near[0].duty):
        same = [task for task in near if task.duty == duty]
        post = _post(same[0])
        if post not in told or duty in _TOGETHER:
            said = _said(same)
            where = [said.note.split("：")[0]] if duty in _TOGETHER and len(same) > 1 else []
            words = "，".join(["".join(said.clauses), *where])
            found.append(Besides(post if has_several else "", words, said.begin.url))
        told.add(post)
    return found[:most]


def to_prepare(near: Sequence[Task]) -> str:
    """The numbers of the cases to be scored: which of them a device has prepared only the device knows."""
    return ",".join(task.about for task in near if task.duty == Duty.SCORE)


def _post(task: Task) -> str:
    return next((post for post, duties in POSTS.items() if task.duty in duties), "")


def _said(same: Sequence[Task]) -> Said:
    first = same[0]
    if make := _TOGETHER.get(first.duty):
        return make(same)
    plain = (f"{first.title}，", *_by(first, "截止")) if first.due else (first.title,)
    told = "".join(first.lead)
    rest = "；".join(part for part in first.hint.split("；") if part not in told)
    return Said(first.lead or plain, " · ".join(part for part in (first.subject, rest) if part), first)


def _conclude(same: Sequence[Task]) -> Said:
    """How far the unit is, and where to begin."""
    first = same[0]
    clauses = (f"考核还差{len(same)}个支部，", *_by(first, "前提交"))
    return Said(clauses, f"先办{first.subject}：{first.hint}", first)


def _score(same: Sequence[Task]) -> Said:
    """Where one is today, as the visits say; else how many wait, and where to go first."""
    begin = next((task for task in same if task.hint), same[0])
    more = f"还有{len(same)}个支部没有评分" if len(same) > 1 else ""
    if begin.hint:
        return Said((f"今天去{begin.subject}，", *_by(begin, "前评分")), more, begin)
    if more:
        return Said((f"{more}，", *_by(begin, "截止")), f"先去{begin.subject}", begin)
    return Said((f"去{begin.subject}评分，", *_by(begin, "截止")), "", begin)


def _by(task: Task, words: str) -> tuple[str, ...]:
    return (f"{in_words.month_day(task.due)}{words}",) if task.due else ()


_TOGETHER: Mapping[Duty, Callable[[Sequence[Task]], Said]] = {Duty.CONCLUDE: _conclude, Duty.SCORE: _score}
