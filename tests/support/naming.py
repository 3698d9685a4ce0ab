"""How a case comes before the two bodies: onto its unit's list, which is handed in, and onto the list of names."""

from branches.models import User
from evaluation.advance import advance
from evaluation.models import Candidacy, Cycle
from evaluation.vocabulary import Action
from tests.support import factories


def handed_in(
    case: Candidacy, secretary: User, officer: User, assessor: User, leading_group: User, cycle: Cycle
) -> Candidacy:
    """A case in DRAFT, recommended on a submitted list."""
    own = cycle.lists.filter(unit=case.unit).first() or factories.recommendation_list(cycle, case.unit, base=29)
    own.__class__.objects.filter(pk=own.pk).update(state="open")
    case = factories.applied(case, secretary)
    case = factories.assessed(case, officer, assessor)
    factories.deliberated(own, leading_group)
    case = factories.recommended(case, leading_group)
    factories.submit(own)
    return case


def proposed(case: Candidacy, committee: User, department: User) -> Candidacy:
    """A case on a submitted list that both bodies agree to name."""
    factories.evaluated(case, committee, department)
    advance(case, Action.PROPOSE, by=committee)
    return factories.fresh(case)
