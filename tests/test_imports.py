"""Every import is a job: a short file is read in while the clerk waits, a longer one by a worker, whole or not at all."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from branches import tasks
from branches.jobs import kinds
from branches.models import Branch, Job, JobState, User
from branches.people.exchange import columns
from branches.spreadsheet import waiting
from evaluation.honours import table as honour_table
from evaluation.models import Holiday, Honour
from evaluation.workdays import table as holiday_table
from tests.support import factories
from tests.support.resolver import patterns
from tests.support.tables import GOOD, xlsx


def register() -> bytes:
    return xlsx(GOOD)


def people() -> bytes:
    own = factories.branch()
    line = {"姓名": "张三", "电话": "13803750001", "单位": own.unit.name, "所在党支部": own.short_name}
    return xlsx(line, headings=columns.HEADINGS, sheet=columns.TITLE)


def titles() -> bytes:
    line = {
        "党支部全称": factories.branch().full_name,
        "称号年度": 2023,
        "命名文号": "平组通〔2024〕8号",
        "命名日期": date(2024, 7, 1),
        "状态": "有效",
    }
    return xlsx(line, headings=honour_table.LAYOUT.headings, sheet=honour_table.LAYOUT.title)


def holidays() -> bytes:
    line = {"日期": "2027-02-06", "放假或上班": "放假", "名称": "春节", "依据": "国办发明电〔2097〕1号"}
    return xlsx(line, headings=holiday_table.LAYOUT.headings, sheet=holiday_table.LAYOUT.title)


WRITES: dict[str, tuple[str, Callable[[], bytes], Callable[[], bool]]] = {
    "branches:register_preview": ("system_admin", register, Branch.objects.exists),
    "branches:people_preview": ("system_admin", people, lambda: User.objects.filter(name="张三").exists()),
    "evaluation:honour_import_preview": ("work_committee", titles, Honour.objects.exists),
    "evaluation:holiday_preview": ("system_admin", holidays, Holiday.objects.exists),
}
"""Of each import: who may, a file, and whether anything of it stands."""


@pytest.fixture
def confirmed(request: pytest.FixtureRequest, client: Client) -> Callable[[str], Any]:
    """Has a file of that import waiting, looks it through and confirms it."""

    def do(name: str) -> Any:
        who, file, _ = WRITES[name]
        by = request.getfixturevalue(who)
        client.force_login(by)
        address = reverse(name, args=[waiting.keep(SimpleUploadedFile("x", file()).read(), "表.xlsx", by=by)])
        page = client.get(address)
        return client.post(address, {"confirmation": page.context["preview"].confirmation})

    return do


def test_every_import_there_is_is_asked_here() -> None:
    there_are = {name for name, one in patterns() if name.endswith("_preview") and "ticket" in one.pattern.converters}
    assert there_are == set(WRITES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITES)
def test_a_long_file_is_left_to_a_worker(confirmed: Any, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(kinds, "LINES_AT_ONCE", -1)
    answer, stands = confirmed(name), WRITES[name][2]
    job = Job.objects.get()
    assert (answer.headers["Location"], job.progress) == (reverse("branches:job", args=[job.pk]), JobState.WAITING)
    assert not stands()
    tasks.work(job.queue)
    job.refresh_from_db()
    assert (job.failure, job.progress) == ("", JobState.DONE)
    assert stands() and job.outcome and job.leads_to


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITES)
def test_twin_a_short_one_stands_when_the_answer_comes(confirmed: Any, name: str) -> None:
    assert confirmed(name).status_code == 302
    assert WRITES[name][2]() and Job.objects.get().progress == JobState.DONE


@pytest.mark.django_db
@pytest.mark.parametrize("name", WRITES)
def test_a_file_that_has_gone_meanwhile_is_asked_for_again(
    confirmed: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(kinds, "LINES_AT_ONCE", -1)
    confirmed(name)
    job = Job.objects.get()
    waiting.drop(job.payload["ticket"], by=job.by)
    tasks.work(job.queue)
    job.refresh_from_db()
    assert "请重新上传" in job.failure and not WRITES[name][2]()
