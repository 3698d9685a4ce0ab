"""When a finding bars a case, and when the case comes back: rules as in `rules` (D14, D16)."""

from evaluation.facts import Facts


def finding_verified(facts: Facts) -> str:
    return "" if facts.findings else "没有已核实的不得参评情形。"


def finding_corrected(facts: Facts) -> str:
    if facts.findings:
        return f"还有 {facts.findings} 项已核实的不得参评情形没有更正。"
    return "" if facts.corrected_by else "核实结论没有经两人更正，不能恢复。"


def once_concluded(facts: Facts) -> str:
    return "" if facts.was_concluded else "该支部尚未考核，恢复后回到自评。"


def never_concluded(facts: Facts) -> str:
    return "该支部已考核，恢复后回到已考核。" if facts.was_concluded else ""
