"""Every import is a job, and so is looking through a long file: a short one is dealt with while the clerk waits."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from branches import access, clock, tasks
from branches.jobs import kinds, looking, working
from branches.models import Branch, Job, JobState, User
from branches.models.job import CLAIM
from branches.people.exchange import columns
from branches.people.exchange.looking import PEOPLE
from branches.permissions import Role
from branches.register.looking import REGISTER
from branches.spreadsheet import reader, waiting
from branches.spreadsheet.table import REMARKS
from evaluation.honours import table as honour_table
from evaluation.honours.steps.looking import HONOURS
from evaluation.models import Holiday, Honour
from evaluation.workdays import table as holiday_table
from evaluation.workdays.steps import HOLIDAYS
from tests.support import factories
from tests.support.resolver import patterns
from tests.support.tables import GOOD, SECOND, xlsx


def register(**wrong: Any) -> bytes:
    return xlsx(GOOD, SECOND | {"单位名称": "市财政厅"}, *([GOOD | {"党支部全称": "丙"} | wrong] if wrong else []))


def people(**wrong: Any) -> bytes:
    own = Branch.objects.first() or factories.branch()
    line = {"姓名": "张三", "电话": "13803750001", "单位": own.unit.name, "所在党支部": own.short_name}
    return xlsx(line, *([line | wrong] if wrong else []), headings=columns.HEADINGS, sheet=columns.TITLE)


def titles(**wrong: Any) -> bytes:
    line = {
        "党支部全称": (Branch.objects.first() or factories.branch()).full_name,
        "称号年度": 2023,
        "命名文号": "平组通〔2024〕8号",
        "命名日期": date(2024, 7, 1),
        "状态": "有效",
    }
    headings, sheet = honour_table.LAYOUT.headings, honour_table.LAYOUT.title
    return xlsx(line, *([line | wrong] if wrong else []), headings=headings, sheet=sheet)


def holidays(**wrong: Any) -> bytes:
    line = {"日期": "2027-02-06", "放假或上班": "放假", "名称": "春节", "依据": "国办发明电〔2097〕1号"}
    headings, sheet = holiday_table.LAYOUT.headings, holiday_table.LAYOUT.title
    return xlsx(line, *([line | wrong] if wrong else []), headings=headings, sheet=sheet)


UPLOADS: dict[str, tuple[str, Callable[..., bytes], Callable[[], bool], dict[str, Any]]] = {
    "branches:register_import": ("system_admin", register, Branch.objects.exists, {"正式党员数": "十二"}),
    "branches:people_import": (
        "system_admin",
        people,
        lambda: User.objects.filter(name="张三").exists(),
        {"姓名": "李四", "手机": "138"},
    ),
    "evaluation:honour_import": ("work_committee", titles, Honour.objects.exists, {"状态": "不明"}),
    "evaluation:holiday_import": ("system_admin", holidays, Holiday.objects.exists, {"日期": "明年春节"}),
}
"""Of each import: who may, a file, whether anything of it stands, and cells that are wrong."""

everywhere = pytest.mark.parametrize("name", UPLOADS)
pytestmark = pytest.mark.django_db


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is a long one."""
    monkeypatch.setattr(kinds, "LINES_AT_ONCE", -1)


@pytest.fixture
def clerk(request: pytest.FixtureRequest, client: Client, name: str) -> User:
    """Whoever may, signed in."""
    by: User = request.getfixturevalue(UPLOADS[name][0])
    client.force_login(by)
    return by


def upload(client: Client, name: str, data: bytes) -> Any:
    return client.post(reverse(name), {"file": SimpleUploadedFile("表.xlsx", data)})


def looked_through(client: Client, name: str, data: bytes) -> str:
    """The address of the preview, as the page of the job has it."""
    return _worked(client, upload(client, name, data).headers["Location"])


def _worked(client: Client, page: str) -> str:
    tasks.work("imports")
    shown = client.get(page)
    assert "查看结果" in shown.content.decode(), shown.content.decode()
    address: str = shown.context["way"].url
    return address


def confirm(client: Client, address: str, **answers: str) -> Any:
    page = client.get(address)
    return client.post(address, {"confirmation": page.context["preview"].confirmation} | answers)


def answered(client: Client, address: str) -> dict[str, str]:
    """The last choice to each question: what is new is new."""
    return {one.key: one.choices[-1].value for one in client.get(address).context["preview"].questions}


def latest() -> Job:
    return Job.objects.latest("pk")


def test_every_import_there_is_is_asked_here() -> None:
    there_are = {name for name, one in patterns() if name.endswith("_preview") and "ticket" in one.pattern.converters}
    imports = (REGISTER, PEOPLE, HONOURS, HOLIDAYS)
    assert {one.preview for one in imports} == there_are
    assert {one.upload for one in imports} == set(UPLOADS)


@everywhere
def test_a_long_file_is_looked_through_and_imported_by_a_worker(
    clerk: User, client: Client, long: None, name: str
) -> None:
    _, file, stands, _ = UPLOADS[name]
    answer, job = upload(client, name, file()), Job.objects.get()
    page = reverse("branches:job", args=[job.pk])
    assert (answer.headers["Location"], job.progress) == (page, JobState.WAITING)
    address = _worked(client, page)
    answer = confirm(client, address, **answered(client, address))
    job = latest()
    assert (answer.headers["Location"], job.progress) == (reverse("branches:job", args=[job.pk]), JobState.WAITING)
    assert not stands()
    tasks.work("imports")
    job.refresh_from_db()
    assert (job.failure, job.progress) == ("", JobState.DONE)
    assert stands() and job.outcome and job.leads_to
    assert client.get(address).status_code == 404, "a ticket is used once"
    assert "重新上传" in client.get(page).content.decode()


@everywhere
def test_twin_a_short_one_is_shown_and_stands_when_the_answer_comes(clerk: User, client: Client, name: str) -> None:
    _, file, stands, _ = UPLOADS[name]
    address = upload(client, name, file()).headers["Location"]
    assert not Job.objects.exists()
    assert confirm(client, address, **answered(client, address)).status_code == 302
    assert stands() and Job.objects.get().progress == JobState.DONE


@everywhere
def test_a_long_file_is_shown_and_given_back_as_a_short_one_is(
    clerk: User, client: Client, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _, file, _, wrong = UPLOADS[name]
    data = file(**wrong)
    monkeypatch.setattr(kinds, "LINES_AT_ONCE", 300)
    short = upload(client, name, data).headers["Location"]
    monkeypatch.setattr(kinds, "LINES_AT_ONCE", -1)
    long = looked_through(client, name, data)
    assert _shown(client, long) == _shown(client, short)
    assert _given_back(client, long) == _given_back(client, short)


def _shown(client: Client, address: str) -> str:
    page = client.get(address)
    preview = page.context["preview"]
    told = page.content.decode().replace(preview.confirmation, "").replace(preview.returned_url, "")
    return told.replace(address, "").replace(str(page.context["csrf_token"]), "")


def _given_back(client: Client, address: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(client.get(client.get(address).context["preview"].returned_url).content))
    rows = [[(cell.value, cell.border.left.style) for cell in row] for row in book.active.iter_rows()]
    assert REMARKS in dict(rows[0]) and any(dict(row[-1:]) != {None: None} for row in rows[1:])
    return rows


@everywhere
def test_only_its_owner_sees_what_came_of_it_and_only_while_he_may(
    clerk: User, client: Client, long: None, name: str
) -> None:
    _, file, _, wrong = UPLOADS[name]
    address = looked_through(client, name, file(**wrong))
    pages = (address, client.get(address).context["preview"].returned_url)
    client.force_login(factories.appointed(Role(clerk.appointments.get().role)))
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(clerk)
    assert [client.get(page).status_code for page in pages] == [200, 200]
    clerk.appointments.update(ends_on=date(2020, 12, 1))
    assert [client.get(page).status_code for page in pages] == [403, 403]


@everywhere
def test_whoever_lost_the_right_meanwhile_is_shown_nothing(clerk: User, client: Client, long: None, name: str) -> None:
    upload(client, name, UPLOADS[name][1]())
    clerk.appointments.update(ends_on=date(2020, 12, 1))
    tasks.work("imports")
    assert latest().failure == "您现在没有办理这件事的权限。"
    assert looking.seen(latest().payload["ticket"], by=clerk) is None


@everywhere
def test_twin_without_the_question_he_would(
    clerk: User, client: Client, long: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    upload(client, name, UPLOADS[name][1]())
    clerk.appointments.update(ends_on=date(2020, 12, 1))
    monkeypatch.setattr(access, "require", lambda *_: None)
    tasks.work("imports")
    assert looking.seen(latest().payload["ticket"], by=clerk)


@everywhere
def test_a_file_that_has_gone_meanwhile_is_asked_for_again(clerk: User, client: Client, long: None, name: str) -> None:
    upload(client, name, UPLOADS[name][1]())
    waiting.drop(latest().payload["ticket"], by=clerk)
    tasks.work("imports")
    assert "请重新上传" in latest().failure
    page = client.get(reverse("branches:job", args=[latest().pk])).content.decode()
    assert f'href="{reverse(name)}"' in page and "重新上传" in page


@everywhere
def test_a_long_file_of_another_sort_ends_the_job_with_what_to_do(
    clerk: User, client: Client, long: None, name: str
) -> None:
    answer = upload(client, name, xlsx(headings=["甲", "乙"]))
    tasks.work("imports")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "没有找到列名" in page and f'href="{reverse(name)}"' in page


@everywhere
def test_what_is_no_table_at_all_is_refused_at_once(clerk: User, client: Client, long: None, name: str) -> None:
    answer = upload(client, name, b"%PDF-1.4")
    assert answer.status_code == 422 and "这是PDF文件" in answer.content.decode()
    assert not Job.objects.exists()


def by_administrator(test: Any) -> Any:
    return pytest.mark.parametrize("name", ["branches:register_import"])(test)


@by_administrator
def test_a_worker_killed_half_way_is_followed_by_another(
    clerk: User, client: Client, long: None, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    upload(client, name, register())

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(working, "finish", killed)
        tasks.work("imports")
    assert latest().progress == JobState.RUNNING
    with clock.moved_to(clock.now() + CLAIM * 2):
        tasks.work("imports")
    assert latest().progress == JobState.DONE
    assert client.get(looking.way(latest()).url).status_code == 200  # type: ignore[union-attr]


@by_administrator
def test_questions_left_open_are_said_at_once_and_the_answers_stay(
    clerk: User, client: Client, long: None, name: str
) -> None:
    other = GOOD | {"单位名称": "市教育厅", "党支部全称": "丁", "党支部简称": "丁"}
    factories.unit("市财政局"), factories.unit("市教育局")
    address = looked_through(client, name, xlsx(SECOND | {"单位名称": "市财政厅"}, other))
    first, second = answered(client, address).items()
    refused = confirm(client, address, **dict([first]))
    assert refused.status_code == 422 and "还有1处没有认" in refused.content.decode()
    assert refused.content.decode().count(" checked") == 1
    assert Job.objects.count() == 1
    confirm(client, address, **dict([first, second]))
    assert client.get(address).content.decode().count(" checked") == 2, "whatever comes of the job"


@by_administrator
def test_a_register_that_changed_meanwhile_is_looked_at_again_with_the_answers(
    clerk: User, client: Client, long: None, name: str
) -> None:
    unit = factories.unit("市财政局")
    address = looked_through(client, name, register())
    confirm(client, address, **answered(client, address))
    job = latest()
    factories.branch(unit, "旧", full_name=GOOD["党支部全称"])
    tasks.work("imports")
    page = client.get(reverse("branches:job", args=[job.pk])).content.decode()
    assert "请再核对一遍" in page and "回到核对" in page
    shown = client.get(address)
    assert shown.context["updated"] == 1 and "checked" in shown.content.decode()
    confirm(client, address, **answered(client, address))
    tasks.work("imports")
    assert latest().outcome == "名册已导入：新增1个党支部，更新1个，不变0个。"


@by_administrator
def test_after_a_part_the_rest_is_shown(clerk: User, client: Client, long: None, name: str) -> None:
    address = looked_through(client, name, xlsx(GOOD, SECOND | {"正式党员数": "?"}))
    confirm(client, address, part="yes")
    tasks.work("imports")
    shown = client.get(reverse("branches:job", args=[latest().pk]))
    assert "还有1行没有导入" in shown.content.decode()
    after = client.get(shown.context["way"].url)
    assert [one.number for one in after.context["preview"].counts] == [0, 0, 1, 0]
    assert "不是人数" in str(_given_back(client, address))


def test_of_a_long_table_no_more_is_read_than_tells_that_it_is_long() -> None:
    data = xlsx(*[GOOD] * 40)
    assert len(reader.read(data, most=41).rows) == 41
    with pytest.raises(reader.Long):
        reader.read(data, most=40)
    choices = [["好"]] * 60
    assert reader.read(xlsx(GOOD, 等次=choices), preferred="党支部名册", most=40).rows
    assert reader.read(xlsx(GOOD, sheet="一", 等次=choices), headings=GOOD, most=40).rows
