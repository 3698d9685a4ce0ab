"""How far an assessment is, as a sentence with one button and a list of tasks. No queries of its own."""

from typing import Any

from django.urls import reverse

from branches.templatetags.furniture import day
from evaluation.assessment.queries import Progress
from evaluation.deadlines import own_date
from evaluation.vocabulary import State, Tone

Row = dict[str, Any]


def hero(progress: Progress, *, is_to_be_drawn_up: bool) -> Row:
    """The one thing for whoever looks."""
    part, mine = progress.part, progress.mine
    if is_to_be_drawn_up:
        return _all_assessed(progress)
    if not progress.is_open:
        return _elsewhere(progress)
    if part.assesses and mine and not mine.has_submitted:
        return _own_sheet(progress)
    if part.organises:
        return _organiser(progress)
    return _member(progress)


def _all_assessed(progress: Progress) -> Row:
    case = progress.case
    return {
        "sentence": "考核已全部办完，可以汇总考核意见了",
        "button": "汇总考核意见",
        "url": reverse("evaluation:assessment_draw_up", args=[case.cycle.year, case.unit_id]),
        "note": f"{case.unit.name}各支部的考核意见汇总为一份，报党组（党委）审议。",
    }


def _elsewhere(progress: Progress) -> Row:
    """The case is in somebody else's hands."""
    case, name = progress.case, progress.case.branch.short_name
    if case.state == State.DRAFT and (due := own_date(case)):
        return {"sentence": f"{name}正在补正", "note": f"请支部在{day(due)}前重新提交。"}
    if case.state == State.DRAFT:
        return {"sentence": f"{name}还没有提交申请", "note": "提交后才能考核。"}
    return {"sentence": f"{name}：{case.standing.label}", "note": "考核已结束，以下内容只供查看。"}


def _own_sheet(progress: Progress) -> Row:
    total, done = progress.criteria, progress.mine.scored if progress.mine else 0
    url = reverse("evaluation:assessment_score", args=[progress.case.pk])
    if done >= total:
        return {
            "sentence": f"{total}项都已评分，请核对后提交",
            "button": "核对并提交",
            "url": url,
        }
    start = reverse("evaluation:assessment_score_all", args=[progress.case.pk])
    return {
        "sentence": f"您还有{total - done}项没有评分",
        "button": "继续评分" if done else "开始评分",
        "url": start,
        "second": "看评分清单",
        "second_url": url,
    }


def _member(progress: Progress) -> Row:
    """Whose own sheet is handed in: the leader writes the opinion once nobody owes a sheet."""
    if progress.part.leads and not progress.owing and not progress.has_opinion:
        url = reverse("evaluation:assessment_opinion", args=[progress.case.pk])
        return {"sentence": "全部评分已提交，请写考核意见", "button": "写考核意见", "url": url}
    waiting = "、".join(one.user.name for one in progress.owing)
    note = f"等待{waiting}提交评分。" if waiting else "全部评分已提交。"
    return {"sentence": "您的评分已提交", "note": note}


def _organiser(progress: Progress) -> Row:
    waits = progress.missing
    if waits.obstacles:
        return {"sentence": "现在还不能提交考核意见", "note": "".join(waits.obstacles)}
    if waits.things:
        first, why = waits.things[0], "".join(dict.fromkeys(one.why for one in waits.things))
        return {"sentence": waits.in_short, "note": why, "button": first.button, "url": first.url}
    return {
        "sentence": "可以提交考核意见了",
        "button": "提交考核意见",
        "url": reverse("evaluation:move", args=[progress.case.pk, "conclude"]),
        "note": "提交后由党组（党委）审议，不能再修改。",
    }


def tasks(progress: Progress) -> list[Row]:
    """The parts of the assessment in the order in which they are usually done."""
    case, part = progress.case, progress.part
    rows = [
        _team(progress),
        _row("实地查看", f"已记录{len(progress.visits)}次", bool(progress.visits), "#visits"),
        _row("征求意见", f"已记录{len(progress.consultations)}次", bool(progress.consultations), "#consultations"),
        _scores(progress),
    ]
    verify_url = reverse("evaluation:verification", args=[case.pk]) if part.organises else ""
    rows.append(
        _row(
            "不得参评情形核验",
            f"已核验{progress.verified}/{progress.conditions}",
            progress.verified == progress.conditions,
            verify_url,
            begun=progress.verified > 0,
        )
    )
    may_write = part.organises or part.leads
    opinion_url = reverse("evaluation:assessment_opinion", args=[case.pk]) if may_write else ""
    rows.append(_row("考核意见", "", progress.has_opinion, opinion_url, begun=progress.opinion is not None))
    return [
        {"title": "考核进度", "tasks": rows, "done": sum(row["tone"] == Tone.DONE for row in rows), "total": len(rows)}
    ]


def result(progress: Progress) -> list[Row]:
    """The outcome in a few lines, for the bodies that decide later."""
    case = progress.case
    rows: list[Row] = [
        {"label": "考核参考分", "value": case.assessed_score},
        {"label": "自评参考分", "value": case.self_score},
        {"label": "实地查看", "value": f"{len(progress.visits)}次"},
        {"label": "征求意见", "value": f"{len(progress.consultations)}次"},
    ]
    return rows if case.assessed_score is not None or case.self_score is not None else rows[2:]


def _team(progress: Progress) -> Row:
    case = progress.case
    url = reverse("evaluation:assessment_team", args=[case.cycle.year, case.unit_id]) if progress.part.organises else ""
    hint = (
        f"组长{progress.team.leader.name}，本支部可参加{len(progress.active)}人"
        if progress.team
        else "先组建考核组，才能查看和评分"
    )
    return _row("考核组", hint, bool(progress.active), url)


def _scores(progress: Progress) -> Row:
    done = sum(one.has_submitted for one in progress.active)
    url = reverse("evaluation:assessment_sheets", args=[progress.case.pk]) if progress.sees_sheets else "#members"
    return _row(
        "评分",
        f"{done}/{len(progress.active)}人已提交",
        bool(progress.active) and not progress.owing,
        url,
        begun=any(one.scored for one in progress.active),
    )


def _row(title: str, hint: str, is_done: bool, url: str, *, begun: bool = False) -> Row:
    tone, label = (Tone.DONE, "已完成") if is_done else (Tone.DOING, "进行中") if begun else (Tone.TODO, "未开始")
    return {"title": title, "hint": hint, "url": url, "tone": tone, "label": label}
