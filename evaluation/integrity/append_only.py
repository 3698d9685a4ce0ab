"""Tables whose rows are written once, and the columns of theirs that change afterwards.

Their triggers (in `migrations/guards` of both apps) hold it against everybody, the rights of the run role (`rights.py`) once
more against the application. A table that only grows is added here by whoever brings its triggers.
"""

CHANGEABLE: dict[str, frozenset[str]] = {
    "branches_act": frozenset(),
    "branches_auditentry": frozenset(),
    "branches_journalline": frozenset(),
    "branches_journallink": frozenset(),
    "evaluation_documentseries": frozenset({"last"}),
    "evaluation_documenttext": frozenset({"issued_as_id"}),
    "evaluation_issuedcopy": frozenset({"confirmed_by_id", "confirmed_at", "comparison", "differences"}),
    "evaluation_leaderconsent": frozenset({"withdrawn_at"}),
    "evaluation_notice": frozenset({"file", "sha256", "typeset_at", "claimed_at", "attempts", "failure"}),
    "evaluation_reinspectionrecord": frozenset({"announced_at"}),
    "evaluation_reinspectionreport": frozenset(),
    "evaluation_rendition": frozenset(),
    "evaluation_submission": frozenset(),
    "evaluation_textcheck": frozenset(),
    "evaluation_transition": frozenset({"announced_at"}),
}
"""By table: its columns that a trigger lets through. No row of these tables is ever deleted."""
