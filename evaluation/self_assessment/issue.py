"""支部自评表（申报表）, frozen with the application; what later levels say stays empty on it (方案 四（一）)."""

from typing import Any

from branches.models import User
from evaluation.documents import earlier, making
from evaluation.models import Candidacy, Notice, Submission
from evaluation.rules.reference_score import points_of
from evaluation.typesetting.content_forms import CriterionRow, OpinionBox, SelfAssessmentForm
from evaluation.vocabulary import ScoreTemplate, Strength

LEVELS = ("机关党组织考核意见", "党组（党委）推荐意见", "市级考核评定意见")


def application_form(submission: Submission, *, by: User) -> Notice:
    """A later application replaces the form of the one before it (D27)."""
    case = submission.candidacy
    return making.make(
        Notice.Kind.SELF_ASSESSMENT,
        form(submission, by),
        by=by,
        cycle=case.cycle,
        candidacy=case,
        unit=case.unit,
        corrects=earlier.last_of(Notice.Kind.SELF_ASSESSMENT, candidacy=case),
        correction="支部补正后重新提交。",
    )


def form(submission: Submission, by: User) -> SelfAssessmentForm:
    case, content = submission.candidacy, submission.content
    basics, resolution = content["basics"], content["resolution"]
    score = Candidacy.objects.values_list("self_score", flat=True).get(pk=case.pk)
    day = submission.at.date().isoformat()
    texts = dict(case.cycle.criteria.values_list("number", "text"))
    conditions = dict(case.cycle.disqualifications.values_list("number", "text"))
    return {
        "year": case.cycle.year,
        "number": f"{case.cycle.year}-{case.pk:05d}-{submission.number}",
        "branch": content["branch"],
        "unit": content["unit"],
        "secretary": basics["secretary_name"],
        "telephone": by.phone,
        "members": (basics["full_members"] or 0) + (basics["probationary_members"] or 0),
        "established_on": case.branch.established_on.isoformat(),
        "last_election_on": basics["last_election_on"] or "",
        "is_first_branch": case.branch.is_first_branch,
        "summary": basics["summary"],
        "criteria": [_criterion(one, texts[one["number"]], case.cycle.score_template) for one in content["criteria"]],
        "own_score": "" if score is None else str(score),
        "assessed_score": "",
        "conditions": [
            {"number": one["number"], "text": conditions[one["number"]], "declared": one["label"], "verified": ""}
            for one in content["declarations"]
        ],
        "opinions": [_resolution(resolution, basics["secretary_name"], day), *map(_empty, LEVELS)],
        "dated_on": day,
    }


def _criterion(one: dict[str, Any], text: str, template: str) -> CriterionRow:
    has_points = template != ScoreTemplate.NONE and (one["grade"] or one["points"] is not None)
    points = points_of(one["grade"], one["points"], template) if has_points else None
    return {
        "number": one["number"],
        "strength": Strength(one["strength"]).label,
        "text": text,
        "own": one["mark"] if one["grade"] else "",
        "own_points": "" if points is None else str(points),
        "assessed_points": "",
        "statement": one["statement"],
    }


def _resolution(said: dict[str, Any], secretary: str, day: str) -> OpinionBox:
    counts = f"应到党员{said['expected']}人，实到{said['present']}人，同意{said['in_favour']}人。"
    return {"title": "党支部意见", "text": f"{counts}{said['resolution']}", "signed_by": secretary, "dated_on": day}


def _empty(title: str) -> OpinionBox:
    return {"title": title, "text": "", "signed_by": "", "dated_on": ""}
