"""Everything that leaves as a table is made by a job: at once where it is short, else by a worker, for its owner alone."""

import io
from typing import Any

import openpyxl
import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from branches import tasks
from branches.jobs import exports, kinds
from branches.models import AuditEntry, Job, JobState, User
from branches.pages import tables
from branches.pages.exporting import VERB
from branches.spreadsheet import workbook
from tests.support import factories, visiting
from tests.support.world import World

EXPORTS_AT_LEAST = 30
PAPER = ("template", "returned")
"""Without rows of anybody, and what one uploaded oneself."""


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """No table is short any more."""
    monkeypatch.setattr(kinds, "LINES_AT_ONCE", -1)


@pytest.fixture
def branches(client: Client, system_admin: User, branch: Any) -> str:
    client.force_login(system_admin)
    return f"{reverse('branches:branches')}?q=预算&export=xlsx"


def rows(data: bytes) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))


def made_while_asked(people: dict[str, Any], world: World) -> tuple[set[str], set[str]]:
    """Of every URL, asked for a workbook by somebody who may: which leave it to a worker, who makes it, and which do not."""
    left, here = set[str](), set[str]()
    for url in visiting.pages(world):
        for who in visiting.may_come(url.access):
            if who == "nobody":
                continue
            with transaction.atomic():
                client = Client(raise_request_exception=False)
                client.force_login(people[who])
                answer = client.get(f"{url.address}?export=xlsx", follow=True)
                job = Job.objects.filter(kind=exports.EXPORT.name).latest("pk")
                if answer.request["PATH_INFO"] == reverse("branches:job", args=[job.pk]):
                    assert job.progress == JobState.WAITING, url.name
                    tasks.work(job.queue)
                    job.refresh_from_db()
                    assert (job.failure, bool(job.file)) == ("", True), url.name
                    left.add(url.name)
                elif answer.headers.get("Content-Type") == workbook.MEDIA_TYPE and not url.name.endswith(PAPER):
                    here.add(url.name)
                transaction.set_rollback(True)
            if answer.status_code == 200:
                break
    return left, here


def test_no_table_is_written_inside_a_request_that_may_be_long(
    people: dict[str, Any], world: World, long: None
) -> None:
    left, here = made_while_asked(people, world)
    assert here == set()
    assert len(left) >= EXPORTS_AT_LEAST
    assert {"branches:register_export", "branches:people_export", "branches:people_template"} <= left


def test_twin_a_list_that_writes_its_own_file_is_found(
    people: dict[str, Any], world: World, long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written(self: tables.Listing) -> HttpResponse:
        return workbook.response("表", workbook.write("表", ["列"], []))

    monkeypatch.setattr(tables.Listing, "export", written)
    monkeypatch.setattr(visiting, "pages", lambda world: [one for one in visiting.urls(world) if "units" in one.name])
    assert "branches:units" in made_while_asked(people, world)[1]


def test_a_short_table_comes_at_once_and_is_kept_as_a_job(client: Client, branches: str) -> None:
    answer = client.get(branches)
    assert answer.headers["Content-Type"] == workbook.MEDIA_TYPE
    assert "export.xlsx" in answer.headers["Content-Disposition"]
    job = Job.objects.get()
    assert (job.progress, job.total, job.outcome) == (JobState.DONE, 1, "共1行。")
    assert job.file.read() == answer.content
    assert len(rows(answer.content)) == 2


def test_a_long_one_is_fetched_from_its_page_by_its_owner_alone(
    client: Client, branches: str, long: None, stranger: User
) -> None:
    page = client.get(branches).headers["Location"]
    job = Job.objects.get()
    assert page == reverse("branches:job", args=[job.pk])
    assert not AuditEntry.objects.filter(verb=VERB).exists()
    factories.branch(factories.unit(), "预算二支部")
    tasks.work("imports")
    assert "打开XLSX文件" in client.get(page).content.decode()
    answer = client.get(reverse("branches:job_file", args=[job.pk]))
    assert len(rows(b"".join(answer.streaming_content))) == 3  # as they are when it is made
    entry = AuditEntry.objects.get(verb=VERB)
    assert (entry.subject, entry.detail["rows"], entry.detail["filters"]) == ("党支部", 2, "q=预算")
    client.force_login(stranger)
    assert client.get(reverse("branches:job_file", args=[job.pk])).status_code == 404


@pytest.mark.parametrize("lost", ["post", "account"])
def test_whoever_lost_the_right_meanwhile_gets_no_file(
    client: Client, system_admin: User, branch: Any, long: None, lost: str
) -> None:
    client.force_login(system_admin)
    client.get(reverse("branches:register_export"))
    if lost == "post":
        system_admin.appointments.update(ends_on=factories.IN_DECEMBER.replace(year=2020))
    else:
        User.objects.filter(pk=system_admin.pk).update(is_active=False)
    tasks.work("imports")
    job = Job.objects.get()
    assert (job.failure, bool(job.file)) == ("您现在不能再看到这些内容，没有生成文件。", False)


def test_a_file_that_is_cancelled_while_it_is_written_is_not_kept(
    client: Client, branches: str, long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(branches)
    write = workbook.write

    def cancelled(*args: Any) -> bytes:
        data = write(*args)
        client.post(reverse("branches:job_cancel", args=[Job.objects.get().pk]))
        return data

    monkeypatch.setattr(exports.workbook, "write", cancelled)
    tasks.work("imports")
    job = Job.objects.get()
    assert (job.progress, bool(job.file)) == (JobState.CANCELLED, False)


def test_only_a_request_that_wants_the_file_makes_one(client: Client, system_admin: User) -> None:
    client.force_login(system_admin)
    assert client.head(f"{reverse('evaluation:holidays')}?export=xlsx").status_code == 200
    assert not Job.objects.exists()
