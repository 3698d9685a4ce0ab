"""Fills `Facts` from a case with its columns and the list of its unit."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from django.urls import reverse

from branches import clock
from branches.models import Branch, User
from evaluation.cases import recusals
from evaluation.cases.columns import DATES, names
from evaluation.deadlines import EXTENDABLE, STANDS_AT, STEPS, YearDate, last_day, latest
from evaluation.models import (
    Candidacy,
    Cycle,
    RecommendationList,
)
from evaluation.procedure.lives import CaseMove, refusals
from evaluation.procedure.missing import Missing, Way, missing
from evaluation.rules import allotment as allotments
from evaluation.rules import impartiality
from evaluation.rules.facts import Facts, Resolution, Seats
from evaluation.vocabulary import Action, CycleState, ListState, State, Step, Strength, Word


@dataclass(frozen=True)
class Observed:
    """A case with everything the rules may ask, read once; `facts` adds the move, the actor and the instant."""

    case: Candidacy
    own: RecommendationList | None
    known: Facts
    keep_away: frozenset[int] = frozenset()
    """Who has declared to keep away from the case."""
    head: str = ""
    """The digest of its last record, which the next one covers."""

    def why_not(
        self,
        move: CaseMove,
        by: User | None,
        now: datetime | None = None,
        *,
        note: str = "",
        new_date: date | None = None,
        basis: str = "",
        is_cosigned: bool = False,
        button: bool = False,
    ) -> list[str]:
        """Why this person cannot make the move now; for a button without what is given with the move."""
        known = self.facts_for(move, by, now)
        facts = replace(known, note=note, new_date=new_date, basis=basis, is_cosigned=is_cosigned)
        return list(refusals(move, facts, button=button))

    def missing(self, move: CaseMove, by: User | None, now: datetime | None = None) -> Missing:
        """The same as things to do."""
        case = self.case

        def url_of(way: Way) -> str:
            return reverse(
                f"evaluation:{way.page}", args=[case.cycle.year, case.unit_id] if way.is_of_unit else [case.pk]
            )

        return missing(move, self.facts_for(move, by, now), url_of)

    def facts_for(self, move: CaseMove, by: User | None, now: datetime | None = None) -> Facts:
        """With the person and the instant, without what is given with the move."""
        opens, due = self.window(move)
        return replace(
            self.facts(by),
            now=now or clock.now(),
            opens=clock.start_of(opens) if opens else None,
            due=clock.end_of(due) if due else None,
            unit_due=clock.end_of(self.units_date) if self.units_date else None,
            latest=self.latest(move),
        )

    @property
    def units_date(self) -> date | None:
        """Until when the unit may hand in, put forward and take back this case."""
        case: Any = self.case
        day: date | None = case.recommendation_until
        return day

    def latest(self, move: CaseMove) -> date | None:
        """The last day that may be given with the move to the step which it enters; None: any (D36)."""
        case: Any = self.case
        step = STANDS_AT.get(move.after)
        if step not in EXTENDABLE:
            return None
        pool = self.own.pool if self.own else None
        following = {Step.SELF_ASSESSMENT: case.assessment_until, Step.ASSESSMENT: case.recommendation_until}
        own = following.get(step, pool.due if pool else None)
        return latest(case.cycle, step, clock.today(), own=own, has_places=pool is None)

    def facts(self, by: User | None) -> Facts:
        """With the person, without the move: what rules ask that look at him alone."""
        is_recused = by is not None and self.is_kept_from(by)
        return replace(self.known, actor=by.pk if by else None, is_recused=is_recused)

    def is_kept_from(self, user: User) -> bool:
        return user.pk in self.keep_away or recusals.is_own(user, self.case)

    def window(self, move: CaseMove) -> tuple[date | None, date | None]:
        """First and last day for the move (D9)."""
        case: Any = self.case  # with the last days that `annotated` adds
        if move.step == Step.SELF_ASSESSMENT:
            return YearDate.OPENING.of(case.cycle), case.self_assessment_until
        if move.step == Step.ASSESSMENT:
            return None, case.assessment_until
        if move.step == Step.RECOMMENDATION and move.before == State.FORWARDED:
            pool = self.own.pool if self.own else None
            return None, last_day(case.cycle, YearDate.POOL, own=pool.due if pool else None)
        return None, case.recommendation_until if move.step == Step.RECOMMENDATION else None

    def is_late(self, move: CaseMove, at: datetime) -> bool:
        """逾期: made after the year's own date, under an extension or a send-back (D9)."""
        if move.step is None or move.action not in (Action.APPLY, Action.CONCLUDE, Action.FORWARD, Action.RECOMMEND):
            return False
        ends = YearDate.POOL if move.before == State.FORWARDED else STEPS[move.step]
        return at >= clock.end_of(ends.of(self.case.cycle))


@cache
def nothing_but(columns: frozenset[str]) -> dict[str, Any]:
    """What the other columns say where nobody asks."""
    return {name: None if name in DATES else 0 for name in names() - columns}


def seats(one: Any, taken: int) -> Seats:
    """The places of a list in words and numbers."""
    return Seats(
        is_open=one.state == ListState.OPEN,
        is_submitted=one.state == ListState.SUBMITTED,
        cap=one.cap,
        taken=taken,
        arithmetic=allotments.arithmetic(one.base, one.ratio, one.cap, at_least_one=one.is_min_one),
    )


def typists(row: Any) -> frozenset[int]:
    """Who typed what the branch applied with, for himself or from its paper (D18, D30)."""
    others = frozenset({row.written_by}) if row.written_by else frozenset()
    return recusals.numbers(row.rated_by) | recusals.numbers(row.declared_by) | others


def observed(row: Any, own: Any) -> Observed:
    """Of a row with its columns, and the own list of its unit."""
    cycle: Cycle = row.cycle
    pool = own.pool if own else None
    body_away = recusals.away(row)
    return Observed(
        case=row,
        own=own,
        keep_away=recusals.numbers(row.keep_away),
        head=row.head or "",
        known=Facts(
            body_away=body_away,
            cycle_is_open=cycle.is_running,
            recommendation_is_open=cycle.state == CycleState.RECOMMENDING,
            is_temporary=row.branch_kind == Branch.Kind.TEMPORARY,
            missing=tuple(missing_to_apply(row)),
            unmet=row.unmet,
            not_applicable=row.not_applicable,
            not_applicable_limit=cycle.not_applicable_limit,
            left_out=_label(Strength, row.left_out),
            resolution=_resolution(row),
            has_paper=row.paper is not None,
            declared=row.declared_yes,
            findings=row.findings,
            unverified=row.conditions - row.organ_verified,
            unverified_by_city=row.conditions - row.city_verified,
            pending=row.pending,
            holds=row.open_holds,
            is_honoured=row.is_honoured,
            has_team=row.has_team,
            is_visited=row.is_visited,
            sheets=row.submitted_sheets,
            sheets_needed=cycle.sheets_needed,
            missing_sheets=row.owing_sheets,
            has_opinion=row.has_opinion,
            disqualified_from=row.last_before if row.state == State.DISQUALIFIED else "",
            last_action=row.last_action or "",
            applied_by=row.applied_by,
            typed_by=typists(row),
            concluded_by=row.concluded_by,
            holds_pool_seat=bool(pool and row.seat_list == pool.pk),
            other_forwarded=row.other_forwarded,
            **_of_unit(own),
            is_appraised=row.is_appraised,
            picked_by=row.picked_by,
            verdicts=impartiality.counted((row.committee_verdict or "", row.department_verdict or ""), body_away),
            evaluated_by=recusals.numbers(row.evaluated_by),
            notice_is_over=not cycle.notice_days
            or (row.notice_closes_on is not None and row.notice_closes_on < clock.today()),
            objection=row.objection or "",
            corrected_by=row.corrected_by,
        ),
    )


def _resolution(row: Any) -> Resolution:
    return Resolution(row.met_on, row.expected, row.present, row.resolved_with, bool(row.resolution), row.members)


def _label(words: type[Word], value: str | None) -> str:
    return words(value).label if value else ""


COUNTED = frozenset({"taken", "pool_taken", "is_handed_in", "unanswered", "is_deliberated"})
"""What a list is counted for; nothing where nobody asks."""


def _of_unit(own: Any) -> dict[str, Any]:
    """What its list says of the unit of a case; nothing before recommendation is open."""
    if own is None:
        return {}
    return {
        "own": seats(own, own.taken),
        "pool": seats(own.pool, own.pool_taken) if own.pool else Seats(),
        "is_pool_unit": own.pool is not None,
        "has_handed_in": own.is_handed_in,
        "unanswered": own.unanswered,
        "is_deliberated": own.is_deliberated,
    }


def missing_to_apply(row: Any) -> list[str]:
    """What an annotated case still lacks before it may apply (方案 四（一）), each as part of a sentence."""
    missing = []
    if row.facts_confirmed_at is None:
        missing.append("支部基本情况没有确认")
    if row.criteria > row.rated:
        missing.append(f"还有{row.criteria - row.rated}项自评没有完成")
    if row.conditions > row.declared:
        missing.append(f"还有{row.conditions - row.declared}项不得参评情形没有申报")
    if not row.resolved_with:
        missing.append("没有填写支部大会决议")
    return missing
