"""The rules of 复查 and 复核 as pure functions over frozen ReinspectionFacts, like those of a case (方案 四).

A rule returns "" or the reason why not, as a sentence for a person. No models, no database, no clock.
"""

from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from evaluation.rules.facts import ReinspectionFacts
from evaluation.vocabulary import Body, Confirmation

UNGROUNDED = "撤销须写明依据：偏离了哪一项标准，或者有哪一种不得参评情形。"
SHORTEST_REASON = 20
"""Characters of the reason for suggesting a revocation."""


def held(facts: ReinspectionFacts) -> str:
    return "" if facts.is_held else "该称号已不再有效，不需要复查。"


def answered(facts: ReinspectionFacts) -> str:
    return f"还有{facts.unanswered}项不得参评情形没有作答。" if facts.unanswered else ""


def nothing_found(facts: ReinspectionFacts) -> str:
    """What bars from taking part also bars from keeping the title (方案 三、四)."""
    if facts.answered_yes:
        return f"有{facts.answered_yes}项不得参评情形，不能建议保留。"
    return ""


def revocation_reasoned(facts: ReinspectionFacts) -> str:
    if len(facts.reason.strip()) >= SHORTEST_REASON:
        return ""
    return f"建议撤销须写明理由，不少于{SHORTEST_REASON}个字。"


def revocation_grounded(facts: ReinspectionFacts) -> str:
    """A suggestion 撤销 names the criteria or conditions that it rests on (D44)."""
    return "" if facts.grounds else UNGROUNDED


def not_reported(facts: ReinspectionFacts) -> str:
    return f"复查情况已报送，需要修改请联系{WORK_COMMITTEE}退回。" if facts.is_reported else ""


def reported(facts: ReinspectionFacts) -> str:
    return "" if facts.is_reported else "复查情况尚未报送。"


def reported_or_overdue(facts: ReinspectionFacts) -> str:
    """Review may go on without a report once its date has passed (D26)."""
    return "" if facts.is_reported or facts.is_overdue else "单位尚未报送复查情况，报送截止前不能复核。"


def undecided(facts: ReinspectionFacts) -> str:
    """What both bodies have reviewed alike is no longer the unit's to change."""
    if facts.confirmations == (Confirmation.REVOKE, Confirmation.REVOKE):
        return "双方复核意见一致，正在办理撤销，不能退回。"
    return ""


def both_keep(facts: ReinspectionFacts) -> str:
    return _both(facts, Confirmation.KEEP)


def both_revoke(facts: ReinspectionFacts) -> str:
    return _both(facts, Confirmation.REVOKE)


def cosigned(facts: ReinspectionFacts) -> str:
    return "" if facts.is_cosigned else f"撤销名单须经{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}双方签署。"


def _both(facts: ReinspectionFacts, wanted: Confirmation) -> str:
    missing = [body.label for body, given in zip(Body, facts.confirmations, strict=True) if given != wanted]
    return f"{'、'.join(missing)}尚未表示“{wanted.label}”。" if missing else ""
