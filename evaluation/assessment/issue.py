"""考核意见 on one branch, frozen when it is concluded.

One document a branch: who belongs to a branch sees no scores of it, not even among others (D17).
"""

from branches import clock
from branches.models import User
from branches.settings import queries as settings_queries
from evaluation.assessment.queries import team_of
from evaluation.documents import earlier, making
from evaluation.models import Candidacy, Notice, Opinion
from evaluation.typesetting.content import AssessmentOpinion


def opinion(case: Candidacy, *, by: User) -> Notice:
    """A case that came back and is concluded anew gets a new document in place of the old (D27)."""
    case = Candidacy.objects.select_related("cycle", "branch", "unit", "opinion").get(pk=case.pk)
    return making.make(
        Notice.Kind.ASSESSMENT,
        facts(case),
        by=by,
        cycle=case.cycle,
        candidacy=case,
        unit=case.unit,
        corrects=earlier.last_of(Notice.Kind.ASSESSMENT, candidacy=case),
        correction="退回后重新考核。",
    )


def facts(case: Candidacy) -> AssessmentOpinion:
    team = team_of(case)
    first, last = earlier.visit_days(case)
    score, said = case.assessed_score, case.opinion
    return {
        **making.paper([settings_queries.organ_organisation(case.unit)], [settings_queries.leading_group(case.unit)]),
        "year": case.cycle.year,
        "unit": case.unit.name,
        "team": earlier.team_names(case, team),
        "opened_on": first.isoformat(),
        "concluded_on": clock.today().isoformat(),
        "total": earlier.branch_count(case.unit_id),
        "branches": [
            {
                "branch": case.branch.full_name,
                "visited_on": last.isoformat(),
                "score": "" if score is None else str(score),
                "opinion": _words(said),
                "is_disqualified": False,
            }
        ],
    }


def _words(said: Opinion) -> str:
    """The opinion with its advice, which its author may have written out himself."""
    text, advice = said.text.rstrip("。") + "。", said.get_advice_display()
    return text if advice in text else f"{text}{advice}。"
