"""A self-assessment as one document: made from the working copy, frozen with an application, compared with the last.

Pages and paper show the same document. The facts behind a declaration are kept apart under `facts` and shown by none of
them: only those who verify may read them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from branches.labels import label_of
from evaluation.models import Evidence, SelfAssessment, SelfRating
from evaluation.self_assessment.queries import BASICS, RESOLUTION, WorkingCopy
from evaluation.vocabulary import Answer, Grade

Document = dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """One place where two documents differ."""

    label: str
    before: str
    after: str


def document(draft: WorkingCopy) -> Document:
    """Everything the branch says, ready for JSON."""
    case, working = draft.case, draft.working
    return {
        "branch": case.branch.full_name,
        "unit": case.unit.name + (f"（与{joint}联合）" if (joint := case.branch.joint_with) else ""),
        "basics": fields(working, BASICS),
        "criteria": [
            {
                "number": item.criterion.number,
                "title": item.criterion.title,
                "strength": item.criterion.strength,
                "grade": item.rating.grade,
                "points": item.rating.points,
                "mark": mark_label(item.rating.grade, item.rating.points),
                "statement": item.rating.statement,
                "evidence": [_evidence(one) for one in item.evidence],
            }
            for item in draft.items
        ],
        "declarations": [
            {
                "number": one.disqualification.number,
                "title": one.disqualification.title,
                "answer": one.answer.value if one.answer else "",
                "label": one.answer.label if one.answer else "",
            }
            for one in draft.conditions
        ],
        "facts": {
            str(one.disqualification.number): one.declaration.facts
            for one in draft.conditions
            if one.declaration and one.declaration.facts and one.answer != Answer.NO
        },
        "resolution": fields(working, RESOLUTION),
        "paper": _evidence(working.paper) if working.paper else None,
    }


def evidence_of(draft: WorkingCopy) -> set[int]:
    """Ids of what the document cites, the proxy's paper included."""
    cited = {one.pk for item in draft.items for one in item.evidence}
    return cited | ({draft.working.paper_id} if draft.working.paper_id else set())


def mark_label(grade: str, points: int | None) -> str:
    """达到, 4分; "" for no answer."""
    if points is not None:
        return f"{points}分"
    return Grade(grade).label if grade else ""


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Where two documents of one case differ, in the order of the form."""
    old, new = _flat(before), _flat(after)
    return [
        Difference(label, old.get(label, ""), new.get(label, ""))
        for label in dict.fromkeys([*new, *old])
        if old.get(label, "") != new.get(label, "")
    ]


def labels(names: tuple[str, ...]) -> dict[str, str]:
    return {name: label_of(SelfAssessment, name) for name in names}


def fields(working: Any, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(working, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _evidence(one: Evidence) -> dict[str, Any]:
    return {
        "id": one.pk,
        "title": one.title,
        "document_number": one.document_number,
        "dated_on": one.dated_on.isoformat() if one.dated_on else "",
        "size": one.size,
        "sha256": one.sha256,
    }


def _flat(said: Mapping[str, Any]) -> dict[str, str]:
    """Label → words, one line for each thing a person would call a change."""
    lines: dict[str, str] = {}
    for part in ("basics", "resolution"):
        for name, value in said.get(part, {}).items():
            lines[label_of(SelfAssessment, name)] = "" if value is None else str(value)
    for entry in said.get("criteria", []):
        name = f"第{entry['number']}项 {entry['title']}"
        lines[f"{name}：自评"] = entry["mark"]
        lines[f"{name}：{label_of(SelfRating, 'statement')}"] = entry["statement"]
        lines[f"{name}：证明材料"] = "、".join(one["title"] for one in entry["evidence"])
    for entry in said.get("declarations", []):
        lines[f"不得参评情形{entry['number']} {entry['title']}"] = entry["label"]
    return lines
