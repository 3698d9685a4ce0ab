"""What every part of the demo stands on: its units and people, the days before today, and the acts of a whole year."""

from contextlib import AbstractContextManager
from datetime import date, timedelta

from branches import clock
from branches.models import Branch, Unit, User
from branches.settings import queries as settings_queries
from evaluation.cycle.steps import year as year_steps
from evaluation.deadlines import YearDate, by_column
from evaluation.decision import steps as decision_steps
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.standard import standard
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.models import Candidacy, Cycle, DocumentText, Honour
from evaluation.models.honour import HELD
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.seeds import texts
from evaluation.seeds.people import Staff
from evaluation.seeds.walk import Walk
from evaluation.vocabulary import Body, DecisionKind

DATED = (
    YearDate.BASE,
    YearDate.SELF_ASSESSMENT,
    YearDate.ASSESSMENT,
    YearDate.RECOMMENDATION,
    YearDate.POOL,
)


class Scene:
    """Filled by the demo: units, the largest first, and who holds which post."""

    units: list[Unit]
    people: Staff

    def __init__(self, year: int) -> None:
        self.year, self.today = year, clock.today()

    @property
    def committee(self) -> User:
        return self.people.named["work_committee"]

    @property
    def department(self) -> User:
        return self.people.named["organisation_department"]

    def on(self, days_ago: int) -> AbstractContextManager[None]:
        return clock.moved_to(self.today - timedelta(days=days_ago))

    def branches(self, unit: Unit) -> list[int]:
        """Ids of the unit's branches that hold no title, in the order of the register."""
        held = Honour.objects.filter(state__in=HELD).values("branch")
        rows = Branch.objects.filter(unit=unit, dissolved_on=None).exclude(pk__in=held)
        return list(rows.values_list("pk", flat=True))

    def open_year(self, year: int, opened: int, due: tuple[int, ...], naming: date, notice_days: int) -> Cycle:
        """Open a year `opened` days ago; `due` are the days from today of its base date and its deadlines."""
        return self.open_prepared(self.prepare_year(year, opened, opened, due, naming, notice_days), opened)

    def prepare_year(
        self, year: int, prepared: int, opens: int, due: tuple[int, ...], naming: date, notice_days: int = 1
    ) -> Cycle:
        """The same year on the day on which it was prepared. A year of today has no room for the five days of a 公示."""
        days = {one: self.today + timedelta(days=n) for one, n in zip(DATED, due, strict=True)}
        opening = self.today - timedelta(days=opens)
        with self.on(prepared):
            return year_steps.create_cycle(
                year,
                by=self.committee,
                confirmed_by=self.people.second_committee,
                notice_days=notice_days,
                **by_column({YearDate.OPENING: opening, YearDate.NAMING: naming, **days}),
            )

    def open_prepared(self, made: Cycle, opened: int) -> Cycle:
        with self.on(opened):
            year_steps.confirm_small_units(made, by=self.committee, mode=made.small_unit_mode)
            made.refresh_from_db()
            return year_steps.open_cycle(made, by=self.committee)

    def close_year(self, made: Cycle) -> None:
        second = self.people.second_committee
        year_steps.close_cycle(made, by=self.committee, confirmed_by=second, reason="年度评定工作全部完成。")

    def form_panel(self, made: Cycle) -> None:
        members = [(self.committee, Body.WORK_COMMITTEE), (self.department, Body.ORGANISATION_DEPARTMENT)]
        evaluation_steps.set_panel(made, members, by=self.committee, leader=self.committee)

    def propose(self, walk: Walk, cases: list[Candidacy]) -> None:
        for case in cases:
            walk.verify(case, self.committee)
            walk.evaluate(case)
        evaluation_steps.settle(walk.cycle, by=self.committee)
        subject = drafting_subjects.of_public_notice(walk.cycle)
        if subject and settings_queries.drafts():
            text = draft_steps.save(subject, dict(standard(subject)), by=self.committee, seen=0)
            self.check(text)
        evaluation_steps.publish_notice(walk.cycle, by=self.committee)

    def proclaim(self, made: Cycle, number: str, kind: DecisionKind = DecisionKind.NAMING) -> None:
        version = decision_steps.freeze(made, kind, by=self.committee)
        if text := drafting_queries.latest(version):
            self.check(text)
            for body in Body:
                self.consent(text, body)
        decision_steps.sign(version, by=self.committee)
        decision_steps.sign(version, by=self.department)
        decision_steps.proclaim(version.decision, by=self.committee, document_number=number)

    def check(self, text: DocumentText) -> None:
        draft_steps.check(text, by=self.people.second_committee, is_passed=True)

    def consent(self, text: DocumentText, body: Body) -> None:
        leader = texts.LEADERS[body]
        consent_steps.record(text, by=self.committee, body=body, leader=leader, signed_on=clock.today())
