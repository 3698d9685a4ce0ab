"""Plain functions that make things. Whatever the procedure makes is made through `steps` and `advance`."""

import itertools
from collections.abc import Iterable
from datetime import date
from typing import Any

from branches import access, clock
from branches.models import Branch, Setting, Unit, User
from branches.permissions import MUNICIPAL, Role
from branches.register.steps import index_branch, index_unit
from evaluation.advance import advance
from evaluation.models import (
    Appraisal,
    AssessmentTeam,
    Candidacy,
    Criterion,
    Cycle,
    Declaration,
    Deliberation,
    Disqualification,
    Honour,
    MunicipalEvaluation,
    Opinion,
    RecommendationList,
    ScoreSheet,
    Seat,
    SelfAssessment,
    SelfRating,
    SiteVisit,
    TeamMember,
    Verification,
)
from evaluation.models.honour import HELD
from evaluation.rules.allotment import cap
from evaluation.vocabulary import (
    Action,
    Answer,
    Body,
    CycleState,
    Grade,
    HonourState,
    ListState,
    State,
    Strength,
    Tier,
    Verdict,
)

_numbers = itertools.count(1)
PASSWORD = "Correct-horse-9"
APPRAISAL = "班子坚强，作用突出，群众公认。"
IN_DECEMBER = date(2026, 12, 7)
IN_JANUARY = date(2027, 1, 8)


def city() -> Unit:
    row, is_new = Unit.objects.get_or_create(kind=Unit.Kind.CITY, defaults={"name": "平顶山市"})
    if is_new:
        settings()
    return row


def settings() -> None:
    """What the site says of itself: all that a public notice needs (D46)."""
    given = {
        Setting.Name.PHONE: "0375-2660001",
        Setting.Name.ADDRESS: "平顶山市行政办公区1号楼",
        Setting.Name.ORGANISATION_DEPARTMENT_NAME: "中共平顶山市委组织部",
        Setting.Name.ORGANISATION_DEPARTMENT_CODE: "平组通",
        Setting.Name.WORK_COMMITTEE_NAME: "中共平顶山市委市直机关工作委员会",
        Setting.Name.WORK_COMMITTEE_CODE: "平直工",
    }
    Setting.objects.bulk_create(Setting(name=name, value=value, at=clock.now()) for name, value in given.items())


def unit(name: str = "", **fields) -> Unit:
    made = Unit(name=name or f"市第{next(_numbers)}局", **fields)
    index_unit(made)
    made.save(force_insert=True)
    return made


def branch(of: Unit | None = None, short_name: str = "", **fields) -> Branch:
    of = of or unit()
    short_name = short_name or f"第{next(_numbers)}党支部"
    defaults = {"full_name": f"中共{of.name}{short_name}委员会", "established_on": date(2010, 3, 1), "full_members": 9}
    made = Branch(unit=of, short_name=short_name, **(defaults | fields))
    index_branch(made)
    made.save(force_insert=True)
    return made


def person(name: str = "", *, own_branch: Branch | None = None, username: str = "", **fields) -> User:
    number = next(_numbers)
    fields = {"opened_at": clock.now(), "password_set_at": clock.now()} | fields
    user = User(username=username or f"user{number}", name=name or f"张{number}", branch=own_branch, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def appointed(role: Role, place: Unit | Branch | None = None, *, since: date = date(2020, 1, 1), **fields) -> User:
    """A new person with this post; of a municipal body: with the telephone that a public notice prints."""
    user = person(**(({"phone": "0375-2660002"} if role in MUNICIPAL else {}) | fields))
    access.grant(user, role, place or city(), starts_on=since, by=None)
    return user


def cycle(year: int = 2026, state: str = CycleState.OPEN, **fields) -> Cycle:
    """A year with short standards: 20 criteria, 6 conditions."""
    defaults = {
        "base_on": date(year, 12, 31),
        "self_assessment_opens_on": date(year, 12, 1),
        "self_assessment_due": date(year + 1, 1, 10),
        "assessment_due": date(year + 1, 1, 20),
        "recommendation_due": date(year + 1, 1, 31),
        "pool_due": date(year + 1, 2, 15),
        "naming_on": date(year + 1, 7, 1),
        "is_mode_confirmed": True,
        "notice_days": 0,
        "sheets_needed": 1,
    }
    row = Cycle.objects.create(year=year, state=state, **(defaults | fields))
    Criterion.objects.bulk_create(
        Criterion(
            cycle=row, number=n, strength=Strength.values[(n - 1) // 5], title=f"指标{n}", text=f"第{n}项指标的内容。"
        )
        for n in range(1, 21)
    )
    Disqualification.objects.bulk_create(
        Disqualification(
            cycle=row,
            number=n,
            title=f"情形{n}",
            text=f"第{n}种情形。",
            within_year=n in (2, 3, 4, 5),
            needs_basis=n in (1, 6),
        )
        for n in range(1, 7)
    )
    return row


def candidacy(of: Cycle, branch_: Branch | None = None) -> Candidacy:
    """A case in DRAFT."""
    branch_ = branch_ or branch()
    return Candidacy.objects.create(cycle=of, branch=branch_, unit=branch_.unit, since=clock.now())


def fill_in(case: Candidacy, by: User, *, grade: str = Grade.MET) -> None:
    """A self-assessment that may be applied with."""
    SelfAssessment.objects.update_or_create(
        candidacy=case,
        defaults={
            "secretary_name": by.name,
            "full_members": 9,
            "facts_confirmed_at": clock.now(),
            "met_on": clock.today(),
            "expected": 9,
            "present": 9,
            "in_favour": 9,
            "resolution": "同意申请。",
        },
    )
    SelfRating.objects.bulk_create(
        SelfRating(
            candidacy=case,
            criterion=one,
            grade=grade,
            statement="按要求开展工作。",
            is_complete=True,
            by=by,
            at=clock.now(),
        )
        for one in case.cycle.criteria.all()
        if not case.self_ratings.filter(criterion=one).exists()
    )
    for one in case.cycle.disqualifications.all():
        Declaration.objects.get_or_create(
            candidacy=case, disqualification=one, defaults={"answer": Answer.NO, "by": by, "at": clock.now()}
        )


def applied(case: Candidacy, by: User) -> Candidacy:
    fill_in(case, by)
    advance(case, Action.APPLY, by=by)
    return fresh(case)


def assess(case: Candidacy, by: User, assessor: User, *, grade: str = Grade.MET) -> None:
    """Everything that CONCLUDE asks for."""
    team, _ = AssessmentTeam.objects.get_or_create(
        cycle=case.cycle, unit=case.unit, defaults={"leader": assessor, "formed_by": by, "formed_at": clock.now()}
    )
    TeamMember.objects.get_or_create(team=team, user=assessor, left_on=None, defaults={"joined_on": clock.today()})
    visit = SiteVisit.objects.create(
        candidacy=case, visited_on=clock.today(), findings="阵地规范。", by=assessor, at=clock.now()
    )
    visit.visitors.add(assessor)
    sheet, _ = ScoreSheet.objects.get_or_create(candidacy=case, assessor=assessor)
    sheet.scores.all().delete()
    for one in case.cycle.criteria.all():
        sheet.scores.create(criterion=one, grade=grade)
    ScoreSheet.objects.filter(pk=sheet.pk).update(submitted_at=clock.now())
    verify(case, by, Tier.ORGAN)
    Opinion.objects.get_or_create(
        candidacy=case,
        defaults={"text": "工作扎实。", "advice": Opinion.Advice.RECOMMEND, "by": by, "at": clock.now()},
    )


def verify(case: Candidacy, by: User, tier: str, answer: str = Answer.NO) -> None:
    for one in case.cycle.disqualifications.all():
        Verification.objects.update_or_create(
            candidacy=case,
            disqualification=one,
            tier=tier,
            is_current=True,
            defaults={"answer": answer, "by": by, "at": clock.now()},
        )


def assessed(case: Candidacy, by: User, assessor: User) -> Candidacy:
    """An APPLIED case, concluded, and spoken of by the leading Party group."""
    assess(case, by, assessor)
    advance(case, Action.CONCLUDE, by=by)
    appraised([case], by)
    return fresh(case)


def recommendation_list(
    of: Cycle, unit_: Unit | None, *, base: int = 20, ratio_bp: int = 1000, pool: RecommendationList | None = None
) -> RecommendationList:
    """An open list with its seats; unit None is the pool."""
    places = 0 if pool else cap(base, of.ratio.__class__(ratio_bp) / 10_000)
    row = RecommendationList.objects.create(
        cycle=of, unit=unit_, base=base, ratio_bp=ratio_bp, cap=places, pool=pool, state=ListState.OPEN
    )
    Seat.objects.bulk_create(Seat(list=row, number=n) for n in range(1, places + 1))
    return row


def appraised(cases: Iterable[Candidacy], by: User) -> None:
    """With the 综合考评意见 of the leading Party group."""
    for case in cases:
        Appraisal.objects.get_or_create(candidacy=case, defaults={"text": APPRAISAL, "by": by, "at": clock.now()})


def deliberated(one: RecommendationList, by: User) -> Deliberation:
    """The meeting was held, and it said what it thinks of the branches that are assessed by then."""
    appraised(Candidacy.objects.filter(cycle=one.cycle_id, unit=one.unit_id, state=State.ASSESSED), by)
    return Deliberation.objects.create(
        list=one,
        held_on=clock.today(),
        chair="李书记",
        expected=7,
        present=6,
        minutes="党组会议纪要〔2027〕1号",
        by=by,
        at=clock.now(),
    )


def recommended(case: Candidacy, by: User) -> Candidacy:
    """An ASSESSED case of a unit whose list is open and deliberated, recommended."""
    advance(case, Action.RECOMMEND, by=by)
    return fresh(case)


def submit(one: RecommendationList) -> None:
    RecommendationList.objects.filter(pk=one.pk).update(state=ListState.SUBMITTED, submitted_at=clock.now())


def evaluated(case: Candidacy, committee: User, department: User, verdict: str = Verdict.NAME) -> None:
    """Both bodies' verdicts and the panel's verification."""
    verify(case, committee, Tier.CITY)
    for body, by in ((Body.WORK_COMMITTEE, committee), (Body.ORGANISATION_DEPARTMENT, department)):
        MunicipalEvaluation.objects.update_or_create(
            candidacy=case,
            body=body,
            defaults={
                "verdict": verdict,
                "reason": "" if verdict == Verdict.NAME else "创建成效不突出。",
                "by": by,
                "at": clock.now(),
            },
        )


def fresh(case: Candidacy) -> Candidacy:
    return Candidacy.objects.select_related("cycle", "branch__unit", "unit", "seat").get(pk=case.pk)


def honour(branch: Branch, year: int = 2025, state: str = HonourState.STANDING, **fields: Any) -> Honour:
    """A title from before the system: with the numbers of its documents, without case or decision."""
    ended = {"ended_on": date(year + 1, 8, 1)} if state not in HELD else {}
    revoked = {"revocation_number": f"平直工〔{year + 1}〕18号"} if state == HonourState.REVOKED else {}
    given = {
        "branch_name": branch.full_name,
        "decision_number": f"平直工〔{year + 1}〕9号",
        "named_on": date(year + 1, 7, 1),
    }
    return Honour.objects.create(branch=branch, year=year, state=state, **{**given, **ended, **revoked, **fields})
