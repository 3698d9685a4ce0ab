"""The pages of a text: open to both bodies, written by 市直工委; nothing typed is lost, and nothing typed does harm."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import override_settings
from django.urls import reverse
from pypdf import PdfReader

from branches import clock
from branches.jobs import working
from evaluation.documents import renditions
from evaluation.drafting import issuing_form, samples
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.standard import standard
from evaluation.drafting.steps import text as draft_steps
from evaluation.models import LeaderConsent
from evaluation.typesetting import typeset
from evaluation.typesetting.compose import compose
from evaluation.typesetting.form import Fields
from evaluation.vocabulary import Body
from tests.support.naming import proposed

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script><img src=http://127.0.0.1:9/x.png><link href='file:///etc/passwd'>{{ 7|add:7 }}"


@pytest.fixture(autouse=True)
def store(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def page(version):
    return reverse("evaluation:drafting_decision", args=[version.decision_id])


def typed(text, **other):
    facts = text.facts
    given = {name: facts[name] for name in ("title", "recipients", "copies_to", "printed_by")}
    given |= {f"p{number}": line for number, line in enumerate(facts["paragraphs"], start=1)}
    return given | {"copies": "", "version": text.number} | other


def test_the_way_of_a_text_over_its_pages(client, version, text, checker, work_committee, organisation_department):
    client.force_login(work_committee)
    shown = client.get(page(version)).content.decode()
    assert "不得录入涉密信息" in shown and "与标准文本相同" in shown and "第1段" in shown
    answer = client.post(page(version), typed(text, p2=text.facts["paragraphs"][1].replace("再接再厉", "立足鹰城")))
    assert answer.status_code == 302
    working.work("typesetting")
    mine = drafting_queries.latest(version)
    shown = client.get(page(version)).content.decode()
    assert "<ins>立足鹰城</ins>" in shown and "<del>再接再厉</del>" in shown and "与标准文本不同1处" in shown
    assert samples.pages(mine) >= 2
    facts = samples.payload(drafting_subjects.of_version(version), mine)["facts"]
    (start, end), *more = facts["changed"][1]
    assert mine.facts["paragraphs"][1][start:end] == "立足鹰城" and not more, "the sample underlines it"
    picture = client.get(reverse("evaluation:drafting_page", args=[mine.pk, 1]))
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert client.get(reverse("evaluation:drafting_sample", args=[mine.pk])).status_code == 200
    pdf = b"".join(client.get(reverse("evaluation:drafting_pdf", args=[mine.pk])).streaming_content)
    said = "".join("".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages).split())
    assert "送审稿" in said and "立足鹰城" in said
    check = reverse("evaluation:drafting_check", args=[mine.pk])
    assert "须由" in client.get(check).content.decode()
    client.force_login(checker)
    refused = client.post(check, {"is_passed": "no", "reason": ""})
    assert refused.status_code == 422 and "退回文稿须写明意见" in refused.content.decode()
    assert client.post(check, {"is_passed": "yes"}).status_code == 302
    sign = client.get(reverse("evaluation:naming_sign", args=[version.pk])).content.decode()
    assert "签署第1版名单和文稿" in sign and f'value="{mine.pk}"' in sign and "drafting_page" not in sign
    consent = reverse("evaluation:drafting_consent", args=[mine.pk])
    late = clock.today() + timedelta(days=3)
    wrong = client.post(consent, {"body": "work_committee", "leader": "顾长河", "signed_on": late.isoformat()})
    assert wrong.status_code == 422 and 'value="顾长河"' in wrong.content.decode()
    for body in Body:
        given = {"body": body.value, "leader": "顾长河", "signed_on": clock.today().isoformat()}
        assert client.post(consent, given).status_code == 302
    assert "成文日期取最后一天" in client.get(page(version)).content.decode()
    one = LeaderConsent.objects.first()
    assert client.post(reverse("evaluation:drafting_withdraw", args=[one.pk])).status_code == 302
    client.force_login(organisation_department)
    shown = client.get(page(version)).content.decode()
    assert "立足鹰城" in shown and 'name="p1"' not in shown
    assert client.post(page(version), typed(mine)).status_code == 403
    form = client.get(reverse("evaluation:drafting_form", args=[mine.pk]))
    assert len(PdfReader(BytesIO(form.content)).pages) <= 2


def test_two_clerks_at_once_and_a_wrong_word_lose_nothing(client, version, text, work_committee, checker):
    client.force_login(checker)
    long = "长" * 10_000
    refused = client.post(page(version), typed(text, p1=long, copies="很多", title=long))
    said = refused.content.decode()
    assert refused.status_code == 422 and long in said and 'value="很多"' in said and "最多写1500字" in said
    draft_steps.save(
        drafting_subjects.of_version(version), dict(text.facts) | {"copies_to": "市委办公室"}, by=work_committee, seen=1
    )
    late = client.post(page(version), typed(text, p1="我写的话。"))
    said = late.content.decode()
    assert late.status_code == 409 and "我写的话。" in said
    assert drafting_queries.latest(version).facts["copies_to"] == "市委办公室"


def test_whatever_is_typed_page_and_print_stay_whole(client, version, text, work_committee):
    client.force_login(work_committee)
    given = typed(text, p1=HOSTILE * 9, p2="file:///etc/passwd", p3="http://127.0.0.1:9/ \u202ex", copies="9999")
    given |= {"title": HOSTILE[:110], "recipients": HOSTILE, "copies_to": HOSTILE * 4, "printed_by": "<b>办公室</b>"}
    assert client.post(page(version), given).status_code == 302
    mine = drafting_queries.latest(version)
    shown = client.get(page(version)).content.decode()
    assert "<script>alert" not in shown and "&lt;script&gt;" in shown
    facts = samples.payload(drafting_subjects.of_version(version), mine)["facts"]
    said = "".join(one.extract_text() for one in PdfReader(BytesIO(typeset.render("naming", facts))).pages)
    assert "root:" not in said and "<script>" in said.replace("\n", "")
    assert len(PdfReader(BytesIO(typeset.print_out(issuing_form.form(mine)))).pages) <= 2


def test_the_paper_for_the_leaders_names_the_list_as_it_will_be_printed(version, text):
    """And never by the number that this system gives it; a space parts the two bodies in the title."""
    form = issuing_form.form(text)
    (fields,) = (block for block in form.blocks if isinstance(block, Fields))
    said = {entry.label: entry.value for row in fields.rows for entry in row}
    letter = compose(text.kind, drafting_subjects.of_version(version).facts)
    assert said["附件"] == f"{letter.annexes[0].title}（{len(version.rows)}个支部）" and "版" not in said["附件"]
    assert " ".join(letter.issuers) in said["标题"]


def test_a_sample_of_more_than_two_pages_waits_for_the_worker(client, version, text, work_committee):
    client.force_login(work_committee)
    assert client.post(page(version), typed(text, copies="5")).status_code == 302
    mine = drafting_queries.latest(version)
    assert "正在生成" in client.get(page(version)).content.decode() and samples.pages(mine) == 0
    working.work("typesetting")
    assert samples.pages(mine) >= 2


def test_twin_without_the_count_of_pages_it_would_be_made_inside_the_request(
    client, version, text, work_committee, monkeypatch
):
    monkeypatch.setattr(renditions, "AT_ONCE", 9)
    client.force_login(work_committee)
    client.post(page(version), typed(text, copies="5"))
    assert samples.pages(drafting_queries.latest(version)) >= 2


def test_the_text_of_a_public_notice_has_a_page(
    client, drafting, candidate, work_committee, organisation_department, recommending
):
    type(recommending).objects.filter(pk=recommending.pk).update(notice_days=5)
    address = reverse("evaluation:drafting_public_notice", args=[recommending.year])
    client.force_login(work_committee)
    assert client.get(address).status_code == 404
    proposed(candidate, work_committee, organisation_department)
    recommending.refresh_from_db()
    assert "【开始日】" in client.get(address).content.decode()
    usual = standard(drafting_subjects.of_public_notice(recommending))
    given = {name: usual[name] for name in ("title", "recipients", "copies_to", "printed_by")} | {"version": 0}
    given |= {f"p{number}": line for number, line in enumerate(usual["paragraphs"], start=1)}
    assert client.post(address, given).status_code == 302
    publish = client.get(reverse("evaluation:naming_publish_notice", args=[recommending.year])).content.decode()
    assert "还没有核稿通过" in publish and "受理电话" not in publish
