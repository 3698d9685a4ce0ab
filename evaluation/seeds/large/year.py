"""One large year, written in bulk: every case is made as it stands in the end, with the moves that led there."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from branches import clock
from branches.models import AuditEntry, User
from branches.permissions import Perm
from evaluation.cases.records import digest
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import in_bulk
from evaluation.cycle.steps import year as year_steps
from evaluation.decision import signing
from evaluation.decision.issue import naming
from evaluation.models import (
    Appraisal,
    Candidacy,
    Decision,
    DecisionVersion,
    Deliberation,
    Honour,
    ListVersion,
    RecommendationList,
    Signature,
    Transition,
)
from evaluation.naming.steps.evaluation import set_panel
from evaluation.procedure.lives import CaseMove
from evaluation.recommendation import handing_in
from evaluation.seeds import texts
from evaluation.seeds.large.material import Material
from evaluation.seeds.large.plans import REASONS, Days, Plan, Route, spread
from evaluation.seeds.large.writing import fresh, write
from evaluation.seeds.people import Staff
from evaluation.shift import shift, shift_all
from evaluation.vocabulary import Action as A
from evaluation.vocabulary import Body, CycleState, DecisionKind, DecisionState, ListState, State


class Year:
    """A year from its opening to where its days end."""

    def __init__(self, number: int, people: Staff, days: Days) -> None:
        self.number, self.people, self.days = number, people, days
        self.committee, self.department = people.named["work_committee"], people.named["organisation_department"]
        self.alike: dict[Route, list[tuple[Perm, dict[str, Any]]]] = {}

    def build(self) -> None:
        days, by = self.days, self.committee
        with clock.moved_to(days.opened):
            second = self.people.second_committee
            made = year_steps.create_cycle(self.number, by=by, confirmed_by=second, notice_days=1, **days.dates)
            year_steps.confirm_small_units(made, by=by, mode=made.small_unit_mode)
            candidates = cycle_queries.candidates(made).order_by("unit_id", "pk").values_list("pk", flat=True)
            branches = [self.people.branches[pk] for pk in candidates]
            shift(made, CycleState.OPEN, by=by, opened_at=clock.now())
            in_bulk.copy_standard(made)
            in_bulk.begin_reinspections(made, by=by)
        with clock.moved_to(days.recommended):
            self.cycle = year_steps.open_recommendation(made, by=by)
        self.lists = list(RecommendationList.objects.filter(cycle=self.cycle).select_related("unit", "cycle"))
        plans = list(spread(self.lists, branches, is_running=days.closed is None))
        self.cases = self.begin(plans)
        Material(self.cycle, self.people, days).write(is_running=days.closed is None)
        self.hand_in(plans)
        with clock.moved_to(days.proposed):
            members = [(by, Body.WORK_COMMITTEE), (self.department, Body.ORGANISATION_DEPARTMENT)]
            set_panel(self.cycle, members, by=by, leader=by)
        with clock.moved_to(days.named):
            self.proclaim()
        if days.closed:
            with clock.moved_to(days.closed):
                year_steps.close_cycle(self.cycle, by=by, confirmed_by=second, reason=REASONS[A.CLOSE])

    def begin(self, plans: Sequence[Plan]) -> list[Candidacy]:
        """The cases as they stand, and the records of their moves, each covering the one before it."""
        cases = [self.case(number, plan) for number, plan in enumerate(plans)]
        write(cases)
        write(row for case, plan in zip(cases, plans, strict=True) for row in self.records(case, plan))
        return cases

    def case(self, number: int, plan: Plan) -> Candidacy:
        moves, is_scored = plan.moves, A.CONCLUDE in plan.route
        made = fresh(
            Candidacy,
            cycle_id=self.cycle.pk,
            branch_id=plan.branch.pk,
            unit_id=plan.branch.unit_id,
            state=moves[-1].after if moves else State.DRAFT,
            since=self.at(moves[-1].action, len(moves) - 1) if moves else self.at(A.APPLY, 0),
            version=len(moves),
            seat_id=plan.seat.pk if plan.seat else None,
            rank=plan.rank,
            self_score=Decimal(100 - number % 7) if A.APPLY in plan.route else None,
            assessed_score=Decimal(f"{99 - number % 11}.0") if is_scored else None,
        )
        if plan.seat:
            made.branch, made.unit = plan.branch, plan.branch.unit
        return made

    def records(self, case: Candidacy, plan: Plan) -> Iterator[Transition]:
        if plan.route not in self.alike:
            self.alike[plan.route] = [(move.perm, self.record(place, move)) for place, move in enumerate(plan.moves)]
        previous = ""
        for perm, given in self.alike[plan.route]:
            row = fresh(Transition, candidacy_id=case.pk, by_id=self.actor(case, perm).pk, **given)
            row.digest = previous = digest(row, previous)
            yield row

    def record(self, place: int, move: CaseMove) -> dict[str, Any]:
        """What stands alike on the record of every case that goes this way."""
        at = self.at(move.action, place)
        return {
            "number": place + 1,
            "action": move.action,
            "before": move.before,
            "after": move.after,
            "note": self.document if move.action == A.NAME else REASONS.get(move.action, ""),
            "data": {"submission": 1} if move.action == A.APPLY else {},
            "at": at,
            "announced_at": at,
        }

    def actor(self, case: Candidacy, perm: Perm) -> User:
        if perm is Perm.APPLY:
            return self.people.secretaries[case.branch_id]
        if perm is Perm.RECOMMEND:
            return self.people.leading[case.unit_id]
        return self.people.officers[case.unit_id] if perm in (Perm.ASSESS, Perm.VERIFY) else self.committee

    def at(self, action: A, place: int) -> datetime:
        return clock.start_of(self.days.of(action)) + timedelta(hours=10, minutes=place)

    @property
    def document(self) -> str:
        return f"平组通〔{self.days.named.year}〕{8 if self.days.closed else 15}号"

    def hand_in(self, plans: Sequence[Plan]) -> None:
        """The meetings behind the lists, what they say of their branches, and the lists that were handed in."""
        order: dict[int, list[Candidacy]] = {}
        decided, sent = set(), set()
        with clock.moved_to(self.days.recommended):
            for case, plan in zip(self.cases, plans, strict=True):
                if plan.seat:
                    order.setdefault(plan.seat.list_id, []).append(case)
                    decided |= {plan.seat.list_id} if plan.is_handed_in else set()
                if A.FORWARD in plan.route:
                    sent.add(case.unit_id)
            spoken_of = (
                case for case, plan in zip(self.cases, plans, strict=True) if plan.seat or A.FORWARD in plan.route
            )
            write(
                Appraisal(candidacy=case, text=texts.APPRAISAL, by=self.people.leading[case.unit_id], at=clock.now())
                for case in spoken_of
            )
            meetings = [self.meeting(one) for one in self.lists if one.pk in order or one.unit_id in sent]
            write(meetings)
            self.submit([(one, order[one.list_id]) for one in meetings if one.list_id in decided])

    def meeting(self, one: RecommendationList) -> Deliberation:
        return Deliberation(
            list=one,
            held_on=clock.today(),
            chair=texts.CHAIR,
            expected=9,
            present=8,
            attendance="党组成员",
            minutes=f"党组会议纪要〔{clock.today().year}〕3号",
            by=self.writer(one),
            at=clock.now(),
        )

    def submit(self, decided: Sequence[tuple[Deliberation, list[Candidacy]]]) -> None:
        """As `handing_in.hand_in` does it, with all lists at once."""
        now, remark = clock.now(), "其余支部经研究不列入本次推荐。"
        write(
            ListVersion(
                list=meeting.list,
                number=1,
                rows=[handing_in.row(case, place) for place, case in enumerate(cases, 1)],
                deliberation=meeting,
                remark=remark,
                by=meeting.by,
                at=now,
            )
            for meeting, cases in decided
        )
        handed_in = RecommendationList.objects.filter(cycle=self.cycle, versions__isnull=False)
        by = ListVersion.objects.filter(list=OuterRef("pk")).values("by")
        given = {"submitted_at": now, "submitted_by": Subquery(by), "remark": remark, "version": 1}
        shift_all(handed_in, [ListState.OPEN], ListState.SUBMITTED, **given)
        write(
            AuditEntry(
                verb=f"{RecommendationList._meta.verbose_name}：{ListState.SUBMITTED.label}",
                subject=str(meeting.list),
                by=meeting.by,
                detail={"before": ListState.OPEN, "note": f"第1次报送，共{len(cases)}个支部"},
                at=now,
            )
            for meeting, cases in decided
        )

    def writer(self, one: RecommendationList) -> User:
        """Whose list it is: the leading group's of its unit, or 市直工委's for the pool."""
        return self.people.leading.get(one.unit_id or 0, self.committee)

    def proclaim(self) -> None:
        """One decision over everybody who is named, signed by both bodies, and a title for each."""
        named = [case for case in self.cases if case.state == State.NAMED]
        if not named:
            return
        rows = [{"candidacy": one.pk, "unit": one.unit.name, "branch": one.branch.full_name} for one in named]
        now, by = clock.now(), self.committee
        mark = signing.fingerprint(self.cycle, DecisionKind.NAMING, rows)
        decided = Decision.objects.create(
            cycle=self.cycle,
            state=DecisionState.PROCLAIMED,
            document_number=self.document,
            proclaimed_at=now,
            proclaimed_by=by,
        )
        version = DecisionVersion.objects.create(
            decision=decided, number=1, rows=rows, fingerprint=mark, frozen_by=by, frozen_at=now
        )
        Signature.objects.bulk_create(
            Signature(version=version, body=body, fingerprint=mark, by=signer, at=now)
            for body, signer in ((Body.WORK_COMMITTEE, by), (Body.ORGANISATION_DEPARTMENT, self.department))
        )
        write(
            Honour(
                branch=one.branch,
                year=self.number,
                candidacy=one,
                decision=decided,
                branch_name=one.branch.full_name,
                decision_number=self.document,
                named_on=clock.today(),
            )
            for one in named
        )
        naming(decided, version, by=by)
