"""The one sentence and the one button at the head of a board (the three-second rule)."""

from dataclasses import dataclass

from django.urls import reverse

from branches.templatetags.furniture import month_day
from evaluation.recommendation.board import Board
from evaluation.recommendation.pool import PoolBoard


@dataclass(frozen=True)
class Headline:
    sentence: str
    button: str = ""
    url: str = ""
    second: str = ""
    second_url: str = ""


def headline(board: Board, *, may_pick: bool) -> Headline:
    """Where the unit's list stands, and for its leading Party group the next thing to do."""
    sentence = _sentence(board)
    if not may_pick or not board.is_open:
        return Headline(sentence)
    place = [board.cycle.year, board.unit.pk]
    meeting = reverse("evaluation:recommendation_deliberation", args=place)
    check = reverse("evaluation:recommendation_submit", args=place)
    if not board.deliberations:
        papers = reverse("evaluation:recommendation_papers", args=place)
        return Headline(sentence, "记录党组（党委）会议审议", meeting, "会议材料（可打印）", papers)
    if board.is_pool_unit:
        if board.forwarded:
            return Headline(sentence)
        return Headline(sentence, *_to_those_ready(board, "选择推送的支部"), "本年度不推送", check)
    if not board.picked:
        return Headline(sentence, *_to_those_ready(board, "选择推荐的支部"), "本年度不推荐", check)
    return Headline(sentence, "检查并报送", check)


def _to_those_ready(board: Board, button: str) -> tuple[str, str]:
    """Choosing comes before choosing nobody, where there is something to choose."""
    has_place = board.is_pool_unit or board.places.cap
    may_choose = has_place and not board.waits and any(not line.reasons for line in board.ready)
    return (button, "#ready") if may_choose else ("", "")


def pool_headline(board: PoolBoard, *, may_pick: bool) -> Headline:
    """Where the pool stands, and for 市直工委 the next thing to do."""
    taken, cap = board.places.taken, board.places.cap
    if board.places.is_submitted:
        return Headline(f"联合推荐已完成，选定{taken}个支部")
    if not board.is_open:
        return Headline(f"{board.the_pool.cycle}已结束")
    sentence = f"已选定{taken}个，最多{cap}个，{month_day(board.due)}前完成"
    if not may_pick:
        return Headline(sentence)
    year = [board.the_pool.cycle.year]
    if not board.deliberations:
        return Headline(sentence, "记录研究选定的会议", reverse("evaluation:pool_deliberation", args=year))
    return Headline(sentence, "检查并完成选定", reverse("evaluation:pool_finish", args=year))


def _sentence(board: Board) -> str:
    if board.the_list is None:
        return "本单位本年度没有推荐名单" if board.cycle.recommendation_opened_at else "推荐环节尚未开启"
    if board.forwarded:
        return f"已推送{board.forwarded.case.branch.short_name}参加联合推荐"
    if board.places.is_submitted:
        return _handed_in(board)
    return _in_hand(board) if board.is_open else f"{board.cycle}已结束"


def _in_hand(board: Board) -> str:
    until = f"{month_day(board.due)}前"
    if board.is_pool_unit:
        return f"本单位名额为0，可推送1个支部，{until}办理"
    taken, cap = board.places.taken, board.places.cap
    if not board.shows_picks:
        return f"名额{cap}个，推荐名单尚未报送"
    return f"已选{taken}个，最多{cap}个，{until}报送"


def _handed_in(board: Board) -> str:
    if board.is_pool_unit:
        return "已报送：本年度不推送"
    taken = board.places.taken
    return f"已报送推荐名单，共{taken}个支部" if taken else "已报送：本年度不推荐"
