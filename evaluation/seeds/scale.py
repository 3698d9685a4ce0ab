"""Large years for measuring: an invented register of any size and one year after another, in bulk and in seconds."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from branches import clock
from branches.models import Branch, Unit
from branches.names import CITY
from branches.register.steps import ensure_city, index_branches, index_unit
from evaluation import deadlines
from evaluation.deadlines import YearDate
from evaluation.seeds import people as demo_people
from evaluation.seeds import site_settings
from evaluation.seeds.demo import default_year
from evaluation.seeds.large import kept
from evaluation.seeds.large.bare import bare
from evaluation.seeds.large.plans import Days
from evaluation.seeds.large.writing import fresh, write
from evaluation.seeds.large.year import Year

_FIELDS = (
    "发展和改革", "教育", "科学技术", "工业和信息化", "民族宗教", "公安", "民政", "司法", "财政", "人力资源",
    "自然资源", "生态环境", "住房和城乡建设", "交通运输", "水利", "农业农村", "商务", "文化旅游", "卫生健康", "退役军人",
    "应急管理", "审计", "市场监督", "广播电视", "体育", "统计", "医疗保障", "乡村振兴", "信访", "城市管理",
    "机关事务", "大数据", "金融", "粮食储备", "林业", "气象", "地震", "税务", "邮政", "烟草",
)  # fmt: skip
_KINDS = ("局", "服务中心", "执法支队", "研究院", "管理处", "培训中心", "监测站", "指挥中心")
_SECTIONS = (
    "办公室", "人事科", "财务科", "法规科", "综合科", "规划科", "督查科", "宣传科", "审批服务科", "信息中心",
    "离退休", "机关服务中心",
)  # fmt: skip
# Sizes of units to each other: in every eight some are large and some have no place of their own.
_SIZES = (22, 10, 2, 12, 6, 16, 4, 8)
FEWEST = 4
"""Branches that a unit needs on average, so that the first has room for the demo's people."""


def build(units: int, branches: int, years: int, password: str) -> None:
    """Fill an empty database; all years but the last are closed, the last is in the middle of step 3 and 4."""
    today = clock.today()
    last = default_year(today)
    with bare("branches"), clock.moved_to(date(last - years, 1, 15)):
        ensure_city()
        named = demo_people.administrators(password)
        made = register(units, branches)
        people = demo_people.staff(named, made[0].unit, made, password)
        site_settings.fill(people.named["work_committee"])
    with bare("evaluation"):
        for number in range(last - years + 1, last):
            Year(number, people, closed_days(number)).build()
        Year(last, people, running_days(last, today)).build()
        kept.candidates()
    kept.progress()


def closed_days(year: int) -> Days:
    after = year + 1
    return Days(
        opened=date(year, 12, 1),
        applied=date(year, 12, 20),
        assessed=date(after, 1, 15),
        recommended=date(after, 1, 25),
        proposed=date(after, 5, 20),
        named=date(after, 6, 28),
        closed=date(after, 7, 20),
    )


def running_days(year: int, today: date) -> Days:
    """A year whose recommendation is in hand today, whatever day it is."""

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    return Days(
        opened=ago(45),
        applied=ago(40),
        assessed=ago(24),
        recommended=ago(14),
        proposed=ago(12),
        named=ago(5),
        closed=None,
        dates=deadlines.by_column(
            {
                YearDate.OPENING: ago(45),
                YearDate.SELF_ASSESSMENT: ago(-12),
                YearDate.ASSESSMENT: ago(-20),
                YearDate.BASE: min(date(year, 12, 31), ago(17)),
                YearDate.RECOMMENDATION: ago(-30),
                YearDate.POOL: ago(-45),
                YearDate.NAMING: max(date(year + 1, 7, 1), ago(-60)),
            }
        ),
    )


def register(units: int, branches: int) -> list[Branch]:
    """So many units with their two bodies, and so many branches spread over them."""
    random = Random(2024)  # noqa: S311 - an invented register, the same every time
    rows = [Unit(name=name) for name in _unit_names(units)]
    for unit in rows:
        index_unit(unit)
    write(rows)
    made = [
        _branch(unit, index, random)
        for unit, size in zip(rows, _spread(units, branches), strict=True)
        for index in range(size)
    ]
    index_branches(made)
    write(made)
    return made


def _branch(unit: Unit, index: int, random: Random) -> Branch:
    section, again = _SECTIONS[index % len(_SECTIONS)], index // len(_SECTIONS)
    name = f"{section}第{again + 1}" if again else section
    made = fresh(
        Branch,
        full_name=f"中共{CITY.removesuffix('市')}{unit.name}{name}支部委员会",
        short_name=f"{name}党支部",
        established_on=date(random.randint(1995, 2015), random.randint(1, 12), 1),
        last_election_on=date(2023, random.randint(1, 12), 1),
        secretary_name=demo_people.invent(random),
        full_members=random.randint(5, 40),
        probationary_members=random.randint(0, 2),
        is_first_branch=not index,
        last_review_grade=random.choice(Branch.Grade.values[:2]),
    )
    made.unit = unit
    return made


def _unit_names(count: int) -> Iterator[str]:
    for number in range(count):
        round_, place = divmod(number, len(_FIELDS) * len(_KINDS))
        kind, field = divmod(place, len(_FIELDS))
        yield f"市{_FIELDS[field]}{_KINDS[kind]}{f'第{round_ + 1}分部' if round_ else ''}"


def _spread(units: int, branches: int) -> list[int]:
    """At least one branch a unit, the others in proportion to `_SIZES`; together exactly `branches`."""
    weights = [_SIZES[number % len(_SIZES)] for number in range(units)]
    total, so_far, marks = sum(weights), 0, [0]
    for weight in weights:
        so_far += weight
        marks.append((branches - units) * so_far // total)
    return [1 + after - before for before, after in pairwise(marks)]
