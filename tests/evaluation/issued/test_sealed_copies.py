"""The sealed copy comes back byte for byte, is confirmed by a second person, compared, and then given out first."""

import hashlib
import re

import pytest
from django.db import IntegrityError, transaction

from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import Refused, Stale
from evaluation.documents import making, queue
from evaluation.issued import steps as issued_steps
from evaluation.models import IssuedCopy
from evaluation.models.paper import Comparison
from evaluation.typesetting import docx
from evaluation.vocabulary.duties import Duty
from tests.support import factories, files, issued
from tests.support.uploads import ofds, pdfs
from tests.support.world import PAPER


@pytest.fixture
def decision(work_committee, cycle):
    return issued.decision(work_committee, cycle)


@pytest.fixture
def scan(decision, work_committee):
    """A scan that came back and waits for a second person."""
    return issued.put_back(decision, files.pdf(), work_committee)


def read(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("用印件.pdf", files.pdf),
        ("用印件.jpg", lambda: files.image("JPEG", comment=b"as it was scanned")),
        ("用印件.ofd", ofds.plain),
        ("定稿.docx", lambda: docx.render("naming", PAPER)),
    ],
)
def test_it_is_kept_and_given_byte_for_byte(decision, work_committee, second_member, client, name, make):
    content = make()
    copy = issued.put_back(decision, content, work_committee, name)
    issued_steps.confirm(copy, by=second_member)
    client.force_login(second_member)
    answer = client.get(f"/notices/{decision.pk}/sealed/")
    assert answer["Content-Disposition"].startswith("attachment")
    assert read(answer) == content
    assert copy.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空文件"),
        (b"MZ\x90", "类型不对，正本可以是"),
        (files.image("PNG"), "类型不对，正本可以是"),
        (files.xlsx(), "类型不对，正本可以是"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "另存为"),
        (files.package({"OFD.xml": b"\0" * 30_000_000}), "展开后过大"),
    ],
    ids=["empty", "a program", "a screenshot", "a workbook", "an old WPS", "a bomb"],
)
def test_another_file_is_told_what_to_do(decision, work_committee, content, says):
    with pytest.raises(Refused, match=says):
        issued.put_back(decision, content, work_committee)
    assert not IssuedCopy.objects.exists()


def test_a_huge_file_is_refused(decision, work_committee, settings):
    settings.UPLOAD_LIMIT = 100
    with pytest.raises(Refused, match="超过20MB"):
        issued.put_back(decision, files.pdf(), work_committee)


def test_only_the_body_that_issued_it_puts_it_back(decision, organ_officer, organisation_department, client):
    for person in (organ_officer, organisation_department):
        client.force_login(person)
        answer = client.post(f"/notices/{decision.pk}/issued/new/", {"file": files.sent()})
        assert answer.status_code in (403, 404)
    assert not IssuedCopy.objects.exists()


def test_until_a_second_person_confirms_it_only_that_body_sees_it(scan, decision, second_member, stranger, client):
    client.force_login(stranger)
    assert client.get(f"/notices/{decision.pk}/sealed/").status_code == 404
    assert client.get(f"/notices/copies/{scan.pk}/").status_code in (403, 404)
    assert "待确认" not in client.get(f"/notices/{decision.pk}/issued/").content.decode()
    client.force_login(second_member)
    assert read(client.get(f"/notices/copies/{scan.pk}/")) == files.pdf()
    client.post(f"/notices/copies/{scan.pk}/confirm/")
    client.force_login(stranger)
    for page in (f"/notices/{decision.pk}/", "/notices/"):
        assert f"/notices/{decision.pk}/sealed/" in client.get(page).content.decode()
    assert client.get(f"/notices/{decision.pk}/sealed/").status_code == 200
    queue.work()
    assert client.get(f"/notices/{decision.pk}.pdf").status_code == 200


def test_a_second_person_of_that_body_owes_the_confirmation(scan, work_committee, second_member, organ_officer):
    def owing() -> list[bool]:
        people = (work_committee, second_member, organ_officer)
        return [Duty.CONFIRM_COPY in [task.duty for task in worklist.tasks(one)] for one in people]

    assert owing() == [False, True, False]
    issued_steps.confirm(scan, by=second_member)
    assert owing() == [False, False, False]


def test_nobody_confirms_his_own(scan, work_committee, client):
    with pytest.raises(Refused, match="上传人以外"):
        issued_steps.confirm(scan, by=work_committee)
    client.force_login(work_committee)
    assert client.post(f"/notices/copies/{scan.pk}/confirm/").status_code == 422


def test_without_the_step_the_database_refuses_the_same_person(scan, work_committee):
    """The twin: what the step refuses is refused below it as well."""
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedCopy.objects.filter(pk=scan.pk).update(confirmed_by=work_committee, confirmed_at=scan.at)


def test_another_takes_its_place_only_with_a_reason(scan, decision, work_committee, second_member):
    with pytest.raises(Refused, match="更换正本须写明原因"):
        issued.put_back(decision, files.pdf(2), work_committee, replaces=scan.pk)
    with pytest.raises(Stale):
        issued.put_back(decision, files.pdf(2), work_committee, reason="漏扫一页。")
    other = issued.put_back(decision, files.pdf(2), work_committee, replaces=scan.pk, reason="漏扫一页。")
    with pytest.raises(Stale):
        issued_steps.confirm(scan, by=second_member)
    issued_steps.confirm(other, by=second_member)
    assert [one.sha256 for one in decision.issued_copies.all()] == [other.sha256, scan.sha256]


def test_without_the_step_the_database_asks_for_a_reason(scan, decision):
    """The twin."""
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuedCopy.objects.create(
            notice=decision, title="x", size=1, sha256="x", supersedes=scan, by=scan.by, at=scan.at
        )


def test_what_was_confirmed_stays_until_the_other_is(scan, decision, work_committee, second_member, client):
    issued_steps.confirm(scan, by=second_member)
    issued.put_back(decision, files.pdf(2), work_committee, replaces=scan.pk, reason="漏扫一页。")
    client.force_login(work_committee)
    assert read(client.get(f"/notices/{decision.pk}/sealed/")) == files.pdf()


def test_a_void_document_gets_none(decision, work_committee):
    making.void(decision, by=work_committee, reason="取回。")
    with pytest.raises(Refused, match="已作废"):
        issued.put_back(decision, files.pdf(), work_committee)


OTHER = [{"unit": "市审计局", "branches": PAPER["units"][0]["branches"]}]
TWO = [{"unit": "市审计局", "branches": ["中共平顶山市财政局预算科支部委员会"]}]


@pytest.mark.parametrize(
    ("changed", "places"),
    [
        ({}, []),
        ({"units": OTHER}, ["正文"]),
        ({"units": TWO}, ["正文", "正文"]),
        ({"number": "平组通〔2026〕9号"}, ["发文字号"]),
        ({"dated_on": "2025-07-03"}, ["成文日期"]),
        ({"printed_on": "2025-07-03"}, ["版记"]),
    ],
    ids=["the same", "a word", "two words", "its number", "its date", "its foot"],
)
def test_its_text_is_compared_with_ours(decision, work_committee, changed, places):
    copy = issued.compared(decision, issued.printed(decision, **changed), work_committee)
    assert [one["where"] for one in copy.differences] == places
    assert copy.comparison == (Comparison.DIFFERENT if places else Comparison.SAME)


def test_the_editable_copy_and_an_ofd_are_compared_as_well(decision, work_committee):
    word = docx.render(decision.kind, decision.printable | {"units": OTHER})
    copy = issued.compared(decision, word, work_committee, "定稿.docx")
    assert [(one["ours"], one["theirs"]) for one in copy.differences] == [("财政", "审计")]
    page = "<ofd:TextObject><ofd:TextCode>平顶山市某某单位的一份完全不同的文件，共有很多字。</ofd:TextCode></ofd:TextObject>"
    other = issued.compared(decision, ofds.ofd(page=page), work_committee, "a.ofd", replaces=copy.pk, reason="换。")
    assert other.comparison == Comparison.DIFFERENT


@pytest.mark.parametrize(("name", "make"), [("a.pdf", pdfs.made), ("a.jpg", lambda: files.image("JPEG"))])
def test_what_has_no_text_is_not_compared(decision, work_committee, name, make):
    copy = issued.compared(decision, make(), work_committee, name)
    assert (copy.comparison, copy.differences) == (Comparison.IMPOSSIBLE, [])


def test_everybody_reads_what_came_of_it_and_who_may_read_the_document_what_differs(
    decision, work_committee, second_member, stranger, client
):
    copy = issued.compared(decision, issued.printed(decision, units=OTHER), work_committee)
    page = f"/verify/{decision.token}/"
    assert "处不同" not in client.get(page).content.decode()
    issued_steps.confirm(copy, by=second_member)
    public = re.sub(r"<head>.*?</head>", "", client.get(page).content.decode(), flags=re.DOTALL)
    assert "有1处不同" in public
    assert "审计" not in public and "财政" not in public
    client.force_login(stranger)
    assert "审计" in client.get(f"/notices/{decision.pk}/issued/").content.decode()


def test_a_report_of_another_unit_shows_nothing_of_its_copies(leading_group, unit, cycle, client):
    report = issued.report(leading_group, unit, cycle)
    second = factories.appointed(Role.LEADING_GROUP, unit)
    copy = issued.put_back(report, files.pdf(), leading_group)
    issued_steps.confirm(copy, by=second)
    client.force_login(factories.appointed(Role.LEADING_GROUP, factories.unit()))
    for page in ("issued/", "sealed/", "issued/new/", "issued/pack/"):
        assert client.get(f"/notices/{report.pk}/{page}").status_code == 404
    assert client.get(f"/notices/copies/{copy.pk}/").status_code == 404
