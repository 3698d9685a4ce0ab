"""A database of version 0.1.0: some rows of every guarded table, as that version wrote them.

Built by historical models, with that version's formulas written out: what they once gave must hold for ever.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

STATE = (("branches", "0002_after_naming"), ("evaluation", "0005_reminders"))
AT = datetime(2026, 12, 1, 9, 30, 15, 250_000, tzinfo=UTC)
BEFORE_CLOSING = ("draft", "applied", "assessed", "recommended", "proposed", "named")


def fill() -> None:
    """One closed year with its title, one in recommendation with a full list, a free seat and a re-inspection."""
    apps = MigrationExecutor(connection).loader.project_state(list(STATE)).apps
    make = {
        model.__name__: model._default_manager.create
        for app in ("branches", "evaluation")
        for model in apps.get_app_config(app).get_models()
    }
    city = make["Unit"](kind="city", name="平顶山市")
    office, bureau = (make["Unit"](kind="organ", name=name) for name in ("市档案馆", "市教育局"))
    branches = [_branch(make, unit, number) for unit in (office, bureau) for number in range(10)]
    person, other = (make["User"](username=name, name=name, password="!") for name in ("clerk", "official"))
    make["Appointment"](user=person, role="work_committee", unit=city, starts_on=date(2020, 1, 1))
    make["AuditEntry"](verb="建立", by=person, subject="市档案馆", detail={"类别": "市直单位"}, at=AT)
    by = {"by": person, "at": AT}

    last_year = _cycle(make, 2025, "closed")
    own = _list(make, last_year, office, branches[:10])
    winner = _case(make, last_year, branches[0], BEFORE_CLOSING, person, own.seats.get())
    decision = make["Decision"](
        cycle=last_year, state="proclaimed", document_number="平直〔2026〕1号", proclaimed_at=AT, proclaimed_by=person
    )
    rows = [{"candidacy": winner.pk, "unit": office.name, "branch": branches[0].full_name}]
    words = [2025, "naming", [list(row.values()) for row in rows]]
    mark = hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()
    version = make["DecisionVersion"](
        decision=decision, number=1, rows=rows, fingerprint=mark, frozen_by=person, frozen_at=AT
    )
    for body, signer in (("work_committee", person), ("organisation_department", other)):
        make["Signature"](version=version, body=body, fingerprint=mark, by=signer, at=AT)
    title = make["Honour"](
        branch=branches[0],
        year=2025,
        candidacy=winner,
        decision=decision,
        branch_name=branches[0].full_name,
        decision_number=decision.document_number,
        named_on=date(2026, 7, 1),
    )

    this_year = _cycle(make, 2026, "recommending")
    own = _list(make, this_year, office, branches[:10])
    _list(make, this_year, bureau, branches[10:])
    case = _case(make, this_year, branches[1], BEFORE_CLOSING[:4], person, own.seats.get())
    _case(make, this_year, branches[2], BEFORE_CLOSING[:3], person)
    _case(make, this_year, branches[3], BEFORE_CLOSING[:1], person)
    make["ReinspectionReport"](cycle=this_year, unit=office, number=1, rows=[{"branch": "第1党支部"}], **by)
    again = make["Reinspection"](cycle=this_year, honour=title, state="keeping_suggested", since=AT, version=1)
    _record(make["ReinspectionRecord"], "reinspection", again, [("suggest-keeping", "due", again.state)], person)

    ledger = make["Evidence"](branch=branches[1], title="台账", **by)
    _file(ledger, b"ledger")
    case.submissions.get().evidence.add(ledger)
    told = make["Message"](
        user=person, kind="reminder", key="reminders-2026-12-01", title="提醒", text="", created_at=AT
    )
    make["Reminder"](user=person, task=f"pool:/cycles/{this_year.year}/pool/", kind="T-14", due=AT.date(), message=told)
    make["DocumentSeries"](code="平直", year=2026, last=2)
    for number, content in ((1, b""), (2, b"%PDF-")):
        data = {"title": "推荐报告", "rows": [number]}
        text = json.dumps(["recommendation", data], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        notice = make["Notice"](
            kind="recommendation",
            cycle=this_year,
            unit=office,
            number=f"平直〔2026〕{number}号",
            dated_on=AT.date(),
            data=data,
            fingerprint=hashlib.sha256(text.encode()).hexdigest(),
            **by,
        )
        if content:
            notice.typeset_at = AT
            _file(notice, content)


def _branch(make: dict[str, Any], unit: Any, number: int) -> Any:
    return make["Branch"](
        unit=unit,
        full_name=f"中共{unit.name}第{number + 1}支部委员会",
        short_name=f"第{number + 1}党支部",
        established_on=date(2010, 1, 1),
    )


def _cycle(make: dict[str, Any], year: int, state: str) -> Any:
    return make["Cycle"](
        year=year,
        state=state,
        base_on=date(year, 12, 31),
        self_assessment_opens_on=date(year, 11, 1),
        self_assessment_due=date(year, 11, 30),
        assessment_due=date(year, 12, 31),
        recommendation_due=date(year + 1, 1, 31),
        pool_due=date(year + 1, 2, 15),
        naming_on=date(year + 1, 7, 1),
        opened_at=AT,
        recommendation_opened_at=AT,
        closed_at=AT if state == "closed" else None,
    )


def _list(make: dict[str, Any], cycle: Any, unit: Any, branches: list[Any]) -> Any:
    """Ten branches, one place, one seat."""
    own = make["RecommendationList"](
        cycle=cycle, unit=unit, base=10, ratio_bp=1000, cap=1, branches=[branch.pk for branch in branches]
    )
    make["Seat"](list=own, number=1)
    return own


def _case(make: dict[str, Any], cycle: Any, branch: Any, states: tuple[str, ...], by: Any, seat: Any = None) -> Any:
    """A case that went through these states, with what it applied with."""
    actions = {"applied": "apply", "assessed": "conclude", "recommended": "recommend", "proposed": "propose"}
    moves = [(actions.get(after, "name"), before, after) for before, after in pairwise(states)]
    case = make["Candidacy"](
        cycle=cycle, branch=branch, unit=branch.unit, state=states[-1], since=AT, version=len(moves), seat=seat
    )
    _record(make["Transition"], "candidacy", case, moves, by)
    if moves:
        make["Submission"](candidacy=case, number=1, content={"criteria": [{"statement": "落实制度"}]}, by=by, at=AT)
    return case


def _record(create: Any, owner: str, subject: Any, moves: list[tuple[str, str, str]], by: Any) -> None:
    """The chain of moves, each with its digest."""
    digest = ""
    for number, (action, before, after) in enumerate(moves, start=1):
        note, data = "同意。", {"meeting": {"expected": 9, "present": 8}}
        words = [digest, subject.pk, number, action, before, after, by.pk, note, data, False, AT.timestamp()]
        digest = hashlib.sha256(json.dumps(words, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
        create(
            **{owner: subject},
            number=number,
            action=action,
            before=before,
            after=after,
            by=by,
            note=note,
            data=data,
            at=AT,
            digest=digest,
        )


def _file(row: Any, content: bytes) -> None:
    row.sha256 = hashlib.sha256(content).hexdigest()
    row.file.save("file.bin", ContentFile(content), save=False)
    row.save(update_fields=["file", "sha256", *(["typeset_at"] if hasattr(row, "typeset_at") else [])])
