"""The task list of a self-assessment as data: what is done, what is not, what came back, and what to do next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from branches import in_words
from branches.incoming import numbers
from branches.names import WORK_COMMITTEE
from branches.templatetags.furniture import day
from evaluation.models import Candidacy
from evaluation.self_assessment.document import document
from evaluation.self_assessment.queries import Item, Returned, WorkingCopy
from evaluation.self_assessment.standard import obstacles
from evaluation.templatetags.deadlines import left
from evaluation.vocabulary import Grade, Tone

UNMET = (Tone.LOOK, Grade.UNMET.label)
"""Filled in, and no way to apply (D37)."""

Task = dict[str, Any]
Group = dict[str, Any]


@dataclass(frozen=True)
class Head:
    """The one sentence and the one button."""

    sentence: str
    note: str
    button: str
    url: str


def groups(draft: WorkingCopy) -> list[Group]:
    """Four groups of five criteria, the declarations, the basic facts, the resolution."""
    case = draft.case
    made: list[Group] = []
    for number, (strength, items) in enumerate(draft.by_strength, start=1):
        tasks = [_criterion(draft, item) for item in items]
        done = sum(item.rating.is_complete for item in items)
        title = f"{in_words.numeral(number)}、{strength.label}"
        made.append({"title": title, "tasks": tasks, "done": done, "total": len(items)})
    answered = sum(one.declaration is not None for one in draft.conditions)
    total = len(draft.conditions)
    made.append(
        {
            "title": "五、不得参评情形申报",
            "done": answered,
            "total": total,
            "tasks": [_task("逐项申报有无", _url(case, "declarations"), _tone(answered == total, answered > 0))],
        }
    )
    basics, has_resolution = draft.are_basics_confirmed, draft.is_resolved
    made.append(
        {
            "title": "六、基本情况和支部大会决议",
            "done": basics + has_resolution,
            "total": 2,
            "tasks": [
                _task("支部基本情况", _url(case, "basics"), _tone(basics, draft.working.basics_version > 0)),
                _task(
                    "支部大会决议", _url(case, "resolution"), _tone(has_resolution, draft.working.met_on is not None)
                ),
            ],
        }
    )
    return made


def gaps(draft: WorkingCopy) -> list[Task]:
    """Whatever is not filled in yet."""
    tasks = [task for group in groups(draft) for task in group["tasks"]]
    return [task for task in tasks if task["tone"] != Tone.DONE and (task["tone"], task["label"]) != UNMET]


def returned_group(draft: WorkingCopy, returned: Returned) -> Group:
    """What was sent back, on top, each with its reason; marked as changed once somebody has worked on it."""
    tasks = []
    for key, reason in sorted(returned.items.items(), key=_order):
        title, url, at = _place(draft, key)
        is_changed = at is not None and at > returned.transition.at
        if key == "resolution":
            is_changed = document(draft)["resolution"] != returned.before.get("resolution")
        tone, label = (Tone.DONE, "已修改") if is_changed else (Tone.LOOK, "请补正")
        tasks.append({"title": title, "url": url, "hint": reason, "tone": tone, "label": label})
    done = sum(task["tone"] == Tone.DONE for task in tasks)
    return {"title": "退回补正", "tasks": tasks, "done": done, "total": len(tasks)}


def head(draft: WorkingCopy, returned: Group | None, due: date | None, today: date) -> Head:
    """What is left and until when; after the deadline, that nothing is lost."""
    open_tasks = draft.total - draft.done
    until = f"{day(due)}截止，{left(due, today)}" if due else ""
    if due and today > due:
        until = f"已于{day(due)}截止。内容仍会保存；需要补报，请联系{WORK_COMMITTEE}延期。"
    back = [task for task in returned["tasks"] if task["tone"] == Tone.LOOK] if returned else []
    if back:
        return Head(f"退回补正，还有{len(back)}处没有修改", until, "去修改", back[0]["url"])
    if not open_tasks:
        return _filled_in(draft, until)
    button, url = _next(draft)
    return Head(f"还差{open_tasks}项才能提交", until, button, url)


def _filled_in(draft: WorkingCopy, until: str) -> Head:
    check = _url(draft.case, "check")
    if barred := obstacles(draft):
        return Head(f"填完了，但还不能提交：{barred[0]}", until, "看检查结果", check)
    return Head("全部填完，可以检查并提交", until, "检查并提交", check)


def _next(draft: WorkingCopy) -> tuple[str, str]:
    case = draft.case
    if item := draft.next_item:
        begun = draft.done or any(one.is_begun for one in draft.items)
        title = f"{'继续' if begun else '开始'}填写：第{item.criterion.number}项 {item.criterion.title}"
        return title, _url(case, "criterion", item.criterion.number)
    if any(one.declaration is None for one in draft.conditions):
        return "继续填写：不得参评情形申报", _url(case, "declarations")
    if not draft.are_basics_confirmed:
        return "继续填写：支部基本情况", _url(case, "basics")
    return "继续填写：支部大会决议", _url(case, "resolution")


def _criterion(draft: WorkingCopy, item: Item) -> Task:
    state = _tone(item.rating.is_complete, item.is_begun)
    if item.is_unmet and item.rating.is_complete:
        state = UNMET
    elif note := draft.note(item):
        state = (Tone.LOOK, note)
    task = _task(item.criterion.title, _url(draft.case, "criterion", item.criterion.number), state)
    return task | {"number": item.criterion.number}


def _place(draft: WorkingCopy, key: str) -> tuple[str, str, Any]:
    """(title, URL, last changed) of a part by the key a send-back uses."""
    case = draft.case
    if key.startswith("c"):
        for item in draft.items:
            if f"c{item.criterion.number}" == key:
                return str(item.criterion), _url(case, "criterion", item.criterion.number), item.rating.at
    if key.startswith("d"):
        for one in draft.conditions:
            if f"d{one.disqualification.number}" == key:
                at = one.declaration.at if one.declaration else None
                return f"不得参评情形{one.disqualification}", _url(case, "declarations"), at
    if key == "resolution":
        return "支部大会决议", _url(case, "resolution"), None
    return "支部基本情况", _url(case, "basics"), draft.working.facts_confirmed_at


def _order(entry: tuple[str, str]) -> tuple[int, int]:
    """As on the form: criteria by number, then conditions, then the rest."""
    kind, number = entry[0][:1], entry[0][1:]
    place = numbers.number(number)
    return (2, 0) if place is None or kind not in "cd" else ("cd".find(kind), place)


def _task(title: str, url: str, state: tuple[Tone, str]) -> Task:
    return {"title": title, "url": url, "tone": state[0], "label": state[1]}


def _tone(is_done: bool, is_begun: bool) -> tuple[Tone, str]:
    if is_done:
        return Tone.DONE, "已完成"
    return (Tone.DOING, "填写中") if is_begun else (Tone.TODO, "未开始")


def _url(case: Candidacy, name: str, *args: int) -> str:
    return reverse(f"evaluation:self_assessment_{name}", args=[case.pk, *args])
