"""Facts of the site that people set on a page: contact, full names and 机关代字 of organs, each with its history (D46)."""

from django.db import models
from django.db.models import Q

from branches.models.person import User
from branches.models.unit import Unit
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE

_OF_THE_SITE = [
    "phone",
    "address",
    "work_committee_name",
    "work_committee_code",
    "organisation_department_name",
    "organisation_department_code",
    "organisation_department_phone",
    "lead_body",
    "drafting",
]


class Setting(models.Model):
    """One value from a moment on. Rows are only added: the newest of a name and unit holds, the others are its history."""

    class Name(models.TextChoices):
        PHONE = "phone", "联系电话"
        ADDRESS = "address", "联系地址"
        WORK_COMMITTEE_NAME = "work_committee_name", f"{WORK_COMMITTEE}全称"
        WORK_COMMITTEE_CODE = "work_committee_code", f"{WORK_COMMITTEE}机关代字"
        ORGANISATION_DEPARTMENT_NAME = "organisation_department_name", f"{ORGANISATION_DEPARTMENT}全称"
        ORGANISATION_DEPARTMENT_CODE = "organisation_department_code", f"{ORGANISATION_DEPARTMENT}机关代字"
        ORGANISATION_DEPARTMENT_PHONE = "organisation_department_phone", f"{ORGANISATION_DEPARTMENT}联系电话"
        LEAD_BODY = "lead_body", "主办机关"
        DRAFTING = "drafting", "联合行文的拟稿与核签"
        ORGAN_ORGANISATION_NAME = "organ_organisation_name", "机关党组织全称"
        ORGAN_ORGANISATION_CODE = "organ_organisation_code", "机关党组织的机关代字"
        LEADING_GROUP_NAME = "leading_group_name", "党组（党委）全称"
        LEADING_GROUP_CODE = "leading_group_code", "党组（党委）的机关代字"

    name = models.CharField("名称", max_length=40, choices=Name.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="settings", verbose_name="单位")
    value = models.CharField("内容", max_length=100, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="修改人")
    at = models.DateTimeField("修改时间")

    class Meta:
        verbose_name = verbose_name_plural = "设置"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["unit", "name"], name="setting_unit_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, name__in=_OF_THE_SITE) | (Q(unit__isnull=False) & ~Q(name__in=_OF_THE_SITE)),
                name="setting_belongs",
                violation_error_message="全站的设置不属于单位，单位的设置须写明单位。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}：{self.value}"
