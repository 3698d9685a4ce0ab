"""候选支部 by where they stand between both bodies: what the board counts and seeks, without the facts of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, Q, QuerySet

from branches.pages.paging import SoMany
from evaluation.cases import recusals
from evaluation.cases.columns import annotated, findings, pending
from evaluation.models import Candidacy, Cycle, Hold, NamingCandidate, Objection
from evaluation.rules import impartiality
from evaluation.vocabulary import Answer, Body, ObjectionState, State, Verdict

COLUMN = {Body.WORK_COMMITTEE: "committee", Body.ORGANISATION_DEPARTMENT: "department"}
KINDS = ("all", "waiting", "open", "differing", "remarked", "agreed", "proposed", "named", "declined")
_VERDICTS = ("committee", "department")


@dataclass(frozen=True)
class Candidates:
    """Those of one year that are on a list which has been handed in, or that the bodies have gone further with."""

    cycle: Cycle
    ORDER = ("unit_id", "place", "branch_id", "pk")
    """As on the lists."""

    @property
    def all(self) -> QuerySet[NamingCandidate]:
        return NamingCandidate.objects.filter(cycle=self.cycle, is_on_board=True)

    @cached_property
    def alone(self) -> Mapping[int, tuple[str, str]]:
        """By case from which the whole of one body keeps away, that body, and the word of the other for both (D19)."""
        near = self.all.filter(recusals.near_bodies(Candidacy))
        words = {pk: (committee, department) for pk, committee, department in near.values_list("pk", *_VERDICTS)}
        names = ("keep_away", *(f"{body}_away" for body in Body))
        found = {}
        for case in annotated(Candidacy.objects.filter(pk__in=words), *names) if words else ():
            if body_away := recusals.away(case):
                found[case.pk] = body_away, impartiality.counted(words[case.pk], body_away)[0]
        return found

    @cached_property
    def so_many(self) -> dict[str, SoMany]:
        """Of each kind below."""
        return SoMany.of_each(Cycle.objects.filter(pk=self.cycle.pk), **{kind: self.of(kind) for kind in KINDS})

    def of(self, kind: str) -> QuerySet[NamingCandidate]:
        found: QuerySet[NamingCandidate] = getattr(self, kind)
        return found

    def lacking(self, *bodies: Body) -> QuerySet[NamingCandidate]:
        """Waiting for the word of one of these."""
        missing = Q()
        for body in bodies:
            missing |= Q(**{COLUMN[body]: ""})
        return self.all.filter(self._condition(missing, lambda word: not word))

    @property
    def waiting(self) -> QuerySet[NamingCandidate]:
        return self.all.filter(state=State.RECOMMENDED)

    @property
    def open(self) -> QuerySet[NamingCandidate]:
        return self.lacking(*Body)

    @property
    def proposed(self) -> QuerySet[NamingCandidate]:
        return self.all.filter(state=State.PROPOSED)

    @property
    def named(self) -> QuerySet[NamingCandidate]:
        return self.all.filter(state=State.NAMED)

    @property
    def declined(self) -> QuerySet[NamingCandidate]:
        return self.all.filter(state=State.NOT_NAMED)

    @property
    def agreed(self) -> QuerySet[NamingCandidate]:
        """Both say the same, which is not carried out yet."""
        alike = Q(committee=Verdict.NAME, department=Verdict.NAME)
        alike |= Q(committee=Verdict.DECLINE, department=Verdict.DECLINE)
        return self.all.filter(self._condition(alike, bool))

    @property
    def to_be_named(self) -> QuerySet[NamingCandidate]:
        """Both would name them."""
        alike = Q(committee=Verdict.NAME, department=Verdict.NAME)
        return self.all.filter(self._condition(alike, lambda word: word == Verdict.NAME))

    @property
    def differing(self) -> QuerySet[NamingCandidate]:
        return self.all.filter(self.differs)

    @property
    def differs(self) -> Q:
        """The bodies are in consultation; the rest proceeds (D19)."""
        either = Q(committee=Verdict.NAME, department=Verdict.DECLINE)
        either |= Q(committee=Verdict.DECLINE, department=Verdict.NAME)
        return self._condition(either, lambda word: False)

    @property
    def remarked(self) -> QuerySet[NamingCandidate]:
        """Something stands in the way: a finding, a doubt, a hold, an objection, a body that is away, two opinions."""
        condition = self.differs | Q(pk__in=list(self.alone))
        doubts = pending().filter(takes_effect=False, answer__in=[Answer.YES, Answer.PENDING])
        for rows in (findings(), doubts, Hold.objects.filter(lifted_at=None), _objections()):
            condition |= Q(pk__in=rows.order_by().values("candidacy"))
        return self.all.filter(condition)

    def _condition(self, condition: Q, alone: Callable[[str], bool]) -> Q:
        """Of those that wait for the bodies: by both words, or by the one word that counts for both."""
        if self.alone:
            one = Q(pk__in=[pk for pk, (_, word) in self.alone.items() if alone(word)])
            condition = condition & ~Q(pk__in=list(self.alone)) | one
        return Q(state=State.RECOMMENDED) & condition


def _objections() -> QuerySet[Objection]:
    """Open, or upheld while the case has been proposed."""
    upheld = Q(state=ObjectionState.UPHELD, decided_at__gte=F("candidacy__since"))
    return Objection.objects.filter(Q(state=ObjectionState.OPEN) | upheld)
