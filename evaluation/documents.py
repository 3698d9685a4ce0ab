"""Freezes the facts of an official document from the tables; wording and layout are in `notices`."""

from itertools import groupby

from branches import clock
from branches.models import User
from evaluation.models import Decision, DecisionVersion, Notice
from evaluation.notices.content import Naming, UnitBranches

ISSUERS = ["中共平顶山市委组织部", "中共平顶山市委市直机关工作委员会"]
RECIPIENTS = ["市直各单位机关党委（总支、支部）"]


def naming(decision: Decision, version: DecisionVersion, *, by: User) -> Notice:
    """The naming decision as a document (joint, with the newly named only)."""
    today = clock.today().isoformat()
    data: Naming = {
        "issuers": ISSUERS,
        "number": decision.document_number,
        "dated_on": today,
        "recipients": RECIPIENTS,
        "copies_to": [],
        "printed_by": "中共平顶山市委组织部办公室",
        "printed_on": today,
        "year": decision.cycle.year,
        "units": units(version),
        "is_supplementary": decision.is_supplementary,
        "is_publicly_noticed": bool(decision.cycle.notice_days),
    }
    return Notice.objects.create(
        kind=Notice.Kind.NAMING,
        cycle=decision.cycle,
        decision=decision,
        number=decision.document_number,
        dated_on=clock.today(),
        data=data,
        by=by,
        at=clock.now(),
    )


def units(version: DecisionVersion) -> list[UnitBranches]:
    """The frozen rows by unit, in their order."""
    grouped = groupby(version.rows, key=lambda row: row["unit"])
    return [{"unit": unit, "branches": [row["branch"] for row in rows]} for unit, rows in grouped]
