"""What a verifier would ask about the facts of a branch, beside its self-assessment and at verification (D51)."""

from branches.register import queries as register_queries
from branches.register.queries import Doubts
from evaluation.deadlines import YearDate
from evaluation.models import Candidacy, SelfAssessment
from evaluation.self_assessment.queries import prefilled


def doubts_of(case: Candidacy, working: SelfAssessment | None = None) -> Doubts:
    """About the facts as the branch has them, else as the register has them."""
    working = working or SelfAssessment.objects.filter(candidacy=case).first() or SelfAssessment()
    working.candidacy = case
    return register_queries.doubts_of(case.branch, prefilled(working), YearDate.BASE.of(case.cycle))
