"""Step 4: verdicts, proposals, the frozen list, two signatures, the proclaimed decision (方案 四（四）, D19, D22)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from branches import clock
from branches.models import Branch, Setting
from branches.settings import queries as settings_queries
from branches.settings import steps as settings_steps
from evaluation.advance import Refused, advance
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.models import Candidacy, Decision, Honour, MunicipalEvaluation, Notice, PublicNotice, Signature
from evaluation.naming import objections
from evaluation.naming import queries as naming_queries
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.procedure.lives import find
from evaluation.rules import general as general_rules
from evaluation.rules import naming as naming_rules
from evaluation.typesetting import typeset
from evaluation.typesetting.letter import Layout
from evaluation.vocabulary import Action, Body, DecisionState, HonourState, State, Verdict
from evaluation.workdays import workdays
from tests.support import factories
from tests.support.naming import proposed

NUMBER = "平组通〔2027〕12号"
PHONES = {"organisation_department": "0375-2660009", "work_committee": "0375-2660008"}
FILLED = {
    Setting.Name.PHONE: "0375-2660001",
    Setting.Name.ADDRESS: "平顶山市行政办公区1号楼",
    Setting.Name.ORGANISATION_DEPARTMENT_CODE: "平组通",
    Setting.Name.WORK_COMMITTEE_CODE: "平直工",
}


def test_a_signed_list_names_its_branches_and_gives_them_the_title(
    frozen, candidate, work_committee, organisation_department
):
    decision_steps.sign(frozen, by=organisation_department)
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.proclaim(frozen.decision, by=work_committee, document_number=NUMBER)
    honour = Honour.objects.get(branch=candidate.branch)
    assert factories.fresh(candidate).state == State.NAMED
    assert (honour.year, honour.named_on, honour.state) == (2026, factories.IN_JANUARY, HonourState.STANDING)
    assert (honour.decision_number, honour.branch_name) == (NUMBER, candidate.branch.full_name)
    document = Notice.objects.get(kind="naming")
    assert document.data["units"] == [{"unit": "市财政局", "branches": [candidate.branch.full_name]}]


def test_a_branch_is_not_named_outside_a_decision(frozen, candidate, work_committee, client):
    with pytest.raises(Refused, match="须经市直工委和市委组织部双方签署"):
        advance(candidate, Action.NAME, by=work_committee)
    client.force_login(work_committee)
    assert client.post(f"/candidacies/{candidate.pk}/name/").status_code == 404


def test_without_the_rule_of_two_signatures_it_would_be_named(frozen, candidate, work_committee, monkeypatch):
    monkeypatch.setattr("evaluation.cases.observe.refusals", lambda move, facts, button: iter(()))
    advance(candidate, Action.NAME, by=work_committee)
    assert factories.fresh(candidate).state == State.NAMED


@pytest.mark.parametrize("signers", [(), ("work_committee",), ("organisation_department",)])
def test_one_signature_is_not_enough(frozen, signers, work_committee, request):
    for name in signers:
        decision_steps.sign(frozen, by=request.getfixturevalue(name))
    with pytest.raises(Refused, match="尚未签署"):
        decision_steps.proclaim(frozen.decision, by=work_committee, document_number=NUMBER)
    assert not Honour.objects.exists()


def test_nobody_signs_twice_or_for_both(frozen, work_committee):
    decision_steps.sign(frozen, by=work_committee)
    with pytest.raises(Refused, match="已经签署"):
        decision_steps.sign(frozen, by=work_committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        Signature.objects.create(
            version=frozen,
            body=Body.ORGANISATION_DEPARTMENT,
            fingerprint=frozen.fingerprint,
            by=work_committee,
            at=frozen.frozen_at,
        )


def test_a_changed_list_voids_both_signatures(frozen, second, work_committee, organisation_department, recommending):
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.sign(frozen, by=organisation_department)
    assert signing.standing(frozen).is_cosigned
    proposed(second, work_committee, organisation_department)
    assert not signing.standing(frozen).is_current
    with pytest.raises(Refused, match="名单在冻结之后有变化"):
        decision_steps.proclaim(frozen.decision, by=work_committee, document_number=NUMBER)
    fresh = decision_steps.freeze(recommending, by=work_committee)
    assert (fresh.number, len(fresh.rows)) == (2, 2)
    assert [row["branch"] for row in signing.difference("naming", frozen.rows, fresh.rows).added] == [
        second.branch.full_name
    ]
    with pytest.raises(Refused, match="不是最新"):
        decision_steps.sign(frozen, by=work_committee)


def test_a_renamed_branch_voids_the_signatures_too(frozen, candidate, work_committee, organisation_department):
    decision_steps.sign(frozen, by=work_committee)
    Branch.objects.filter(pk=candidate.branch_id).update(full_name="中共市财政局预算处支部委员会")
    with pytest.raises(Refused, match="有变化"):
        decision_steps.sign(frozen, by=organisation_department)


def test_proclaiming_is_all_or_nothing(
    frozen, second, candidate, work_committee, organisation_department, recommending, monkeypatch
):
    proposed(second, work_committee, organisation_department)
    version = decision_steps.freeze(recommending, by=work_committee)
    decision_steps.sign(version, by=work_committee)
    decision_steps.sign(version, by=organisation_department)
    real = decision_steps.advance

    def stops_half_way(case, *args, **kwargs):
        if case.pk == version.rows[1]["candidacy"]:
            raise Refused("停电了。")
        return real(case, *args, **kwargs)

    monkeypatch.setattr(decision_steps, "advance", stops_half_way)
    with pytest.raises(Refused):
        decision_steps.proclaim(version.decision, by=work_committee, document_number=NUMBER)
    assert set(Candidacy.objects.filter(seat__isnull=False).values_list("state", flat=True)) == {State.PROPOSED}
    assert not Honour.objects.exists()
    assert Decision.objects.get().state == DecisionState.FROZEN


def test_a_held_branch_is_left_out_of_the_frozen_list(
    candidate, second, work_committee, organisation_department, recommending
):
    for one in (candidate, second):
        proposed(one, work_committee, organisation_department)
    candidate.holds.create(
        reason="次年3月有待处理事项。",
        raised_by=work_committee,
        raised_at=recommending.recommendation_opened_at or candidate.since,
    )
    version = decision_steps.freeze(recommending, by=work_committee)
    assert [row["candidacy"] for row in version.rows] == [second.pk]


def test_a_pending_finding_blocks_the_naming_only(candidate, work_committee, organisation_department, recommending):
    factories.evaluated(candidate, work_committee, organisation_department)
    candidate.verifications.filter(tier="city", disqualification__number=2).update(answer="pending")
    advance(candidate, Action.PROPOSE, by=work_committee)
    assert "待核实" in "".join(naming_queries.obstacles(naming_queries.proposed(recommending)[0]))
    with pytest.raises(Refused, match="现在没有可以命名的支部"):
        decision_steps.freeze(recommending, by=work_committee)


def test_candidates_on_which_the_bodies_differ_wait_and_the_rest_proceeds(
    candidate, second, work_committee, organisation_department, recommending
):
    factories.evaluated(candidate, work_committee, organisation_department)
    factories.evaluated(second, work_committee, organisation_department)
    second.evaluations.filter(body=Body.ORGANISATION_DEPARTMENT).update(verdict=Verdict.DECLINE, reason="再培育一年。")
    done = evaluation_steps.settle(recommending, by=work_committee)
    assert (len(done.proposing), len(done.declining)) == (1, 0)
    assert factories.fresh(second).state == State.RECOMMENDED
    assert decision_steps.freeze(recommending, by=work_committee).rows[0]["candidacy"] == candidate.pk


def test_a_supplementary_decision_follows_the_first(
    frozen, second, work_committee, organisation_department, recommending
):
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.sign(frozen, by=organisation_department)
    decision_steps.proclaim(frozen.decision, by=work_committee, document_number=NUMBER)
    proposed(second, work_committee, organisation_department)
    later = decision_steps.freeze(recommending, by=work_committee)
    assert (later.decision.number, later.number, len(later.rows)) == (2, 1, 1)
    assert "补充决定" in str(later.decision)


def test_both_declining_gives_the_reasons_of_both(candidate, work_committee, organisation_department, recommending):
    factories.evaluated(candidate, work_committee, organisation_department, Verdict.DECLINE)
    done = evaluation_steps.settle(recommending, by=work_committee)
    assert (len(done.proposing), len(done.declining)) == (0, 1)
    case = factories.fresh(candidate)
    assert (case.state, case.seat is not None) == (State.NOT_NAMED, True)
    assert "市直工委：创建成效不突出。" in case.transitions.last().note


def test_a_verdict_needs_a_place_on_the_panel(candidate, organisation_department, recommending):
    recommending.panel.filter(user=organisation_department).delete()
    with pytest.raises(Refused, match="不是本年度考核评定组成员"):
        evaluation_steps.evaluate(candidate, by=organisation_department, verdict=Verdict.NAME)


def test_nobody_evaluates_the_own_branch(candidate, work_committee):
    work_committee.branch = candidate.branch
    work_committee.save()
    with pytest.raises(Refused, match="须回避"):
        evaluation_steps.evaluate(candidate, by=work_committee, verdict=Verdict.NAME)


def test_who_is_neither_body_records_no_verdict(candidate, leading_group):
    with pytest.raises(PermissionDenied):
        evaluation_steps.evaluate(candidate, by=leading_group, verdict=Verdict.NAME)


def test_declining_needs_a_reason_in_the_database_too(candidate, work_committee):
    with pytest.raises(Refused, match="须写明理由"):
        evaluation_steps.evaluate(candidate, by=work_committee, verdict=Verdict.DECLINE)
    with pytest.raises(IntegrityError), transaction.atomic():
        MunicipalEvaluation.objects.create(
            candidacy=candidate,
            body=Body.WORK_COMMITTEE,
            verdict=Verdict.DECLINE,
            by=work_committee,
            at=candidate.since,
        )


def test_a_panel_wants_both_bodies_and_known_branches(recommending, work_committee):
    with pytest.raises(Refused) as refused:
        evaluation_steps.set_panel(recommending, [(work_committee, Body.WORK_COMMITTEE)], by=work_committee)
    assert len(refused.value.reasons) == 2


def test_the_public_notice_has_to_be_over(candidate, work_committee, organisation_department, recommending, today):
    recommending.__class__.objects.update(notice_days=5)
    recommending.refresh_from_db()
    proposed(candidate, work_committee, organisation_department)
    notice = evaluation_steps.publish_notice(recommending, by=work_committee)
    assert notice.closes_on == date(2027, 1, 15)
    today(date(2027, 1, 15))
    with pytest.raises(Refused):
        decision_steps.freeze(recommending, by=work_committee)
    today(date(2027, 1, 16))
    assert len(decision_steps.freeze(recommending, by=work_committee).rows) == 1


@pytest.fixture
def noticed(candidate, work_committee, organisation_department, recommending):
    """The year with a public notice of five working days, and one branch that waits for it."""
    recommending.__class__.objects.update(notice_days=5)
    recommending.refresh_from_db()
    proposed(candidate, work_committee, organisation_department)
    return recommending


@pytest.mark.parametrize("name", settings_queries.NEEDED)
def test_D46_no_public_notice_without_contact_names_and_codes(client, noticed, work_committee, name):
    Setting.objects.filter(name=name).delete()
    client.force_login(work_committee)
    page = reverse("evaluation:naming_publish_notice", args=[noticed.year])
    refused = client.post(page, PHONES)
    assert refused.status_code == 422 and not PublicNotice.objects.exists()
    shown = refused.content.decode()
    assert f"还缺{name.label}，不能公示" in shown and "0375-2660009" in shown
    assert reverse("branches:settings") in shown
    Setting.objects.create(name=name, value=FILLED.get(name, "中共平顶山市委组织部"), at=clock.now())
    assert client.post(page, PHONES).status_code == 302


def test_D46_without_the_rule_a_notice_says_nobody_to_object_to(noticed, work_committee, monkeypatch):
    """The twin."""
    Setting.objects.all().delete()
    monkeypatch.setattr(settings_queries, "gaps", list)
    notice = evaluation_steps.publish_notice(noticed, by=work_committee, telephones=PHONES)
    facts = Notice.objects.get(public_notice=notice).data
    assert (facts["address"], facts["issuers"][0]) == ("", "中共平顶山市委组织部")


def test_D46_a_public_notice_says_the_telephones_of_both_bodies(
    noticed, work_committee, organisation_department, client
):
    organisation_department.phone = ""
    organisation_department.save()
    client.force_login(work_committee)
    page = reverse("evaluation:naming_publish_notice", args=[noticed.year])
    assert client.post(page, PHONES | {"organisation_department": ""}).status_code == 422
    with pytest.raises(Refused, match="市委组织部的受理电话"):
        evaluation_steps.publish_notice(noticed, by=work_committee)
    assert not PublicNotice.objects.exists()
    assert client.post(page, PHONES).status_code == 302
    said = "".join(composed(Notice.objects.get(kind="public_notice")).body)
    assert "受理电话：市委组织部0375-2660009，市委市直机关工委0375-2660008" in said
    assert "平顶山市行政办公区1号楼" in said
    shown = client.get(reverse("evaluation:naming_notice", args=[noticed.year])).content.decode()
    assert "0375-2660009" in shown and "0375-2660008" in shown, "the page says what the paper says"


def test_the_telephone_of_the_department_is_a_setting_of_the_site(noticed, work_committee, organisation_department):
    organisation_department.phone = "0375-2660003"
    organisation_department.save()
    body = Body.ORGANISATION_DEPARTMENT
    assert objections.where_to(noticed)[body] == "0375-2660003", "as long as none is set, that of its people in post"
    name = Setting.Name.ORGANISATION_DEPARTMENT_PHONE
    Setting.objects.create(name=name, value="0375-2660007", at=clock.now())
    assert objections.where_to(noticed)[body] == "0375-2660007"
    assert not settings_queries.gaps()


def test_D22_a_public_notice_prints_as_many_working_days_as_it_says(noticed, work_committee):
    """On what the step froze: counting begins on the day after publication, and objections on that day itself."""
    notice = evaluation_steps.publish_notice(noticed, by=work_committee)
    facts = Notice.objects.get(public_notice=notice).data
    assert (facts["dated_on"], facts["opens_on"], facts["closes_on"]) == ("2027-01-08", "2027-01-11", "2027-01-15")
    assert working_days(facts) == facts["working_days"] == 5
    assert notice.opens_on == factories.IN_JANUARY, "whoever objects on the day of publication is in time"


def test_D22_counted_from_publication_it_would_print_a_day_too_many(noticed, work_committee, monkeypatch):
    """The twin."""
    monkeypatch.setattr(workdays, "first_counted_day", lambda day: day)
    evaluation_steps.publish_notice(noticed, by=work_committee)
    facts = Notice.objects.get(kind="public_notice").data
    assert working_days(facts) == facts["working_days"] + 1


def test_a_public_notice_is_hung_up_and_not_issued(noticed, work_committee):
    """Neither red head nor number nor 版记, though both bodies have a series."""
    made = Notice.objects.get(public_notice=evaluation_steps.publish_notice(noticed, by=work_committee))
    assert (made.number, made.data["printed_by"]) == ("", "")
    assert composed(made).layout is Layout.PLAIN
    made.data["number"] = NUMBER
    assert composed(made).layout is Layout.NORMAL, "the twin: with a number it had a red head"


def working_days(facts):
    """How many working days lie between the two dates that a 公示 prints, both of them counted."""
    first, last = date.fromisoformat(facts["opens_on"]), date.fromisoformat(facts["closes_on"])
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return sum(workdays.is_working_day(day) for day in days)


def composed(notice):
    return typeset.compose(notice.kind, notice.printable)


def test_D46_a_document_keeps_the_names_with_which_it_was_frozen(noticed, work_committee):
    made = Notice.objects.get(public_notice=evaluation_steps.publish_notice(noticed, by=work_committee))
    held = {name.value: value for name, value in settings_queries.values().items()}
    renamed = held | {"phone": "0375-2669999", "work_committee_name": "中共平顶山市委市直机关工委"}
    settings_steps.save(renamed, seen=settings_queries.last_change(None), by=work_committee)
    made.refresh_from_db()
    assert made.data["telephone"] == "0375-2660001"
    assert made.data["issuers"] == ["中共平顶山市委组织部", "中共平顶山市委市直机关工作委员会"]


def test_signing_asks_for_the_password_again(frozen, organisation_department, client):
    client.force_login(organisation_department)
    url = reverse("evaluation:naming_sign", args=[frozen.pk])
    answer = client.post(url, {"has_read": "on", "password": "wrong"})
    assert answer.status_code == 422
    assert "密码不对" in answer.content.decode()
    assert not Signature.objects.exists()
    assert client.post(url, {"has_read": "on", "password": factories.PASSWORD}).status_code == 302
    assert Signature.objects.get().body == Body.ORGANISATION_DEPARTMENT


def test_proclaiming_asks_for_the_number_of_branches(frozen, work_committee, organisation_department, client):
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.sign(frozen, by=organisation_department)
    client.force_login(work_committee)
    url = reverse("evaluation:naming_proclaim", args=[frozen.decision_id])
    leaders = {"leader_work_committee": "顾长河", "leader_organisation_department": "方致远"}
    wrong = client.post(url, {"document_number": NUMBER, "count": "2", **leaders})
    assert wrong.status_code == 422
    assert f'value="{NUMBER}"' in wrong.content.decode()
    unsigned = client.post(url, {"document_number": NUMBER, "count": "1"})
    assert unsigned.status_code == 422 and "市委组织部签发人" in unsigned.content.decode()
    assert client.post(url, {"document_number": NUMBER, "count": "1", **leaders}).status_code == 302
    made = Notice.objects.get(kind="naming")
    assert made.data["leaders"] == {"work_committee": "顾长河", "organisation_department": "方致远"}
    shown = reverse("evaluation:notice", args=[made.pk])
    assert "顾长河" in client.get(shown).content.decode()
    client.force_login(organisation_department)
    assert "顾长河" not in client.get(shown).content.decode(), "whoever issues it reads who signed"
    client.force_login(work_committee)
    page = client.get(reverse("evaluation:naming_decision", args=[frozen.decision_id])).content.decode()
    assert "打开命名决定" in page


def test_a_document_number_is_not_used_twice(frozen, work_committee, organisation_department, recommending):
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.sign(frozen, by=organisation_department)
    other = factories.cycle(2020, state="closed")
    Decision.objects.create(cycle=other, document_number=NUMBER, state=DecisionState.PROCLAIMED)
    with pytest.raises(Refused, match="已经使用"):
        decision_steps.proclaim(frozen.decision, by=work_committee, document_number=NUMBER)


def test_a_signature_is_taken_back_until_the_other_body_signs(frozen, work_committee, organisation_department):
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.withdraw_signature(frozen, by=work_committee)
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.sign(frozen, by=organisation_department)
    with pytest.raises(Refused, match="双方都已签署"):
        decision_steps.withdraw_signature(frozen, by=work_committee)


def test_a_signature_that_cannot_be_taken_back_says_why_above_the_list(
    frozen, work_committee, organisation_department, client
):
    decision_steps.sign(frozen, by=work_committee)
    client.force_login(organisation_department)
    answer = client.post(reverse("evaluation:naming_withdraw_signature", args=[frozen.pk]))
    assert answer.status_code == 422
    assert "您没有签署这一版。" in answer.content.decode()
    assert f'action="{reverse("evaluation:naming_sign", args=[frozen.pk])}"' in answer.content.decode()


def test_either_body_sends_the_list_back_with_a_remark(frozen, organisation_department, recommending, work_committee):
    decision_steps.sign(frozen, by=work_committee)
    decision_steps.send_back(frozen.decision, by=organisation_department, note="请核对第1个支部。")
    assert not signing.standing(frozen).is_current
    assert decision_steps.freeze(recommending, by=work_committee).number == 2


def test_a_proposal_is_unknown_to_the_branch_until_it_is_published(
    frozen, candidate, secretary, leading_group, work_committee, client
):
    for person, label in ((secretary, "已推荐"), (leading_group, "已推荐"), (work_committee, "拟命名")):
        client.force_login(person)
        page = client.get(reverse("evaluation:case", args=[candidate.pk])).content.decode()
        assert label in page
        assert ("拟命名" in page) == (person == work_committee), page[
            page.find("拟命名") - 300 : page.find("拟命名") + 50
        ]


def test_a_pending_decision_is_unknown_outside_the_two_bodies(frozen, secretary, organ_officer, client):
    for person in (secretary, organ_officer):
        client.force_login(person)
        assert client.get(reverse("evaluation:naming_decision", args=[frozen.decision_id])).status_code == 404
        assert client.get(reverse("evaluation:naming_sign", args=[frozen.pk])).status_code == 403


def test_the_board_costs_the_same_for_one_and_for_many(
    candidate, recommending, work_committee, client, django_assert_max_num_queries
):
    client.force_login(work_committee)
    url = reverse("evaluation:naming_board", args=[recommending.year])
    client.get(url)
    with django_assert_max_num_queries(24) as one:
        client.get(url)
    for n in range(2):
        other = factories.candidacy(recommending, factories.branch(short_name=f"另一{n}党支部"))
        own = factories.recommendation_list(recommending, other.unit, base=10)
        Candidacy.objects.filter(pk=other.pk).update(state=State.RECOMMENDED, seat=own.seats.first())
        factories.submit(own)
    with django_assert_max_num_queries(len(one)):
        client.get(url)


@pytest.mark.parametrize(
    "rule",
    [
        naming_rules.no_hold,
        naming_rules.nothing_pending,
        naming_rules.notice_over,
        naming_rules.cosigned,
        general_rules.not_honoured,
    ],
)
def test_every_rule_of_naming_stands_in_the_table(rule):
    assert rule in find(Action.NAME, State.PROPOSED)[0].rules
