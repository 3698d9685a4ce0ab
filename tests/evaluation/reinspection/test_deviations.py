"""复查 against the standard (D44): deviations only, and what a revocation rests on, on page and paper."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from evaluation.advance import Refused
from evaluation.models import Notice, RevocationGround
from evaluation.reinspection import grounds as reinspection_grounds
from evaluation.reinspection import reviews
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.typesetting.compose import compose
from evaluation.vocabulary import Answer, Confirmation, ReinspectionState
from tests.support.honours import KEEPING, LONG, NOTHING, REVOCATION, House, fresh

pytestmark = pytest.mark.django_db
ANSWERS = {f"answer_{number}": "no" for number in range(1, 7)}
SAID = "全年有五个月没有开展组织生活。"


@pytest.fixture
def house():
    return House.build()


@pytest.fixture
def one(house):
    honour = house.named()
    house.open()
    return house.one(honour)


def printed() -> str:
    letter = compose("reinspection", Notice.objects.get(kind="reinspection").printable)
    rows = [
        cell
        for annex in letter.annexes
        if annex.table
        for group in annex.table.groups
        for row in group.rows
        for cell in row
    ]
    return "\n".join([*letter.body, *rows, *(line for annex in letter.annexes for line in (annex.title, *annex.body))])


def test_a_deviation_alone_does_not_bar_keeping_and_is_reported_printed_and_reviewed_by_itself(client, house, one):
    client.force_login(house.officer)
    fill = reverse("evaluation:reinspection_fill", args=[one.pk])
    assert "只写偏离的" in client.get(fill).content.decode()
    assert client.post(fill, ANSWERS | {"version": "0", "suggestion": KEEPING, "deviation_8": SAID}).status_code == 302
    assert fresh(one).state == ReinspectionState.KEEPING_SUGGESTED
    client.force_login(house.committee)
    page = reverse("evaluation:reinspection", args=[one.pk])
    assert SAID not in client.get(page).content.decode(), "the unit's own until it is reported"
    house.report(fresh(one))
    assert SAID in client.get(page).content.decode()
    assert SAID in client.get(reverse("evaluation:reinspection_review", args=[one.pk])).content.decode()
    assert one.report is None and SAID in printed() and "偏离标准的情况" in printed()
    assert reviews.agreeable(one.cycle, house.committee).offered == [], "not among those without a change"


def test_a_suggestion_to_revoke_says_on_which_criteria_or_conditions_it_rests(client, house, one):
    client.force_login(house.officer)
    fill = reverse("evaluation:reinspection_fill", args=[one.pk])
    asked = ANSWERS | {"version": "0", "suggestion": REVOCATION, "reason": LONG, "deviation_8": SAID}
    told = client.post(fill, asked)
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["grounds"])
    assert SAID in told.content.decode(), "what was typed is still there"
    for wrong in ("c9", "d2"):
        assert "grounds" in client.post(fill, asked | {"grounds": [wrong]}).context["form"].errors
    given = asked | {"grounds": ["c8", "d2"], "answer_2": "yes", "facts_2": "考核为一般。"}
    assert client.post(fill, given).status_code == 302
    house.report(fresh(one))
    assert "依据：标准第8项、情形（二）" in printed()
    client.force_login(house.department)
    assert (
        "撤销的依据：标准第8项、情形（二）"
        in client.get(reverse("evaluation:reinspection_review", args=[one.pk])).content.decode()
    )


def test_the_step_refuses_what_a_form_would_not_send(house, one):
    with pytest.raises(Refused, match="撤销须写明依据"):
        unit_steps.suggest(one, REVOCATION, NOTHING, by=house.officer, reason=LONG)
    with pytest.raises(Refused, match="标准第8项选为撤销依据"):
        unit_steps.suggest(one, REVOCATION, NOTHING, by=house.officer, reason=LONG, grounds=["c8"])
    assert not RevocationGround.objects.exists(), "nothing half"


def test_what_is_emptied_is_no_deviation_any_more(house, one):
    unit_steps.save(one, NOTHING, by=house.officer, deviations={8: SAID, 9: "另一句。"})
    unit_steps.save(fresh(one), NOTHING, by=house.officer, deviations={8: SAID, 9: " "})
    assert [row.criterion.number for row in reinspection_grounds.entered(one)] == [8]


def test_a_verdict_without_a_report_names_what_it_rests_on(client, house, one, today):
    today(date(2027, 3, 1))
    client.force_login(house.committee)
    page = reverse("evaluation:reinspection_review", args=[one.pk])
    asked = {"version": "0", "verdict": "revoke", "reason": "情况属实，应当撤销。"}
    told = client.post(page, asked)
    assert (told.status_code, list(told.context["form"].errors)) == (422, ["grounds"])
    assert "情况属实，应当撤销。" in told.content.decode()
    with pytest.raises(Refused, match="撤销须写明依据"):
        review_steps.review(one, by=house.committee, verdict=Confirmation.REVOKE, reason="应当撤销。")
    assert client.post(page, asked | {"grounds": ["d4"]}).status_code == 302
    shown = client.get(reverse("evaluation:reinspection", args=[one.pk])).content.decode()
    assert "撤销的依据：情形（四）" in shown
    review_steps.review(fresh(one), by=house.committee, verdict=Confirmation.KEEP)
    assert not RevocationGround.objects.exists(), "another verdict rests on nothing of it"


def test_a_verdict_on_a_report_needs_none_of_its_own(house, one):
    found = house.reported(one.honour, REVOCATION)
    review_steps.review(found, by=house.committee, verdict=Confirmation.REVOKE, reason="同意。")


def test_a_report_from_before_deviations_were_asked_prints_as_it_did(house, one):
    house.reported(one.honour, REVOCATION)
    data = Notice.objects.get(kind="reinspection").printable
    for row in data["branches"]:
        del row["deviations"], row["grounds"]
    letter = compose("reinspection", data)
    assert len(letter.annexes) == 1
    assert "（具体情况见附件）" in "".join(letter.body)


def test_the_database_keeps_no_ground_that_is_neither(house, one):
    with pytest.raises(IntegrityError), transaction.atomic():
        RevocationGround.objects.create(reinspection=one)


def test_an_answer_that_is_no_longer_yes_founds_nothing():
    assert reinspection_grounds.unfounded(["d2"], [], {2: Answer.NO}) != []
    assert reinspection_grounds.unfounded(["c8", "d2"], [8], {2: Answer.YES}) == []
