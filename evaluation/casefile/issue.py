"""支部申报表 and 考核反馈表: the form after the application, frozen when somebody asks for it (方案 四, D27, D43).

It goes as far as everybody may know of the case, whoever asks (D34, D52): so no edition holds a secret, and whoever may read
one may read the next.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from branches import clock, in_words
from branches.models import Unit, User
from branches.names import CITY_HONOUR
from branches.permissions import Perm
from evaluation.casefile.feedback import Feedback, averages, was_assessed
from evaluation.cases import recusals
from evaluation.cases.access import candidacies, holds
from evaluation.cases.knowledge import View, as_known
from evaluation.documents import making
from evaluation.models import (
    Candidacy,
    Cycle,
    Deliberation,
    Honour,
    ListVersion,
    Notice,
    Opinion,
    Submission,
    Transition,
    Verification,
)
from evaluation.models.notice import fingerprint
from evaluation.self_assessment.issue import LEVELS, form
from evaluation.typesetting.content_forms import OpinionBox, SelfAssessmentForm
from evaluation.vocabulary import Action, State, Tier

EVERYBODY = View(is_above=False)
READERS = (Perm.VIEW_UNIT, Perm.VIEW_CITY)
STAGES = {
    State.ASSESSED: "考核后",
    State.RECOMMENDED: "报送后",
    State.PROPOSED: "报送后",
    State.NAMED: "命名后",
    State.NOT_NAMED: "评定后",
    State.NOT_RECOMMENDED: "年度结束后",
}
"""By the state that everybody may know, after which step the form is printed."""
ON_A_LIST = frozenset({State.RECOMMENDED, State.PROPOSED, State.NAMED, State.NOT_NAMED})


def may_ask(user: User, case: Candidacy) -> bool:
    """For whoever may read marks: never people of the branch, nor whoever keeps away (D17)."""
    return any(holds(user, perm, case) for perm in READERS) and not recusals.recused(user, case)


def is_offered(user: User, case: Candidacy) -> bool:
    """Whether the page of the case, as `user` knows it, has the button."""
    return case.standing in STAGES and may_ask(user, case)


class Askable(NamedTuple):
    """The cases of a unit whose form this person may ask for, and those from which he keeps away."""

    cases: list[Candidacy]
    left_out: list[Candidacy]


def askable(user: User, cycle: Cycle, unit: Unit) -> Askable:
    last = Transition.objects.filter(candidacy=OuterRef("pk")).order_by("-number").values("before")[:1]
    rows = candidacies(user, *READERS).filter(cycle=cycle, unit=unit)
    rows = rows.annotate(came_from=Subquery(last)).order_by("branch_id")
    found = [case for case in rows if case.standing in STAGES and not _was_silent(case)]
    return Askable(*recusals.without_own(user, found))


def _was_silent(case: Candidacy) -> bool:
    """Whether its year ended before there was an opinion."""
    return case.standing == State.NOT_RECOMMENDED and case.came_from in (State.DRAFT, State.APPLIED)  # type: ignore[attr-defined]


def assessed_form(case: Candidacy, *, by: User) -> Notice | None:
    """None before there is an opinion, and once the case has left."""
    told = as_known(Candidacy.objects.select_related("cycle", "unit"), EVERYBODY).get(pk=case.pk)
    stage = STAGES.get(told.standing)
    if stage is None or (told.standing == State.NOT_RECOMMENDED and not was_assessed(case)):
        return None
    if not case.submissions.exists():
        return None
    facts = _marked(case, averages(case), case.assessed_score, stage)
    tiers = [Tier.CITY, Tier.ORGAN] if told.standing == State.NAMED else [Tier.ORGAN]
    found = _verified(case)
    for row in facts["conditions"]:
        row["verified"] = next((found[key] for tier in tiers if (key := (row["number"], tier)) in found), "")
    boxes = facts["opinions"]
    boxes[2:] = [_of_the_group(told), _of_the_city(told)]
    return _frozen(Notice.Kind.ASSESSED_FORM, facts, case, by)


def feedback_form(case: Candidacy, said: Feedback, *, by: User) -> Notice | None:
    """What the branch may read of it: neither verification nor what was said above the organ."""
    if not case.submissions.exists():
        return None
    given = {row.criterion.pk: row.average for row in said.rows if row.average is not None}
    facts = _marked(case, given, said.score, "考核反馈")
    facts |= {"conditions": [], "opinions": facts["opinions"][:2]}
    return _frozen(Notice.Kind.FEEDBACK_FORM, facts, case, by)


def _marked(case: Candidacy, given: Mapping[int, Decimal], score: Decimal | None, stage: str) -> SelfAssessmentForm:
    """The form that was applied with, with averages and the organ's opinion; the boxes above it stay empty."""
    submission = Submission.objects.select_related("candidacy__cycle", "candidacy__branch", "by")
    applied = submission.filter(candidacy=case).latest("number")
    facts = form(applied, applied.by)
    points = {number: given[pk] for pk, number in case.cycle.criteria.values_list("pk", "number") if pk in given}
    for row in facts["criteria"]:
        row["assessed_points"] = str(points.get(row["number"], ""))
    facts["assessed_score"] = "" if score is None else str(score)
    facts["opinions"][1] = _of_the_organ(case)
    return {**facts, "stage": stage}


def _verified(case: Candidacy) -> dict[tuple[int, str], str]:
    """By condition and tier."""
    rows = Verification.objects.filter(candidacy=case, is_current=True).select_related("disqualification")
    return {
        (one.disqualification.number, one.tier): one.get_answer_display() + ("（已更正）" if one.corrected_at else "")
        for one in rows
    }


def _of_the_organ(case: Candidacy) -> OpinionBox:
    said = Opinion.objects.get(candidacy=case)
    moves = Transition.objects.filter(candidacy=case, action=Action.CONCLUDE).order_by("-number")
    concluded = moves.values_list("at", flat=True).first() or said.at
    text = " ".join(said.text.split())
    return _box(0, f"{text}考核结论：{said.get_advice_display()}。", clock.day_of(concluded))


def _of_the_group(told: Candidacy) -> OpinionBox:
    """As the list said that was handed in; a branch put forward is on the pool's."""
    if told.standing == State.NOT_RECOMMENDED:
        return _box(1, "本年度未推荐。", clock.day_of(told.since))
    if told.standing not in ON_A_LIST:
        return _box(1)
    row, is_pooled = _listed(told)
    meeting = Deliberation.objects.filter(list__cycle=told.cycle_id, list__unit=told.unit_id).order_by("pk").last()
    by_whom = f"经{in_words.plain_day(meeting.held_on)}会议审议，" if meeting else ""
    verb = "推送参加联合推荐" if is_pooled else "推荐为候选支部"
    text = " ".join(str(row.get("appraisal", "")).split())
    return _box(1, f"{text}{by_whom}{verb}。", meeting.held_on if meeting else clock.day_of(told.since))


def _listed(told: Candidacy) -> tuple[dict[str, object], bool]:
    """The row of the newest version that holds the case, and whether it is the pool's."""
    lists = Q(list__unit=told.unit_id) | Q(list__unit=None)
    for version in ListVersion.objects.filter(lists, list__cycle=told.cycle_id).select_related("list").order_by("-pk"):
        for row in version.rows:
            if row["candidacy"] == told.pk:
                return row, version.list.is_pool
    return {}, False


def _of_the_city(told: Candidacy) -> OpinionBox:
    if told.standing == State.NAMED:
        honour = Honour.objects.get(candidacy=told)
        text = f"经考核评定，命名为{honour.year}年度{CITY_HONOUR}（{honour.decision_number}）。"
        return _box(2, text, honour.named_on)
    if told.standing == State.NOT_NAMED:
        return _box(2, "经考核评定，本年度未命名。", clock.day_of(told.since))
    return _box(2)


def _box(level: int, text: str = "", day: date | None = None) -> OpinionBox:
    """Signed by pen."""
    return {"title": LEVELS[level], "text": text, "signed_by": "", "dated_on": day.isoformat() if day else ""}


def _frozen(kind: str, facts: SelfAssessmentForm, case: Candidacy, by: User) -> Notice:
    """The document that is there, where it says the same; else the next edition in its place."""
    before = Notice.objects.filter(kind=kind, candidacy=case, corrected_by=None).first()
    if before and before.fingerprint == fingerprint(kind, facts):
        return before
    return making.make(
        kind,
        facts,
        by=by,
        corrects=before,
        correction="以后的环节有了结果。",
        cycle=case.cycle,
        candidacy=case,
        unit=case.unit,
    )
