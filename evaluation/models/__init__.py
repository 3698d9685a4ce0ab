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
from evaluation.models.batch import Batch
from evaluation.models.calendar import CalendarToken, Holiday
from evaluation.models.candidacy import Candidacy, Hold, Transition
from evaluation.models.cycle import Criterion, Cycle, Disqualification, Extension, RatioAdjustment
from evaluation.models.honour import Honour, Plaque, Subsidy
from evaluation.models.message import Announcement, Delivery, Message, Nudge, OptOut, Reminder, Sweep
from evaluation.models.method import WorkingMethod
from evaluation.models.naming import (
    Decision,
    DecisionVersion,
    MunicipalEvaluation,
    Objection,
    PanelMember,
    PublicNotice,
    Signature,
)
from evaluation.models.notice import DocumentSeries, Notice
from evaluation.models.recommendation import Deliberation, ListVersion, RecommendationList, Seat
from evaluation.models.reinspection import (
    ConfirmationReview,
    LaterFinding,
    Reinspection,
    ReinspectionAnswer,
    ReinspectionRecord,
    ReinspectionReport,
)
from evaluation.models.self_assessment import Declaration, Evidence, SelfAssessment, SelfRating, Submission
from evaluation.models.succession import Succession

__all__ = [
    "Announcement",
    "AssessmentTeam",
    "Batch",
    "CalendarToken",
    "Candidacy",
    "ConfirmationReview",
    "Consultation",
    "Criterion",
    "Cycle",
    "Decision",
    "DecisionVersion",
    "Declaration",
    "Deliberation",
    "Delivery",
    "Disqualification",
    "DocumentSeries",
    "Evidence",
    "Extension",
    "Hold",
    "Holiday",
    "Honour",
    "LaterFinding",
    "ListVersion",
    "Message",
    "MunicipalEvaluation",
    "Notice",
    "Nudge",
    "Objection",
    "Opinion",
    "OptOut",
    "PanelMember",
    "Plaque",
    "PublicNotice",
    "RatioAdjustment",
    "RecommendationList",
    "Recusal",
    "Reinspection",
    "ReinspectionAnswer",
    "ReinspectionRecord",
    "ReinspectionReport",
    "Reminder",
    "Score",
    "ScoreSheet",
    "Seat",
    "SelfAssessment",
    "SelfRating",
    "Signature",
    "SiteVisit",
    "Submission",
    "Subsidy",
    "Succession",
    "Sweep",
    "TeamMember",
    "TeamPermission",
    "Transition",
    "Verification",
    "WorkingMethod",
]
