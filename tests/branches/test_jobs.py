"""Jobs: asked for at commit, done once whoever is killed or comes second, cancelled, seen by their owner only."""

import socket
import time
from contextlib import closing

import pytest
from celery import current_app
from django.db import IntegrityError, transaction

from branches import audit, clock, origin, tasks
from branches.jobs import claims, waking, working
from branches.jobs import steps as jobs_steps
from branches.jobs.kinds import Kind
from branches.models import AuditEntry, Job, JobState
from branches.models.job import ATTEMPTS, CLAIM
from branches.refusals import Conflict, Refusal

COUNTING = Kind("counting", "imports")


@pytest.fixture
def counted(monkeypatch):
    """The jobs that were done, in order, by a handler that counts to the job's total."""
    done = []

    def count(job):
        for number in range(1, job.total + 1):
            working.proceed(job, number)
        done.append(job.pk)
        working.finish(job, outcome=f"数到{job.total}", leads_to="/help/")

    monkeypatch.setitem(working._handlers, COUNTING.name, count)
    return done


def asked(by, total=3):
    return jobs_steps.ask(COUNTING, "数数", {}, total=total, by=by)


def handled_by(monkeypatch, handler):
    monkeypatch.setitem(working._handlers, COUNTING.name, handler)


def seen(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_is_done_once_and_says_what_came_of_it(system_admin, counted):
    job = asked(system_admin)
    assert seen(job).progress == JobState.WAITING
    tasks.work("typesetting")
    assert counted == []  # another queue's workers leave it alone
    tasks.work("imports")
    tasks.work("imports")
    assert counted == [job.pk]
    job = seen(job)
    assert (job.progress, job.done, job.outcome) == (JobState.DONE, 3, "数到3")


def test_two_workers_do_not_take_the_same_job(system_admin):
    job = asked(system_admin)
    first, second = seen(job), seen(job)
    assert claims.claim(Job.objects.all(), first)
    assert not claims.claim(Job.objects.all(), second)


def test_without_the_comparison_both_would_take_it(system_admin):
    """The twin."""
    job = asked(system_admin)
    first, second = seen(job), seen(job)
    assert claims.claim(Job.objects.all(), first)
    second.attempts, second.claimed_at = first.attempts, first.claimed_at
    assert claims.claim(Job.objects.all(), second)


def test_a_job_whose_worker_died_is_done_by_another_after_a_while(system_admin, counted):
    job = asked(system_admin)
    assert claims.next_free(Job.objects.all())
    assert working.work("imports") == 0
    with clock.moved_to(clock.now() + CLAIM * 2):
        assert working.work("imports") == 1
    assert counted == [job.pk]


def test_what_a_worker_does_that_lost_its_job_is_taken_back(system_admin, stranger, counted):
    job = asked(system_admin)
    slow = claims.next_free(Job.objects.all())
    with clock.moved_to(clock.now() + CLAIM * 2):
        working.work("imports")
        with pytest.raises(working.Stopped), transaction.atomic():
            stranger.name = "改名"
            stranger.save()
            working.finish(slow)
    stranger.refresh_from_db()
    assert stranger.name == "陈路人"
    assert seen(job).outcome == "数到3"


def test_a_job_that_kills_its_worker_three_times_is_not_shown_as_running(system_admin):
    job = asked(system_admin)
    Job.objects.update(attempts=ATTEMPTS, claimed_at=clock.now() - CLAIM * 2)
    assert seen(job).progress == JobState.FAILED
    assert claims.next_free(Job.objects.all()) is None


def test_a_cancelled_job_stops_at_its_next_step(system_admin, monkeypatch):
    job = asked(system_admin)
    steps = []

    def cancelled_after_one(one):
        working.proceed(one, 1)
        jobs_steps.cancel(one, by=system_admin)
        working.proceed(one, 2)
        steps.append("went on")

    handled_by(monkeypatch, cancelled_after_one)
    working.work("imports")
    assert steps == []
    assert (seen(job).progress, seen(job).done) == (JobState.CANCELLED, 1)
    with pytest.raises(Conflict):
        jobs_steps.cancel(job, by=system_admin)


def test_a_job_has_one_end(system_admin):
    job = asked(system_admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(cancelled_at=clock.now(), finished_at=clock.now())


@pytest.mark.parametrize(
    ("error", "said"),
    [(Refusal("名册已改动。"), "名册已改动。"), (KeyError("x"), "程序出错（KeyError），请联系系统管理员。")],
)
def test_what_goes_wrong_is_said_on_the_page_and_the_others_go_on(system_admin, client, monkeypatch, error, said):
    job, other = asked(system_admin), asked(system_admin)

    def wrong(one):
        if one.pk == job.pk:
            raise error
        working.finish(one)

    handled_by(monkeypatch, wrong)
    assert working.work("imports") == 2
    client.force_login(system_admin)
    assert said in client.get(f"/jobs/{job.pk}/").content.decode()
    assert seen(other).progress == JobState.DONE


def test_of_a_single_piece_of_work_nothing_is_counted(system_admin, client, counted):
    job = asked(system_admin, total=1)
    client.force_login(system_admin)
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "还没有办好。" in page and "%" not in page


def test_the_page_shows_how_far_it_is_and_survives_a_reload(system_admin, stranger, client, counted):
    job = asked(system_admin, total=4)
    Job.objects.update(done=1)
    client.force_login(system_admin)
    for _ in range(2):
        page = client.get(f"/jobs/{job.pk}/").content.decode()
        assert "已办1，共4（25%）" in page
        assert "刷新" in page
    assert "1／4" in client.get("/jobs/").content.decode()
    working.work("imports")
    page = client.get(f"/jobs/{job.pk}/").content.decode()
    assert "数到4" in page
    assert 'href="/help/"' in page
    assert client.get(f"/jobs/{job.pk}/file/").status_code == 404
    client.force_login(stranger)
    assert "数数" not in client.get("/jobs/").content.decode()
    assert {client.get(f"/jobs/{job.pk}/{page}").status_code for page in ("", "cancel/", "file/")} == {404}


def test_a_person_cancels_his_own_job(system_admin, client):
    job = asked(system_admin)
    client.force_login(system_admin)
    assert "取消任务" in client.get(f"/jobs/{job.pk}/cancel/").content.decode()
    assert client.post(f"/jobs/{job.pk}/cancel/").url == f"/jobs/{job.pk}/"
    assert "取消，没有产生任何改动" in client.get(f"/jobs/{job.pk}/").content.decode()
    again = client.post(f"/jobs/{job.pk}/cancel/")
    assert (again.status_code, "刚刚已经结束" in again.content.decode()) == (409, True)


def test_a_worker_is_called_at_the_commit_and_not_before(system_admin, monkeypatch, django_capture_on_commit_callbacks):
    called = []
    monkeypatch.setattr(jobs_steps, "wake", called.append)
    with django_capture_on_commit_callbacks(execute=True):
        asked(system_admin)
        assert called == []
    assert called == ["imports"]


def test_a_broker_that_is_away_or_never_answers_neither_fails_nor_holds_up_the_page(
    system_admin, monkeypatch, django_capture_on_commit_callbacks
):
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        closed = closing(socket.create_server(("127.0.0.1", 0)))
        with closed as gone:
            nobody = gone.getsockname()[1]
        for port in (silent.getsockname()[1], nobody):
            monkeypatch.setattr(current_app.conf, "broker_write_url", f"redis://127.0.0.1:{port}/0")
            began = time.monotonic()
            with django_capture_on_commit_callbacks(execute=True):
                job = asked(system_admin)
            assert time.monotonic() - began < 10 * waking.BRIEFLY
            assert seen(job).progress == JobState.WAITING


def test_what_a_worker_writes_down_has_the_address_from_which_it_was_asked(system_admin, monkeypatch):
    def act(job):
        audit.record("导入人员", job, by=job.by)
        working.finish(job)

    handled_by(monkeypatch, act)
    with origin.asked_from("192.0.2.6", number="a request", user=system_admin.pk):
        asked(system_admin)
    assert origin.address() is None
    tasks.work(COUNTING.queue)
    assert AuditEntry.objects.get(verb="导入人员").address == "192.0.2.6"
    assert origin.address() is None
