"""Freezes the facts of official documents from the tables, one module a step; wording and layout are in `notices`.

The steps call these in the transaction of what the document is about: a document exists exactly when its act does.
"""

from evaluation.documents.assessment import opinion
from evaluation.documents.decision import certificates, naming, public_notice, revocation
from evaluation.documents.letters import plaque_letter, reminder_letter
from evaluation.documents.meeting import panel_minutes
from evaluation.documents.recommendation import recommendation_report
from evaluation.documents.reinspection import reinspection_report
from evaluation.documents.self_assessment import application_form

__all__ = [
    "application_form",
    "certificates",
    "naming",
    "opinion",
    "panel_minutes",
    "plaque_letter",
    "public_notice",
    "recommendation_report",
    "reinspection_report",
    "reminder_letter",
    "revocation",
]
