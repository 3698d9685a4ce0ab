"""Who signed in or tried to: the records beside the audit trail, one's own, and what looks like guessing."""
