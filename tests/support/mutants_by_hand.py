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
VERIFICATION = "evaluation.assessment.verification.steps.verification"
MATTERS, LINES = "evaluation.assessment.verification.steps.matters", "evaluation.assessment.verification.matters"
GUIDANCE, LATENESS = "evaluation.guidance.queries", "evaluation.guidance.lateness"
ARRANGEMENT, HALF_YEAR = "evaluation.guidance.steps.arrangement", "evaluation.guidance.steps.half_year"
PROMOTION, DOUBTS = "evaluation.promotion.steps", "branches.register.doubts"

RULES = "tests/evaluation/rules/test_rules.py"
DECISIONS, IMPARTIAL = "tests/test_decisions.py", "tests/test_decisions_impartiality.py"
PROCEDURE, ASSESSING = "tests/test_decisions_procedure.py", "tests/test_decisions_assessment.py"
GUIDING, PAPERS = "tests/test_decisions_guidance.py", "tests/test_decisions_papers.py"
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
    Broken(ASSESSMENT, "if facts.sheets >= facts.sheets_needed:", "if facts.sheets:", f"{ASSESSING}::test_D45_an_opinion_needs_the_sheets_of_two_members_who_do_not_keep_away"),
    Broken(REINSPECTION, "facts.is_reported or facts.is_overdue", "facts.is_reported", border("reported_or_overdue")),
    Broken(REINSPECTION, "if facts.grounds else UNGROUNDED", "if facts.reason else UNGROUNDED", border("revocation_grounded")),
    # Who
    Broken(IMPARTIALITY, 'if facts.actor in facts.typed_by else ""', 'if facts.actor is None else ""', f"{IMPARTIAL}::test_D18_who_typed_for_the_branch_is_as_one_who_applied"),
    Broken(IMPARTIALITY, "facts.actor is None or facts.actor != facts.concluded_by", "True", f"{LISTS}::test_who_concluded_the_opinion_may_not_recommend"),
    Broken(IMPARTIALITY, "return word, word", "return given", f"{RULES}::test_a_body_that_is_there_counts_for_both_and_says_so"),
    Broken(LIVES, "(*row.rules, i.impartial)", "(*row.rules, g.cycle_open)", f"{IMPARTIAL}::test_D38_a_recused_officer_gives_the_branch_no_private_deadline"),
    Broken("branches.permissions", "wanted in MUNICIPAL and others & MUNICIPAL", "wanted in MUNICIPAL and not others", f"{DECISIONS}::test_D19_nobody_speaks_for_both_bodies"),
    Broken("branches.permissions", "Perm.EVALUATE, Perm.VERIFY_CITY, Perm.SIGN, Perm.REVIEW}", "Perm.NAME, Perm.EVALUATE, Perm.VERIFY_CITY, Perm.SIGN, Perm.REVIEW}", "tests/evaluation/cases/test_documentation.py::test_the_documents_are_fresh"),
    # A matter found: at once, after the naming, of a whole unit (D14, D55)
    Broken(VERIFICATION, "if given.takes_effect:", "if given.confirmed_at:", f"{DECISIONS}::test_D14_a_verified_finding_frees_the_place"),
    Broken("evaluation.reinspection.steps.begin", "if honour.state == HonourState.STANDING:", "if honour.state == HonourState.LAPSED:", f"{DECISIONS}::test_D14_a_finding_after_the_naming_opens_a_special_reinspection_at_once"),
    Broken("evaluation.recommendation.queries", "state__in=sorted(HOLDS_SEAT))", "state=State.RECOMMENDED)", f"{PROCEDURE}::test_D14_after_a_brother_was_named_a_reinstated_case_can_be_recommended_again"),
    Broken(LINES, "KEPT_AWAY if case.pk in own else closed_because(case, tier)", "closed_because(case, tier)", f"{ASSESSING}::test_D55_a_matter_of_the_unit_is_entered_once_and_answered_for_each_branch"),
    Broken(LINES, "OF_THE_UNIT = (3, 4)", "OF_THE_UNIT = (2, 3, 4)", f"{ASSESSING}::test_D55_a_matter_of_the_unit_is_entered_once_and_answered_for_each_branch"),
    Broken(MATTERS, "if resting:", "if resting > 1:", f"{ASSESSING}::test_D55_a_matter_of_the_unit_is_entered_once_and_answered_for_each_branch"),
    Broken(MATTERS, "if value == Answer.NO and current.exists():", "if value == Answer.NO and matter.withdrawn_at:", f"{ASSESSING}::test_D55_what_says_no_leaves_another_finding_as_it_is"),
    Broken(MATTERS, "if answers.keys() - open_lines.keys():", "if not answers.keys():", f"{ASSESSING}::test_D55_only_the_branches_that_are_put_before_the_verifier_are_answered"),
    # Silence and lateness (D42)
    Broken(LIVES, "(g.reasoned, s1.never_returned)", "(g.reasoned,)", f"{PROCEDURE}::test_D42_silence_is_its_own_end"),
    Broken(LIVES, "(g.reasoned, s4.list_stands_open)", "(g.reasoned,)", f"{PROCEDURE}::test_D42_on_a_list_that_stands_open_nobody_was_recommended"),
    Broken(LATENESS, 'in posts[one.branch.pk]) else "没有支部书记"', 'in posts[one.branch.pk]) else ""', f"{GUIDING}::test_D42_late_and_silent_stand_by_the_register_and_excused_ones_are_not_counted"),
    Broken(LATENESS, "key=lambda one: one.position)\n\n\ndef scope", "key=lambda one: one.place)\n\n\ndef scope", f"{GUIDING}::test_D42_late_and_silent_stand_by_the_register_and_excused_ones_are_not_counted"),
    # All year round, and what spreads (D48, D49)
    Broken(ARRANGEMENT, "if arrangement and arrangement.published_at:", "if arrangement is ...:", f"{GUIDING}::test_D48_one_of_each_goes_to_the_branches_active_that_day_holders_too"),
    Broken(HALF_YEAR, "if known := half_years.of_year(cycle):", "if (known := half_years.of_year(cycle)) and known.summaries.exists():", f"{GUIDING}::test_D48_one_of_each_goes_to_the_branches_active_that_day_holders_too"),
    Broken(GUIDANCE, "cycle_queries.active_branches(cycle, clock.today())", "cycle_queries.without_honour(cycle_queries.active_branches(cycle, clock.today()))", f"{GUIDING}::test_D48_one_of_each_goes_to_the_branches_active_that_day_holders_too"),
    Broken("evaluation.guidance.daily_work", "if arrangement and arrangement.published_at else None", "if arrangement is ... else None", f"{GUIDING}::test_D48_the_panel_reads_both_beside_the_candidate"),
    Broken(PROMOTION, "if file is None and not (row.reference or row.file):", "if file is ...:", f"{PAPERS}::test_D49_an_activity_is_recorded_with_what_shows_it_and_read_by_everybody"),
    Broken(PROMOTION, "if row.held_on > clock.today() else", "if row.held_on is ... else", f"{PAPERS}::test_D49_an_activity_is_recorded_with_what_shows_it_and_read_by_everybody"),
    Broken("evaluation.honours.methods", "rows = rows.exclude(honour__state=HonourState.REVOKED)", "rows = rows", "tests/evaluation/honours/test_methods.py::test_the_chosen_methods_of_a_year_are_printed_as_a_booklet"),
    # What is asked, and refused nobody (D51)
    Broken(DOUBTS, "postponed_until and due < postponed_until <= anniversary(due, 1)", "postponed_until", f"{ASSESSING}::test_D51_an_election_is_due_three_years_after_the_last_one_or_as_far_as_it_was_postponed"),
    Broken(DOUBTS, "if due < until <= anniversary(due, 1):", "if due < until:", f"{ASSESSING}::test_D51_a_postponement_needs_its_document_and_lasts_at_most_a_year"),
    Broken("evaluation.self_assessment.views.criterion", "doubts_of(case).structure if one.number == ELECTIONS else []", "[]", f"{ASSESSING}::test_D51_doubts_stand_beside_criterion_6_the_facts_and_the_verification_and_refuse_nothing"),
    Broken("branches.register.queries", "doubts.secretary(branch.secretary_name, in_office)", '""', f"{ASSESSING}::test_D51_doubts_stand_beside_criterion_6_the_facts_and_the_verification_and_refuse_nothing"),
    # Both bodies, the list, the name
    Broken(LIVES, "s4.nothing_pending, s4.no_hold, ", "s4.nothing_pending, ", f"{DECISIONS}::test_D10_a_matter_after_the_year_holds_the_naming_up_until_both_bodies_lift_it"),
    Broken(SIGNING, "len(people) == len(Body)", "len(people) > 0", f"{NAMING}::test_one_signature_is_not_enough"),
    Broken(SIGNING, " and is_frozen and now == version.fingerprint", " and is_frozen", f"{NAMING}::test_a_changed_list_voids_both_signatures"),
    # The door
    Broken(DOOR, "if act.version not in (None, as_known.version):", "if act.version is ...:", f"{ADVANCE}::test_a_replayed_version_is_refused"),
    Broken(DOOR, "json.dumps([previous, *words,", "json.dumps([*words,", f"{ADVANCE}::test_a_digest_once_written_verifies_for_good"),
    Broken("evaluation.procedure.secrecy", "frozenset({UNIT}), Told.LIST_HANDED_IN", "frozenset({UNIT, CITY}), Told.LIST_HANDED_IN", f"{DECISIONS}::test_D34_a_pick_is_known_outside_only_when_the_list_is_handed_in"),
)
# fmt: on
