"""Evidence: which files are kept, who keeps and who opens them, and that nothing applied with ever changes."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.models import Evidence, SelfAssessment
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.evidence import queries as evidence_queries
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.vocabulary import State
from tests.support import factories, files
from tests.support.files import sent
from tests.support.self_assessments import complete, send_back


@pytest.fixture
def first(case):
    return case.cycle.criteria.get(number=1)


@pytest.fixture
def piece(case, branch, secretary):
    return evidence_steps.add_file(branch, sent(), by=secretary)


def apply_with(case, criterion, evidence, secretary):
    evidence_steps.attach(case, criterion, picked=[evidence.pk], by=secretary)
    complete(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    return factories.fresh(case)


# Where it is kept


@pytest.mark.django_db
def test_file_is_stored_under_a_random_name_in_private_storage(piece):
    path = Path(piece.file.path)
    assert path.is_relative_to(settings.MEDIA_ROOT)
    assert "总结" not in path.name
    assert len(path.stem) >= 32
    assert (piece.title, piece.content_type, piece.size) == ("总结", "application/pdf", path.stat().st_size)


@pytest.mark.django_db
def test_same_file_twice_is_one_piece(piece, branch, secretary):
    assert evidence_steps.add_file(branch, sent("另一个名字.pdf"), by=secretary) == piece


@pytest.mark.django_db
def test_full_disk_is_refused_with_a_sentence_and_nothing_half_written(case, branch, secretary, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("No space left on device")

    monkeypatch.setattr("branches.files.disk.Disk._save", full)
    with pytest.raises(Refused, match="没有存下来"):
        evidence_steps.add_file(branch, sent(), by=secretary)
    assert not Evidence.objects.exists()


# Who keeps the library


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["organ_officer", "leading_group", "work_committee", "system_admin", "stranger"])
def test_library_is_kept_by_the_branch_alone(case, branch, piece, who, request, client):
    user = request.getfixturevalue(who)
    for act in (
        lambda: evidence_steps.add_file(branch, sent(), by=user),
        lambda: evidence_steps.add_reference(branch, title="文件", by=user),
        lambda: evidence_steps.remove(piece, by=user),
    ):
        with pytest.raises(PermissionDenied):
            act()
    client.force_login(user, "branches.access.Accounts")
    assert client.get(reverse("evaluation:evidence_library", args=[branch.pk])).status_code in (403, 404)


# Citing


@pytest.mark.django_db
def test_one_piece_serves_many_criteria_and_at_most_three_serve_one(case, first, piece, branch, secretary):
    second = case.cycle.criteria.get(number=2)
    for criterion in (first, second):
        evidence_steps.attach(case, criterion, picked=[piece.pk], by=secretary)
    assert piece.used_by.count() == 2
    more = [sent(f"{n}.pdf", files.pdf(n)) for n in (2, 3)]
    evidence_steps.attach(case, first, files=more, by=secretary)
    with pytest.raises(Refused, match="最多3份"):
        evidence_steps.attach(case, first, files=[sent("4.pdf", files.pdf(4))], by=secretary)
    assert Evidence.objects.count() == 3


@pytest.mark.django_db
def test_nothing_of_another_branch_can_be_cited(case, first, unit, secretary):
    other = factories.branch(unit)
    foreign = evidence_steps.add_file(other, sent(), by=factories.appointed(Role.SECRETARY, other))
    evidence_steps.attach(case, first, picked=[foreign.pk], by=secretary)
    assert not foreign.used_by.exists()


@pytest.mark.django_db
def test_one_unfit_file_keeps_none_and_every_reason_is_told(case, first, secretary):
    mixed = [sent(), sent("空.pdf", b""), sent("图.svg", b"<svg/>")]
    with pytest.raises(Refused) as refused:
        evidence_steps.attach(case, first, files=mixed, by=secretary)
    assert [reason[:3] for reason in refused.value.reasons] == ["“空”", "“图”"]
    assert not Evidence.objects.exists()


@pytest.mark.django_db
def test_reference_to_a_document_counts_as_evidence(case, first, branch, secretary):
    row = evidence_steps.add_reference(
        branch, title="关于表彰的决定", document_number="平财〔2026〕8号", dated_on=date(2026, 6, 1), by=secretary
    )
    case = apply_with(case, first, row, secretary)
    (cited,) = case.submissions.get().content["criteria"][0]["evidence"]
    assert (cited["title"], cited["document_number"]) == ("关于表彰的决定", "平财〔2026〕8号")


# Removing, and what was applied with


@pytest.mark.django_db
def test_removed_piece_leaves_the_library_and_the_drafts_but_stays_stored(case, first, piece, branch, secretary):
    evidence_steps.attach(case, first, picked=[piece.pk], by=secretary)
    evidence_steps.remove(piece, by=secretary)
    assert not evidence_queries.library(branch).exists()
    assert not piece.used_by.exists()
    assert Path(piece.file.path).exists()


@pytest.mark.django_db
def test_piece_that_was_applied_with_is_never_removed(case, first, piece, branch, secretary, organ_officer):
    case = apply_with(case, first, piece, secretary)
    send_back(case, organ_officer, {"c1": "换一份"})
    evidence_steps.detach(case, first, piece.pk, by=secretary)
    with pytest.raises(Refused, match="须予保留"):
        evidence_steps.remove(piece, by=secretary)
    assert evidence_queries.library(branch).filter(pk=piece.pk).exists()
    with pytest.raises(ProtectedError):
        branch.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evaluation_submission SET is_proxy = %s",
        "DELETE FROM evaluation_submission WHERE is_proxy <> %s",
        "UPDATE evaluation_evidence SET file = 'other.pdf' WHERE is_removed <> %s",
        "UPDATE evaluation_evidence SET sha256 = '' WHERE is_removed <> %s",
    ],
)
def test_database_itself_keeps_what_was_applied_with(case, first, piece, secretary, statement):
    apply_with(case, first, piece, secretary)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [True])


@pytest.mark.django_db
def test_without_its_guards_the_database_would_change_it(case, first, piece, secretary):
    case = apply_with(case, first, piece, secretary)
    with connection.cursor() as cursor:
        cursor.execute(_dropped("submission_kept_u", "evaluation_submission"))
        cursor.execute("UPDATE evaluation_submission SET is_proxy = %s", [True])
    assert case.submissions.get().is_proxy


def _dropped(trigger, table):
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    return f"DROP TRIGGER {trigger}{on}"


@pytest.mark.django_db
def test_evidence_is_neither_cited_nor_dropped_after_applying(case, first, piece, secretary):
    case = apply_with(case, first, piece, secretary)
    with pytest.raises(Refused):
        evidence_steps.attach(case, first, files=[sent("2.pdf", files.pdf(2))], by=secretary)
    with pytest.raises(Refused):
        evidence_steps.detach(case, first, piece.pk, by=secretary)


# Opening


@pytest.mark.django_db
def test_file_is_always_a_download_that_is_not_sniffed(client, piece, secretary):
    client.force_login(secretary, "branches.access.Accounts")
    answer = client.get(reverse("evaluation:evidence_file", args=[piece.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert b"".join(answer.streaming_content) == Path(piece.file.path).read_bytes()


@pytest.mark.django_db
def test_file_is_opened_by_others_only_once_it_was_applied_with(
    client, case, first, piece, secretary, organ_officer, work_committee, stranger, foreign_officer
):
    def status(user):
        client.force_login(user, "branches.access.Accounts")
        return client.get(reverse("evaluation:evidence_file", args=[piece.pk])).status_code

    assert [status(user) for user in (secretary, organ_officer, work_committee, stranger)] == [200, 404, 404, 404]
    apply_with(case, first, piece, secretary)
    assert [status(user) for user in (organ_officer, work_committee)] == [200, 200]
    assert [status(user) for user in (stranger, foreign_officer)] == [404, 404]


@pytest.mark.django_db
def test_strangers_and_missing_files_get_the_same_page(client, piece, stranger):
    client.force_login(stranger, "branches.access.Accounts")
    foreign = client.get(reverse("evaluation:evidence_file", args=[piece.pk]))
    missing = client.get(reverse("evaluation:evidence_file", args=[99_999]))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content.split(b"csrfmiddlewaretoken")[0] == missing.content.split(b"csrfmiddlewaretoken")[0]


# From paper (D30)


@pytest.mark.django_db
def test_officer_fills_in_from_paper_and_it_is_marked(case, first, organ_officer):
    paper = evidence_steps.attach_paper(case, sent(), by=organ_officer)
    complete(case, organ_officer)
    transition = self_assessment_steps.apply(case, by=organ_officer)
    case = factories.fresh(case)
    submission = case.submissions.get()
    assert (case.state, submission.is_proxy, transition.by) == (State.APPLIED, True, organ_officer)
    assert submission.content["paper"]["id"] == paper.pk
    assert evidence_queries.is_kept(paper)


@pytest.mark.django_db
def test_officer_without_paper_may_not_write(case, first, organ_officer):
    with pytest.raises(PermissionDenied):
        complete(case, organ_officer)


@pytest.mark.django_db
def test_officer_may_not_take_over_what_the_branch_began(case, first, secretary, organ_officer):
    self_assessment_steps.save_rating(case, first, {"statement": "草稿"}, by=secretary, seen=None)
    with pytest.raises(Refused, match="支部已在系统中填写"):
        evidence_steps.attach_paper(case, sent(), by=organ_officer)
    assert not SelfAssessment.objects.filter(paper__isnull=False).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["secretary", "leading_group", "work_committee", "foreign_officer"])
def test_paper_is_taken_by_the_unit_s_officer_alone(case, who, request):
    with pytest.raises(PermissionDenied):
        evidence_steps.attach_paper(case, sent(), by=request.getfixturevalue(who))


# The page


@pytest.mark.django_db
def test_library_keeps_the_fit_files_and_says_why_not_the_others(client, case, branch, secretary):
    client.force_login(secretary, "branches.access.Accounts")
    url = reverse("evaluation:evidence_library", args=[branch.pk])
    answer = client.post(url, {"upload": [sent(), sent("空.docx", b"")]})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“空”是空文件" in page
    assert evidence_queries.library(branch).count() == 1
    assert client.post(url, {}).status_code == 422


@pytest.mark.django_db
def test_library_takes_the_same_queries_for_one_row_and_three(client, case, first, branch, secretary):
    client.force_login(secretary, "branches.access.Accounts")
    url = reverse("evaluation:evidence_library", args=[branch.pk])

    def count():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return len(queries)

    evidence_steps.add_file(branch, sent(), by=secretary)
    evidence_steps.attach(case, first, picked=[Evidence.objects.get().pk], by=secretary)
    one = count()
    for n in (2, 3):
        evidence_steps.add_file(branch, sent(f"{n}.pdf", files.pdf(n)), by=secretary)
    assert count() == one <= 15


@pytest.mark.django_db
def test_removing_asks_first_and_names_the_criteria(client, case, first, piece, branch, secretary):
    evidence_steps.attach(case, first, picked=[piece.pk], by=secretary)
    client.force_login(secretary, "branches.access.Accounts")
    url = reverse("evaluation:evidence_remove", args=[branch.pk, piece.pk])
    assert "2026年度第1项" in client.get(url).content.decode()
    assert evidence_queries.library(branch).exists()
    client.post(url)
    assert not evidence_queries.library(branch).exists()
