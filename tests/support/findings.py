"""What the tests of verification share: a finding, and a case on a list that was handed in."""

from datetime import date

from evaluation.cases.observing import observe
from tests.support import factories

SECRET = "党员甲酒后驾驶被判处拘役"
FINDING = {"facts": SECRET, "decided_on": date(2026, 6, 1)}
WITH_BASIS = FINDING | {"basis": "关于某某的通报（平督〔2026〕3号）"}


def on_a_submitted_list(case, cycle, organ_officer, assessor, leading_group):
    """An APPLIED case, recommended on a list that was handed in; the year must be recommending."""
    case = factories.assessed(case, organ_officer, assessor)
    own = factories.recommendation_list(cycle, case.unit, base=19)
    factories.deliberated(own, leading_group)
    factories.recommended(case, leading_group)
    factories.submit(own)
    return factories.fresh(case)


def condition(case, number):
    return case.cycle.disqualifications.get(number=number)


def facts(case):
    return observe([case.pk])[0].known


def url(case, page=""):
    return f"/candidacies/{case.pk}/verification/{page}"
