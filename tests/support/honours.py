"""Named branches with the people around them, and the stretches of a title's life."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from branches import clock
from branches.models import Branch, Unit, User
from branches.permissions import Role
from evaluation.cycle.steps import year as year_steps
from evaluation.decision import steps as decision_steps
from evaluation.models import Cycle, Decision, Honour, Reinspection
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.steps import special as special_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.succession import steps as succession_steps
from evaluation.vocabulary import Answer, Confirmation, CycleState, DecisionKind, ReinspectionAction, SuccessionKind
from tests.support import factories

KEEPING, REVOCATION = ReinspectionAction.SUGGEST_KEEPING, ReinspectionAction.SUGGEST_REVOCATION
LONG = "该支部班子长期不健全，组织生活不经常，作用发挥不明显。"
NOTHING = dict.fromkeys(range(1, 7), (Answer.NO.value, ""))
GROUNDED: dict[str, Any] = {"deviations": {8: "全年有五个月没有开展组织生活。"}, "grounds": ["c8"]}
"""With what a suggestion to revoke rests on."""
FACTS = "负责人因违纪受到党内警告处分"


@dataclass
class House:
    """One unit, its officer and both bodies; each person one act."""

    unit: Unit
    officer: User
    committee: User
    second: User
    department: User

    @classmethod
    def build(cls) -> "House":
        unit = factories.unit("市水利局")
        elsewhere = factories.branch(factories.unit("市林业局"))
        people = [
            factories.appointed(role, name=name, own_branch=elsewhere)
            for role, name in (
                (Role.WORK_COMMITTEE, "李工委"),
                (Role.WORK_COMMITTEE, "吴工委"),
                (Role.ORGANISATION_DEPARTMENT, "周组织"),
            )
        ]
        return cls(unit, factories.appointed(Role.ORGAN_OFFICER, unit, name="赵专干", own_branch=elsewhere), *people)

    def named(self, year: int = 2025, branch: Branch | None = None) -> Honour:
        return factories.honour(branch or factories.branch(self.unit), year)

    def open(self, year: int = 2026) -> Cycle:
        """A year opened by the committee: with a re-inspection for every title."""
        made = year_steps.create_cycle(year, by=self.committee, notice_days=0, sheets_needed=1)
        year_steps.confirm_small_units(made, by=self.committee, mode=made.small_unit_mode)
        made.refresh_from_db()
        return year_steps.open_cycle(made, by=self.committee)

    def one(self, honour: Honour, year: int = 2026) -> Reinspection:
        rows = Reinspection.objects.select_related("cycle", "honour__branch__unit")
        return rows.get(honour=honour, cycle__year=year, is_special=False)

    def suggest(self, one: Reinspection, action: ReinspectionAction = KEEPING) -> Reinspection:
        standard = GROUNDED if action == REVOCATION else {}
        reason = LONG if action == REVOCATION else ""
        unit_steps.suggest(one, action, NOTHING, by=self.officer, reason=reason, **standard)
        return fresh(one)

    def report(self, one: Reinspection) -> Reinspection:
        unit_steps.report(one.cycle, self.unit, by=self.officer)
        return fresh(one)

    def reported(self, honour: Honour, action: ReinspectionAction = KEEPING, year: int = 2026) -> Reinspection:
        return self.report(self.suggest(self.one(honour, year), action))

    def review(self, one: Reinspection, committee: Confirmation, department: Confirmation) -> Reinspection:
        for by, verdict in ((self.committee, committee), (self.department, department)):
            review_steps.review(one, by=by, verdict=verdict, reason="经研究。", grounds=["c8"])
        return fresh(one)

    def find(self, honour: Honour, number: int = 3) -> Reinspection:
        condition = Cycle.objects.exclude(state=CycleState.DRAFT).latest("year").disqualifications.get(number=number)
        return special_steps.find(
            honour, condition, by=self.officer, facts=FACTS, basis="平纪〔2027〕3号", decided_on=date(2026, 12, 1)
        )

    def dissolve(self, branch: Branch) -> None:
        """Reported by the unit, confirmed by the committee (D25)."""
        reported = succession_steps.report(
            self.unit,
            SuccessionKind.DISSOLVE,
            by=self.officer,
            before=[branch],
            effective_on=clock.today(),
            basis="1号",
        )
        succession_steps.confirm(reported, by=self.committee)

    def revoke(self, cycle: Cycle, number: str = "平组通〔2027〕20号") -> Decision:
        version = decision_steps.freeze(cycle, DecisionKind.REVOCATION, by=self.committee)
        for by in (self.committee, self.department):
            decision_steps.sign(version, by=by)
        return decision_steps.proclaim(version.decision, by=self.committee, document_number=number)


def fresh(one: Reinspection) -> Reinspection:
    return Reinspection.objects.select_related("cycle", "honour__branch__unit", "report").get(pk=one.pk)
