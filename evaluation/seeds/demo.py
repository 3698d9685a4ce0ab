"""The demo: two years from their opening to their closing, and this year in the middle of everything."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count

from branches import clock
from branches.models import Branch, Unit
from branches.permissions import Data
from branches.register.exchange import import_register
from branches.register.steps import ensure_city
from branches.systems import steps as systems_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.documents import renditions
from evaluation.models import Candidacy, Cycle, Notice, Rendition
from evaluation.recommendation.steps import list as list_steps
from evaluation.seeds import issued, messages, site_settings
from evaluation.seeds import people as demo_people
from evaluation.seeds.honours import Honours
from evaluation.seeds.scene import Scene
from evaluation.seeds.walk import Walk
from evaluation.seeds.year import ThisYear
from evaluation.vocabulary import DecisionKind

REGISTERED = 500
"""How many days ago the register was imported: its sample tells of elections up to a year after that day."""

REGISTER = Path(settings.BASE_DIR) / "branches" / "data" / "register.xlsx"


def default_year(today: date) -> int:
    """From August on the present year is evaluated, before that the one before."""
    return today.year if today.month >= 8 else today.year - 1


class Demo(Scene):
    """Builds the three years on days before today."""

    def __init__(self, year: int, password: str) -> None:
        super().__init__(year)
        self.password = password

    def build(self) -> None:
        with self.on(REGISTERED):
            ensure_city()
            named = demo_people.administrators(self.password)
            report = import_register(REGISTER, named["system_admin"])
            if report.problems:
                raise ValueError(report.problems[0].reason)
            sizes = Unit.objects.annotate(size=Count("branches")).filter(size__gt=0).order_by("-size", "pk")
            self.units = list(sizes)
            branches = list(Branch.objects.select_related("unit"))
            self.people = demo_people.staff(named, self.units[0], branches, self.password)
            site_settings.fill(self.committee)
        self.first_year()
        self.last_year()
        self.archive()
        ThisYear(self, self.titles).build()
        with self.on(20):
            self.open_to_a_system()
        messages.tell(self.today)

    def open_to_a_system(self) -> None:
        """One key, in use; it is told to nobody, so nothing can be read by it."""
        reads = (Data.UNITS, Data.PROGRESS, Data.HONOURS)
        made = systems_steps.ask(
            "全市党建综合平台",
            "由市信息中心运行，展示年度进度和荣誉名册。",
            reads,
            systems_steps.latest(),
            by=self.people.named["system_admin"],
        )
        systems_steps.confirm(made.row, by=self.people.named["security_admin"])

    def first_year(self) -> None:
        """Two units; four branches named, whose titles the later years tell of."""
        made, named = self.whole_year(self.year - 2, 365, {self.units[0]: (3, 3), self.units[2]: (1, 1)}, from_end=8)
        with self.on(365 + 140):
            self.titles = Honours(self, named)
            self.titles.issue_plaques()
        with self.on(365 + 120):
            self.close_year(made)

    def last_year(self) -> None:
        """Three units; four branches named, one assessed and not recommended; titles re-inspected; closed."""
        plan = {self.units[0]: (3, 2), self.units[1]: (1, 1), self.units[2]: (1, 1)}
        made, _ = self.whole_year(self.year - 1, 0, plan)
        with self.on(140):
            issued.issue(self, made)
        with self.on(120):
            self.close_year(made)

    def archive(self) -> None:
        """The first decision lies in the archive."""
        decision = Notice.objects.filter(kind=Notice.Kind.NAMING).order_by("pk")[0]
        with self.on(100):
            renditions.make(decision, Rendition.Form.ARCHIVE)

    def whole_year(
        self, year: int, ago: int, plan: dict[Any, tuple[int, int]], from_end: int = 1
    ) -> tuple[Cycle, list[Candidacy]]:
        """A year `ago` days before the last one, up to its naming: (year, who was named).

        `plan` tells how many of a unit apply and how many of them are named.
        """
        due = tuple(days - ago for days in (-345, -350, -340, -330, -320))
        made = self.open_year(year, 400 + ago, due, self.today - timedelta(days=150 + ago), notice_days=5)
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
            for n, unit in enumerate(plan, 3):
                code = unit.name.removeprefix("市").removeprefix("委")[:1]
                walk.draw_up(unit.pk, f"平{code}机党〔{clock.today().year}〕{n}号")
        with self.on(340 + ago):
            year_steps.open_recommendation(made, by=self.committee)
            picked = []
            for unit, group in cases.items():
                by = self.people.leading[unit.pk]
                walk.deliberate(unit.pk, by, 2)
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
            self.proclaim(made, f"平组通〔{clock.today().year}〕8号")
        return made, picked

    def look_back(self, made: Cycle) -> None:
        """复查 and 复核 of the first year's titles, at the same time as recommendation and evaluation (方案 四)."""
        with self.on(335):
            self.titles.reinspect(made)
        with self.on(300):
            self.proclaim(made, f"平组通〔{clock.today().year}〕5号", DecisionKind.REVOCATION)
        with self.on(260):
            self.titles.reward()
        with self.on(200):
            self.titles.dissolve(clock.today())
