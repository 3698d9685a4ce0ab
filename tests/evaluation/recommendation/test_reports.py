"""What a unit reports: its opinion on each branch, its 推荐报告 on paper, and a report that counts no more (D47, D54)."""

import pytest
from django.urls import reverse

from evaluation.advance import Refused, advance
from evaluation.documents import queries as documents_queries
from evaluation.models import Appraisal, ListVersion, Notice
from evaluation.recommendation.steps import appraisals as appraisals_steps
from evaluation.recommendation.steps import forwarding as forwarding_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.typesetting.compose import compose
from evaluation.vocabulary import Action, State
from tests.support import boards, factories

OPINION = "班子坚强。\n群众公认，同意推荐。"


@pytest.fixture
def own(recommending, unit, leading_group):
    return boards.open_list(recommending, unit, leading_group, base=31)


@pytest.fixture
def cases(recommending, unit, own, organ_officer):
    found = boards.assessed(recommending, unit, "96.5", "94.0")
    boards.opinion(found[0], organ_officer, "制度落实到位。")
    Appraisal.objects.all().delete()
    return found


@pytest.fixture
def pooled(recommending, work_committee, unit, leading_group):
    """The list of a small unit that puts one branch forward."""
    pool = boards.open_list(recommending, None, work_committee, base=24)
    return boards.open_list(recommending, unit, leading_group, base=8, pool=pool)


@pytest.fixture
def small(recommending, unit, pooled):
    (case,) = boards.assessed(recommending, unit, "96.0")
    Appraisal.objects.all().delete()
    return case


def reports():
    return list(Notice.objects.filter(kind=Notice.Kind.RECOMMENDATION).order_by("pk"))


def words(notice):
    letter = compose(notice.kind, notice.printable)
    return "\n".join(
        [letter.title, *letter.body, *(line for annex in letter.annexes for line in (annex.title, *annex.body))]
    )


# 综合考评意见


def test_a_list_with_names_is_handed_in_with_an_opinion_on_each(client, own, cases, leading_group, work_committee):
    boards.pick(leading_group, *cases)
    client.force_login(leading_group)
    page = reverse("evaluation:recommendation_submit", args=[own.cycle.year, own.unit_id])
    assert "制度落实到位。" in client.get(page).content.decode(), "the organ's opinion stands beside"
    first, second = (f"appraisal_{case.pk}" for case in cases)
    asked = {"seen": ",".join(str(case.pk) for case in cases), first: OPINION, second: ""}
    told = client.post(page, asked)
    assert (told.status_code, list(told.context["form"].errors)) == (422, [second])
    assert "群众公认，同意推荐。" in told.content.decode()
    kept = client.post(page, asked | {"save": "1"})
    assert kept.status_code == 200 and "名单还没有报送" in kept.content.decode()
    assert client.get(page).context["form"][first].value() == OPINION, "what was kept is there again"
    assert not ListVersion.objects.exists()
    assert client.post(page, asked | {second: "长" * 501}).status_code == 422
    assert client.post(page, asked | {second: "同意。"}).status_code == 302
    version = ListVersion.objects.get()
    assert [row["appraisal"] for row in version.rows] == [OPINION, "同意。"]
    (report,) = reports()
    printed = words(report)
    assert "候选支部综合考评意见" in printed and "综合考评意见见附件2" in printed
    assert "班子坚强。\n群众公认，同意推荐。\n二、" in printed, "by paragraph, under the name of the branch"
    client.force_login(work_committee)
    board = reverse("evaluation:recommendation_board", args=[own.cycle.year, own.unit_id])
    assert "群众公认，同意推荐。" in client.get(board).content.decode()


def test_a_report_from_before_opinions_were_asked_prints_as_it_did(own, cases, leading_group):
    boards.pick(leading_group, cases[0])
    list_steps.submit(own, by=leading_group, seen=[cases[0].pk], appraisals={cases[0].pk: OPINION})
    (report,) = reports()
    old = report.printable
    del old["branches"][0]["appraisal"], old["is_pooled"]
    letter = compose(report.kind, old)
    assert [annex.title for annex in letter.annexes] == ["2026年度平顶山市机关“四强”党支部候选支部名单"]
    assert "（名单见附件）" in "".join(letter.body) and "综合考评" not in "".join(letter.body)


def test_nobody_needs_no_opinion(own, cases, leading_group):
    list_steps.submit(own, by=leading_group, seen=[], is_nobody=True)
    assert "本着宁缺毋滥的原则，2026年度我单位不推荐" in words(reports()[0])


def test_opinions_are_the_units_until_the_list_is_handed_in(
    client, own, cases, leading_group, work_committee, organ_officer
):
    boards.pick(leading_group, cases[0])
    appraisals_steps.keep(own, {cases[0].pk: OPINION}, by=leading_group)
    board = reverse("evaluation:recommendation_board", args=[own.cycle.year, own.unit_id])
    submit = reverse("evaluation:recommendation_submit", args=[own.cycle.year, own.unit_id])
    for person in (work_committee, organ_officer):
        client.force_login(person)
        assert "群众公认" not in client.get(board).content.decode()
        assert client.post(submit, {"save": "1"}).status_code in (403, 404)
    list_steps.submit(own, by=leading_group, seen=[cases[0].pk])
    with pytest.raises(Refused, match="名单已报送"):
        appraisals_steps.keep(own, {cases[0].pk: "改。"}, by=leading_group)


# 联合推荐


def test_putting_forward_makes_the_report_and_taking_back_voids_it(
    client, pooled, small, leading_group, work_committee
):
    client.force_login(leading_group)
    forward, back = (reverse("evaluation:move", args=[small.pk, name]) for name in ("forward", "take-back"))
    told = client.post(forward, {"version": small.version, "number": "平水党〔2027〕3号"})
    assert told.status_code == 422 and "平水党〔2027〕3号" in told.content.decode()
    asked = {"version": small.version, "appraisal": OPINION, "number": "平水党〔2027〕3号"}
    assert client.post(forward, asked).status_code == 302
    (first,) = reports()
    assert first.number == "平水党〔2027〕3号"
    assert "推送1个党支部参加2026年度" in words(first) and "推送1个党支部参加选定" in words(first)
    assert OPINION.split("\n")[1] in words(first)
    assert client.post(back, {"version": factories.fresh(small).version}).status_code == 302
    first.refresh_from_db()
    assert first.voiding.by == leading_group
    client.force_login(work_committee)
    page = client.get(reverse("evaluation:notice", args=[first.pk])).content.decode()
    assert "这份公文已作废" in page
    assert "（已作废）" in client.get(reverse("evaluation:notices")).content.decode()
    assert first not in documents_queries.of_unit(work_committee, pooled.cycle, pooled.unit)
    assert not documents_queries.may_correct(leading_group, first)
    assert "这份打印件所载的公文已作废" in client.get(reverse("evaluation:verify", args=[first.token])).content.decode()
    list_steps.submit(pooled, by=leading_group, seen=[], is_nobody=True)
    second = reports()[-1]
    assert (second.corrects, second.correction) == (first, "收回推送后重新报送。")
    assert "不推送党支部参加" in words(second) and "平水党〔2027〕3号" in words(second)
    assert second in documents_queries.of_unit(work_committee, pooled.cycle, pooled.unit)


def test_nothing_is_put_forward_without_an_opinion_and_nothing_half(pooled, small, leading_group, monkeypatch):
    with pytest.raises(Refused, match="还没有党组（党委）的综合考评意见"):
        forwarding_steps.forward(small, by=leading_group)
    assert (factories.fresh(small).state, reports()) == (State.ASSESSED, [])
    monkeypatch.setattr(forwarding_steps, "advance", lambda *_, **__: (_ for _ in ()).throw(Refused("慢了。")))
    with pytest.raises(Refused, match="慢了"):
        forwarding_steps.forward(small, by=leading_group, appraisal=OPINION)
    assert not Appraisal.objects.exists() or not reports()


def test_a_button_does_not_wait_for_what_is_given_with_the_move(client, pooled, small, leading_group):
    client.force_login(leading_group)
    page = client.get(reverse("evaluation:move", args=[small.pk, "forward"]))
    assert page.context["is_possible"] and "综合考评意见" in page.content.decode()
    with pytest.raises(Refused):
        advance(small, Action.FORWARD, by=leading_group)
