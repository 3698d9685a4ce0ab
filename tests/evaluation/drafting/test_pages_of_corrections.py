"""The pages of a correction, from the document that is wrong to the one that takes its place."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.urls import reverse

from branches import clock
from evaluation.models import DocumentText, Notice
from evaluation.typesetting.compose import compose
from evaluation.vocabulary import Body
from tests.support.corrections import NEXT

pytestmark = pytest.mark.django_db
PASSWORD = "鹰城机关党建二零二六"


@pytest.fixture(autouse=True)
def store(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def page(client, address):
    return client.get(address).content.decode()


def typed(notice, seen, **other):
    """What the form shows of the issued document, with what is typed."""
    letter = compose(notice.kind, notice.data)
    given = {"title": letter.title, "recipients": letter.recipients, "copies_to": letter.copies_to}
    given |= {f"p{number}": line for number, line in enumerate(letter.body, start=1)}
    return given | {"printed_by": letter.printed_by, "copies": "", "version": seen, "wrong": "", "right": ""} | other


def sign(client, person, text):
    person.set_password(PASSWORD)
    person.save()
    client.force_login(person)
    return client.post(reverse("evaluation:drafting_sign", args=[text.pk]), {"has_read": "on", "password": PASSWORD})


def test_the_way_of_a_correction_over_its_pages(client, issued, checker, work_committee, organisation_department):
    client.force_login(work_committee)
    old = reverse("evaluation:notice", args=[issued.pk])
    assert "更正" in page(client, old)
    answer = client.get(reverse("evaluation:notice_correct", args=[issued.pk]))
    draft = reverse("evaluation:drafting_correction", args=[issued.pk])
    assert answer.url == draft
    assert "原公文照旧有效" in page(client, draft) and "更正理由" in page(client, draft)
    branch = issued.data["units"][0]["branches"][0]
    half = client.post(draft, typed(issued, 0, wrong=branch, reason="写错。"))
    assert half.status_code == 422 and "要同时填写" in half.content.decode() and branch in half.content.decode()
    given = typed(issued, 0, wrong=branch, right="市财政局机关党支部", reason="党支部名称写错。")
    assert client.post(draft, given).status_code == 302
    text = DocumentText.objects.get(corrects=issued)
    shown = page(client, draft)
    assert f"<del>{branch}</del><ins>市财政局机关党支部</ins>" in shown and "与原公文不同1处" in shown
    client.force_login(checker)
    assert client.post(reverse("evaluation:drafting_check", args=[text.pk]), {"is_passed": "yes"}).status_code == 302
    for body in Body:
        given = {"body": body.value, "leader": "顾长河", "signed_on": clock.today().isoformat()}
        assert client.post(reverse("evaluation:drafting_consent", args=[text.pk]), given).status_code == 302
    issue = reverse("evaluation:drafting_issue", args=[text.pk])
    assert "尚未签署" in page(client, issue) and 'name="number"' not in page(client, issue)
    assert sign(client, work_committee, text).status_code == 302
    assert "撤回我的签署" in page(client, reverse("evaluation:drafting_sign", args=[text.pk]))
    assert sign(client, organisation_department, text).status_code == 302
    client.force_login(work_committee)
    assert 'name="dated_on"' not in page(client, issue)
    refused = client.post(issue, {"number": ""})
    assert refused.status_code == 422
    assert client.post(issue, {"number": NEXT}).status_code == 302
    made = Notice.objects.get(number=NEXT)
    assert "已被更正" in page(client, old) and made.data["units"][0]["branches"] == ["市财政局机关党支部"]
    assert client.get(draft).status_code == 404


def test_where_texts_are_not_drafted_the_day_is_asked(client, undrafted, work_committee, organisation_department):
    client.force_login(work_committee)
    draft = reverse("evaluation:drafting_correction", args=[undrafted.pk])
    assert client.post(draft, typed(undrafted, 0, copies_to="市委办公室", reason="漏写抄送。")).status_code == 302
    text = DocumentText.objects.get(corrects=undrafted)
    shown = page(client, draft)
    assert "更正稿须双方签署" in shown and "核稿</a>" not in shown and "登记签发" not in shown
    for person in (work_committee, organisation_department):
        assert sign(client, person, text).status_code == 302
    client.force_login(work_committee)
    issue = reverse("evaluation:drafting_issue", args=[text.pk])
    late = (clock.today() + timedelta(days=2)).isoformat()
    leaders = {f"leader_{body.value}": "顾长河" for body in Body}
    refused = client.post(issue, {"number": NEXT, "dated_on": late, **leaders})
    assert refused.status_code == 422 and f'value="{late}"' in refused.content.decode()
    given = {"number": NEXT, "dated_on": clock.today().isoformat()}
    nobody = client.post(issue, given)
    assert nobody.status_code == 422 and "市直工委签发人" in nobody.content.decode()
    assert client.post(issue, given | leaders).status_code == 302
    assert Notice.objects.get(number=NEXT).data["leaders"] == {body.value: "顾长河" for body in Body}


def test_a_body_gives_the_text_back_with_its_reason(client, issued, mended, work_committee, organisation_department):
    client.force_login(organisation_department)
    page_to_sign = reverse("evaluation:drafting_sign", args=[mended.pk])
    assert "退回修改" in page(client, page_to_sign)
    back = reverse("evaluation:drafting_return", args=[mended.pk])
    assert "原公文照旧有效" in page(client, back)
    assert client.post(back, {"reason": ""}).status_code == 422
    assert client.post(back, {"reason": "第2段请写明依据。"}).url == page_to_sign
    shown = page(client, page_to_sign)
    assert "已被退回" in shown and "第2段请写明依据" in shown and "签署更正稿" not in shown
    assert "不需要重复退回" in page(client, back)
    client.force_login(work_committee)
    draft = page(client, reverse("evaluation:drafting_correction", args=[issued.pk]))
    assert "第2段请写明依据" in draft and "市委组织部" in draft
    assert "已被退回" in page(client, reverse("evaluation:drafting_issue", args=[mended.pk]))


def test_a_correction_is_given_up_at_one_press(client, issued, work_committee):
    client.force_login(work_committee)
    draft = reverse("evaluation:drafting_correction", args=[issued.pk])
    client.post(draft, typed(issued, 0, copies_to="市委办公室", reason="漏写抄送。"))
    text = DocumentText.objects.get(corrects=issued)
    assert "不更正了" in page(client, draft)
    answer = client.post(reverse("evaluation:drafting_give_up", args=[text.pk]))
    assert answer.url == reverse("evaluation:notice", args=[issued.pk])
    shown = page(client, draft)
    assert "上次起草的更正没有办" in shown and "不更正了" not in shown
