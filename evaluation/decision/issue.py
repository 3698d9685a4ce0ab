"""命名决定, 撤销决定, and what each new title gets on paper (方案 四（四）)."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from branches import clock
from branches.journal import queries as journal_queries
from branches.models import User
from branches.names import WORK_COMMITTEE_OFFICIAL
from branches.settings import queries as settings_queries
from evaluation.documents import making
from evaluation.drafting import issuing
from evaluation.drafting import subjects as drafting_subjects
from evaluation.models import Decision, DecisionVersion, Honour, Notice, RevocationGround
from evaluation.models import notice as notice_models
from evaluation.naming import issue as naming_issue
from evaluation.typesetting import content
from evaluation.workdays import workdays

EVERYBODY = ["市直各单位机关党委（总支、支部）"]
STANDARD = issuing.Ready(None, None)
"""The standard text, dated today."""
CONFIRMED = "方案第四部分（四）：经复查复核撤销"
"""The provision by which any title is taken back."""
DAYS_TO_RETURN = 15
"""Working days within which a plaque is to be given back."""


def naming(decision: Decision, version: DecisionVersion, *, by: User, ready: issuing.Ready = STANDARD) -> Notice:
    """The naming decision as a document (joint, with the newly named only)."""
    return _decided(decision, version, ready, by)


def _decided(decision: Decision, version: DecisionVersion, ready: issuing.Ready, by: User) -> Notice:
    """The document of a signed list with its text."""
    subject = drafting_subjects.of_version(version)
    made = making.make(
        subject.kind,
        {**issuing.facts(subject, ready), "anchor": journal_queries.anchor()},
        by=by,
        number=decision.document_number,
        dated_on=ready.dated_on,
        cycle=decision.cycle,
        decision=decision,
    )
    issuing.issued(ready.text, made)
    return made


def naming_facts(version: DecisionVersion) -> content.Naming:
    decision = version.decision
    return {
        **making.paper(settings_queries.both_bodies(), EVERYBODY),
        "year": decision.cycle.year,
        "units": naming_issue.units(version.rows),
        "is_supplementary": decision.is_supplementary,
        "is_publicly_noticed": bool(decision.cycle.notice_days),
    }


def certificates(decision: Decision, *, by: User) -> list[Notice]:
    """荣誉证书 and 牌匾样 of every title that a naming decision gave, in the order of its list."""
    made = []
    honours = decision.honours.select_related("candidacy__unit").order_by("pk")
    issuers = settings_queries.both_bodies()
    before = Honour.objects.filter(year=decision.cycle.year, decision__isnull=False).exclude(decision=decision).count()
    for place, honour in enumerate(honours, before + 1):
        for kind in (Notice.Kind.CERTIFICATE, Notice.Kind.PLAQUE):
            number = f"{honour.year}{place:03d}" if kind == Notice.Kind.CERTIFICATE else ""
            facts = honour_facts(honour, number, issuers)
            made.append(
                Notice(
                    kind=kind,
                    cycle=decision.cycle,
                    dated_on=clock.today(),
                    data=facts,
                    fingerprint=notice_models.fingerprint(kind, facts),
                    by=by,
                    at=clock.now(),
                    candidacy=honour.candidacy,
                    decision=decision,
                    honour=honour,
                    unit=honour.candidacy.unit if honour.candidacy else None,
                )
            )
    return Notice.objects.bulk_create(made, batch_size=500)


def honour_facts(honour: Honour, number: str, issuers: list[str]) -> dict[str, Any]:
    return {
        "branch": honour.branch_name,
        "year": honour.year,
        "number": number,
        "issuers": issuers,
        "dated_on": honour.named_on.isoformat(),
    }


def revocation(decision: Decision, version: DecisionVersion, *, by: User, ready: issuing.Ready = STANDARD) -> Notice:
    """The decision by which both bodies take titles back."""
    return _decided(decision, version, ready, by)


def revocation_facts(version: DecisionVersion) -> content.Revocation:
    return {
        **making.paper(settings_queries.both_bodies(), EVERYBODY),
        "year": version.decision.cycle.year,
        "units": naming_issue.units(version.rows),
        "titles": _titles(version),
        "returned_by": return_day(),
    }


def _titles(version: DecisionVersion) -> list[content.RevokedTitle]:
    """Each title with its number, its plaque and what the revocation rests on, in the order of the list."""
    grounds: dict[int, list[str]] = defaultdict(list)
    found = RevocationGround.objects.filter(reinspection__in=[row["reinspection"] for row in version.rows])
    for ground in found.select_related("criterion", "disqualification").order_by("pk"):
        if (words := _ground(ground)) not in grounds[ground.reinspection_id]:
            grounds[ground.reinspection_id].append(words)
    return [
        {
            "unit": row["unit"],
            "branch": row["branch"],
            "title_year": row["year"],
            "decision": row["decision_number"],
            "plaque_number": row["plaque"],
            "grounds": [*grounds[row["reinspection"]], CONFIRMED],
        }
        for row in version.rows
    ]


def _ground(ground: RevocationGround) -> str:
    """The provision of the plan with the name of what stands there."""
    if ground.criterion:
        return f"方案第二部分第{ground.criterion.number}项：{ground.criterion.title}"
    return f"方案第三部分{ground.disqualification}"


def return_day() -> str:
    """The last day for giving a plaque back, as a document of today says it."""
    return workdays.working_days_after(clock.today(), DAYS_TO_RETURN).day.isoformat()


def plaque_letter(
    honour: Honour, decision: Decision, *, by: User, plaque_number: str = "", returned_by: str = ""
) -> Notice:
    """告知函 to the unit of a revoked branch (D24). `returned_by` is the day that the decision itself says."""
    branch = honour.branch
    facts: content.PlaqueLetter = {
        **making.paper([settings_queries.work_committee()], [settings_queries.organ_organisation(branch.unit)]),
        "branch": branch.full_name,
        "title_year": honour.year,
        "plaque_number": plaque_number,
        "decision": decision.document_number,
        "decision_title": making.title_of(Notice.Kind.REVOCATION, decision=decision),
        "is_order": True,
        "returned_by": returned_by or return_day(),
        "place": WORK_COMMITTEE_OFFICIAL,
        "contact": by.name,
        "telephone": by.phone or settings_queries.phone(),
    }
    return making.make(
        Notice.Kind.PLAQUE_LETTER,
        facts,
        by=by,
        cycle=decision.cycle,
        decision=decision,
        honour=honour,
        unit=branch.unit,
    )


def _of_version(facts: Callable[[DecisionVersion], Any]) -> drafting_subjects.Facts:
    return lambda _, version: facts(version) if version else None


drafting_subjects.handle(Notice.Kind.NAMING, _of_version(naming_facts))
drafting_subjects.handle(Notice.Kind.REVOCATION, _of_version(revocation_facts))
