"""What is counted of a year: into which parts its cases fall, how far a case has come, which steps a unit waits for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evaluation.vocabulary import State, Step

STAGES = (Step.SELF_ASSESSMENT, Step.ASSESSMENT, Step.RECOMMENDATION)
"""What a unit may wait for."""

NAMED = frozenset({State.NAMED})
PROPOSED = NAMED | {State.PROPOSED}
RECOMMENDED = PROPOSED | {State.RECOMMENDED, State.NOT_NAMED}
ASSESSED = RECOMMENDED | {State.ASSESSED, State.FORWARDED}
APPLIED = ASSESSED | {State.APPLIED, State.NOT_RECOMMENDED}


@dataclass(frozen=True)
class Kind:
    """One part of a bar: its name in style sheets, its words, and the states of its cases."""

    name: str
    label: str
    states: frozenset[State]
    has_begun: bool | None = None
    """Of drafts: whether anything has been filled in."""

    @property
    def pattern(self) -> str:
        """The id of what fills it, where a colour alone would not do on paper."""
        return f"p-{self.name}" if self.name in {"doing", "not", "out"} else ""

    @property
    def asked(self) -> dict[str, Any]:
        """What the list of cases is asked besides the states."""
        return {} if self.has_begun is None else {"begun": self.has_begun}


KINDS = (
    Kind("none", "未开始", frozenset({State.DRAFT}), has_begun=False),
    Kind("doing", "填写中", frozenset({State.DRAFT}), has_begun=True),
    Kind("applied", "已申请", frozenset({State.APPLIED})),
    Kind("assessed", "已考核", frozenset({State.ASSESSED, State.FORWARDED})),
    Kind("recommended", "已推荐", frozenset({State.RECOMMENDED, State.PROPOSED})),
    Kind("named", "已命名", frozenset({State.NAMED})),
    Kind("not", "未推荐、未命名", frozenset({State.NOT_RECOMMENDED, State.NOT_NAMED})),
    Kind(
        "out",
        "不申请、退出、不得参评",
        frozenset({State.NOT_APPLIED, State.NOT_ANSWERED, State.WITHDRAWN, State.DISQUALIFIED}),
    ),
)
PLACES: Mapping[tuple[str, bool], int] = {
    (state, begun): at
    for at, kind in enumerate(KINDS)
    for state in kind.states
    for begun in (True, False)
    if kind.has_begun in (None, begun)
}
"""By state, and whether anything has been filled in: which of the kinds it is."""
