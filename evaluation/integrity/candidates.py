"""Whether what the database keeps of candidates is what cases, lists and verdicts say."""

from evaluation.cases.columns import annotated
from evaluation.integrity.chains import Result
from evaluation.models import Candidacy, NamingCandidate
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.vocabulary import ListState, State

COPIED = ("cycle_id", "unit_id", "branch_id", "state")


def check() -> Result:
    """Each case with a place stands there once, as it is now, and nothing else does."""
    kept = NamingCandidate.objects.values_list(
        "pk", *COPIED, "list_id", "place", "is_on_board", "committee", "department"
    )
    there = {pk: values for pk, *values in kept.iterator()}
    found = Result("candidates", len(there))
    cases = annotated(Candidacy.objects.filter(state__in=sorted(HOLDS_SEAT)), "committee_verdict", "department_verdict")
    for pk, *copied, the_list, rank, list_state, committee, department in (
        cases.order_by("pk")
        .values_list(
            "pk", *COPIED, "seat__list", "rank", "seat__list__state", "committee_verdict", "department_verdict"
        )
        .iterator()
    ):
        is_on_board = copied[-1] != State.RECOMMENDED or list_state == ListState.SUBMITTED
        if there.pop(pk, None) != [*copied, the_list, rank or 0, is_on_board, committee or "", department or ""]:
            found.problems.append(f"case {pk}: the board of the two bodies has it otherwise")
    return found.add([f"case {pk}: stands on the board of the two bodies without a place" for pk in sorted(there)])
