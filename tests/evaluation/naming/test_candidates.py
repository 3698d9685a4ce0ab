"""What the database keeps of candidates, and the board that counts and turns its pages by it."""

import pytest
from django.db import connection
from django.urls import reverse

from branches import clock
from branches.pages import paging
from evaluation.cases.observing import observe
from evaluation.integrity import candidates as kept
from evaluation.integrity import triggers
from evaluation.migrations import guards
from evaluation.models import (
    Candidacy,
    Hold,
    MunicipalEvaluation,
    NamingCandidate,
    RecommendationList,
    Recusal,
    Verification,
)
from evaluation.naming import board
from evaluation.naming.candidates import KINDS, Candidates
from evaluation.vocabulary import Answer, Body, State, Tier, Verdict
from tests.support import factories


def say(case, body, verdict, by):
    reason = "" if verdict == Verdict.NAME else "创建成效不突出。"
    given = {"verdict": verdict, "reason": reason, "by": by, "at": clock.now()}
    MunicipalEvaluation.objects.update_or_create(candidacy=case, body=body, defaults=given)


@pytest.fixture
def several(recommending, panel, work_committee, organisation_department):
    """Nine candidates of nine units on lists that are handed in, by what is the matter with each."""
    said = {
        "silent": ("", ""), "half": ("name", ""), "other half": ("", "decline"), "agreed": ("name", "name"),
        "declined": ("decline", "decline"), "differing": ("name", "decline"), "held": ("name", "name"),
        "in doubt": ("", ""), "found": ("name", "name"),
    }  # fmt: skip
    found = {}
    for name, words in said.items():
        case = factories.candidacy(recommending, factories.branch(short_name=f"{name}党支部"))
        own = factories.recommendation_list(recommending, case.unit, base=10)
        Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED, seat=own.seats.first(), rank=1)
        factories.submit(own)
        for body, word in zip(Body, words, strict=True):
            if word:
                say(case, body, word, work_committee)
        found[name] = factories.fresh(case)
    Hold.objects.create(candidacy=found["held"], reason="有信访待核。", raised_by=work_committee, raised_at=clock.now())
    for name, answer in (("in doubt", Answer.PENDING), ("found", Answer.YES)):
        factories.verify(found[name], work_committee, Tier.CITY, Answer.NO)
        one = Verification.objects.filter(candidacy=found[name]).first()
        Verification.objects.filter(pk=one.pk).update(answer=answer, takes_effect=answer == Answer.YES)
    return found


def names(rows):
    return sorted(row.branch.short_name.removesuffix("党支部") for row in rows)


def test_a_candidate_is_on_the_board_from_the_handing_in_of_its_list(candidate):
    row = NamingCandidate.objects.get(pk=candidate.pk)
    assert (row.is_on_board, row.committee, row.department) == (True, "", "")
    RecommendationList.objects.filter(pk=candidate.seat.list_id).update(state="open")
    assert not NamingCandidate.objects.get(pk=candidate.pk).is_on_board
    Candidacy.objects.filter(pk=candidate.pk).update(state=State.ASSESSED, seat=None)
    assert not NamingCandidate.objects.exists()


def test_a_word_is_kept_changed_and_taken_back(candidate, work_committee):
    for verdict in (Verdict.NAME, Verdict.DECLINE):
        say(candidate, Body.ORGANISATION_DEPARTMENT, verdict, work_committee)
        assert NamingCandidate.objects.get(pk=candidate.pk).department == verdict
    MunicipalEvaluation.objects.all().delete()
    row = NamingCandidate.objects.get(pk=candidate.pk)
    assert (row.committee, row.department) == ("", "")


def test_a_case_that_comes_back_to_its_place_brings_its_words(candidate, work_committee):
    say(candidate, Body.WORK_COMMITTEE, Verdict.NAME, work_committee)
    Candidacy.objects.filter(pk=candidate.pk).update(state=State.ASSESSED, seat=None)
    Candidacy.objects.filter(pk=candidate.pk).update(state=State.RECOMMENDED, seat=candidate.seat_id)
    assert NamingCandidate.objects.get(pk=candidate.pk).committee == Verdict.NAME
    assert kept.check().problems == []


def test_without_the_triggers_what_is_kept_is_found_to_be_wrong(several, work_committee):
    assert kept.check().problems == []
    assert kept.check().count == len(several)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in guards.statements(triggers.KEEPING[0], connection.vendor):
            if statement.startswith("DROP TRIGGER"):
                cursor.execute(statement)
    say(several["silent"], Body.WORK_COMMITTEE, Verdict.NAME, work_committee)
    RecommendationList.objects.filter(pk=several["half"].seat.list_id).update(state="open")
    Candidacy.objects.filter(pk=several["agreed"].pk).update(state=State.ASSESSED, seat=None)
    assert len(kept.check().problems) == 3


def test_each_kind_has_those_of_which_the_facts_say_it(several, recommending):
    """The conditions of the tabs against what every rule asks, for one and the same candidates."""
    found = Candidates(recommending)
    facts = {one.case.pk: one.known for one in observe(found.all.values_list("pk", flat=True))}
    for row in found.all:
        known = facts[row.pk]
        committee, department = known.verdicts
        said = {
            "all": True,
            "waiting": True,
            "open": not (committee and department),
            "differing": bool(committee and department and committee != department),
            "agreed": bool(committee) and committee == department,
            "remarked": bool(known.findings or known.pending or known.holds or known.objection or known.body_away)
            or bool(committee and department and committee != department),
        }
        for kind in KINDS:
            assert found.of(kind).filter(pk=row.pk).exists() == said.get(kind, False), (row.branch, kind)
    assert names(found.remarked) == ["differing", "found", "held", "in doubt"]
    assert names(found.to_be_named) == ["agreed", "found", "held"]
    assert {kind: many.count for kind, many in found.so_many.items()} == {
        kind: found.of(kind).count() for kind in KINDS
    }


def test_where_one_body_is_away_the_word_of_the_other_counts_for_both(several, recommending, work_committee):
    away = several["other half"]
    Recusal.objects.create(
        candidacy=away, user=work_committee, by=work_committee, reason="亲属在该支部。", at=clock.now()
    )
    found = Candidates(recommending)
    assert found.alone == {away.pk: (Body.WORK_COMMITTEE, Verdict.DECLINE)}
    (known,) = (one.known for one in observe([away.pk]))
    assert known.verdicts == (Verdict.DECLINE, Verdict.DECLINE)
    assert away.pk in set(found.agreed.values_list("pk", flat=True))
    assert away.pk not in set(found.open.values_list("pk", flat=True))
    (row,) = board.rows(found, found.all.filter(pk=away.pk))
    assert (row.committee, row.department) == ("decline", "decline")
    assert "市直工委回避" in row.remarks


def test_the_board_turns_pages_and_its_tabs_count_all_of_them(
    several, recommending, work_committee, client, monkeypatch
):
    monkeypatch.setattr(paging, "PAGE_SIZE", 4)
    client.force_login(work_committee)
    url = reverse("evaluation:naming_board", args=[recommending.year])
    first = client.get(url)
    listing = first.context["listing"]
    assert [row.differs for row in listing.rows] == [True, False, False, False]
    assert {tab["label"]: tab["count"] for tab in listing.tabs} == {
        "全部": 9, "待评定": 4, "意见不一致": 1, "需留意": 4, "拟命名": 0, "已命名": 0, "不予命名": 0,
    }  # fmt: skip
    assert "本页第1—4个" in first.content.decode()
    seen = [row.case.pk for page in (1, 2, 3) for row in client.get(url, {"page": page}).context["listing"].rows]
    assert sorted(seen) == sorted(case.pk for case in several.values())


def test_a_board_longer_than_is_counted_goes_on_from_its_last_row(
    several, recommending, work_committee, client, monkeypatch
):
    monkeypatch.setattr(paging, "PAGE_SIZE", 2)
    monkeypatch.setattr(paging, "COUNTED", 4)
    client.force_login(work_committee)
    url, asked, seen = reverse("evaluation:naming_board", args=[recommending.year]), {"page": 2}, []
    while asked:
        page = client.get(url, asked)
        listing = page.context["listing"]
        seen += [row.case.pk for row in listing.rows]
        asked = {"after": listing.last_row} if listing.last_row else None
    everybody = Candidacy.objects.filter(pk__in=[case.pk for case in several.values()]).order_by("unit_id")
    assert seen == [case.pk for case in everybody][2:]
    assert "共4个以上" in page.content.decode()


def test_what_both_agree_on_takes_effect_for_all_pages_at_once(
    several, recommending, work_committee, client, monkeypatch
):
    """统一生效 acts on the whole year, whatever page is open."""
    monkeypatch.setattr(paging, "PAGE_SIZE", 1)
    for name in ("agreed", "held"):
        factories.verify(several[name], work_committee, Tier.CITY)
    client.force_login(work_committee)
    page = client.get(reverse("evaluation:naming_settle", args=[recommending.year]))
    assert {case.pk for case in page.context["settling"].proposing} == {several["agreed"].pk, several["held"].pk}
    assert [case.pk for case, _ in page.context["settling"].declining] == [several["declined"].pk]
    assert [seen.case.pk for seen in page.context["blocked"]] == [several["found"].pk]


def test_the_next_to_evaluate_is_the_first_on_the_lists_without_the_word_of_the_own_body(
    several, recommending, work_committee, organisation_department
):
    assert board.next_to_evaluate(several["half"], work_committee) == several["silent"].pk
    say(several["silent"], Body.WORK_COMMITTEE, Verdict.NAME, work_committee)
    assert board.next_to_evaluate(several["half"], work_committee) == several["other half"].pk
    assert board.next_to_evaluate(several["half"], organisation_department) == several["silent"].pk


def test_a_search_finds_by_unit_and_by_branch(several, recommending, work_committee, client):
    client.force_login(work_committee)
    url = reverse("evaluation:naming_board", args=[recommending.year])
    for words in (str(several["held"].branch.short_name), several["held"].unit.name):
        rows = client.get(url, {"q": words}).context["listing"].rows
        assert [row.case.pk for row in rows] == [several["held"].pk]
    assert client.get(url, {"q": "没有这样的支部"}).context["listing"].rows == []
