"""What lies behind the cases of a large year: self-assessments, teams and scores, verifications, verdicts."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import islice, pairwise
from typing import Any

from branches import clock
from branches.models import User
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
from evaluation.seeds.people import Staff
from evaluation.seeds.plans import REASONS, Days
from evaluation.self_assessment import document as self_assessment_document
from evaluation.self_assessment.queries import BASICS, RESOLUTION
from evaluation.vocabulary import Action, Answer, Body, Grade, State, Tier, Verdict

BATCH = 500


class Material:
    """Writes one kind of thing after the other for all cases at once."""

    def __init__(self, cycle: Cycle, people: Staff, days: Days, cases: Sequence[Candidacy]) -> None:
        self.cycle, self.people, self.days = cycle, people, days
        self.criteria = list(cycle.criteria.all())
        self.conditions = list(cycle.disqualifications.all())
        self.drafts = [case for case in cases if case.state == State.DRAFT]
        self.applied = [case for case in cases if case.self_score is not None]
        self.assessed = [case for case in cases if case.assessed_score is not None]
        self.tainted = [case for case in cases if case.state == State.DISQUALIFIED]
        self.judged = [case for case in cases if case.state in HOLDS_SEAT - {State.RECOMMENDED}]

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
        now, today = clock.now(), clock.today()
        drafts = [
            SelfAssessment(
                candidacy=case,
                secretary_name=case.branch.secretary_name,
                full_members=case.branch.full_members,
                probationary_members=case.branch.probationary_members,
                last_election_on=case.branch.last_election_on,
                summary=texts.SUMMARY,
                facts_confirmed_at=now,
                met_on=today,
                expected=case.branch.full_members,
                present=case.branch.full_members - 1,
                in_favour=case.branch.full_members - 1,
                resolution=texts.RESOLUTION,
                by=self.secretary(case),
                at=now,
            )
            for case in self.applied
        ]
        _write(drafts)
        _write(
            Declaration(candidacy=case, disqualification=condition, answer=Answer.NO, by=self.secretary(case), at=now)
            for case in self.applied
            for condition in self.conditions
        )
        _write(
            Submission(candidacy=case, number=1, content=self.document(case, draft), by=self.secretary(case), at=now)
            for case, draft in zip(self.applied, drafts, strict=True)
        )

    def document(self, case: Candidacy, draft: SelfAssessment) -> self_assessment_document.Document:
        """As `self_assessment.document.document` would freeze it, from what is already in memory."""
        return {
            "branch": case.branch.full_name,
            "unit": case.unit.name,
            "basics": self_assessment_document.fields(draft, BASICS),
            "criteria": [
                {
                    "number": one.number,
                    "title": one.title,
                    "strength": one.strength,
                    "grade": Grade.MET.value,
                    "points": None,
                    "mark": Grade.MET.label,
                    "statement": statement(one.number),
                    "evidence": [],
                }
                for one in self.criteria
            ],
            "declarations": [
                {"number": one.number, "title": one.title, "answer": Answer.NO.value, "label": Answer.NO.label}
                for one in self.conditions
            ],
            "facts": {},
            "resolution": self_assessment_document.fields(draft, RESOLUTION),
            "paper": None,
        }

    def ratings(self) -> None:
        """Whoever applied has rated all criteria; who has not, so far thirteen."""
        now, most = clock.now(), {case.pk: 13 for case in self.drafts}
        _write(
            SelfRating(
                candidacy=case,
                criterion=one,
                grade=Grade.MET,
                statement=statement(one.number),
                is_complete=True,
                by=self.secretary(case),
                at=now,
            )
            for case in [*self.drafts, *self.applied]
            for one in self.criteria[: most.get(case.pk)]
        )

    def teams(self) -> dict[int, list[User]]:
        """A team of three for every unit with something to assess: secretaries of its own and of the next unit."""
        now = clock.now()
        units = list(dict.fromkeys(case.unit_id for case in self.applied))
        near: dict[int, list[User]] = {}
        demo = self.people.named["secretary"]
        for user in sorted(self.people.secretaries.values(), key=lambda one: (one.pk != demo.pk, one.branch_id)):
            if user != demo and user.branch:
                near.setdefault(user.branch.unit_id, []).append(user)
        members: dict[int, list[User]] = {}
        for unit, following in pairwise([*units, units[0]]):
            members[unit] = list(dict.fromkeys([*near.get(unit, []), *near.get(following, [])]))[:3]
        teams = _write(
            AssessmentTeam(
                cycle=self.cycle,
                unit_id=unit,
                leader=members[unit][0],
                formed_by=self.people.officers[unit],
                formed_at=now,
            )
            for unit in units
        )
        _write(
            TeamMember(team=team, user=user, joined_on=clock.today())
            for team in teams
            for user in members[team.unit_id]
        )
        return members

    def scores(self, members: dict[int, list[User]]) -> None:
        """A visit, and a sheet of every member of the team; nobody scores the own branch."""
        now = clock.now()
        visits = _write(
            SiteVisit(
                candidacy=case,
                visited_on=clock.today(),
                place="支部党员活动室",
                findings=texts.FINDINGS,
                by=members[case.unit_id][-1],
                at=now,
            )
            for case in self.assessed
        )
        through = SiteVisit.visitors.through
        _write(
            through(sitevisit_id=visit.pk, user_id=user.pk)
            for case, visit in zip(self.assessed, visits, strict=True)
            for user in _assessors(members, case)
        )
        sheets = _write(
            ScoreSheet(candidacy=case, assessor=user, submitted_at=now)
            for case in self.assessed
            for user in _assessors(members, case)
        )
        _write(
            Score(sheet=sheet, criterion=one, grade=Grade.MET, note="台账齐全。")
            for sheet in sheets
            for one in self.criteria
        )

    def opinions(self) -> None:
        now, officers = clock.now(), self.people.officers
        _write(
            Opinion(candidacy=case, text=texts.OPINION, advice="recommend", by=officers[case.unit_id], at=now)
            for case in self.assessed
        )
        self.verify(self.assessed, Tier.ORGAN)
        decided_on = clock.today().replace(year=self.cycle.year, month=6, day=18)
        _write(
            Verification(
                candidacy=case,
                disqualification=self.conditions[3],
                tier=Tier.ORGAN,
                answer=Answer.YES,
                takes_effect=True,
                facts="因工作落实不力被上级通报批评。",
                decided_on=decided_on,
                by=officers[case.unit_id],
                at=now,
            )
            for case in self.tainted
        )

    def verdicts(self) -> None:
        """Both bodies have spoken on whoever went beyond the list; who was proposed was shown to the public."""
        now, named = clock.now(), self.people.named
        self.verify(self.judged, Tier.CITY)
        _write(
            MunicipalEvaluation(
                candidacy=case,
                body=body,
                verdict=Verdict.DECLINE if case.state == State.NOT_NAMED else Verdict.NAME,
                reason=REASONS[Action.DECLINE] if case.state == State.NOT_NAMED else "",
                by=named[body],
                at=now,
            )
            for case in self.judged
            for body in Body
        )
        shown = [case for case in self.judged if case.state != State.NOT_NAMED]
        if shown:
            today = clock.today()
            closes_on = today + timedelta(days=3)
            notice = PublicNotice.objects.create(
                cycle=self.cycle, opens_on=today, closes_on=closes_on, by=named["work_committee"], at=now
            )
            through = PublicNotice.candidacies.through
            _write(through(publicnotice_id=notice.pk, candidacy_id=case.pk) for case in shown)

    def verify(self, cases: Iterable[Candidacy], tier: Tier) -> None:
        now, committee = clock.now(), self.people.named["work_committee"]
        _write(
            Verification(
                candidacy=case,
                disqualification=condition,
                tier=tier,
                answer=Answer.NO,
                by=self.people.officers[case.unit_id] if tier == Tier.ORGAN else committee,
                at=now,
            )
            for case in cases
            for condition in self.conditions
        )

    def secretary(self, case: Candidacy) -> User:
        return self.people.secretaries[case.branch_id]


def statement(number: int) -> str:
    return texts.STATEMENTS[(number - 1) % len(texts.STATEMENTS)]


def _assessors(members: dict[int, list[User]], case: Candidacy) -> list[User]:
    return [user for user in members[case.unit_id] if user.branch_id != case.branch_id]


def _write(rows: Iterable[Any]) -> list[Any]:
    """Insert in portions, so that memory does not grow with the year."""
    rows = iter(rows)
    made: list[Any] = []
    while portion := list(islice(rows, BATCH * 10)):
        made += type(portion[0])._default_manager.bulk_create(portion, batch_size=BATCH)
    return made
