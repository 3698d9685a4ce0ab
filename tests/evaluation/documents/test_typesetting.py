"""From the rows to the files: each exactly once, whoever comes second or is killed; batches; the command."""

import hashlib
import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from pypdf import PdfReader

from branches import clock
from branches.files import store
from branches.jobs import claims, working
from branches.jobs import steps as jobs_steps
from branches.models import Job, JobState
from branches.models.job import ATTEMPTS, CLAIM
from evaluation import tasks
from evaluation.documents import making, queue
from evaluation.documents import steps as documents_steps
from evaluation.models import Notice
from evaluation.models.notice import Typesetting
from tests.plugins.databases import ROOT, copy, drop
from tests.support.certificates import certificates
from tests.support.world import PAPER


@pytest.fixture
def certificate(work_committee):
    return certificates(work_committee)[0]


def digest(notice):
    return hashlib.sha256(default_storage.open(notice.file.name).read()).hexdigest()


def test_the_worker_gives_every_row_its_file(work_committee):
    made = certificates(work_committee, 3)
    tasks.typeset()
    for notice in made:
        notice.refresh_from_db()
        assert notice.typesetting == Typesetting.DONE
        assert notice.sha256 == digest(notice)
    assert queue.work() == 0


def test_a_claimed_row_is_nobody_elses(certificate):
    late = Notice.objects.get(pk=certificate.pk)
    assert claims.claim(Notice.objects.all(), certificate)
    assert not claims.claim(Notice.objects.all(), late)
    assert queue.work() == 0
    assert queue.at_once(certificate).typesetting == Typesetting.RUNNING


def test_without_the_claim_it_would_be_typeset_twice(certificate, monkeypatch):
    """The twin."""
    rendered = []
    monkeypatch.setattr(queue.typeset, "render", lambda kind, data: rendered.append(kind) or b"%PDF")
    monkeypatch.setattr(claims, "claim", lambda rows, row, is_asked_for=False: True)
    for _ in range(2):
        queue.set_type(Notice.objects.get(pk=certificate.pk))
    assert len(rendered) == 2


def test_a_second_file_never_takes_the_place_of_the_first(certificate):
    late = Notice.objects.get(pk=certificate.pk)
    assert queue.set_type(certificate)
    assert not queue.set_type(late)
    certificate.refresh_from_db()
    assert certificate.sha256 == digest(certificate)


def test_what_goes_wrong_is_kept_and_tried_again_three_times(work_committee):
    broken = making.make("certificate", {"issuers": [""]}, by=work_committee)
    fine = certificates(work_committee)[0]
    for attempt in range(1, ATTEMPTS + 1):
        with clock.moved_to(clock.today() + timedelta(days=attempt)):
            queue.work()
        broken.refresh_from_db()
        assert broken.attempts == attempt
        assert "KeyError" in broken.failure
    fine.refresh_from_db()
    assert (broken.typesetting, fine.typesetting) == (Typesetting.FAILED, Typesetting.DONE)
    with clock.moved_to(clock.today() + timedelta(days=9)):
        queue.work()
    broken.refresh_from_db()
    assert broken.attempts == ATTEMPTS


def test_a_row_whose_worker_died_is_free_again_after_a_while(certificate):
    Notice.objects.filter(pk=certificate.pk).update(claimed_at=clock.now(), attempts=1)
    assert queue.work() == 0
    Notice.objects.filter(pk=certificate.pk).update(claimed_at=clock.now() - CLAIM - timedelta(seconds=1))
    assert queue.work() == 1


def claimed(job):
    """The job as a worker has it before him."""
    job.refresh_from_db()
    assert claims.claim(Job.objects.filter(pk=job.pk), job)
    return job


def test_many_go_into_one_pdf_part_by_part(work_committee, monkeypatch):
    monkeypatch.setattr(queue, "PART", 2)
    made = certificates(work_committee, 5)
    job = documents_steps.print_together("荣誉证书", [one.pk for one in made], by=work_committee)
    queue.work()
    job.refresh_from_db()
    assert (job.title, job.done, job.progress) == ("荣誉证书（5份）", 5, JobState.DONE)
    pages = PdfReader(BytesIO(job.file.read())).pages
    assert len(pages) == 5
    assert [f"2025{n:03d}" in page.extract_text() for n, page in enumerate(pages)] == [True] * 5
    assert [path.name for path in Path(job.file.path).parent.iterdir()] == ["all.pdf"]


def test_a_print_stops_between_parts_and_goes_on_after_a_kill(work_committee, monkeypatch):
    monkeypatch.setattr(queue, "PART", 1)
    made = certificates(work_committee, 3)
    job = documents_steps.print_together("荣誉证书", [one.pk for one in made], by=work_committee)
    together, rendered = queue.typeset.render_many, []

    def killed_at_the_second(documents):
        rendered.append(1)
        if len(rendered) == 2:
            raise KeyboardInterrupt
        return together(documents)

    monkeypatch.setattr(queue.typeset, "render_many", killed_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        working.run(claimed(job))
    job.refresh_from_db()
    assert (job.done, job.attempts, bool(job.file)) == (1, 0, False)  # a finished part counts the attempts anew
    with clock.moved_to(clock.now() + CLAIM * 2):
        queue.work()
    job.refresh_from_db()
    assert (job.done, len(rendered)) == (3, 4)  # the first part was not made again


def test_a_worker_that_came_back_does_not_take_the_parts_from_the_one_who_took_over(work_committee, monkeypatch):
    monkeypatch.setattr(queue, "PART", 1)
    made = certificates(work_committee, 2)
    job = documents_steps.print_together("荣誉证书", [one.pk for one in made], by=work_committee)
    slow = claimed(job)
    with clock.moved_to(clock.now() + CLAIM * 2):
        assert claims.next_free(Job.objects.all()).pk == job.pk
        working.run(slow)
    job.refresh_from_db()
    assert (job.done, bool(job.file)) == (0, False)
    assert default_storage.exists(f"batches/{job.pk}-{job.token}/0000.pdf")


def test_a_cancelled_print_is_not_made(work_committee):
    job = documents_steps.print_together("荣誉证书", [certificates(work_committee)[0].pk], by=work_committee)
    at_work = claimed(job)
    jobs_steps.cancel(job, by=work_committee)
    working.run(at_work)
    job.refresh_from_db()
    assert (job.progress, bool(job.file)) == (JobState.CANCELLED, False)
    assert not list(store.everything(f"batches/{job.pk}-{job.token}"))


def test_a_person_prints_what_he_filtered_and_sees_only_his_own(work_committee, organisation_department, client):
    certificates(work_committee, 2)
    client.force_login(work_committee)
    assert "2份" in client.get("/notices/print/?kind=certificate").content.decode()
    path = client.post("/notices/print/?kind=certificate").url
    page = client.get(path).content.decode()
    assert "荣誉证书（2份）" in page
    assert "打开PDF文件" in page
    assert "荣誉证书（2份）" in client.get("/notices/").content.decode()
    answer = client.get(f"{path}file/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline")
    assert len(PdfReader(BytesIO(b"".join(answer.streaming_content))).pages) == 2
    # Addresses from when prints had pages of their own.
    old = path.replace("/jobs/", "/notices/batches/")
    assert client.get(old).url == path
    assert client.get(f"{old.rstrip('/')}.pdf").url == f"{path}file/"
    assert client.get("/notices/batches/").url == "/jobs/"
    client.force_login(organisation_department)
    assert {client.get(one).status_code for one in (path, f"{path}file/", old)} == {404}


def test_the_command_writes_every_document(work_committee, cycle, tmp_path, capsys):
    certificates(work_committee, 2)
    making.make("naming", PAPER, by=work_committee, cycle=cycle, number="平组通〔2026〕8号")
    call_command("typeset", out=tmp_path)
    names = sorted(path.name for path in tmp_path.iterdir())
    assert len(names) == 3
    assert "平组通〔2026〕8号2026年度命名决定（全市）.pdf" in names[2]
    assert all(path.read_bytes().startswith(b"%PDF") for path in tmp_path.iterdir())
    assert "3 of 3 documents written" in capsys.readouterr().out
    making.make("certificate", {"issuers": [""]}, by=work_committee)
    with pytest.raises(SystemExit):
        call_command("typeset", out=tmp_path)


PREPARE = """
from tests.support import factories
from tests.support.certificates import certificates
certificates(factories.person("李工委"), 4)
"""
KILLED = """
import os, signal
from branches.files import store
from evaluation.documents import queue as typesetting
keep = store.keep
def die(*words):
    keep(*words)
    os.kill(os.getpid(), signal.SIGKILL)
store.keep = die
typesetting.work()
"""
WORK = """
from datetime import timedelta
from branches.models import job
from evaluation.documents import queue as typesetting
job.CLAIM = timedelta(seconds=int("%s"))
print(typesetting.work())
"""


def run(scratch, code):
    begin = f"import django; django.setup()\n{code}"
    return subprocess.Popen(
        [sys.executable, "-c", begin], cwd=ROOT, env=scratch.environment, stdout=subprocess.PIPE, text=True
    )


def test_two_workers_make_one_file_each_and_a_killed_one_leaves_nothing_half(migrated):
    scratch = copy(migrated)
    try:
        assert run(scratch, PREPARE).wait() == 0
        assert run(scratch, KILLED).wait() == -9  # after the file, before the row
        both = [run(scratch, WORK % 600), run(scratch, WORK % 600)]
        assert sum(int(one.communicate()[0]) for one in both) == 3
        assert int(run(scratch, WORK % 0).communicate()[0]) == 1  # the one the killed worker had claimed
        files = list(scratch.data_dir.glob("files/notices/**/*.pdf"))
        assert len(files) == 4
        assert "intact" in scratch.manage("verify")
    finally:
        drop(scratch)
