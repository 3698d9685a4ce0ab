"""达到标准: what the ratings themselves keep from applying, told while they are typed (方案 四（一）, D37)."""

from evaluation.rules.facts import Facts
from evaluation.rules.self_assessment import mostly_applicable, reached
from evaluation.self_assessment.queries import WorkingCopy


def obstacles(draft: WorkingCopy) -> list[str]:
    """What bars the branch from applying however complete its ratings are, as the move will say it."""
    left_out = [strength for strength, items in draft.by_strength if items and all(one.is_left_out for one in items)]
    facts = Facts(
        unmet=sum(one.is_unmet for one in draft.items),
        not_applicable=sum(one.is_left_out for one in draft.items),
        not_applicable_limit=draft.case.cycle.not_applicable_limit,
        left_out=left_out[0].label if left_out else "",
    )
    return [reason for rule in (reached, mostly_applicable) if (reason := rule(facts))]
