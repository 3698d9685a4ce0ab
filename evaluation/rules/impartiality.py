"""Who must not decide: whoever keeps away, whoever made the step before, a body all of whose people keep away (D17–D19, D38).

Rules as in the modules beside this one: "" or a sentence that says what to do. No models, no database, no clock.
"""

from branches.names import WORK_COMMITTEE
from evaluation.rules.facts import ActFacts, Facts, ReinspectionFacts
from evaluation.vocabulary import Body

KEEP_AWAY = f"您是该支部的党员，或者已申报回避，须回避。请由另一名经办人办理；没有的，请{WORK_COMMITTEE}安排他人任职。"


def impartial(facts: ActFacts) -> str:
    """Nobody decides on the own branch, or on one from which he has declared to keep away (D17, D38)."""
    return KEEP_AWAY if facts.is_recused else ""


def assessed_by_another(facts: Facts) -> str:
    """Four eyes: APPLY and CONCLUDE; who typed for the branch is as one who applied (D18)."""
    if facts.actor is None:
        return ""
    if facts.actor == facts.applied_by:
        return "该支部的申请由您提交，考核意见须由另一人提交。"
    return "该支部的自评由您录入，考核意见须由另一人提交。" if facts.actor in facts.typed_by else ""


def recommended_by_another(facts: Facts) -> str:
    """Four eyes: CONCLUDE and RECOMMEND or FORWARD (D18)."""
    if facts.actor is None or facts.actor != facts.concluded_by:
        return ""
    return "该支部的考核意见由您提交，推荐须由另一人办理。"


def picked_by_another(facts: Facts) -> str:
    """Four eyes: RECOMMEND from the pool and the verdict (D18)."""
    if facts.actor is None or not facts.holds_pool_seat or facts.actor != facts.picked_by:
        return ""
    return "该支部由您在联合推荐中选定，评定意见须由另一人填写。"


def evaluated_by_another(facts: Facts) -> str:
    """The same the other way round: a pool that was given back is not picked from by who has given a verdict (D18)."""
    if facts.actor is None or facts.actor not in facts.evaluated_by:
        return ""
    return "该支部的评定意见由您填写，联合推荐须由另一人选定。"


def reviewed_by_another(facts: ReinspectionFacts) -> str:
    """Four eyes: 复查 and 复核 are two acts of two people (D18)."""
    if facts.actor is not None and facts.actor == facts.suggested_by:
        return "复查建议由您提出，复核须由另一人办理。"
    return ""


def own_body_away(facts: ActFacts) -> str:
    """The other body makes the moves of 市直工委 only where all of its people keep away (D19)."""
    return "" if facts.body_away == Body.WORK_COMMITTEE else f"该支部由{WORK_COMMITTEE}办理。"


def stands_in(body_away: str) -> str:
    """The same as the file says it: which body is away, and who acts for both; "" where none is (D19)."""
    if not body_away:
        return ""
    (other,) = (body for body in Body if body != body_away)
    return (
        f"{Body(body_away).label}人员全部回避，由{other.label}办理，其意见和核验同时作为双方意见；会签仍由双方各一人。"
    )


def counted(given: tuple[str, str], body_away: str) -> tuple[str, str]:
    """Both bodies' words as they count, in the order of `Body`: that of the body that is there counts for both (D19)."""
    if not body_away:
        return given
    (word,) = (word for body, word in zip(Body, given, strict=True) if body != body_away)
    return word, word
