"""Walks cases through the procedure as people would: every act by whoever's act it is, through `steps` and `advance`."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from branches import clock
from branches.models import Unit, User
from evaluation.advance import advance
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.steps import scoring as scoring_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.assessment.verification.steps import verification as verification_steps
from evaluation.cases.bodies import assessors_of
from evaluation.documents import steps as documents_steps
from evaluation.models import Candidacy, Cycle, RecommendationList
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.seeds import texts
from evaluation.seeds.people import Staff
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.vocabulary import Action, Answer, Grade, Verdict


class Walk:
    """One year with its people; each method is a stretch of the way."""

    def __init__(self, cycle: Cycle, people: Staff) -> None:
        self.cycle = cycle
        self.people = people
        self.criteria = list(cycle.criteria.all())
        self.conditions = list(cycle.disqualifications.all())

    def case(self, branch: int) -> Candidacy:
        return Candidacy.objects.select_related("cycle", "branch__unit", "unit").get(cycle=self.cycle, branch=branch)

    def secretary(self, case: Candidacy) -> User:
        return self.people.secretaries[case.branch_id]

    def officer(self, case: Candidacy) -> User:
        return self.people.officers[case.unit_id]

    def fill_in(self, case: Candidacy, *, most: int = 20, weak: Iterable[int] = ()) -> None:
        """Rate the first `most` criteria; `weak` ones are only partly met."""
        by = self.secretary(case)
        for criterion in self.criteria[:most]:
            mark = Grade.PARTLY if criterion.number in set(weak) else Grade.MET
            values = {"mark": mark, "statement": texts.STATEMENTS[criterion.number - 1]}
            self_assessment_steps.save_rating(case, criterion, values, by=by, seen=None)

    def finish(self, case: Candidacy) -> None:
        """Declarations, basic facts and the resolution."""
        by, branch = self.secretary(case), case.branch
        answers = {condition.number: Answer.NO.value for condition in self.conditions}
        self_assessment_steps.declare(case, answers, by=by, seen=None)
        basics = {name: getattr(branch, name) for name in self_assessment_queries.BASICS if hasattr(branch, name)}
        self_assessment_steps.save_basics(case, basics | {"summary": texts.SUMMARY}, by=by, seen=None, saved=True)
        members = max(branch.full_members, 3)
        meeting = {
            "met_on": clock.today(),
            "expected": members,
            "present": members - 1,
            "in_favour": members - 1,
            "resolution": texts.RESOLUTION,
        }
        self_assessment_steps.save_resolution(case, meeting, by=by, seen=None, saved=True)

    def apply(self, branch: int, *, weak: Iterable[int] = ()) -> Candidacy:
        case = self.case(branch)
        self.fill_in(case, weak=weak)
        self.finish(case)
        self_assessment_steps.apply(case, by=self.secretary(case))
        return case

    def form_teams(self, cases: Iterable[Candidacy], leaders: dict[int, User] | None = None) -> None:
        """One team a unit; at least two members who may assess each of its cases."""
        by_unit: dict[int, list[Candidacy]] = {}
        for case in cases:
            by_unit.setdefault(case.unit_id, []).append(case)
        for unit, waiting in by_unit.items():
            members = {user.pk: user for case in waiting for user in self.people.neighbours(case.branch, 2)}
            chosen = list(members.values())[:3]
            if leader := (leaders or {}).get(unit):
                chosen = [leader, *(user for user in chosen if user != leader)][:3]
            team_steps.form_team(
                self.cycle, waiting[0].unit, leader=chosen[0], members=chosen, by=self.officer(waiting[0])
            )

    def visit(self, case: Candidacy) -> list[User]:
        members = list(assessors_of(case))
        members = [self._known(user) for user in members]
        assessment_steps.record_visit(
            case,
            by=members[0],
            visited_on=clock.today(),
            visitors=members,
            findings=texts.FINDINGS,
            place="支部党员活动室",
        )
        assessment_steps.record_consultation(
            case,
            by=members[0],
            consulted_on=clock.today(),
            method="talk",
            heard=8,
            satisfied=8,
            summary=texts.CONSULTED,
        )
        return members

    def score(self, case: Candidacy, by: User, *, weak: Iterable[int] = ()) -> None:
        with transaction.atomic():
            sheet = scoring_steps.own_sheet(case, by)
            for criterion in self.criteria:
                mark = Grade.PARTLY if criterion.number in set(weak) else Grade.MET
                scoring_steps.put(sheet, criterion, mark=mark)
        scoring_steps.submit_sheet(case, by=by)

    def verify(self, case: Candidacy, by: User, *, pending: int = 0) -> None:
        for condition in self.conditions:
            answer = Answer.PENDING if condition.number == pending else Answer.NO
            facts = "年度述职评议结果尚未公布。" if answer == Answer.PENDING else ""
            verification_steps.verify(case, condition, answer, by=by, facts=facts)

    def assess(self, case: Candidacy, *, weak: Iterable[int] = (), pending: int = 0, advised: bool = True) -> None:
        """The whole of step 2."""
        for member in self.visit(case):
            self.score(case, member, weak=weak)
        self.verify(case, self.officer(case), pending=pending)
        words = (texts.OPINION, "recommend") if advised else (texts.WEAK_OPINION, "not_recommend")
        assessment_steps.write_opinion(case, by=self.officer(case), text=words[0], advice=words[1])
        assessment_steps.conclude(case, by=self.officer(case))

    def draw_up(self, unit: int, number: str = "") -> None:
        """The unit's 考核意见, with the number of its office where that had registered it."""
        by = self.people.officers[unit]
        made = assessment_steps.draw_up(self.cycle, Unit.objects.get(pk=unit), by=by)
        if number:
            documents_steps.give_number(made, by=by, number=number, signer=by.name)

    def list_of(self, unit: int | None) -> RecommendationList:
        return RecommendationList.objects.select_related("cycle", "unit").get(cycle=self.cycle, unit=unit)

    def deliberate(self, unit: int, by: User, serial: int) -> RecommendationList:
        """A meeting of the unit's 党组 or 部务会 today, whose minutes bear its year."""
        own = self.list_of(unit)
        body = Unit.objects.get(pk=unit).get_leading_body_display()
        list_steps.deliberate(
            own,
            by=by,
            held_on=clock.today(),
            chair=texts.CHAIR,
            expected=9,
            present=8,
            minutes=f"{body}会议纪要〔{clock.today().year}〕{serial}号",
            attendance=f"{body}成员",
        )
        return own

    def submit(self, unit: int, order: list[Candidacy]) -> None:
        own = self.list_of(unit)
        reasons = {case.pk: "该支部在重点工作中作用突出，经会议研究优先推荐。" for case in order}
        remark = "其余支部经研究不列入本次推荐。"
        seen = [case.pk for case in order]
        appraisals = dict.fromkeys(seen, texts.APPRAISAL)
        by = self.people.leading[unit]
        list_steps.submit(own, by=by, seen=seen, reasons=reasons, appraisals=appraisals, remark=remark)

    def evaluate(self, case: Candidacy, committee: str = Verdict.NAME, department: str = Verdict.NAME) -> None:
        reason = "近两年创建成效不够突出。"
        for role, verdict in (("work_committee", committee), ("organisation_department", department)):
            by = self.people.named[role]
            evaluation_steps.evaluate(case, by=by, verdict=verdict, reason="" if verdict == Verdict.NAME else reason)

    def move(self, case: Candidacy, action: Action, by: User, note: str = "", due: date | None = None) -> None:
        advance(case, action, by=by, note=note, due=due)

    def _known(self, user: User) -> User:
        """The same object for the same person, so that rights are read once."""
        everybody = [*self.people.named.values(), *self.people.secretaries.values()]
        return next((one for one in everybody if one.pk == user.pk), user)
