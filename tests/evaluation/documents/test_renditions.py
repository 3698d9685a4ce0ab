"""PDF/A and .docx of a document: made once, kept, digested; a long one never inside a request."""

import hashlib
from io import BytesIO
from urllib.parse import unquote

import pytest
from django.core.files.storage import default_storage
from pypdf import PdfReader

from branches.jobs import working
from branches.models import Job, JobState
from evaluation.documents import making, queue, renditions
from evaluation.models import Notice, Rendition
from evaluation.typesetting import typeset
from evaluation.typesetting.layout.plan import pages_of
from tests.support.certificates import certificates
from tests.support.typesetting import samples
from tests.support.typesetting.payloads import FACTS
from tests.support.world import PAPER

FORMS = {"archive.pdf": (b"%PDF", "-PDFA.pdf"), "docx": (b"PK", ".docx")}


@pytest.fixture
def decision(work_committee, cycle):
    return making.make(Notice.Kind.NAMING, PAPER, by=work_committee, cycle=cycle, number="平组通〔2026〕8号")


@pytest.fixture
def certificate(work_committee):
    return certificates(work_committee)[0]


def address(notice, form):
    return f"/notices/{notice.pk}{'.' if form == 'docx' else '/'}{form}"


def body(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def nothing_is_typeset(monkeypatch):
    """Whoever typesets from here on fails."""

    def fail(*args, **kwargs):
        raise AssertionError("typeset inside a request")

    monkeypatch.setattr(renditions.typeset, "render", fail)
    monkeypatch.setattr(renditions.docx, "render", fail)


@pytest.mark.parametrize("form", FORMS)
def test_a_long_one_is_made_by_a_worker_once_and_fetched_at_its_address(decision, work_committee, client, form):
    client.force_login(work_committee)
    waiting = client.get(address(decision, form))
    job = Job.objects.get()
    assert (waiting.url, job.progress) == (f"/jobs/{job.pk}/", JobState.WAITING)
    assert client.get(address(decision, form)).url == waiting.url, "one job, however often it is asked for"
    working.work(renditions.RENDITION.queue)
    assert f'href="{address(decision, form)}"' in client.get(waiting.url).content.decode()
    answer = client.get(address(decision, form))
    begin, ending = FORMS[form]
    content = body(answer)
    assert content.startswith(begin)
    assert f"命名决定（全市）{ending}" in unquote(answer["Content-Disposition"])
    assert Rendition.objects.get().sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.usefixtures("nothing_is_typeset")
def test_nothing_long_is_typeset_inside_a_request(decision, work_committee, client):
    client.force_login(work_committee)
    for form in FORMS:
        assert client.get(address(decision, form)).url.startswith("/jobs/")
    assert client.get(f"/notices/{decision.pk}.pdf").url == f"/notices/{decision.pk}/"
    client.post("/notices/print/?kind=naming")
    assert Job.objects.get(kind="print").progress == JobState.WAITING


@pytest.mark.usefixtures("nothing_is_typeset")
def test_without_the_count_of_pages_it_would_be(decision, work_committee, client, monkeypatch):
    """The twin."""
    monkeypatch.setattr(renditions, "AT_ONCE", 99)
    client.force_login(work_committee)
    client.get(address(decision, "archive.pdf"))
    assert "AssertionError" in Job.objects.get().failure


def test_a_page_is_made_at_once_by_the_same_code_and_never_again(certificate, work_committee, client, monkeypatch):
    client.force_login(work_committee)
    first = {form: body(client.get(address(certificate, form))) for form in FORMS}
    assert [job.progress for job in Job.objects.all()] == [JobState.DONE] * 2
    monkeypatch.setattr(renditions, "asked_for", None)
    assert {form: body(client.get(address(certificate, form))) for form in FORMS} == first


def test_who_comes_second_takes_the_file_of_the_first(certificate, monkeypatch):
    first = renditions.make(certificate, Rendition.Form.ARCHIVE)
    monkeypatch.setattr(renditions, "kept", lambda notice, form: None)
    monkeypatch.setattr(renditions.typeset, "render", lambda *args, **kwargs: b"%PDF of somebody slower")
    assert renditions.make(certificate, Rendition.Form.ARCHIVE) == first
    assert hashlib.sha256(default_storage.open(first.file.name).read()).hexdigest() == first.sha256


@pytest.mark.parametrize("kind", FACTS)
def test_the_pages_are_known_beforehand(kind):
    laid_out = len(PdfReader(BytesIO(typeset.render(kind, FACTS[kind]))).pages)
    assert pages_of(typeset.compose(kind, FACTS[kind])) == laid_out


def test_a_person_prints_many_through_a_worker(work_committee, client):
    certificates(work_committee, 3)
    client.force_login(work_committee)
    client.post("/notices/print/?kind=certificate")
    assert Job.objects.get().progress == JobState.WAITING
    queue.work()
    assert len(PdfReader(Job.objects.get().file).pages) == 3


def test_long_facts_are_not_even_counted(work_committee, cycle, monkeypatch):
    facts = samples.naming(1000) | {"number": ""}
    made = making.make(Notice.Kind.NAMING, facts, by=work_committee, cycle=cycle, number="平组通〔2026〕9号")
    monkeypatch.setattr(renditions, "pages_of", None)
    assert not renditions.is_short(made)
