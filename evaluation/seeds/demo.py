"""The demo: two years from their opening to their closing, and this year in the middle of everything."""

from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count

from branches import clock
from branches.models import Branch, Unit
from branches.register.exchange import import_register
from branches.register.steps import ensure_city
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import YearDate, by_column
from evaluation.decision import steps as decision_steps
from evaluation.models import Candidacy, Cycle, Honour
from evaluation.models.honour import HELD
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.seeds import messages
from evaluation.seeds import people as demo_people
from evaluation.seeds.honours import Titles
from evaluation.seeds.walk import Walk
from evaluation.seeds.year import ThisYear
from evaluation.vocabulary import Body

REGISTERED = 500
"""How many days ago the register was imported: its sample tells of elections up to a year after that day."""

DATED = (
    YearDate.BASE,
    YearDate.SELF_ASSESSMENT,
    YearDate.ASSESSMENT,
    YearDate.RECOMMENDATION,
    YearDate.POOL,
)
REGISTER = Path(settings.BASE_DIR) / "branches" / "data" / "register.xlsx"


def default_year(today: date) -> int:
    """From August on the present year is evaluated, before that the one before."""
    return today.year if today.month >= 8 else today.year - 1


class Demo:
    """Builds the three years on days before today."""

    def __init__(self, year: int, password: str) -> None:
        self.year, self.password, self.today = year, password, clock.today()

    def build(self) -> None:
        with self.on(REGISTERED):
            ensure_city()
            named = demo_people.administrators(self.password)
            report = import_register(REGISTER, named["system_admin"])
            if report.problems:
                raise ValueError(report.problems[0].reason)
            sizes = Unit.objects.annotate(size=Count("branches")).filter(size__gt=0).order_by("-size", "pk")
            self.units = list(sizes)
            self.people = demo_people.staff(named, self.units[0], self.password)
        self.committee = self.people.named["work_committee"]
        self.department = self.people.named["organisation_department"]
        self.first_year()
        self.last_year()
        ThisYear(self).build()
        messages.tell(self.today)

    def on(self, days_ago: int) -> AbstractContextManager[None]:
        return clock.moved_to(self.today - timedelta(days=days_ago))

    def branches(self, unit: Unit) -> list[int]:
        """Ids of the unit's branches that hold no title, in the order of the register."""
        held = Honour.objects.filter(state__in=HELD).values("branch")
        rows = Branch.objects.filter(unit=unit, dissolved_on=None).exclude(pk__in=held)
        return list(rows.values_list("pk", flat=True))

    def open_year(self, year: int, opened: int, due: tuple[int, ...], naming: date) -> Cycle:
        """Open a year `opened` days ago; `due` are the days from today of its base date and its deadlines."""
        days = {one: self.today + timedelta(days=n) for one, n in zip(DATED, due, strict=True)}
        with self.on(opened):
            made = year_steps.create_cycle(
                year,
                by=self.committee,
                notice_days=1,
                **by_column({YearDate.OPENING: clock.today(), YearDate.NAMING: naming, **days}),
            )
            year_steps.confirm_small_units(made, by=self.committee, mode=made.small_unit_mode)
            made.refresh_from_db()
            return year_steps.open_cycle(made, by=self.committee)

    def first_year(self) -> None:
        """Two units; four branches named, whose titles the later years tell of."""
        made, named = self.whole_year(self.year - 2, 365, {self.units[0]: (3, 3), self.units[2]: (1, 1)}, from_end=8)
        with self.on(365 + 140):
            self.titles = Titles(self, named)
            self.titles.issue_plaques()
        with self.on(365 + 120):
            year_steps.close_cycle(made, by=self.committee, reason="年度评定工作全部完成。")

    def last_year(self) -> None:
        """Three units; four branches named, one assessed and not recommended; titles re-inspected; closed."""
        plan = {self.units[0]: (3, 2), self.units[1]: (1, 1), self.units[2]: (1, 1)}
        made, _ = self.whole_year(self.year - 1, 0, plan)
        with self.on(120):
            year_steps.close_cycle(made, by=self.committee, reason="年度评定工作全部完成。")

    def whole_year(
        self, year: int, ago: int, plan: dict[Any, tuple[int, int]], from_end: int = 1
    ) -> tuple[Cycle, list[Candidacy]]:
        """A year `ago` days before the last one, up to its naming: (year, who was named).

        `plan` tells how many of a unit apply and how many of them are named.
        """
        due = tuple(days - ago for days in (-345, -350, -340, -330, -320))
        made = self.open_year(year, 400 + ago, due, self.today - timedelta(days=150 + ago))
        walk = Walk(made, self.people)
        with self.on(380 + ago):
            cases = {
                unit: [walk.apply(pk) for pk in self.branches(unit)[-count - from_end :][:count]]
                for unit, (count, _) in plan.items()
            }
        with self.on(345 + ago):
            walk.form_teams(case for group in cases.values() for case in group)
            for group in cases.values():
                for case in group:
                    walk.assess(case)
        with self.on(340 + ago):
            year_steps.open_recommendation(made, by=self.committee)
            picked = []
            for unit, group in cases.items():
                by = self.people.leading[unit.pk]
                walk.deliberate(unit.pk, by, f"党组会议纪要〔{year + 1}〕2号")
                chosen = group[: plan[unit][1]]
                for case in chosen:
                    list_steps.recommend(case, by=by, version=None)
                walk.submit(unit.pk, chosen)
                picked += chosen
        if not ago:
            self.look_back(made)
        with self.on(180 + ago):
            self.form_panel(made)
            self.propose(walk, picked)
        with self.on(150 + ago):
            self.proclaim(made, f"平组通〔{year + 1}〕8号")
        return made, picked

    def look_back(self, made: Cycle) -> None:
        """复查 and 复核 of the first year's titles, at the same time as recommendation and evaluation (方案 四)."""
        with self.on(335):
            self.titles.reinspect(made)
        with self.on(300):
            self.titles.revoke(made, f"平组通〔{self.year}〕5号")
        with self.on(260):
            self.titles.reward()
        with self.on(200):
            self.titles.dissolve(clock.today())

    def form_panel(self, made: Cycle) -> None:
        members = [(self.committee, Body.WORK_COMMITTEE), (self.department, Body.ORGANISATION_DEPARTMENT)]
        evaluation_steps.set_panel(made, members, by=self.committee, leader=self.committee)

    def propose(self, walk: Walk, cases: list[Candidacy]) -> None:
        for case in cases:
            walk.verify(case, self.committee)
            walk.evaluate(case)
        evaluation_steps.settle(walk.cycle, by=self.committee)
        evaluation_steps.publish_notice(walk.cycle, by=self.committee)

    def proclaim(self, made: Cycle, number: str) -> None:
        version = decision_steps.freeze(made, by=self.committee)
        decision_steps.sign(version, by=self.committee)
        decision_steps.sign(version, by=self.department)
        decision_steps.proclaim(version.decision, by=self.committee, document_number=number)
