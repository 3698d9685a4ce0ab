"""The tables of a year, one module a step."""

from evaluation.models.assessment import (
    AssessmentTeam,
    Consultation,
    Opinion,
    Recusal,
    Score,
    ScoreSheet,
    SiteVisit,
    TeamMember,
    TeamPermission,
    Verification,
)
from evaluation.models.candidacy import Candidacy, Hold, Transition
from evaluation.models.cycle import Criterion, Cycle, Disqualification, Extension, RatioAdjustment
from evaluation.models.honour import Honour
from evaluation.models.naming import (
    Decision,
    DecisionVersion,
    MunicipalEvaluation,
    PanelMember,
    PublicNotice,
    Signature,
)
from evaluation.models.notice import Notice
from evaluation.models.recommendation import Deliberation, ListVersion, RecommendationList, Seat
from evaluation.models.self_assessment import Declaration, Evidence, SelfAssessment, SelfRating, Submission

__all__ = [
    "AssessmentTeam",
    "Candidacy",
    "Consultation",
    "Criterion",
    "Cycle",
    "Decision",
    "DecisionVersion",
    "Declaration",
    "Deliberation",
    "Disqualification",
    "Evidence",
    "Extension",
    "Hold",
    "Honour",
    "ListVersion",
    "MunicipalEvaluation",
    "Notice",
    "Opinion",
    "PanelMember",
    "PublicNotice",
    "RatioAdjustment",
    "RecommendationList",
    "Recusal",
    "Score",
    "ScoreSheet",
    "Seat",
    "SelfAssessment",
    "SelfRating",
    "Signature",
    "SiteVisit",
    "Submission",
    "TeamMember",
    "TeamPermission",
    "Transition",
    "Verification",
]
