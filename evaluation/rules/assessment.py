"""Rules of step 2: visited, verified, scored, with an opinion (方案 四（二）). As `general`."""

from evaluation.rules.facts import Facts


def visited(facts: Facts) -> str:
    return "" if facts.is_visited else "还没有实地查看记录。"


def verified(facts: Facts) -> str:
    return f"还有{facts.unverified}项不得参评情形没有核验。" if facts.unverified else ""


def scored(facts: Facts) -> str:
    """Every member who does not keep away, and as many as the year asks for (D45)."""
    if facts.missing_sheets:
        return f"还有{facts.missing_sheets}名考核组成员没有提交评分。"
    if not facts.sheets:
        return "考核组还没有提交评分。"
    if facts.sheets >= facts.sheets_needed:
        return ""
    return (
        f"须有{facts.sheets_needed}名不回避的考核组成员提交评分，现有{facts.sheets}名。人数不够的，请增加考核组成员。"
    )


def opinion_written(facts: Facts) -> str:
    return "" if facts.has_opinion else "还没有填写考核意见。"
