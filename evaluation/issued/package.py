"""归档: one ZIP a 件 (GB/T 39362-2020, DA/T 22): 正本, 定稿, the PDF/A of it, who signed, and a list of digests.

档号 and 归档章 are the archive's own and stay open.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models.fields.files import FieldFile

from branches import clock, in_words
from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.models import Job
from evaluation.documents import queries as documents_queries
from evaluation.documents import renditions
from evaluation.drafting import issuing_form
from evaluation.issued import comparing
from evaluation.issued import queries as issued_queries
from evaluation.models import DocumentText, LeaderConsent, Notice, Rendition, Signature
from evaluation.typesetting import typeset
from evaluation.vocabulary import Body

KIND = Kind("archive_package", "typesetting")
MANIFEST = "清单.txt"
"""As `sha256sum` writes and reads it: whoever opens the package checks it with one command."""


def make(job: Job) -> None:
    notice = Notice.objects.select_related("cycle", "unit", "by", "decision").get(pk=job.payload["notice"])
    working.deliver(job, "zip", packed(notice))


def packed(notice: Notice) -> bytes:
    content, at = BytesIO(), clock.now()
    digests = []
    with ZipFile(content, "w") as archive:
        for name, file in _files(notice):
            _write(archive, name, file, at)
            digests.append(f"{hashlib.sha256(file).hexdigest()}  {name}\n")
        _write(archive, MANIFEST, "".join(digests).encode(), at)
    return content.getvalue()


def _write(archive: ZipFile, name: str, file: bytes, at: datetime) -> None:
    entry = ZipInfo(name, at.timetuple()[:6])
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, file)


def _files(notice: Notice) -> Iterator[tuple[str, bytes]]:
    """In the order in which an archive looks at them: 发文稿纸 of a decision, 正本, 定稿."""
    text = DocumentText.objects.filter(issued_as=notice).select_related("version", "by").first()
    if text is not None and text.version is not None:
        yield "00发文稿纸.pdf", typeset.print_out(issuing_form.form(text))
    copy = documents_queries.sealed(notice)
    if copy is not None:
        yield f"01正本{PurePath(copy.file.name or '').suffix}", _kept(copy.file)
    yield "02定稿.pdf", _kept(notice.file) or typeset.render(notice.kind, notice.printable)
    yield "03存档PDF-A.pdf", _kept(renditions.make(notice, Rendition.Form.ARCHIVE).file)
    acts = list(_acts(notice))
    yield "04办理记录.txt", "".join(f"{_line(one)}\n" for one in acts).encode()
    yield "04办理记录.json", _json(acts)
    yield "05元数据.json", _json(_metadata(notice))
    # What the fingerprint was taken of.
    yield "06内容.json", _json([notice.kind, notice.data])
    papers = LeaderConsent.objects.filter(text__issued_as=notice, withdrawn_at=None).exclude(scan="")
    for number, consent in enumerate(papers, 1):
        yield f"07签批件{number}{PurePath(consent.scan.name or '').suffix}", _kept(consent.scan)


def _kept(stored: FieldFile | None) -> bytes:
    """Empty where nothing was kept."""
    if not stored:
        return b""
    with stored.open("rb") as file:
        content: bytes = file.read()
    return content


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()


def _line(act: Mapping[str, str]) -> str:
    return "　".join(value for value in act.values() if value)


def _act(what: str, who: str, at: str, more: str = "") -> dict[str, str]:
    return {"事项": what, "办理人": who, "时间": at, "说明": more}


def _acts(notice: Notice) -> Iterator[dict[str, str]]:
    """Who drafted, checked, consented, signed, issued, put back and confirmed, as far as this site knows."""
    for text in DocumentText.objects.filter(issued_as=notice).select_related("by"):
        yield _act("拟稿", text.by.name, in_words.moment(text.at), f"第{text.number}稿，指纹{text.fingerprint}")
        for check in text.checks.select_related("by").order_by("pk"):
            said = "核稿通过" if check.is_passed else "核稿退回"
            yield _act(said, check.by.name, in_words.moment(check.at), check.reason)
        for consent in text.consents.filter(withdrawn_at=None):
            what = f"{consent.get_body_display()}签发"
            yield _act(what, consent.leader, in_words.day(consent.signed_on), f"登记人{consent.by.name}")
    for body, leader in notice.data.get("leaders", {}).items():
        yield _act(f"{Body(body).label}签发", leader, "", "制发时登记")
    version = notice.decision.versions.order_by("number").last() if notice.decision else None
    corrected = {"text__issued_as": notice} if notice.corrects_id else {"text__corrects": None}
    rows = Signature.objects.filter(version=version, **corrected).select_related("by")
    for signature in rows.order_by("pk") if version else ():
        signed = "更正稿" if notice.corrects_id else f"第{version.number}版名单" if version else ""
        what = f"{signature.get_body_display()}会签{signed}"
        yield _act(what, signature.by.name, in_words.moment(signature.at), f"指纹{signature.fingerprint}")
    yield _act("制发", notice.by.name, in_words.moment(notice.at), f"指纹{notice.fingerprint}")
    for copy in notice.issued_copies.select_related("by", "confirmed_by").order_by("pk"):
        yield _act("上传正本", copy.by.name, in_words.moment(copy.at), f"SHA-256 {copy.sha256}{_reason(copy.reason)}")
        if copy.confirmed_by and copy.confirmed_at:
            said = f"与定稿比对：{comparing.outcome(copy).label}"
            yield _act("确认正本", copy.confirmed_by.name, in_words.moment(copy.confirmed_at), said)


def _reason(reason: str) -> str:
    return f"，更换原因：{reason}" if reason else ""


def _metadata(notice: Notice) -> dict[str, Any]:
    letter = typeset.compose(notice.kind, notice.data)
    copies = issued_queries.copies_of(notice)
    return {
        "档号": "",
        "题名": "".join(str(getattr(letter, "title", "") or notice.get_kind_display()).split()),
        "发文字号": notice.number,
        "责任者": list(notice.data.get("issuers", [])),
        "成文日期": notice.dated_on.isoformat(),
        "文种": notice.get_kind_display(),
        "年度": notice.cycle.year if notice.cycle else None,
        "主送": str(getattr(letter, "recipients", "")),
        "抄送": str(getattr(letter, "copies_to", "")),
        "印发份数": copies.printed or None,
        "分发单位数": notice.distributions.count(),
        "分发份数": copies.given,
        "内容指纹": notice.fingerprint,
        "更正的文件": notice.corrects.number if notice.corrects else "",
        "形成系统": "四强党支部评定系统",
        "打包时间": clock.now().isoformat(timespec="seconds"),
    }


working.handle(KIND, make)
