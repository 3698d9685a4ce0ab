"""What lies behind the cases of a large year: self-assessments, teams and scores, verifications, verdicts."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import JSONObject

from branches import clock
from branches.models import User
from branches.permissions import Role
from evaluation.assessment.steps.team import regrant_teams
from evaluation.models import (
    AssessmentTeam,
    Candidacy,
    Cycle,
    Declaration,
    MunicipalEvaluation,
    Opinion,
    PublicNotice,
    Score,
    ScoreSheet,
    SelfAssessment,
    SelfRating,
    SiteVisit,
    Submission,
    TeamMember,
    Verification,
)
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.seeds import texts
from evaluation.seeds.large.plans import REASONS, Days
from evaluation.seeds.large.writing import Json, fresh, multiply, write
from evaluation.seeds.people import Staff
from evaluation.self_assessment.queries import BASICS, RESOLUTION
from evaluation.vocabulary import Action, Answer, Body, Grade, State, Tier, Verdict

BEGUN = 13
"""As many criteria has a branch rated that has not applied yet."""


class Material:
    """Writes one kind of thing after the other for all cases at once, most of it without fetching them."""

    def __init__(self, cycle: Cycle, people: Staff, days: Days) -> None:
        self.cycle, self.people, self.days = cycle, people, days
        self.conditions = list(cycle.disqualifications.all())
        self.cases = Candidacy.objects.filter(cycle=cycle).order_by("pk")
        self.applied = self.cases.filter(self_score__isnull=False)
        self.assessed = self.cases.filter(assessed_score__isnull=False)
        self.tainted = self.cases.filter(state=State.DISQUALIFIED)
        self.judged = self.cases.filter(state__in=sorted(HOLDS_SEAT - {State.RECOMMENDED}))

    def write(self, *, is_running: bool) -> None:
        """The working papers of step 1 and 2 belong to the running year only; closed ones keep what was handed in."""
        with clock.moved_to(self.days.applied):
            self.self_assessments()
            if is_running:
                self.ratings()
        with clock.moved_to(self.days.assessed):
            members = self.teams()
            if is_running:
                self.scores(members)
                regrant_teams()
            self.opinions()
        with clock.moved_to(self.days.proposed):
            self.verdicts()

    def self_assessments(self) -> None:
        """The facts, the resolution, the six declarations, and what the branch applied with."""
        now, members = clock.now(), F("branch__full_members")
        multiply(
            SelfAssessment,
            self.applied.filter(branch__appointment__role=Role.SECRETARY.value),
            candidacy=F("pk"),
            secretary_name=F("branch__secretary_name"),
            full_members=members,
            probationary_members=F("branch__probationary_members"),
            last_election_on=F("branch__last_election_on"),
            summary=texts.SUMMARY,
            facts_confirmed_at=now,
            met_on=clock.today(),
            expected=members,
            present=members - 1,
            in_favour=members - 1,
            resolution=texts.RESOLUTION,
            by=F("branch__appointment__user"),
            at=now,
        )
        by = F("self_assessment__by")
        multiply(
            Declaration,
            self.applied.order_by("pk", "cycle__disqualifications__number"),
            candidacy=F("pk"),
            disqualification=F("cycle__disqualifications"),
            answer=Answer.NO,
            by=by,
            at=now,
        )
        multiply(Submission, self.applied, candidacy=F("pk"), number=1, content=self.document(), by=by, at=now)

    def document(self) -> JSONObject:
        """As `self_assessment.document.document` would freeze it, of a case in a query."""
        draft = "self_assessment__"
        criteria: list[dict[str, Any]] = [
            {
                "number": one.number,
                "title": one.title,
                "strength": one.strength,
                "grade": Grade.MET.value,
                "points": None,
                "mark": Grade.MET.label,
                "statement": texts.STATEMENTS[one.number - 1],
                "evidence": [],
            }
            for one in self.cycle.criteria.all()
        ]
        declarations = [
            {"number": one.number, "title": one.title, "answer": Answer.NO.value, "label": Answer.NO.label}
            for one in self.conditions
        ]
        return JSONObject(
            branch=F("branch__full_name"),
            unit=F("unit__name"),
            basics=JSONObject(**{name: F(f"{draft}{name}") for name in BASICS}),
            criteria=Json(criteria),
            declarations=Json(declarations),
            facts=Json({}),
            resolution=JSONObject(**{name: F(f"{draft}{name}") for name in RESOLUTION}),
            paper=Json(None),
        )

    def ratings(self) -> None:
        """Whoever applied has rated all criteria; who has not, so far the first of them."""
        number = "cycle__criteria__number"
        statements = (When(**{number: place}, then=Value(text)) for place, text in enumerate(texts.STATEMENTS, 1))
        multiply(
            SelfRating,
            self.cases.filter(
                Q(self_score__isnull=False) | Q(state=State.DRAFT, cycle__criteria__number__lte=BEGUN),
                branch__appointment__role=Role.SECRETARY.value,
            ).order_by("pk", number),
            candidacy=F("pk"),
            criterion=F("cycle__criteria"),
            grade=Grade.MET,
            statement=Case(*statements),
            is_complete=True,
            by=F("branch__appointment__user"),
            at=clock.now(),
        )

    def teams(self) -> dict[int, list[User]]:
        """A team of three for every unit with something to assess: secretaries of its own and of the next unit."""
        now = clock.now()
        units = list(dict.fromkeys(self.applied.values_list("unit_id", flat=True)))
        near: dict[int, list[User]] = {}
        demo = self.people.named["secretary"]
        for user in sorted(self.people.secretaries.values(), key=lambda one: (one.pk != demo.pk, one.branch_id)):
            if user != demo and user.branch:
                near.setdefault(user.branch.unit_id, []).append(user)
        members: dict[int, list[User]] = {}
        for unit, following in pairwise([*units, units[0]]):
            members[unit] = list(dict.fromkeys([*near.get(unit, []), *near.get(following, [])]))[:3]
        teams = [
            AssessmentTeam(
                cycle=self.cycle,
                unit_id=unit,
                leader=members[unit][0],
                formed_by=self.people.officers[unit],
                formed_at=now,
            )
            for unit in units
        ]
        write(teams)
        today = clock.today()
        write(
            fresh(TeamMember, team_id=team.pk, user_id=user.pk, joined_on=today)
            for team in teams
            for user in members[team.unit_id]
        )
        return members

    def scores(self, members: dict[int, list[User]]) -> None:
        """A visit, and a sheet of every member of the team; nobody scores the own branch."""
        now, today = clock.now(), clock.today()
        write(
            fresh(
                SiteVisit,
                candidacy_id=case,
                visited_on=today,
                place="支部党员活动室",
                findings=texts.FINDINGS,
                by_id=members[unit][-1].pk,
                at=now,
            )
            for case, unit in self.assessed.values_list("pk", "unit_id")
        )
        case = "team__unit__candidacies"
        own = F(f"{case}__branch")
        assessors = TeamMember.objects.filter(
            Q(user__branch__lt=own) | Q(user__branch__gt=own),
            team__cycle=self.cycle,
            **{f"{case}__cycle": self.cycle, f"{case}__assessed_score__isnull": False},
        )
        multiply(
            ScoreSheet,
            assessors.order_by(f"{case}__pk", "pk"),
            candidacy=F(case),
            assessor=F("user"),
            submitted_at=now,
        )
        sheets = ScoreSheet.objects.filter(candidacy__cycle=self.cycle).order_by("pk")
        multiply(SiteVisit.visitors.through, sheets, sitevisit=F("candidacy__visits"), user=F("assessor"))
        multiply(
            Score,
            sheets.order_by("pk", "candidacy__cycle__criteria__number"),
            sheet=F("pk"),
            criterion=F("candidacy__cycle__criteria"),
            grade=Grade.MET,
            note="台账齐全。",
        )

    def opinions(self) -> None:
        now, officer = clock.now(), F("unit__teams__formed_by")
        assessed = self.assessed.filter(unit__teams__cycle=self.cycle)
        multiply(Opinion, assessed, candidacy=F("pk"), text=texts.OPINION, advice="recommend", by=officer, at=now)
        self.verify(assessed, Tier.ORGAN, officer)
        multiply(
            Verification,
            self.tainted.filter(unit__teams__cycle=self.cycle),
            candidacy=F("pk"),
            disqualification=self.conditions[3].pk,
            tier=Tier.ORGAN,
            answer=Answer.YES,
            takes_effect=True,
            facts="因工作落实不力被上级通报批评。",
            decided_on=date(self.cycle.year, 6, 18),
            by=officer,
            at=now,
        )

    def verdicts(self) -> None:
        """Both bodies have spoken on whoever went beyond the list; who was proposed was shown to the public."""
        now, today, named = clock.now(), clock.today(), self.people.named
        self.verify(self.judged, Tier.CITY, Value(named["work_committee"].pk))
        declined = Q(state=State.NOT_NAMED)
        for body in Body:
            multiply(
                MunicipalEvaluation,
                self.judged,
                candidacy=F("pk"),
                body=body,
                verdict=Case(When(declined, then=Value(Verdict.DECLINE)), default=Value(Verdict.NAME)),
                reason=Case(When(declined, then=Value(REASONS[Action.DECLINE])), default=Value("")),
                by=named[body].pk,
                at=now,
            )
        shown = self.judged.exclude(state=State.NOT_NAMED)
        if shown.exists():
            notice = PublicNotice.objects.create(
                cycle=self.cycle,
                opens_on=today,
                closes_on=today + timedelta(days=3),
                by=named["work_committee"],
                at=now,
            )
            multiply(PublicNotice.candidacies.through, shown, publicnotice=notice.pk, candidacy=F("pk"))

    def verify(self, cases: QuerySet[Candidacy], tier: Tier, by: Any) -> None:
        multiply(
            Verification,
            cases.order_by("pk", "cycle__disqualifications__number"),
            candidacy=F("pk"),
            disqualification=F("cycle__disqualifications"),
            tier=tier,
            answer=Answer.NO,
            by=by,
            at=clock.now(),
        )
