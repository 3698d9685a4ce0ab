"""An open objection and a reported merger, for the demo."""

from branches import clock
from branches.models import Branch, User
from evaluation.models import Candidacy, Objection, Succession
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
