"""What a case still lacks before a move, as things to do, each with its page: read off the rules of that move."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from evaluation.procedure.lives import CaseMove, broken
from evaluation.rules import assessment as assessment_rules
from evaluation.rules import naming as naming_rules
from evaluation.rules import recommendation as recommendation_rules
from evaluation.rules.facts import Facts
from evaluation.rules.impartiality import impartial

Rule = Callable[[Facts], str]


class Way(NamedTuple):
    """How what a rule asks is done: in words, on which page, and how much of it is left, as a fact with its measure."""

    title: str
    button: str
    page: str
    is_of_unit: bool = False
    fact: str = ""
    measure: str = ""


FORM_TEAM = Way("成立考核组", "成立考核组", "assessment_team", is_of_unit=True)
ADD_MEMBERS = Way("增加考核组成员", "增加成员", "assessment_team", is_of_unit=True)
VERIFY = Way("核验不得参评情形", "去核验", "verification", fact="unverified", measure="项")
WAYS: Mapping[Rule, Way] = {
    assessment_rules.visited: Way("实地查看", "记录实地查看", "assessment_visit_add"),
    assessment_rules.verified: VERIFY,
    assessment_rules.scored: Way("收齐评分", "看评分情况", "assessment_overview", fact="missing_sheets", measure="人"),
    assessment_rules.opinion_written: Way("写考核意见", "写考核意见", "assessment_opinion"),
    recommendation_rules.deliberated: Way("记录会议审议", "记录审议", "recommendation_deliberation", is_of_unit=True),
    naming_rules.verified_by_city: VERIFY._replace(fact="unverified_by_city"),
    naming_rules.both_agree_to_name: Way("考核评定", "去评定", "naming_evaluate"),
}
"""What whoever makes the move can see to himself. Every other rule only stands in its way."""


@dataclass(frozen=True)
class Thing:
    """One thing to do, or done: `why` is what its rule says."""

    title: str
    button: str
    url: str
    why: str = ""
    number: str = ""


@dataclass(frozen=True)
class Missing:
    """All that a move waits for, in the order of its rules. `obstacles`: what is nobody's to do on a page of the case."""

    things: tuple[Thing, ...] = ()
    done: tuple[Thing, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def in_short(self) -> str:
        """As one sentence for whoever has to make the move; "" when he can."""
        if self.obstacles:
            return self.obstacles[0]
        if not self.things:
            return ""
        first = self.things[0]
        return f"还差{len(self.things)}件事：先{first.title}{first.number}"


def missing(move: CaseMove, facts: Facts, url_of: Callable[[Way], str]) -> Missing:
    """What the person of the facts reads of a case. Who keeps away from it is told that and nothing else (D17)."""
    found = dict(broken(move, facts, button=True))
    if reason := found.get(impartial):
        return Missing(obstacles=(reason,))

    def thing(way: Way, why: str = "") -> Thing:
        number = getattr(facts, way.fact) if way.fact else 0
        return Thing(way.title, way.button, url_of(way), why, f"（{number}{way.measure}）" if number else "")

    things = [thing(way, why) for rule, why in found.items() for way in _ways(rule, facts)]
    return Missing(
        things=tuple(sorted(things, key=lambda one: one.title != FORM_TEAM.title)),
        done=tuple(thing(WAYS[rule]) for rule in move.rules if rule in WAYS and rule not in found),
        obstacles=tuple(why for rule, why in found.items() if rule not in WAYS),
    )


def _ways(rule: Rule, facts: Facts) -> tuple[Way, ...]:
    """Scores need a team before them, and enough people in it (D45)."""
    if rule is assessment_rules.scored and not facts.has_team:
        return FORM_TEAM, WAYS[rule]
    if rule is assessment_rules.scored and not facts.missing_sheets:
        return (ADD_MEMBERS,)
    return (WAYS[rule],) if rule in WAYS else ()
