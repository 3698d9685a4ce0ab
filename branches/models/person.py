"""People with an account."""

import re
import unicodedata
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Replace

from branches.models.branch import Branch
from branches.models.unit import Unit

_MOBILE = re.compile(r"1\d{10}")
# The digits of a telephone number however it was written down, for the database to compare.
PLAIN_PHONE = Replace(Replace("phone", Value(" "), Value("")), Value("-"), Value(""))


def plain_name(name: str) -> str:
    """What somebody typed to say who he is, in one form: an account as it is stored, or the digits of a mobile number."""
    typed = unicodedata.normalize("NFKC", name).replace("\0", "").strip()[:150]
    digits = re.sub(r"[\s-]", "", typed).removeprefix("+86")
    return digits if _MOBILE.fullmatch(digits) else typed


class People(UserManager["User"]):
    """Accounts are found by user name or mobile number; there is no way to make a superuser."""

    use_in_migrations = False  # what has landed depends on no code

    def called(self, name: str) -> "User | None":
        """Whom a typed name means: the account, or the one active person with that mobile number. A number that two
        people share means neither. One query, the same whether anybody is found or not.
        """
        plain = plain_name(name)
        is_mobile = bool(_MOBILE.fullmatch(plain))
        phone = Q(is_active=True, plain_phone=plain) if is_mobile else Q(pk=None)
        found = list(self.annotate(plain_phone=PLAIN_PHONE).filter(Q(username=plain) | phone).order_by("pk"))
        account = [person for person in found if person.username == plain]
        return (account or found)[0] if account or len(found) == 1 else None

    def create_superuser(self, *args: object, **kwargs: object) -> "User":
        raise NotImplementedError("There is no superuser: appoint a SYSTEM_ADMIN instead.")


class User(AbstractUser):
    """A person with an account. The own branch decides on recusal (D17)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=30)
    phone = models.CharField("电话", max_length=20, blank=True)
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, null=True, blank=True, related_name="people", verbose_name="所在党支部"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="people", verbose_name="工作单位"
    )
    opened_at = models.DateTimeField("开通时间", null=True, editable=False)
    password_set_at = models.DateTimeField("密码设定时间", null=True, editable=False)
    # Unused for long: the posts stay, signing in asks for the two keys first.
    asleep_since = models.DateTimeField("休眠起", null=True, editable=False)
    # The owner has shown, while signed in, that mail to this address reaches him.
    email_confirmed_at = models.DateTimeField("邮箱确认时间", null=True, editable=False)

    objects: ClassVar[People] = People()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["id"]
        default_permissions = ()
        indexes = [
            models.Index(PLAIN_PHONE, name="user_plain_phone"),
            models.Index(fields=["name"], name="user_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_superuser=False), name="user_no_superuser", violation_error_message="系统不设超级用户。"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name
