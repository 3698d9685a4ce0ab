"""Rules broken by hand, one at a time, each as somebody might break it by mistake, and the test that must go red."""

from typing import NamedTuple


class Broken(NamedTuple):
    """What stands in the module, what stands there instead, and the test."""

    module: str
    old: str
    new: str
    test: str


ALLOTMENT, GENERAL, FIRST = "evaluation.rules.allotment", "evaluation.rules.general", "evaluation.rules.self_assessment"
ASSESSMENT, IMPARTIALITY = "evaluation.rules.assessment", "evaluation.rules.impartiality"
RECOMMENDATION, REINSPECTION = "evaluation.rules.recommendation", "evaluation.rules.reinspection"
LIVES, DOOR, SIGNING = "evaluation.procedure.lives", "evaluation.advance", "evaluation.decision.signing"

RULES = "tests/evaluation/rules/test_rules.py"
DECISIONS, IMPARTIAL = "tests/test_decisions.py", "tests/test_decisions_impartiality.py"
ADVANCE, NAMING = "tests/evaluation/cases/test_advance.py", "tests/evaluation/naming/test_naming.py"
LISTS = "tests/evaluation/recommendation/test_recommendation.py"


def border(rule: str) -> str:
    return f"{RULES}::test_a_rule_on_both_sides_of_its_border[{rule}]"


# fmt: off
BY_HAND = (
    # Places
    Broken(ALLOTMENT, "to_integral_value(ROUND_FLOOR)", 'to_integral_value("ROUND_HALF_UP")', f"{DECISIONS}::test_D1_the_cap_is_rounded_down_in_whole_numbers"),
    Broken(ALLOTMENT, "if base and not caps[unit]", "if not caps[unit]", f"{RULES}::test_places_are_rounded_down_and_small_units_do_as_the_year_says"),
    Broken(RECOMMENDATION, "facts.own.taken < facts.own.cap", "facts.own.taken <= facts.own.cap", f"{LISTS}::test_at_the_cap_a_pick_is_refused_with_the_arithmetic"),
    Broken(RECOMMENDATION, 'if facts.other_forwarded else ""', 'if facts.has_handed_in else ""', border("one_per_unit")),
    Broken(LIVES, "S.NAMED, S.NOT_NAMED})\nENDS", "S.NAMED})\nENDS", f"{DECISIONS}::test_a_place_is_held_in_four_states_only"),
    Broken(DOOR, "if move.after not in HOLDS_SEAT:", "if move.after == State.ASSESSED:", f"{DECISIONS}::test_D14_a_verified_finding_frees_the_place"),
    # Time
    Broken(GENERAL, "facts.now is None or facts.now < facts.due:", "facts.now is None or facts.now <= facts.due:", border("in_time")),
    Broken(GENERAL, "facts.opens and facts.now and facts.now < facts.opens", "facts.opens and facts.now is None", border("in_time")),
    Broken(GENERAL, "facts.new_date <= facts.latest", "facts.new_date < facts.latest", border("dated_in_order")),
    Broken(GENERAL, "decided_on.month <= 7", "decided_on.month < 7", f"{RULES}::test_a_matter_bars_within_the_year_and_holds_up_until_july"),
    Broken(RECOMMENDATION, "facts.now is None or facts.now >= facts.unit_due", "True", border("after_units_date")),
    # What bars a branch, and how much is enough
    Broken(GENERAL, "State.FORWARDED, State.RECOMMENDED, State.PROPOSED", "State.FORWARDED, State.RECOMMENDED", border("back_to_assessed")),
    Broken(GENERAL, 'return "" if facts.note.strip() else', 'return "" if facts.note else', border("reasoned")),
    Broken(FIRST, "2 * said.in_favour <= said.expected", "2 * said.in_favour < said.expected", border("carried")),
    Broken(FIRST, "facts.not_applicable <= facts.not_applicable_limit", "facts.not_applicable < facts.not_applicable_limit", border("mostly_applicable")),
    Broken(ASSESSMENT, "if facts.sheets >= facts.sheets_needed:", "if facts.sheets:", "tests/test_decisions_assessment.py::test_D45_an_opinion_needs_the_sheets_of_two_members_who_do_not_keep_away"),
    Broken(REINSPECTION, "facts.is_reported or facts.is_overdue", "facts.is_reported", border("reported_or_overdue")),
    Broken(REINSPECTION, "if facts.grounds else UNGROUNDED", "if facts.reason else UNGROUNDED", border("revocation_grounded")),
    # Who
    Broken(IMPARTIALITY, 'if facts.actor in facts.typed_by else ""', 'if facts.actor is None else ""', f"{IMPARTIAL}::test_D18_who_typed_for_the_branch_is_as_one_who_applied"),
    Broken(IMPARTIALITY, "facts.actor is None or facts.actor != facts.concluded_by", "True", f"{LISTS}::test_who_concluded_the_opinion_may_not_recommend"),
    Broken(IMPARTIALITY, "return word, word", "return given", f"{RULES}::test_a_body_that_is_there_counts_for_both_and_says_so"),
    Broken(LIVES, "(*row.rules, i.impartial)", "(*row.rules, g.cycle_open)", f"{IMPARTIAL}::test_D38_a_recused_officer_gives_the_branch_no_private_deadline"),
    Broken("branches.permissions", "wanted in MUNICIPAL and others & MUNICIPAL", "wanted in MUNICIPAL and not others", f"{DECISIONS}::test_D19_nobody_speaks_for_both_bodies"),
    Broken("branches.permissions", "Perm.EVALUATE, Perm.VERIFY_CITY, Perm.SIGN, Perm.REVIEW}", "Perm.NAME, Perm.EVALUATE, Perm.VERIFY_CITY, Perm.SIGN, Perm.REVIEW}", "tests/evaluation/cases/test_documentation.py::test_the_documents_are_fresh"),
    # Both bodies, the list, the name
    Broken(LIVES, "s4.nothing_pending, s4.no_hold, ", "s4.nothing_pending, ", f"{DECISIONS}::test_D10_a_matter_after_the_year_holds_the_naming_up_until_both_bodies_lift_it"),
    Broken(SIGNING, "set(self.signatures) != set(Body.values)", "not self.signatures", f"{NAMING}::test_one_signature_is_not_enough"),
    Broken(SIGNING, " and is_frozen and now == version.fingerprint", " and is_frozen", f"{NAMING}::test_a_changed_list_voids_both_signatures"),
    # The door
    Broken(DOOR, "if act.version not in (None, as_known.version):", "if act.version is ...:", f"{ADVANCE}::test_a_replayed_version_is_refused"),
    Broken(DOOR, "json.dumps([previous, *words,", "json.dumps([*words,", f"{ADVANCE}::test_a_digest_once_written_verifies_for_good"),
    Broken("evaluation.procedure.secrecy", "frozenset({UNIT}), Told.LIST_HANDED_IN", "frozenset({UNIT, CITY}), Told.LIST_HANDED_IN", f"{DECISIONS}::test_D34_a_pick_is_known_outside_only_when_the_list_is_handed_in"),
)
# fmt: on
