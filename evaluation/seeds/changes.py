"""An open objection, a reported merger and a ratio above the plan that waits for a second person, for the demo."""

from decimal import Decimal

from branches import clock, names
from branches.models import Branch, Unit, User
from evaluation.cycle.outlook import Scope
from evaluation.cycle.steps.ratio import adjust_ratio
from evaluation.models import Candidacy, Cycle, Objection, Succession
from evaluation.naming.steps import objection as objection_steps
from evaluation.succession import steps as succession_steps
from evaluation.vocabulary import SuccessionKind


def object_to_a_name(case: Candidacy, *, by: User) -> Objection:
    """Against a PROPOSED case in a public notice that has opened by now."""
    return objection_steps.record(
        case, by=by, received_on=clock.today(), source="来电（未署名）", facts="反映该支部三会一课记录不完整。"
    )


def report_a_merger(first: Branch, second: Branch, *, by: User) -> Succession:
    """Two branches of the unit of this organ officer into the first of them."""
    return succession_steps.report(
        first.unit,
        SuccessionKind.MERGE,
        by=by,
        before=[first, second],
        staying=[first],
        effective_on=clock.today(),
        basis="机关党委会议纪要〔2026〕9号",
    )


def ask_for_more_places(cycle: Cycle, unit: Unit, *, by: User) -> None:
    """Above 10 % nothing changes before another of 市直工委 has confirmed it (D36)."""
    reason, document = "承担全市重点工作，创建成效突出。", f"{names.WORK_COMMITTEE}会议纪要〔2026〕4号"
    adjust_ratio(cycle, scope=Scope.UNIT, unit=unit, ratio=Decimal("0.12"), reason=reason, document=document, by=by)
