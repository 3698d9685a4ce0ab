"""One large year, written in bulk: every case is made as it stands in the end, with the moves that led there."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from branches import clock
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import digest
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import beginning as beginning_steps
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
    RecommendationList,
    Signature,
    Transition,
)
from evaluation.naming.steps.evaluation import set_panel
from evaluation.procedure.lives import CaseMove
from evaluation.recommendation import handing_in
from evaluation.seeds import texts
from evaluation.seeds.material import Material
from evaluation.seeds.people import Staff
from evaluation.seeds.plans import REASONS, Days, Plan, spread
from evaluation.shift import shift
from evaluation.vocabulary import Action as A
from evaluation.vocabulary import Body, CycleState, DecisionKind, DecisionState, State

BATCH = 500


class Year:
    """A year from its opening to where its days end."""

    def __init__(self, number: int, people: Staff, days: Days) -> None:
        self.number, self.people, self.days = number, people, days
        self.committee, self.department = people.named["work_committee"], people.named["organisation_department"]

    def build(self) -> None:
        days, by = self.days, self.committee
        with clock.moved_to(days.opened):
            second = self.people.second_committee
            made = year_steps.create_cycle(self.number, by=by, confirmed_by=second, notice_days=1, **days.dates)
            year_steps.confirm_small_units(made, by=by, mode=made.small_unit_mode)
            branches = list(cycle_queries.candidates(made).select_related("unit").order_by("unit", "pk"))
            shift(made, CycleState.OPEN, by=by, opened_at=clock.now())
            beginning_steps.copy_standard(made)
            beginning_steps.begin_reinspections(made, by=by)
        with clock.moved_to(days.recommended):
            self.cycle = year_steps.open_recommendation(made, by=by)
        self.lists = list(RecommendationList.objects.filter(cycle=self.cycle).select_related("unit", "cycle"))
        plans = list(spread(self.lists, branches, is_running=days.closed is None))
        self.cases = self.begin(plans)
        Material(self.cycle, self.people, days, self.cases).write(is_running=days.closed is None)
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
        cases, walks = [], []
        for number, plan in enumerate(plans):
            moves = plan.moves
            times = [self.at(move.action, place) for place, move in enumerate(moves)]
            is_scored = A.CONCLUDE in plan.route
            cases.append(
                Candidacy(
                    cycle=self.cycle,
                    branch=plan.branch,
                    unit=plan.branch.unit,
                    state=moves[-1].after if moves else State.DRAFT,
                    since=times[-1] if moves else self.at(A.APPLY, 0),
                    version=len(moves),
                    seat=plan.seat,
                    rank=plan.rank,
                    self_score=Decimal(100 - number % 7) if A.APPLY in plan.route else None,
                    assessed_score=Decimal(99 - number % 11) if is_scored else None,
                )
            )
            walks.append((moves, times))
        made = Candidacy.objects.bulk_create(cases, batch_size=BATCH)
        records = [
            row for case, (moves, times) in zip(made, walks, strict=True) for row in self.records(case, moves, times)
        ]
        Transition.objects.bulk_create(records, batch_size=BATCH)
        return made

    def records(self, case: Candidacy, moves: list[CaseMove], times: list[datetime]) -> Iterator[Transition]:
        previous = ""
        for number, (move, at) in enumerate(zip(moves, times, strict=True), 1):
            row = Transition(
                candidacy=case,
                number=number,
                action=move.action,
                before=move.before,
                after=move.after,
                by=self.actor(case, move.perm),
                note=self.document if move.action == A.NAME else REASONS.get(move.action, ""),
                data={"submission": 1} if move.action == A.APPLY else {},
                at=at,
                announced_at=at,
            )
            row.digest = previous = digest(row, previous)
            yield row

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
        """The meetings behind the lists; lists are handed in as people do it, one after the other."""
        order: dict[int, list[int]] = {}
        sent = {case.unit_id for case, plan in zip(self.cases, plans, strict=True) if A.FORWARD in plan.route}
        for case, plan in zip(self.cases, plans, strict=True):
            if plan.seat:
                order.setdefault(plan.seat.list_id, []).append(case.pk)
        decided = {plan.seat.list_id for plan in plans if plan.seat and plan.is_handed_in}
        with clock.moved_to(self.days.recommended):
            self.deliberate([one for one in self.lists if one.pk in order or one.unit_id in sent])
            self.appraise(plans)
            for one in self.lists:
                if one.pk in decided:
                    by = self.writer(one)
                    handing_in.hand_in(one, by=by, order=order[one.pk], remark="其余支部经研究不列入本次推荐。")

    def appraise(self, plans: Sequence[Plan]) -> None:
        """What the leading Party groups say of those they recommend or put forward."""
        spoken_of = (case for case, plan in zip(self.cases, plans, strict=True) if plan.seat or A.FORWARD in plan.route)
        Appraisal.objects.bulk_create(
            (
                Appraisal(candidacy=case, text=texts.APPRAISAL, by=self.people.leading[case.unit_id], at=clock.now())
                for case in spoken_of
            ),
            batch_size=BATCH,
        )

    def deliberate(self, lists: Sequence[RecommendationList]) -> None:
        Deliberation.objects.bulk_create(
            (
                Deliberation(
                    list=one,
                    held_on=clock.today(),
                    chair="王书记",
                    expected=9,
                    present=8,
                    attendance="党组成员",
                    minutes=f"党组会议纪要〔{clock.today().year}〕3号",
                    by=self.writer(one),
                    at=clock.now(),
                )
                for one in lists
            ),
            batch_size=BATCH,
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
        Honour.objects.bulk_create(
            (
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
            ),
            batch_size=BATCH,
        )
        naming(decided, version, by=by)
