"""Step 2: the team, its visits and talks, its scores, the verification of vetoes, the opinion."""

from evaluation.models.assessment.record import Consultation, Opinion, SiteVisit
from evaluation.models.assessment.sheet import Score, ScorePhoto, ScoreSheet, SheetSave
from evaluation.models.assessment.team import AssessmentTeam, Recusal, TeamMember, TeamPermission
from evaluation.models.assessment.verification import UnitMatter, Verification

__all__ = [
    "AssessmentTeam",
    "Consultation",
    "Opinion",
    "Recusal",
    "Score",
    "ScorePhoto",
    "ScoreSheet",
    "SheetSave",
    "SiteVisit",
    "TeamMember",
    "TeamPermission",
    "UnitMatter",
    "Verification",
]
