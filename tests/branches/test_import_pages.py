"""Importing in the browser: upload, look through, confirm; nobody else's ticket; the wrong cells given back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from branches.models import Branch
from branches.register import roster
from branches.spreadsheet import waiting
from branches.spreadsheet.table import REMARKS
from tests.support import factories
from tests.support.tables import BAD_FILES, GOOD, SECOND, two, xlsx

pytestmark = pytest.mark.django_db
IMPORT = "/branches/import/"


@pytest.fixture
def admin(client, system_admin):
    client.force_login(system_admin)
    return client


def upload(client, data, name="名册.xlsx"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, data)})


def confirm(client, url):
    return client.post(url, {"confirmation": client.get(url).context["preview"].confirmation})


def test_upload_look_through_confirm(admin):
    preview = upload(admin, xlsx(GOOD, SECOND))
    assert preview.status_code == 302 and Branch.objects.count() == 0
    page = admin.get(preview.url)
    assert page.context["created"] == 2 and Branch.objects.count() == 0
    assert "市财政局（新单位）" in page.content.decode()
    done = confirm(admin, preview.url)
    assert done.status_code == 302 and Branch.objects.count() == 2
    assert admin.get(preview.url).status_code == 404, "a ticket is used once"


@pytest.mark.parametrize("name", ["empty", "pdf", "zip bomb", "missing column"])
def test_an_unreadable_file_is_refused_with_a_sentence(admin, name):
    made, sentence = BAD_FILES[name]
    answer = upload(admin, made if isinstance(made, bytes) else made())
    page = answer if answer.status_code == 422 else admin.get(answer.url)
    assert sentence in page.content.decode() or (name == "empty" and "空文件" in page.content.decode())
    assert Branch.objects.count() == 0


def test_no_file_at_all(admin):
    assert "请选择要上传的名册文件" in admin.post(IMPORT).content.decode()


def test_wrong_cells_are_listed_and_given_back_in_red(admin):
    url = upload(admin, two(正式党员数="十二", 成立日期="去年")).url
    page = admin.get(url)
    words = page.content.decode()
    assert "G3" in words and "D3" in words and "十二" in words and "去年" in words
    assert "确认导入" not in words and "2处要改" in words
    file = admin.get(reverse("branches:register_returned", args=[url.split("/")[-2]]))
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == [*roster.HEADINGS, REMARKS]
    red = {
        (cell.row, rows[0][cell.column - 1].value) for row in rows for cell in row if cell.border.left.style == "medium"
    }
    assert red == {(3, "正式党员数"), (3, "成立日期")}
    assert "不是人数" in rows[2][-1].value and rows[1][-1].value in (None, "")
    assert rows[2][6].comment and rows[2][6].value == "十二"


def test_the_given_back_workbook_can_be_mended_and_sent_again(admin):
    url = upload(admin, two(正式党员数="十二")).url
    file = admin.get(reverse("branches:register_returned", args=[url.split("/")[-2]]))
    book = openpyxl.load_workbook(io.BytesIO(file.content))
    book.active["G3"] = 12
    mended = io.BytesIO()
    book.save(mended)
    confirm(admin, upload(admin, mended.getvalue()).url)
    assert Branch.objects.count() == 2


def test_a_ticket_is_bound_to_its_owner(admin, client, system_admin):
    url = upload(admin, xlsx(GOOD)).url
    token = admin.get(url).context["preview"].confirmation
    other = factories.appointed(factories.Role.SYSTEM_ADMIN)
    client.force_login(other)
    assert client.get(url).status_code == 404
    assert client.post(url, {"confirmation": token}).status_code == 404
    assert Branch.objects.count() == 0


def test_a_confirmation_is_bound_to_its_file(admin):
    harmless, other = upload(admin, xlsx(GOOD)).url, upload(admin, xlsx(SECOND)).url
    token = admin.get(harmless).context["preview"].confirmation
    for sent in (token, "", "forged"):
        assert admin.post(other, {"confirmation": sent}).status_code == 404
    assert Branch.objects.count() == 0


def test_a_file_changed_on_the_disk_is_not_imported(admin, system_admin, monkeypatch):
    url = upload(admin, xlsx(GOOD)).url
    path = waiting._path(system_admin, waiting.signing.loads(url.split("/")[-2], salt=waiting._SALT)[1])
    waiting.store.put(path, xlsx(SECOND))
    assert admin.get(url).status_code == 404


def test_a_register_that_changed_meanwhile_is_shown_again(admin):
    url = upload(admin, xlsx(GOOD)).url
    token = admin.get(url).context["preview"].confirmation
    confirm(admin, upload(admin, xlsx(GOOD | {"支部书记": "刘芳"})).url)
    answer = admin.post(url, {"confirmation": token})
    assert answer.status_code == 409 and "请再核对一遍" in answer.content.decode()
    assert Branch.objects.get().secretary_name == "刘芳"


def test_an_identical_file_offers_nothing_to_confirm(admin):
    confirm(admin, upload(admin, xlsx(GOOD)).url)
    page = admin.get(upload(admin, xlsx(GOOD)).url).content.decode()
    assert "完全一致" in page and "确认导入" not in page


def test_template_and_export_are_workbooks_of_ours(admin):
    confirm(admin, upload(admin, xlsx(GOOD)).url)
    for name, lines in (("register_template", 1), ("register_export", 2)):
        book = openpyxl.load_workbook(io.BytesIO(admin.get(reverse(f"branches:{name}")).content))
        assert [cell.value for cell in book.active[1]] == list(roster.HEADINGS)
        assert book.active.max_row == lines


def test_nobody_else_comes_near(client, organ_officer, work_committee, security_admin, audit_admin, secretary):
    for person in (organ_officer, work_committee, security_admin, audit_admin, secretary):
        client.force_login(person)
        for name in ("register_import", "register_template", "register_export"):
            assert client.get(reverse(f"branches:{name}")).status_code == 403
        assert upload(client, xlsx(GOOD)).status_code == 403
