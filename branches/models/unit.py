"""Municipal organs, and the city."""

from django.db import models
from django.db.models import Q

from branches.permissions import Scope, codenames


class Unit(models.Model):
    """A municipal organ with its two bodies: the organ Party organisation (step 2) and the leading Party group (step 3).

    The city itself is the one unit of kind CITY, so that municipal posts are held over a unit like all others.
    """

    class Kind(models.TextChoices):
        CITY = "city", "市"
        ORGAN = "organ", "市直单位"
        COUNTY = "county", "县（市、区）"
        ZONE = "zone", "功能区"

    class LeadingBody(models.TextChoices):
        GROUP = "group", "党组"
        COMMITTEE = "committee", "党委"
        WORK_COMMITTEE = "work_committee", "党工委"
        COUNCIL = "council", "部务会"

    class OrganBody(models.TextChoices):
        COMMITTEE = "committee", "机关党委"
        GENERAL_BRANCH = "general_branch", "机关党总支"
        BRANCH = "branch", "机关党支部"

    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.ORGAN)
    name = models.CharField(
        "单位名称", max_length=60, unique=True, error_messages={"unique": "已有同名单位，请核对单位名称。"}
    )
    short_name = models.CharField("单位简称", max_length=20, blank=True)
    search_text = models.TextField("检索文本", blank=True, editable=False)
    organ_body = models.CharField(
        "机关党组织类型", max_length=20, choices=OrganBody.choices, default=OrganBody.COMMITTEE
    )
    organ_organisation_name = models.CharField("机关党组织名称", max_length=80, blank=True)
    leading_body = models.CharField(
        "党组（党委）类型", max_length=20, choices=LeadingBody.choices, default=LeadingBody.GROUP
    )
    leading_group_name = models.CharField("党组（党委）名称", max_length=80, blank=True)
    assessing_unit = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assesses",
        verbose_name="由哪个单位的机关党组织考核",
        help_text="不选即由本单位自己的机关党组织考核。",
    )
    recommending_unit = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommends_for",
        verbose_name="由哪个单位的党组（党委）推荐",
        help_text="不选即由本单位自己的党组（党委）推荐。",
    )
    # Merged into another unit, which acts for it from then on; it stays active until its year is closed (D41).
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="merged", verbose_name="并入单位"
    )
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["id"]
        default_permissions = ()
        permissions = codenames(Scope.UNIT, Scope.CITY)
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="city"),
                name="unit_one_city",
                violation_error_message="市只能有一个。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """As narrow columns say it."""
        return self.short_name or self.name

    @property
    def organ_organisation(self) -> str:
        """The body that acts at step 2, by name (方案 四（二）)."""
        acting = self.assessing_unit or self
        return acting.organ_organisation_name or f"{acting.name}{acting.get_organ_body_display()}"

    @property
    def leading_group(self) -> str:
        """The body that acts at step 3, by name (方案 四（三）)."""
        acting = self.recommending_unit or self
        return acting.leading_group_name or f"{acting.name}{acting.get_leading_body_display()}"
