"""Comparing candidates by reference score: what has to be explained, and what is a tie. Pure; it decides nothing (D21)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Candidate:
    """One candidate of a list; `rank` is its place in the recommended order, None while it is not picked."""

    pk: int
    name: str
    score: Decimal | None
    rank: int | None = None


def passed_over(candidates: Sequence[Candidate]) -> dict[int, list[Candidate]]:
    """Of each picked candidate: those with a higher score that are left out or come after it, highest first."""
    found = {}
    for chosen in candidates:
        if chosen.rank is None or chosen.score is None:
            continue
        others = [one for one in candidates if _is_passed_by(one, chosen)]
        if others:
            found[chosen.pk] = sorted(others, key=lambda one: (-(one.score or 0), one.pk))
    return found


def ties(candidates: Sequence[Candidate], cap: int) -> list[list[Candidate]]:
    """Groups of equal scores that touch the choice: one of them is picked, or the last free place lies among them."""
    scored = sorted((one for one in candidates if one.score is not None), key=lambda one: (-(one.score or 0), one.pk))
    is_full = sum(one.rank is not None for one in candidates) >= cap
    last = None if is_full or not scored or not cap else scored[min(cap, len(scored)) - 1].score
    groups: dict[Decimal | None, list[Candidate]] = {}
    for one in scored:
        groups.setdefault(one.score, []).append(one)
    return [
        group
        for score, group in groups.items()
        if len(group) > 1 and (score == last or any(one.rank is not None for one in group))
    ]


def names(candidates: Sequence[Candidate]) -> str:
    """`规划科党支部（94.0）、财务科党支部（93.5）`."""
    return "、".join(f"{one.name}（{one.score}）" for one in candidates)


def tie_sentence(group: Sequence[Candidate]) -> str:
    return f"{'、'.join(one.name for one in group)}参考分同为{group[0].score}，请在会议中说明取舍。"


def _is_passed_by(other: Candidate, chosen: Candidate) -> bool:
    if other.score is None or chosen.score is None or other.score <= chosen.score:
        return False
    return other.rank is None or (chosen.rank is not None and other.rank > chosen.rank)
