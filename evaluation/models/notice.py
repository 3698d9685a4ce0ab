"""公文: a document is a row with frozen data first, a file second. Only its file is added later; triggers see to that."""

import json
import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from branches import clock
from branches.models import Unit, User
from branches.models.job import ATTEMPTS, CLAIM
from evaluation.models import fingerprints
from evaluation.models.candidacy import Candidacy
from evaluation.models.cycle import Cycle
from evaluation.models.honour import Honour
from evaluation.models.naming import Decision, PublicNotice
from evaluation.models.recommendation import RecommendationList
from evaluation.models.reinspection import ReinspectionReport
from evaluation.vocabulary import Tone

LONG = 20_000
"""Characters of facts above which a document is many pages."""


class Typesetting(models.TextChoices):
    """How far the file of a document is."""

    WAITING = "waiting", "待排版"
    RUNNING = "running", "排版中"
    DONE = "done", "已排版"
    FAILED = "failed", "排版失败"

    @property
    def tone(self) -> Tone:
        return {
            "waiting": Tone.TODO,
            "running": Tone.DOING,
            "done": Tone.DONE,
            "failed": Tone.LOOK,
        }[self.value]


def fingerprint(kind: str, data: Mapping[str, Any]) -> str:
    """Of the kind and the facts."""
    return fingerprints.of(kind, data)


token = partial(secrets.token_urlsafe, 16)
"""What the QR code of a print leads by: 128 bits, so that nobody finds a document by counting."""


class DocumentSeries(models.Model):
    """发文字号 of one organ's code and year: the highest number that was ever taken. It only grows."""

    code = models.CharField("机关代字", max_length=30)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到第几号", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "发文字号"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["code", "year"], name="series_once")]

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.last}号"


class Notice(models.Model):
    """One official document. Its data is frozen when it is made; the PDF can be typeset from it at any time.

    A row without a file is the queue of the typesetting worker.
    """

    class Kind(models.TextChoices):
        SELF_ASSESSMENT = "self_assessment", "支部自评表"
        ASSESSMENT = "assessment", "考核意见"
        RECOMMENDATION = "recommendation", "推荐报告"
        PUBLIC_NOTICE = "public_notice", "公示"
        NAMING = "naming", "命名决定"
        CERTIFICATE = "certificate", "荣誉证书"
        PLAQUE = "plaque", "牌匾样"
        REINSPECTION = "reinspection", "复查报告"
        REVOCATION = "revocation", "撤销决定"
        PLAQUE_LETTER = "plaque_letter", "告知函"
        REMINDER_LETTER = "reminder_letter", "催办函"
        MINUTES = "minutes", "会议纪要"
        PROGRESS_BRIEF = "progress_brief", "进度简报"
        ASSESSED_FORM = "assessed_form", "支部申报表"
        FEEDBACK_FORM = "feedback_form", "考核反馈表"

    kind = models.CharField("种类", max_length=20, choices=Kind.choices)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, null=True, related_name="documents")
    number = models.CharField("发文字号", max_length=60, blank=True)
    dated_on = models.DateField("成文日期")
    data = models.JSONField("内容")
    fingerprint = models.CharField("指纹", max_length=64)
    token = models.CharField(max_length=32, unique=True, default=token)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("制发时间")

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, null=True, related_name="documents")
    list = models.ForeignKey(RecommendationList, on_delete=models.PROTECT, null=True, related_name="documents")
    public_notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, null=True, related_name="documents")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="documents")
    honour = models.ForeignKey(Honour, on_delete=models.PROTECT, null=True, related_name="documents")
    report = models.ForeignKey(ReinspectionReport, on_delete=models.PROTECT, null=True, related_name="documents")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="documents", verbose_name="单位")
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="corrected_by")
    correction = models.CharField("更正说明", max_length=300, blank=True)

    file = models.FileField("文件", upload_to="notices/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    typeset_at = models.DateTimeField("排版时间", null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField("排版次数", default=0)
    failure = models.CharField("未能排版的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["id"], condition=Q(file=""), name="notice_to_typeset"),
            models.Index(fields=["kind", "unit"], name="notice_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="notice_number",
                violation_error_message="该发文字号已经使用，请核对。",
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="", typeset_at=None)
                | (~Q(file="") & ~Q(sha256="") & Q(typeset_at__isnull=False)),
                name="notice_file_with_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()

    @property
    def short_fingerprint(self) -> str:
        """What a person compares."""
        return fingerprints.short(self.fingerprint)

    @property
    def verify_url(self) -> str:
        """Where the QR code of a print leads."""
        return f"{settings.SITE_URL}/verify/{self.token}/"

    @property
    def printable(self) -> dict[str, Any]:
        """The frozen facts with what a print says of itself."""
        return {**self.data, "verify_url": self.verify_url, "fingerprint": self.short_fingerprint}

    @property
    def typesetting(self) -> Typesetting:
        """How far the file is."""
        if self.file:
            return Typesetting.DONE
        is_running = self.claimed_at is not None and self.claimed_at > clock.now() - CLAIM and not self.failure
        if self.attempts >= ATTEMPTS and not is_running:
            return Typesetting.FAILED
        return Typesetting.RUNNING if is_running else Typesetting.WAITING

    @property
    def is_long(self) -> bool:
        """Whether it is more than a few pages: too long for a person to wait for at the page."""
        return len(json.dumps(self.data, ensure_ascii=False)) > LONG


class Voiding(models.Model):
    """作废: a document that counts no more although none has replaced it yet. The document itself never changes (D47)."""

    notice = models.OneToOneField(Notice, on_delete=models.PROTECT, related_name="voiding", verbose_name="公文")
    reason = models.CharField("作废原因", max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("作废时间")

    class Meta:
        verbose_name = verbose_name_plural = "公文作废"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.notice}作废"
