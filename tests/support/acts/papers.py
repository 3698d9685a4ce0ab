"""Acts of documents: their texts before they are issued, and the paper afterwards."""

from typing import Any

from django.core.files.base import ContentFile

from branches.settings import queries as settings_queries
from evaluation.documents import steps as documents_steps
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import correction as correction_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.issued import steps as issued_steps
from evaluation.models import Distribution, DocumentText, IssuedCopy, LeaderConsent
from tests.support import corrections, files, issued
from tests.support.acts.scene import Acts, Scene

ACTS = Acts()


def text(s: Scene) -> DocumentText:
    return DocumentText.objects.get(pk=s.single["text"])


@ACTS.writes("拟稿")
def drafted(s: Scene) -> DocumentText:
    found = text(s)
    given = found.facts | {"paragraphs": [*found.facts["paragraphs"], "特此通报。"]}
    assert found.version
    return draft_steps.save(drafting_subjects.of_version(found.version), given, by=s.committee, seen=found.number)


@ACTS.writes("核稿")
def checked(s: Scene) -> Any:
    return draft_steps.check(text(s), by=s.second, is_passed=True)


@ACTS.writes("登记签发")
def consented(s: Scene) -> LeaderConsent:
    body = "organisation_department"
    return consent_steps.record(text(s), by=s.committee, body=body, leader="顾长河", signed_on=s.today)


@ACTS.writes("撤销签发登记")
def consent_withdrawn(s: Scene) -> None:
    consent_steps.withdraw(LeaderConsent.objects.get(pk=s.single["consent"]), by=s.committee)


def correction(s: Scene) -> DocumentText:
    """Checked, where texts are checked."""
    found = DocumentText.objects.get(pk=s.single["correction"])
    if settings_queries.drafts() and not found.checks.exists():
        draft_steps.check(found, by=s.second, is_passed=True)
    return found


@ACTS.writes("签署")
def correction_signed(s: Scene) -> DocumentText:
    found = correction(s)
    correction_steps.sign(found, by=s.department)
    return found


@ACTS.writes("撤回签署")
def correction_withdrawn(s: Scene) -> None:
    correction_steps.withdraw_signature(correction_signed(s), by=s.department)


@ACTS.writes("退回文稿")
def correction_returned(s: Scene) -> Any:
    return correction_steps.send_back(correction(s), by=s.department, reason="第2段请写明依据。")


@ACTS.writes("更正公文")
def correction_issued(s: Scene) -> None:
    found = correction_signed(s)
    correction_steps.sign(found, by=s.committee)
    corrections.consented(found, s.committee)
    correction_steps.issue(found, by=s.committee, number="平组通〔2026〕39号")


@ACTS.writes("公文编号")
def numbered(s: Scene) -> Any:
    report = issued.report(s.leading_group, s.unit, s.cycle)
    return documents_steps.give_number(report, by=s.leading_group, number="平财党〔2026〕17号", signer="孙国良")


@ACTS.writes("上传正本")
def put_back(s: Scene) -> IssuedCopy:
    notice = issued.decision(s.committee, s.cycle)
    return issued_steps.put_back(notice, ContentFile(files.pdf(), "用印件.pdf"), by=s.committee)


@ACTS.writes("确认正本")
def confirmed(s: Scene) -> None:
    issued_steps.confirm(put_back(s), by=s.second)


@ACTS.writes("分发公文")
def distributed(s: Scene) -> Distribution:
    notice = issued.decision(s.committee, s.cycle)
    issued_steps.distribute(notice, [s.unit], by=s.committee)
    return Distribution.objects.get(notice=notice)


@ACTS.writes("签收公文")
def received(s: Scene) -> None:
    issued_steps.receive(distributed(s), by=s.organ_officer)
