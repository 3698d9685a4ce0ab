"""Which tables the journal covers: all of both apps but those listed here, each with its reason."""

import re

_OWN = ("branches_", "evaluation_")
_ITSELF = "the journal itself, held by its seals and its chain"
_FROM_POSTS = "recomputed from posts and teams"
_FROM_CASES = "recomputed from cases, lists, verdicts and what has been filled in"
_THROTTLE = "the throttle's memory: it changes while somebody only tries to sign in"
_READING = "when a key was last used: it changes while a system only reads"
_OUTBOX = "the outbox: what is still to be told or was told, of records that are covered"
_WORKER = "when workers ran and what waits for them"
_FOUND = "found anew from cases and posts every few minutes"
_WORKING_COPY = "a working copy: what counts is the submission that is made of it"
_RETRIES = "the numbers of saves, kept for thirty days so that a retry gets the same answer"
_NOT_TAKEN = "what a phone sent and nobody has taken yet: taken, it is evidence, which is covered"

NOT_COVERED = {
    "branches_journalline": _ITSELF,
    "branches_act": _ITSELF,
    "branches_journallink": _ITSELF,
    "branches_unitpermission": _FROM_POSTS,
    "branches_branchpermission": _FROM_POSTS,
    "evaluation_teampermission": _FROM_POSTS,
    "branches_secretaryuntil": _FROM_POSTS,
    "branches_postuntil": _FROM_POSTS,
    "evaluation_namingcandidate": _FROM_CASES,
    "evaluation_unitprogress": _FROM_CASES,
    "evaluation_progresschange": _FROM_CASES,
    "branches_attempt": _THROTTLE,
    "branches_knowndevice": _THROTTLE,
    "branches_systemkeyuse": _READING,
    "branches_accountnews": _OUTBOX,
    "evaluation_listnews": _OUTBOX,
    "evaluation_announcement": _OUTBOX,
    "evaluation_message": _OUTBOX,
    "evaluation_delivery": _OUTBOX,
    "evaluation_reminder": _OUTBOX,
    "branches_job": _WORKER,
    "evaluation_sweep": _WORKER,
    "evaluation_vacancy": _FOUND,
    "evaluation_selfassessment": _WORKING_COPY,
    "evaluation_selfrating": _WORKING_COPY,
    "evaluation_selfrating_evidence": _WORKING_COPY,
    "evaluation_declaration": _WORKING_COPY,
    "evaluation_sheetsave": _RETRIES,
    "evaluation_phoneticket": _NOT_TAKEN,
    "evaluation_phonefile": _NOT_TAKEN,
}

APPEND_ONLY = ("branches_journalline", "branches_act", "branches_journallink")

# What a statement writes to, as Django and people write it; a WITH that writes further on tells no table.
_WRITE = re.compile(
    r"\s*(?:(?:INSERT(?:\s+OR\s+\w+)?|REPLACE)\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?)"
    r'\s+(?:ONLY\s+)?"?(\w+)',
    re.IGNORECASE,
)
_WRITE_WITHIN = re.compile(
    r"\s*(?:WITH|MERGE|DO|CALL)\b.*?\b(?:INSERT|UPDATE|DELETE|DO|CALL)\b", re.IGNORECASE | re.DOTALL
)


def is_covered(table: str) -> bool:
    return table.startswith(_OWN) and table not in NOT_COVERED


def writes(statement: str) -> bool:
    """Whether a statement may write rows that the journal covers."""
    if found := _WRITE.match(statement):
        return is_covered(found[1])
    return _WRITE_WITHIN.match(statement) is not None
