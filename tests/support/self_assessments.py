"""A self-assessment written through the steps, whole or criterion by criterion, and sent back."""

from datetime import date

from branches import clock
from evaluation.advance import advance
from evaluation.models import Submission
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.vocabulary import Action, Answer, Grade, State
from tests.support import factories

WORDS = "全年集中学习12次，整改问题3项。"


def rate(case, criterion, by, *, mark=Grade.MET, statement=WORDS, seen=None, saved=True):
    return self_assessment_steps.save_rating(
        case, criterion, {"mark": mark, "statement": statement}, by=by, seen=seen, saved=saved
    )


def complete(case, by):
    """A whole self-assessment, written through the steps."""
    for criterion in case.cycle.criteria.all():
        rate(case, criterion, by)
    self_assessment_steps.declare(case, dict.fromkeys(range(1, 7), Answer.NO), by=by, seen=None, saved=True)
    basics = {"secretary_name": "王书记", "full_members": 9, "probationary_members": 0, "summary": "班子健全。"}
    self_assessment_steps.save_basics(case, basics, by=by, seen=None, saved=True)
    resolved = {"met_on": clock.today(), "expected": 9, "present": 8, "in_favour": 8, "resolution": "同意申请。"}
    self_assessment_steps.save_resolution(case, resolved, by=by, seen=None, saved=True)


def applied_last_year(branch, by, *, state=State.NOT_RECOMMENDED, year=2025, grade="partly", points=None):
    """What the branch applied with in an earlier year: twenty answers, six declarations."""
    case = factories.candidacy(factories.cycle(year, state="closed"), branch)
    type(case).objects.filter(pk=case.pk).update(state=state)
    criteria = [
        {
            "number": one.number,
            "strength": one.strength,
            "title": one.title,
            "grade": grade,
            "points": points,
            "statement": f"去年第{one.number}项的话。",
            "evidence": [{"title": "去年的台账"}],
        }
        for one in case.cycle.criteria.all()
    ]
    declarations = [{"number": n, "title": f"情形{n}", "answer": "no", "label": "无"} for n in range(1, 7)]
    content = {"criteria": criteria, "declarations": declarations}
    return Submission.objects.create(candidacy=case, number=1, content=content, by=by, at=clock.now())


def send_back(case, by, items):
    advance(case, Action.SEND_BACK, by=by, note="请补正。", due=date(2026, 12, 20), data={"items": items})
    return factories.fresh(case)
