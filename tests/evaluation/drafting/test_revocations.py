"""撤销 through drafting, from the frozen list to the notices about plaques: the day of their return is one fact."""

from datetime import date, timedelta

import pytest

from branches import clock
from evaluation.advance import Refused
from evaluation.decision import steps as decision_steps
from evaluation.decision.issue import plaque_letter
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.standard import standard
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import correction as correction_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.models import Honour, Notice, Plaque
from evaluation.typesetting import compose as composing
from evaluation.typesetting.text import chinese_date
from evaluation.vocabulary import Body, Confirmation, DecisionKind, HonourState, PlaqueState
from tests.support import corrections
from tests.support.honours import REVOCATION, House

pytestmark = pytest.mark.django_db
NUMBER = "平组通〔2027〕21号"
PLACE = "【交还日】"


@pytest.fixture
def house(drafting):
    return House.build()


@pytest.fixture
def version(house):
    """A title that both bodies take back, its plaque with the unit."""
    honour = house.named()
    Plaque.objects.create(
        honour=honour, number="PDS-0001", state=PlaqueState.ISSUED, made_on=date(2026, 6, 1),
        issued_on=date(2026, 7, 1), issued_to="王书记", by=house.committee, at=clock.now(),
    )  # fmt: skip
    house.open()
    one = house.reported(honour, REVOCATION)
    house.review(one, Confirmation.REVOKE, Confirmation.REVOKE)
    return decision_steps.freeze(one.cycle, DecisionKind.REVOCATION, by=house.committee)


def save(version, house, seen, **changed):
    text = drafting_queries.latest(version)
    subject = drafting_subjects.of_version(version)
    return draft_steps.save(subject, dict(text.facts) | changed, by=house.committee, seen=seen)


def proclaimed(version, house, text):
    draft_steps.check(text, by=house.second, is_passed=True)
    for person in (house.committee, house.department):
        decision_steps.sign(version, by=person, text=text.pk)
    corrections.consented(text, house.committee)
    decision_steps.proclaim(version.decision, by=house.committee, document_number=NUMBER)
    return Notice.objects.get(kind="revocation", decision=version.decision)


def said(notice):
    return "".join(composing.compose(notice.kind, notice.data).body)


def test_a_revocation_is_drafted_checked_signed_consented_to_and_carried_out(version, house):
    text = drafting_queries.latest(version)
    own = save(
        version, house, 1, paragraphs=[*text.facts["paragraphs"], "本决定自印发之日起执行。"], copies_to="市委办公室"
    )
    with pytest.raises(Refused, match="还没有核稿通过"):
        decision_steps.sign(version, by=house.department)
    made = proclaimed(version, house, own)
    letter = composing.compose("revocation", made.data)
    assert letter.body[-1] == "本决定自印发之日起执行。" and letter.copies_to == "市委办公室" and "【" not in said(made)
    assert Honour.objects.get(revocation=version.decision).state == HonourState.REVOKED
    own.refresh_from_db()
    assert own.issued_as == made and made.number == NUMBER


def test_the_day_of_return_is_the_same_in_decision_and_notice_whenever_it_was_drafted(version, house):
    text = drafting_queries.latest(version)
    assert PLACE in "".join(text.facts["paragraphs"]) and "前将牌匾交回" in "".join(text.facts["paragraphs"])
    with pytest.raises(Refused, match=f"要保留{PLACE}"):
        lines = [line.replace(PLACE, "2027年1月31日") for line in text.facts["paragraphs"]]
        save(version, house, 1, paragraphs=lines)
    with clock.moved_to(clock.today() + timedelta(days=40)):
        made = proclaimed(version, house, text)
        told = Notice.objects.get(kind="plaque_letter")
    day = chinese_date(made.data["returned_by"])
    assert told.data["returned_by"] == made.data["returned_by"] > made.dated_on.isoformat()
    assert day in said(made) and day in said(told)


def test_twin_if_the_notice_counted_for_itself_it_could_say_another_day(version, house):
    text = drafting_queries.latest(version)
    made = proclaimed(version, house, text)
    with clock.moved_to(clock.today() + timedelta(days=1)):
        told = plaque_letter(Honour.objects.get(revocation=version.decision), version.decision, by=house.committee)
    assert told.data["returned_by"] != made.data["returned_by"]


def test_its_correction_keeps_the_day_and_is_signed_by_both(version, house):
    made = proclaimed(version, house, drafting_queries.latest(version))
    with clock.moved_to(clock.today() + timedelta(days=9)):
        usual = standard(corrections.subject(made))
        assert PLACE in "".join(usual["paragraphs"])
        lines = [line.replace("引以为戒", "深刻汲取教训") for line in usual["paragraphs"]]
        text = corrections.begun(made, house.committee, paragraphs=lines)
        draft_steps.check(text, by=house.second, is_passed=True)
        for person in (house.committee, house.department):
            correction_steps.sign(text, by=person)
        for body in Body:
            consent_steps.record(text, by=house.committee, body=body, leader="顾长河", signed_on=clock.today())
        later = correction_steps.issue(text, by=house.committee, number="平组通〔2027〕22号")
    assert later.data["returned_by"] == made.data["returned_by"] and later.data["titles"] == made.data["titles"]
    assert chinese_date(made.data["returned_by"]) in said(later) and "深刻汲取教训" in said(later)
