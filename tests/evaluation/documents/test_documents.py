"""Official documents: frozen by the steps, numbered once, never changed, seen by whoever may, corrected, verified."""

import re
from datetime import date
from urllib.parse import unquote

import pytest
from django.db import DatabaseError, connection, transaction

from branches import clock
from branches.jobs import working
from branches.models import User
from branches.permissions import Role
from evaluation.advance import Refused, advance
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.decision.issue import plaque_letter
from evaluation.documents import making, numbers, queue, renditions
from evaluation.documents import queries as documents_queries
from evaluation.documents import series as document_series
from evaluation.documents import steps as documents_steps
from evaluation.models import DocumentSeries, Notice, ReinspectionReport
from evaluation.models.notice import fingerprint
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.reinspection.issue import reinspection_report
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.typesetting import typeset
from evaluation.vocabulary import Action, ReinspectionState
from tests.support import factories, guards
from tests.support.typesetting import samples
from tests.support.world import PAPER

Kind = Notice.Kind


@pytest.fixture
def applied(case, secretary):
    factories.fill_in(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    return factories.fresh(case)


@pytest.fixture
def concluded(applied, organ_officer, assessor):
    factories.assess(applied, organ_officer, assessor)
    assessment_steps.conclude(applied, by=organ_officer)
    return factories.fresh(applied)


@pytest.fixture
def drawn_up(concluded, organ_officer):
    """The unit's 考核意见, of its one branch."""
    return assessment_steps.draw_up(concluded.cycle, concluded.unit, by=organ_officer)


@pytest.fixture
def submitted(concluded, leading_group, recommending):
    own = factories.recommendation_list(recommending, concluded.unit, base=29)
    factories.deliberated(own, leading_group)
    case = factories.recommended(concluded, leading_group)
    list_steps.submit(own, by=leading_group, seen=[case.pk], remark="其余支部未申请。")
    return case


@pytest.fixture
def decision(work_committee, cycle):
    """A naming decision on paper."""
    return making.make(Kind.NAMING, PAPER, by=work_committee, cycle=cycle, number="平组通〔2026〕8号")


def of(kind: str) -> Notice:
    return Notice.objects.filter(kind=kind).latest("pk")


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            assert cursor.rowcount == 1
    except DatabaseError:
        return True
    return False


def test_p4_1_applying_freezes_the_form_of_the_branch(applied, secretary):
    form = of(Kind.SELF_ASSESSMENT)
    assert (form.candidacy, form.unit, form.by) == (applied, applied.unit, secretary)
    assert form.number == ""
    assert len(form.data["criteria"]) == 20
    assert [box["text"] == "" for box in form.data["opinions"]] == [False, True, True, True]
    assert form.data["own_score"] == "100.0"
    assert form.data["assessed_score"] == ""


def test_p4_2_drawing_up_freezes_the_opinion(concluded, drawn_up):
    said = drawn_up.data
    assert said["issuers"] == [concluded.unit.organ_organisation]
    assert said["recipients"] == [concluded.unit.leading_group]
    assert said["branches"][0]["branch"] == concluded.branch.full_name
    assert said["team"] == ["钱考核"]


def test_p4_3_handing_in_freezes_report_and_list(submitted):
    said = of(Kind.RECOMMENDATION).data
    assert [row["branch"] for row in said["branches"]] == [submitted.branch.full_name]
    assert (said["base"], said["ratio"], said["cap"]) == (29, "10%", 2)
    assert said["meeting"]["minutes"]


def test_d27_what_is_handed_in_again_replaces_what_came_before(applied, secretary, organ_officer):
    first = of(Kind.SELF_ASSESSMENT)
    assessment_steps.send_back(
        applied, by=organ_officer, note="补充。", due=date(2026, 12, 20), items={"c1": "请补充。"}
    )
    self_assessment_steps.apply(factories.fresh(applied), by=secretary)
    second = of(Kind.SELF_ASSESSMENT)
    first.refresh_from_db()
    assert (second.corrects, first.corrected_by) == (first, second)


def test_p4_6_a_report_on_titles_and_a_letter_for_a_plaque(cycle, branch, organ_officer, work_committee):
    row = {
        "branch": branch.full_name,
        "year": 2025,
        "reason": "班子软弱。",
        "deviations": ["标准第8项（组织生活）：五个月没有开展。"],
    }
    rows = [
        row | {"suggestion": ReinspectionState.KEEPING_SUGGESTED, "grounds": []},
        row | {"suggestion": ReinspectionState.REVOCATION_SUGGESTED, "grounds": ["标准第8项（组织生活）"]},
    ]
    report = ReinspectionReport.objects.create(
        cycle=cycle, unit=branch.unit, number=1, rows=rows, by=organ_officer, at=clock.now()
    )
    made = reinspection_report(report, by=organ_officer)
    assert [(row["is_kept"], row["grounds"]) for row in made.data["branches"]] == [
        (True, []),
        (False, ["标准第8项（组织生活）"]),
    ]
    assert all(line["deviations"] == row["deviations"] for line in made.data["branches"])
    honour = factories.honour(branch)
    decided = cycle.decisions.create(kind="revocation", document_number="平组通〔2026〕30号")
    letter = plaque_letter(honour, decided, by=work_committee, plaque_number="2025-003")
    assert (letter.number, letter.data["decision"]) == ("", "平组通〔2026〕30号")
    assert typeset.render(letter.kind, letter.printable).startswith(b"%PDF")


def test_a_number_is_the_one_that_was_typed_and_is_never_given_again(decision, work_committee, cycle):
    def issue(kind=Kind.NAMING, number=""):
        return making.make(kind, PAPER, by=work_committee, cycle=cycle, number=number).number

    assert document_series.proposed(Kind.NAMING, "中共平顶山市委组织部") == "平组通〔2026〕号"
    assert issue() == issue(number="平组通〔2026〕号") == ""
    assert issue(number="平组通〔2026〕20号") == "平组通〔2026〕20号"
    assert issue(number="平组通〔2026〕12号") == "平组通〔2026〕12号"  # one that was left out
    assert issue(number="平组通〔2027〕1号") == "平组通〔2027〕1号"
    assert issue(number="无代字1号") == "无代字1号"
    for used in ("平组通〔2026〕8号", "无代字1号"):
        with pytest.raises(Refused, match="已经使用"):
            issue(number=used)


def test_forms_and_awards_bear_no_number():
    assert {document_series.proposed(kind, "中共平顶山市委组织部") for kind in document_series.WITHOUT} == {""}


def test_without_the_check_the_database_refuses_a_number_that_is_used(decision, work_committee, cycle, monkeypatch):
    """The twin: and without the constraint as well, two documents would bear one number."""
    monkeypatch.setattr(numbers, "_refuse_if_taken", lambda number: None)
    with pytest.raises(DatabaseError), transaction.atomic():
        making.make(Kind.NAMING, PAPER, by=work_committee, cycle=cycle, number=decision.number)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE evaluation_notice SET number = 'x'",
        "UPDATE evaluation_notice SET data = '{}'",
        "UPDATE evaluation_notice SET fingerprint = 'x'",
        "UPDATE evaluation_notice SET dated_on = '2020-01-01'",
        "UPDATE evaluation_notice SET decision_id = 1",
        "UPDATE evaluation_notice SET token = 'x'",
        "DELETE FROM evaluation_notice",
        "UPDATE evaluation_documentseries SET last = 1",
        "DELETE FROM evaluation_documentseries",
    ],
)
def test_d35_the_database_lets_nobody_change_a_document(decision, change):
    assert refused(change)


def test_a_file_is_added_once_and_never_replaced(decision):
    add = "UPDATE evaluation_notice SET file = 'a.pdf', sha256 = 'x', typeset_at = at"
    assert not refused(add)
    assert refused("UPDATE evaluation_notice SET file = 'b.pdf'")
    assert refused("UPDATE evaluation_notice SET sha256 = 'y'")


def test_without_its_trigger_a_document_could_be_changed(decision):
    guards.lift()
    assert not refused("UPDATE evaluation_notice SET number = 'x'")
    guards.restore()


def test_the_fingerprint_covers_the_facts_in_any_order(decision):
    shuffled = dict(reversed(list(decision.data.items())))
    assert decision.fingerprint == fingerprint(decision.kind, shuffled)
    assert decision.fingerprint != fingerprint(decision.kind, {**shuffled, "year": 2001})


def sees(user: User) -> set[str]:
    return set(documents_queries.visible(user).values_list("kind", flat=True))


def test_d17_d34_each_sees_what_is_his(
    submitted, drawn_up, decision, secretary, organ_officer, leading_group, work_committee, stranger, foreign_officer
):
    assert sees(stranger) == sees(foreign_officer) == {Kind.NAMING}
    assert sees(secretary) == {Kind.NAMING, Kind.SELF_ASSESSMENT}
    everything = {Kind.NAMING, Kind.SELF_ASSESSMENT, Kind.ASSESSMENT, Kind.RECOMMENDATION}
    assert sees(organ_officer) == sees(leading_group) == sees(work_committee) == everything


def test_d17_nobody_reads_an_opinion_with_marks_on_the_own_branch(concluded, organ_officer):
    """As they were made, one a branch, before the unit had one paper."""
    making.make(
        Kind.ASSESSMENT,
        samples.branch_assessment(),
        by=organ_officer,
        candidacy=concluded,
        unit=concluded.unit,
    )
    assert Kind.ASSESSMENT in sees(organ_officer)
    organ_officer.branch = concluded.branch
    organ_officer.save()
    assert Kind.ASSESSMENT not in sees(organ_officer)


def test_if_every_kind_were_published_strangers_would_read_it(drawn_up, stranger, monkeypatch):
    """The twin."""
    monkeypatch.setattr(documents_queries, "PUBLISHED", tuple(Kind))
    assert Kind.ASSESSMENT in sees(stranger)


def test_a_recalled_application_is_the_branchs_own_again(applied, secretary, organ_officer):
    advance(applied, Action.RECALL, by=secretary)
    assert Kind.SELF_ASSESSMENT in sees(secretary)
    assert Kind.SELF_ASSESSMENT not in sees(organ_officer)


@pytest.fixture
def minutes(work_committee, cycle):
    number = "平直工纪〔2026〕3号"
    return making.make(Kind.MINUTES, samples.MINUTES, by=work_committee, cycle=cycle, number=number)


def test_d35_a_correction_is_a_new_document_that_cites_the_old(minutes, work_committee, client):
    client.force_login(work_committee)
    wrong = minutes.data["items"][0]["topic"][:4]
    answer = client.post(
        f"/notices/{minutes.pk}/correct/",
        {
            "wrong": wrong, "right": f"{wrong}（一）", "place": minutes.data["place"], "chair": minutes.data["chair"],
            "present": "\n".join(minutes.data["present"]), "reason": "议题漏字。", "new_number": "平直工纪〔2026〕4号",
        },
    )  # fmt: skip
    new = Notice.objects.latest("pk")
    assert answer.url == f"/notices/{new.pk}/"
    assert new.data["items"][0]["topic"].startswith(f"{wrong}（一）")
    assert (new.number, new.data["corrects"]["number"], new.corrects) == (
        "平直工纪〔2026〕4号", minutes.number, minutes,
    )  # fmt: skip
    old = client.get(f"/notices/{minutes.pk}/").content.decode()
    assert "已被更正" in old
    assert "议题漏字" in old
    assert client.get(f"/notices/{minutes.pk}/correct/").status_code == 404  # once only


def test_a_correction_that_changes_nothing_is_refused(minutes, work_committee):
    with pytest.raises(Refused, match="没有不同"):
        documents_steps.correct(minutes, by=work_committee, reason="看错了。", values={}, wrong="没有的字", right="有")


def test_only_its_issuer_corrects_a_document(minutes, organ_officer, organisation_department, client):
    for person in (organ_officer, organisation_department):
        client.force_login(person)
        assert client.post(f"/notices/{minutes.pk}/correct/", {"reason": "x"}).status_code in (403, 404)


def test_a_print_is_verified_without_an_account_and_tells_nothing_else(submitted, leading_group, client):
    report = of(Kind.RECOMMENDATION)
    page = client.get(f"/verify/{report.token}/").content.decode()
    assert "这份打印件是现行版本" in page
    assert report.short_fingerprint in page
    for secret in (submitted.branch.short_name, submitted.unit.name, "100", "孙党组"):
        assert secret not in re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
    documents_steps.correct(report, by=leading_group, reason="电话有误。", values={"telephone": "0375-2"})
    assert "不是现行版本" in client.get(f"/verify/{report.token}/").content.decode()
    assert client.get("/verify/nobody/").status_code == 404


def test_a_print_that_was_corrected_twice_leads_to_the_one_that_counts(submitted, leading_group, client):
    report = of(Kind.RECOMMENDATION)
    second = documents_steps.correct(report, by=leading_group, reason="电话有误。", values={"telephone": "0375-2"})
    third = documents_steps.correct(second, by=leading_group, reason="又有误。", values={"telephone": "0375-3"})
    page = client.get(f"/verify/{report.token}/").content.decode()
    assert third.short_fingerprint in page and second.short_fingerprint not in page
    making.void(third, by=leading_group, reason="退回。")
    for one in (report, second):
        assert "现在没有有效的版本" in client.get(f"/verify/{one.token}/").content.decode()
    client.force_login(leading_group)
    assert f"/notices/{third.pk}/" in client.get(f"/notices/{report.pk}/").content.decode()


def test_a_fingerprint_is_compared_by_twelve_digits(decision):
    assert decision.short_fingerprint.replace("-", "").lower() == decision.fingerprint[:12]
    assert [len(group) for group in decision.short_fingerprint.split("-")] == [4, 4, 4]


def test_the_print_carries_what_the_page_shows(decision, settings):
    settings.SITE_URL = "https://sizhiqiang.example"
    assert decision.printable["verify_url"] == f"https://sizhiqiang.example/verify/{decision.token}/"
    assert decision.printable["fingerprint"] == decision.short_fingerprint
    assert "verify_url" not in decision.data


def test_a_document_opens_under_its_chinese_name(decision, stranger, client):
    client.force_login(stranger)
    queue.work()
    answer = client.get(f"/notices/{decision.pk}.pdf")
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert "平组通〔2026〕8号2026年度命名决定（全市）.pdf" in unquote(answer["Content-Disposition"])
    assert client.get("/notices/987654.pdf").status_code == 404


def test_no_name_of_a_file_leaves_its_folder(work_committee, cycle):
    made = making.make(Kind.NAMING, PAPER, by=work_committee, cycle=cycle, number="../平/组\\通:1号")
    assert not set('/\\:*?"<>|') & set(documents_queries.file_name(made))


def test_the_longest_name_of_a_branch_fits_a_file_system(work_committee, cycle):
    honour = factories.honour(factories.branch(factories.unit("局" * 60), "支" * 35))
    made = making.make(Kind.CERTIFICATE, {}, by=work_committee, cycle=cycle, honour=honour)
    assert len(documents_queries.about(made).encode()) > 255
    assert len(f"{made.pk:06d} {documents_queries.file_name(made)}.pdf".encode()) <= 255


def test_a_draft_takes_no_number(concluded, leading_group, work_committee, recommending, client):
    factories.recommendation_list(recommending, concluded.unit, base=29)
    client.force_login(leading_group)
    count = Notice.objects.count(), DocumentSeries.objects.count()
    answer = client.get(f"/cycles/{recommending.year}/units/{concluded.unit_id}/recommendation/draft.pdf")
    assert answer.content.startswith(b"%PDF")
    assert "样稿" in unquote(answer["Content-Disposition"])
    assert (Notice.objects.count(), DocumentSeries.objects.count()) == count


def test_a_draft_of_more_than_two_pages_is_made_by_a_worker(
    concluded, leading_group, recommending, client, monkeypatch
):
    factories.recommendation_list(recommending, concluded.unit, base=29)
    monkeypatch.setattr(renditions, "AT_ONCE", 1)
    client.force_login(leading_group)
    address = f"/cycles/{recommending.year}/units/{concluded.unit_id}/recommendation/draft.pdf"
    job = client.get(address).url
    assert client.get(address).url == job, "one job, however often it is asked for"
    working.work("typesetting")
    assert b"".join(client.get(f"{job}file/").streaming_content).startswith(b"%PDF")


def test_d22_a_public_notice_is_a_document(cycle, work_committee, client):
    cycle.notice_days = 5
    cycle.save()
    with pytest.raises(Refused, match="没有需要公示"):
        evaluation_steps.publish_notice(cycle, by=work_committee)
    assert not Notice.objects.filter(kind=Kind.PUBLIC_NOTICE).exists()


def test_a_unit_that_is_overdue_gets_a_letter(applied, work_committee, client, today):
    today(date(2027, 1, 25))
    client.force_login(work_committee)
    path = f"/cycles/2026/units/{applied.unit_id}/reminder/"
    assert "考核意见" in client.get(path).content.decode()
    answer = client.post(path, {"what": "0", "until": "2027-01-28", "number": "平直工函〔2027〕6号"})
    letter = of(Kind.REMINDER_LETTER)
    assert answer.url == f"/notices/{letter.pk}/"
    assert (letter.number, letter.data["due_on"], letter.data["extended_to"]) == (
        "平直工函〔2027〕6号", "2027-01-20", "2027-01-28",
    )  # fmt: skip


def test_a_unit_that_owes_nothing_gets_none(applied, work_committee, client):
    client.force_login(work_committee)
    path = f"/cycles/2026/units/{applied.unit_id}/reminder/"
    assert "不需要催办" in client.get(path).content.decode()
    assert client.post(path, {"what": "0"}).status_code == 422
    assert not Notice.objects.filter(kind=Kind.REMINDER_LETTER).exists()


def test_d20_minutes_of_the_panel(cycle, work_committee, organisation_department, client):
    for person in (work_committee, organisation_department):
        person.branch = factories.branch()
        person.save()
    members = [(work_committee, "work_committee"), (organisation_department, "organisation_department")]
    evaluation_steps.set_panel(cycle, members, by=work_committee, leader=work_committee)
    client.force_login(work_committee)
    given = {
        "held_on": "2026-12-01", "place": "第二会议室", "chair": "李工委", "present": "李工委\n周组织", "absent": "",
        "attending": "", "topic_1": "评定办法", "conclusion_1": "会议同意评定办法。", "topic_2": "", "number": "平直工纪〔2026〕4号",
    }  # fmt: skip
    assert client.post("/cycles/2026/minutes/", given | {"topic_2": "只有议题"}).status_code == 422
    assert client.post("/cycles/2026/minutes/", given).status_code == 302
    made = of(Kind.MINUTES)
    assert (made.number, made.data["present"]) == ("平直工纪〔2026〕4号", ["李工委", "周组织"])
    assert typeset.render(made.kind, made.printable).startswith(b"%PDF")


def test_the_pages_of_every_kind_are_text(submitted, decision, work_committee, client):
    client.force_login(work_committee)
    listing = client.get("/notices/").content.decode()
    for notice in Notice.objects.all():
        page = client.get(f"/notices/{notice.pk}/")
        assert page.status_code == 200, notice
        assert f"/notices/{notice.pk}.pdf" in listing


def test_every_document_of_the_case_can_be_typeset(submitted):
    for notice in Notice.objects.all():
        assert typeset.render(notice.kind, notice.printable).startswith(b"%PDF"), notice


def test_the_secretary_of_another_branch_sees_nothing_of_it(applied):
    other = factories.appointed(Role.SECRETARY, factories.branch(applied.unit, "综合科党支部"))
    assert sees(other) == set()
