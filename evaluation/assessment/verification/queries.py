"""The six disqualifying conditions of a case: what was declared, what each tier answered, what it means (方案 三).

Facts are loaded only by `facts_of`; everything else tells 无, 有 or 待核实 (D16).
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from branches.models import Branch, User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.cases import recusals
from evaluation.cases.access import holds
from evaluation.models import Candidacy, Declaration, Disqualification, Hold, Verification
from evaluation.procedure.lives import ENDS
from evaluation.vocabulary import Answer, ListState, State, Tier, Tone

VERIFIERS = (Perm.VERIFY, Perm.VERIFY_CITY)
_STATES = {
    Tier.ORGAN: frozenset({State.APPLIED, State.ASSESSED, State.FORWARDED, State.RECOMMENDED, State.PROPOSED}),
    Tier.CITY: frozenset({State.RECOMMENDED, State.PROPOSED}),
}
# The condition that the yearly 述职评议 answers: the register may already know the grade.
REVIEW_CONDITION = 2


@dataclass(frozen=True)
class Standing:
    """What an answer amounts to, as a status tag."""

    label: str
    tone: Tone


NOT_YET = Standing("未核验", Tone.TODO)


def tier_of(user: User, case: Candidacy) -> Tier | None:
    """In whose name the person verifies this case; None for whoever may not, or keeps away (D17)."""
    if recusals.recused(user, case):
        return None
    if holds(user, Perm.VERIFY, case):
        return Tier.ORGAN
    return Tier.CITY if holds(user, Perm.VERIFY_CITY, case) else None


def closed_because(case: Candidacy, tier: Tier) -> str:
    """Why this tier cannot answer now; "" if it can. A pick that is not handed in yet is not betrayed (D34)."""
    if not case.cycle.is_running:
        return "本年度评定已结束，不能再核验。"
    if case.state in ENDS:
        return f"该支部现在是“{case.standing.label}”，不再核验。"
    handed_in = case.seat is not None and case.seat.list.state == ListState.SUBMITTED
    if case.state not in _STATES[tier] or (tier == Tier.CITY and not handed_in):
        return f"现在还不到{tier.label}核验的环节。"
    return ""


def standing_of(answer: Verification | None) -> Standing:
    if answer is None:
        return NOT_YET
    if answer.answer == Answer.YES:
        return _standing_of_finding(answer)
    return Standing("无", Tone.DONE) if answer.answer == Answer.NO else Standing("待核实", Tone.LOOK)


def _standing_of_finding(finding: Verification) -> Standing:
    if finding.corrected_at:
        return Standing("有，已更正", Tone.OUT)
    if finding.takes_effect:
        return Standing("有，已生效", Tone.STOP)
    if finding.disqualification.needs_basis:
        return Standing(f"有，待{WORK_COMMITTEE}确认", Tone.LOOK)
    return Standing("有，次年处理，已暂缓", Tone.LOOK)


@dataclass(frozen=True)
class Condition:
    """One condition with the branch's own word and both tiers' answers."""

    disqualification: Disqualification
    declaration: Declaration | None
    organ: Verification | None
    city: Verification | None
    hint: str

    def answered_by(self, tier: Tier) -> Verification | None:
        return self.organ if tier == Tier.ORGAN else self.city

    @property
    def organ_standing(self) -> Standing:
        return standing_of(self.organ)

    @property
    def city_standing(self) -> Standing:
        return standing_of(self.city)

    @property
    def answers(self) -> list[Verification]:
        return [one for one in (self.organ, self.city) if one]


def conditions(case: Candidacy) -> list[Condition]:
    """All conditions of the case in order, without facts. Three queries."""
    declared = {one.disqualification_id: one for one in Declaration.objects.filter(candidacy=case).defer("facts")}
    given: dict[tuple[int, str], Verification] = {
        (one.disqualification_id, one.tier): one for one in current(case).defer("facts", "basis")
    }
    return [
        Condition(
            one,
            declared.get(one.pk),
            given.get((one.pk, Tier.ORGAN)),
            given.get((one.pk, Tier.CITY)),
            _hint(case.branch, one),
        )
        for one in case.cycle.disqualifications.all()
    ]


def disqualification_or_404(case: Candidacy, number: int) -> Disqualification:
    return get_object_or_404(case.cycle.disqualifications, number=number)


def current(case: Candidacy) -> QuerySet[Verification]:
    return Verification.objects.filter(candidacy=case, is_current=True).select_related(
        "disqualification", "by", "confirmed_by", "correction_asked_by", "corrected_by"
    )


def _hint(branch: Branch, condition: Disqualification) -> str:
    """A pointer for the verifier, never an answer."""
    if condition.number == REVIEW_CONDITION and branch.last_review_grade in (Branch.Grade.AVERAGE, Branch.Grade.POOR):
        return f"名册中上年度述职评议等次为“{branch.last_review_grade}”，请核对本年度结果。"
    return ""


@dataclass(frozen=True)
class Matter:
    """The facts behind one 有 or 待核实: what the branch said and what the verifiers wrote, newest first."""

    disqualification: Disqualification
    declared: Declaration | None
    findings: list[Verification]


def facts_of(case: Candidacy) -> list[Matter]:
    """Everything that was ever written about a condition. Each call for a person goes through
    `assessment.verification.steps.verification.look`.
    """
    said = {
        one.disqualification_id: one
        for one in Declaration.objects.filter(candidacy=case).select_related("by")
        if one.facts
    }
    found: dict[int, list[Verification]] = defaultdict(list)
    for one in Verification.objects.filter(candidacy=case).select_related(
        "disqualification", "by", "confirmed_by", "correction_asked_by", "corrected_by"
    ):
        if one.facts or one.basis or one.correction_reason:
            found[one.disqualification_id].insert(0, one)
    return [
        Matter(one, said.get(one.pk), found.get(one.pk, []))
        for one in case.cycle.disqualifications.all()
        if one.pk in said or one.pk in found
    ]


def has_facts(case: Candidacy) -> bool:
    return (
        Declaration.objects.filter(candidacy=case).exclude(facts="").exists()
        or Verification.objects.filter(candidacy=case).exclude(facts="").exists()
    )


def open_holds(case: Candidacy) -> list[Hold]:
    return list(
        Hold.objects.filter(candidacy=case, lifted_at=None).select_related(
            "raised_by", "lifted_by_committee", "lifted_by_department"
        )
    )


def finding_or_404(case: Candidacy, pk: int) -> Verification:
    """A present answer 有 of the case."""
    return get_object_or_404(current(case), pk=pk, answer=Answer.YES)


def hold_or_404(case: Candidacy, pk: int) -> Hold:
    """A hold that is not lifted yet."""
    return get_object_or_404(Hold, candidacy=case, pk=pk, lifted_at=None)


@dataclass(frozen=True)
class Veto:
    """How the verification of the six conditions stands, in one word and without any fact (方案 三; D13, D15)."""

    COLUMNS: ClassVar = frozenset({"conditions", "findings", "organ_verified", "pending"})

    label: str
    tone: Tone

    @classmethod
    def of(cls, row: Any) -> "Veto":
        """Of a case annotated with `COLUMNS` by `cases.columns.annotated`."""
        if row.findings:
            return cls("有", Tone.STOP)
        if row.pending:
            return cls("待核实", Tone.LOOK)
        if row.organ_verified < row.conditions:
            return cls("未核验", Tone.TODO)
        return cls("无", Tone.DONE)
