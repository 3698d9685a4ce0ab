"""Step 2 besides its team and its scores: visits, consultations, the opinion, the moves that end it, the unit's paper (方案 四（二）)."""

from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.in_words import day
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.advance import Refused, advance
from evaluation.assessment import issue as assessment_issue
from evaluation.assessment.queries import Part, part_of
from evaluation.assessment.scores import mean_score
from evaluation.cases.bodies import assessors_of
from evaluation.cases.locks import lock_case, lock_unit
from evaluation.models import Candidacy, Consultation, Cycle, Notice, Opinion, ScoreSheet, SiteVisit, Transition
from evaluation.self_assessment import working_copy
from evaluation.vocabulary import Action, State


@transaction.atomic
def record_visit(
    case: Candidacy,
    *,
    by: User,
    visited_on: date,
    visitors: Collection[User],
    findings: str,
    place: str = "",
    visit: SiteVisit | None = None,
    version: int | None = None,
) -> SiteVisit:
    """Record 实地查看, or correct a record of it. Visitors are members who do not keep away (D17).

    Raises Overtaken when somebody else corrected it after `version` was read.
    """
    _require_work(case, by)
    allowed = set(assessors_of(case))
    if not visitors or not set(visitors) <= allowed:
        raise Refused("参加查看的须是考核组成员，且不在回避之列。")
    is_new = visit is None
    if visit is None:
        visit = SiteVisit(candidacy=case)
    else:
        visit = SiteVisit.objects.select_related("by").get(pk=visit.pk, candidacy=case)
        working_copy.check(visit.version, version, visit.by, visit.at, _told(visit))
    visit.visited_on, visit.place, visit.findings = visited_on, place.strip(), findings.strip()
    visit.by, visit.at = by, clock.now()
    visit.version += 1
    visit.save()
    visit.visitors.set(visitors)
    audit.record("记录实地查看" if is_new else "更正实地查看", case, by=by, visited_on=str(visited_on))
    return visit


@transaction.atomic
def record_consultation(
    case: Candidacy,
    *,
    by: User,
    consulted_on: date,
    method: str,
    heard: int,
    satisfied: int,
    summary: str,
    consultation: Consultation | None = None,
) -> Consultation:
    """Record 征求意见 in numbers and words, without names; or correct a record of it."""
    _require_work(case, by)
    if satisfied > heard:
        raise Refused("满意人数不能超过征求人数。")
    fields = {
        "consulted_on": consulted_on,
        "method": method,
        "heard": heard,
        "satisfied": satisfied,
        "summary": summary.strip(),
        "by": by,
        "at": clock.now(),
    }
    is_new = consultation is None
    if consultation is None:
        consultation = Consultation.objects.create(candidacy=case, **fields)
    else:
        Consultation.objects.filter(pk=consultation.pk, candidacy=case).update(**fields)
    audit.record("记录征求意见" if is_new else "更正征求意见", case, by=by, consulted_on=str(consulted_on))
    return consultation


@transaction.atomic
def write_opinion(case: Candidacy, *, by: User, text: str, advice: str = "", version: int | None = None) -> Opinion:
    """Keep the opinion; with advice it counts as written, without it is a working copy.

    Raises Overtaken when somebody else saved after `version` was read.
    """
    part = _require_open(case, by)
    if not (part.organises or part.leads):
        raise PermissionDenied
    opinion, _ = (
        Opinion.objects.select_for_update(of=("self",))
        .select_related("by")
        .get_or_create(candidacy=case, defaults={"text": "", "by": by, "at": clock.now()})
    )
    kept = {"text": opinion.text, "advice": opinion.advice}
    working_copy.check(opinion.version, version, opinion.by, opinion.at, kept)
    Opinion.objects.filter(pk=opinion.pk).update(
        text=text.strip(), advice=advice, is_for_branch=True, by=by, at=clock.now(), version=opinion.version + 1
    )
    if advice and advice != opinion.advice:
        audit.record("填写考核意见", case, by=by, advice=advice)
    opinion.refresh_from_db()
    return opinion


@transaction.atomic
def conclude(case: Candidacy, *, by: User, version: int | None = None) -> Transition:
    """提交考核意见: hand the opinion to the leading Party group, with the mean of the assessors' 参考分."""
    done = advance(case, Action.CONCLUDE, by=by, version=version)
    Candidacy.objects.filter(pk=case.pk).update(assessed_score=mean_score(case))
    return done


@transaction.atomic
def send_back(
    case: Candidacy,
    *,
    by: User,
    version: int | None = None,
    note: str = "",
    due: date | None = None,
    items: Mapping[str, str] | None = None,
) -> Transition:
    """退回补正, to the branch or from the leading group to the organ organisation, with reasons item by item (D27).

    What is sent back to the branch is scored anew: sheets handed in open again, with their marks kept.
    """
    reasons = {key: text.strip() for key, text in (items or {}).items() if text.strip()}
    done = advance(case, Action.SEND_BACK, by=by, note=note, version=version, due=due, data={"items": reasons})
    Candidacy.objects.filter(pk=case.pk).update(assessed_score=None)
    if done.after == State.DRAFT:
        ScoreSheet.objects.filter(candidacy=case, submitted_at__isnull=False).update(
            submitted_at=None, return_reason="该支部已退回补正，重新申请后请核对原评分，再次提交。"
        )
    return done


@transaction.atomic
def draw_up(cycle: Cycle, unit: Unit, *, by: User) -> Notice:
    """One 考核意见 of all branches concluded so far; the one before is replaced, and stays readable.

    An act on the whole unit: nobody keeps away from it (D38).
    """
    access.require(by, Perm.ASSESS, unit)
    lock_unit(cycle, unit)
    if reasons := assessment_issue.obstacles(Cycle.objects.get(pk=cycle.pk), unit):
        raise Refused(*reasons)
    made = assessment_issue.opinion(cycle, unit, by=by)
    audit.record("汇总考核意见", made, by=by, notice=made.pk, branches=len(made.data["branches"]))
    return made


def _told(visit: SiteVisit) -> dict[str, str]:
    """A record in words, for whoever was correcting it at the same time."""
    names = "、".join(one.name for one in visit.visitors.all())
    return {"visited_on": day(visit.visited_on), "visitors": names, "place": visit.place, "findings": visit.findings}


def _require_open(case: Candidacy, by: User) -> Part:
    part = part_of(by, case)
    if not part.works:
        raise PermissionDenied
    case = lock_case(case)
    if case.state != State.APPLIED or not case.cycle.is_running:
        raise Refused("该支部现在不在考核中，考核材料不能修改。")
    return part


def _require_work(case: Candidacy, by: User) -> None:
    _require_open(case, by)
