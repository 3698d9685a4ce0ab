"""Which facts the rules of a move look at, read off their code: a move fetches these and no others."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from types import CodeType, FunctionType
from typing import Any

from branches.permissions import Scope
from evaluation.procedure.lives import CaseMove
from evaluation.rules import impartiality
from evaluation.rules.facts import Facts

_FACTS = frozenset(one.name for one in fields(Facts))


@cache
def asked_by(moves: Iterable[CaseMove]) -> frozenset[str]:
    """By the rules of these moves, and by their records, which say of a municipal decision which body is away."""
    found = {name for move in moves for rule in move.rules for name in _asked(rule)}
    if any(move.perm.scope is Scope.CITY and impartiality.impartial in move.rules for move in moves):
        found.add("body_away")
    return frozenset(found)


@cache
def _asked(rule: Any) -> frozenset[str]:
    return frozenset(_names(rule.__code__, rule.__globals__)) & _FACTS


def _names(code: CodeType, known: dict[str, Any]) -> Iterator[str]:
    """All that the code names, that of functions inside it and of functions that it calls."""
    for name in code.co_names:
        yield name
        called = known.get(name)
        if isinstance(called, FunctionType):
            yield from _names(called.__code__, called.__globals__)
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner, known)
