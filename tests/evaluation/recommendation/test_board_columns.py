"""The board of a unit observes what its lines show, and nothing else: it says what it would say with all facts at hand."""

import pytest

from branches import clock
from evaluation.cases import columns
from evaluation.cases.observing import observe_for
from evaluation.models import Transition, Verification
from evaluation.recommendation import board
from evaluation.vocabulary import Action, Answer, State, Tier
from tests.support import boards, factories


@pytest.fixture
def rows(recommending, unit, leading_group):
    """Picked, to be picked, with something open, with a finding, concluded by whoever looks."""
    boards.open_list(recommending, unit, leading_group, base=30)
    cases = boards.assessed(recommending, unit, "96.5", "94.0", "92.0", "90.1", "90.0")
    boards.pick(leading_group, cases[0])
    for case in cases[2:4]:
        factories.verify(case, leading_group, Tier.ORGAN, Answer.YES)
    Verification.objects.filter(candidacy=cases[3]).update(takes_effect=True)
    states = {"before": State.APPLIED, "after": State.ASSESSED}
    moved = {"action": Action.CONCLUDE, "by": leading_group, "at": clock.now(), "number": 1, **states}
    Transition.objects.create(candidacy=cases[4], **moved)
    return lambda: _said(board.board(recommending, unit, leading_group))


def _said(found):
    return [(line.case.pk, line.is_picked, line.veto.label, line.reasons, line.is_provisional) for line in found.lines]


@pytest.fixture
def with_all(rows, monkeypatch):
    with monkeypatch.context() as all_facts:
        all_facts.setattr(
            board,
            "observe_for",
            lambda _, cases, with_lists: observe_for(columns.names(), cases, with_lists=with_lists),
        )
        return rows()


def test_a_board_says_what_it_says_with_all_facts(rows, with_all):
    assert rows() == with_all
    assert len({reasons for _, _, _, reasons, _ in with_all}) > 1
    assert len({veto for _, _, veto, _, _ in with_all}) > 2


@pytest.mark.parametrize("column", ["findings", "pending", "concluded_by"])
def test_twin_without_a_column_it_says_something_else(rows, with_all, monkeypatch, column):
    shown = board._shown()
    monkeypatch.setattr(board, "_shown", lambda: shown - {column})
    assert rows() != with_all
