"""One package a 件 for the archive, whose list of digests holds."""

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile

from branches.jobs import working
from evaluation.advance import Refused
from evaluation.issued import package
from evaluation.issued import steps as issued_steps
from evaluation.models import Decision, DecisionVersion, DocumentText, LeaderConsent, TextCheck
from evaluation.models.notice import fingerprint
from evaluation.uploads import texts
from tests.support import files, issued


@pytest.fixture
def decision(work_committee, second_member, cycle):
    made = issued.decision(work_committee, cycle)
    issued_steps.confirm(issued.put_back(made, files.pdf(), work_committee), by=second_member)
    return made


@pytest.fixture
def packed(decision, work_committee) -> ZipFile:
    job = issued_steps.pack(decision, by=work_committee)
    working.at_once(job)
    job.refresh_from_db()
    assert not job.failure
    with job.file.open("rb") as file:
        return ZipFile(BytesIO(file.read()))


def test_every_file_of_it_has_its_digest_in_the_list(packed):
    said = dict(reversed(line.split("  ")) for line in packed.read(package.MANIFEST).decode().splitlines())
    assert said.keys() == set(packed.namelist()) - {package.MANIFEST}
    assert said == {name: hashlib.sha256(packed.read(name)).hexdigest() for name in said}


def test_it_holds_the_sealed_copy_the_final_text_and_who_did_what(packed, decision, work_committee, second_member):
    assert packed.read("01正本.pdf") == files.pdf()
    assert packed.read("02定稿.pdf").startswith(b"%PDF")
    assert b"pdfaid" in packed.read("03存档PDF-A.pdf")
    acts = json.loads(packed.read("04办理记录.json"))
    assert [(one["事项"], one["办理人"]) for one in acts] == [
        ("制发", work_committee.name),
        ("上传正本", work_committee.name),
        ("确认正本", second_member.name),
    ]
    told = json.loads(packed.read("05元数据.json"))
    assert (told["发文字号"], told["档号"], told["年度"]) == (decision.number, "", 2026)


def test_it_tells_who_drafted_checked_and_consented_and_holds_what_the_leader_signed(
    decision, cycle, work_committee, second_member
):
    named = Decision.objects.create(cycle=cycle)
    version = DecisionVersion.objects.create(
        decision=named, number=1, rows=[], fingerprint="0" * 64, frozen_by=work_committee, frozen_at=decision.at
    )
    facts = {"title": "关于命名的通报", "recipients": "各单位", "copies_to": "", "printed_by": "办公室", "copies": 120}
    text = DocumentText.objects.create(
        cycle=cycle, kind=decision.kind, version=version, number=2, facts=facts, fingerprint=decision.fingerprint,
        by=work_committee, at=decision.at, issued_as=decision,
    )  # fmt: skip
    TextCheck.objects.create(text=text, is_passed=True, by=second_member, at=decision.at)
    consent = LeaderConsent(
        text=text,
        body="work_committee",
        leader="郑书记",
        signed_on=decision.dated_on,
        by=work_committee,
        at=decision.at,
    )
    consent.scan.save("签批.pdf", ContentFile(files.pdf()))
    packed = ZipFile(BytesIO(package.packed(decision)))
    acts = json.loads(packed.read("04办理记录.json"))
    assert [(one["事项"], one["办理人"]) for one in acts[:3]] == [
        ("拟稿", work_committee.name),
        ("核稿通过", second_member.name),
        ("市直工委签发", "郑书记"),
    ]
    assert packed.read("07签批件1.pdf") == files.pdf()
    kind, frozen = json.loads(packed.read("06内容.json"))
    assert fingerprint(kind, frozen) == decision.fingerprint
    form = texts.text_of(packed.read("00发文稿纸.pdf"), "application/pdf")
    assert "关于命名的通报" in form and second_member.name in form


def test_without_a_confirmed_copy_there_is_nothing_to_archive(work_committee, cycle):
    with pytest.raises(Refused, match="不能归档"):
        issued_steps.pack(issued.decision(work_committee, cycle), by=work_committee)


def test_only_the_body_that_issued_it_archives_it(decision, organ_officer):
    with pytest.raises(PermissionDenied):
        issued_steps.pack(decision, by=organ_officer)
