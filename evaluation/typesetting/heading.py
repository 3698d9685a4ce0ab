"""A title in lines that break by meaning and stand as a trapezoid or a diamond, never as a block or an hourglass."""

import re
from functools import cache, lru_cache
from itertools import pairwise

import rjieba

from branches.names import CITY, HONOUR
from evaluation.typesetting.text import CLOSING, OPENING

WORDS = [
    f"{CITY}机关",
    CITY,
    "中共",
    "市委",
    "组织部",
    "市直机关",
    "市直",
    "机关",
    "工作委员会",
    "工作",
    "委员会",
    "党支部",
    "支部",
    HONOUR,
    "四强",
    "命名",
    "表彰",
    "撤销",
    "公示",
    "通报",
    "决定",
    "报告",
    "通知",
    "纪要",
    "会议",
    "推荐",
    "考核",
    "意见",
    "年度",
    "评定",
    "复查",
    "复核",
    "称号",
    "候选",
    "名单",
    "关于",
    "申报",
    "自评",
    "办公室",
    "党组",
    "党委",
    "机关党委",
    "总支",
    "单位",
    "人民",
    "政府",
    "创建",
    "印发",
    "实施",
    "方案",
    "开展",
    "进一步",
    "加强",
    "做好",
    "推进",
    "落实",
    "全市",
    "全面",
    "先进",
    "基层",
    "党组织",
    "党员",
    "干部",
    "建设",
    "管理",
    "服务",
    "中心",
    "学习",
    "贯彻",
    "精神",
    "习近平",
    "新时代",
    "中国特色",
    "社会主义",
    "思想",
    "主题",
    "教育",
    "情况",
    "补充",
    "更正",
    "联合",
    "结果",
    "有关",
    "问题",
    "事项",
    "催办",
    "函",
    "牌匾",
    "收回",
    "告知",
]
"""Words that a title of this system is made of, where a line rather ends than elsewhere; no line ends inside one."""
PATTERN = re.compile("|".join(sorted(WORDS, key=len, reverse=True)) + r"|[0-9A-Za-z.%]+年?度?")
LEADERS = "的和与及等、"
"""A line does not begin with one of these."""
LONGEST = 120
"""Characters of a title that is still weighed; the search for the best lines grows with its square."""
LINKS = "并和与及或"
"""A line does not end with one of these."""


@lru_cache(maxsize=512)
def break_heading(title: str, capacity: int, keep: tuple[str, ...] = ()) -> list[str]:
    """`title` in lines of at most `capacity` characters. Line ends in the text are kept; `keep` are names kept whole.

    A space parts two issuers and always ends a line there when the title needs more than one.
    """
    if "\n" in title:
        lines = [line.strip() for line in title.split("\n") if line.strip()]
        return [part for line in lines for part in break_heading(line, capacity, keep)]
    if len(title) <= capacity:
        return [title]
    if len(title) > LONGEST:
        return [title[i : i + capacity] for i in range(0, len(title), capacity)]
    costs = _costs(title, capacity, keep)
    fewest = -(-len(title) // capacity)
    best: tuple[float, list[str]] | None = None
    for count in range(max(fewest, 2), fewest + 3):
        found = _best(title, count, capacity, costs)
        if found and (best is None or found[0] + 3 * (count - fewest) < best[0]):
            best = (found[0] + 3 * (count - fewest), found[1])
    return best[1] if best else [title[i : i + capacity] for i in range(0, len(title), capacity)]


def _costs(title: str, capacity: int, keep: tuple[str, ...]) -> list[float]:
    """What it costs to end a line before each position."""
    costs = [4.0] * (len(title) + 1)
    spans = [match.span() for match in PATTERN.finditer(title)]
    for start, end in spans:
        costs[start] = min(costs[start], 1.5)
        costs[end] = min(costs[end], 1.5)
    # What the list above does not know is told by the dictionary; a word of the list may be part of a longer one.
    words = [(start, end) for _, start, end in rjieba.tokenize(title)]
    for start, end in (*words, *spans):
        for position in range(start + 1, end):
            costs[position] = 30
    for position in range(1, len(title)):
        costs[position] = _at(title, position, costs[position])
    for name in (name for name in keep if len(name) <= capacity):
        for match in re.finditer(re.escape(name), title):
            for position in range(match.start() + 1, match.end()):
                costs[position] = 40
    return costs


def _at(title: str, position: int, cost: float) -> float:
    """What a line end before this position costs by the characters on both sides, `cost` where they say nothing."""
    before, after = title[position - 1], title[position]
    if after in CLOSING + LEADERS + " " or before in OPENING + LINKS or title[position:] == "的":
        return 60
    if before == " " or title.startswith(("关于", "《"), position):
        return 0
    if before in "的》、，" or title.startswith("“", position):
        return min(cost, 0.5)
    return 3 if title[:position].endswith("关于") else cost


def _best(title: str, count: int, capacity: int, costs: list[float]) -> tuple[float, list[str]] | None:
    """The best way into `count` lines: best break costs are searched, then the shape of each candidate is judged."""

    @cache
    def ways(start: int, left: int) -> tuple[tuple[float, tuple[int, ...]], ...]:
        rest = len(title) - start
        if left == 1:
            return ((0.0, ()),) if 2 <= rest <= capacity else ()
        found = [
            (costs[end] + cost, (end, *ends))
            for end in range(start + 4, min(start + capacity + 1, len(title) - 1))
            if costs[end] < 100
            for cost, ends in ways(end, left - 1)
        ]
        return tuple(sorted(found)[:60])

    candidates = []
    for cost, ends in ways(0, count):
        lines = [title[a:b].strip() for a, b in pairwise((0, *ends, len(title)))]
        mixed = 8 * sum(" " in line for line in lines)
        candidates.append((cost + mixed + _shape([_width(line) for line in lines], capacity), lines))
    return min(candidates) if candidates else None


def _width(line: str) -> float:
    """In characters, of which figures take about half a place."""
    return sum(0.55 if char.isascii() else 1.0 for char in line)


def _shape(lengths: list[float], capacity: int) -> float:
    """Trapezoid and diamond cost little; an hourglass, a block and a stub of a line cost much."""
    longest, shortest = max(lengths), min(lengths)
    peak = lengths.index(longest)
    falls_in_middle = any(a > b + 0.5 for a, b in pairwise(lengths[: peak + 1])) or any(
        a + 0.5 < b for a, b in pairwise(lengths[peak:])
    )
    cost = 6.0 if falls_in_middle else 0.0
    if longest - shortest < 0.5:
        cost += 2
    if shortest * 2.2 < longest:
        cost += 3
    if shortest < 4:
        cost += 5
    return cost + (longest - shortest) / capacity
