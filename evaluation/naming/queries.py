"""Step 4, read: candidates with both verdicts, and who of them could be named now."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from branches.models import User
from evaluation.cases.observe import Observed
from evaluation.cases.observing import observe
from evaluation.drafting import issuing
from evaluation.drafting import subjects as drafting_subjects
from evaluation.models import Candidacy, Cycle, PanelMember
from evaluation.procedure.lives import find
from evaluation.vocabulary import Action, State, Verdict


def proposed(cycle: Cycle) -> list[Observed]:
    """The PROPOSED with their facts, in the order of the lists."""
    seen = observe(Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED).values_list("pk", flat=True))
    return sorted(seen, key=lambda one: (one.case.unit_id, one.case.rank or 0, one.case.branch_id))


def obstacles(seen: Observed) -> list[str]:
    """Why a proposed branch cannot be on a list to be signed; signatures themselves are not asked yet."""
    return seen.why_not(find(Action.NAME, State.PROPOSED)[0], None, is_cosigned=True)


def rows(cycle: Cycle) -> list[dict[str, Any]]:
    """Who would be on the list if it were frozen now: held, pending or objected names are left out (D22)."""
    return [_row(seen) for seen in proposed(cycle) if not obstacles(seen)]


def _row(seen: Observed) -> dict[str, Any]:
    """One line; whoever signs reads where one body has decided for both (D19)."""
    row = {"candidacy": seen.case.pk, "unit": seen.case.unit.name, "branch": seen.case.branch.full_name}
    return row | {"body_away": seen.known.body_away} if seen.known.body_away else row


def of_text(cycle: Cycle) -> list[str]:
    """Why the public notice cannot begin because of its text."""
    subject = drafting_subjects.of_public_notice(cycle)
    return issuing.obstacles(subject) if subject else []


def panel(cycle: Cycle) -> QuerySet[PanelMember]:
    return cycle.panel.filter(left_at=None).select_related("user__branch__unit")


def panel_seat(cycle: Cycle, user: User) -> PanelMember | None:
    """The person's place on the panel, if any."""
    return panel(cycle).filter(user=user).first()


def in_consultation(verdicts: Iterable[str]) -> bool:
    """The two bodies differ: the candidate waits, the rest proceeds (D19)."""
    given = [verdict for verdict in verdicts if verdict]
    return Verdict.NAME in given and Verdict.DECLINE in given
