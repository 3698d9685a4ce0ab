"""Dated posts, and until when there is somebody in them. What a post allows is said in `permissions`, not here."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from django.db import models
from django.db.models import Q, QuerySet

from branches.asking.compiled import Compiled, Given, made, names_of
from branches.models.branch import Branch
from branches.models.person import User
from branches.models.unit import Unit
from branches.permissions import Role

OPEN_ENDED, NEVER = date.max, date.min
"""The last day of a post without one, and that of no post at all."""


class Appointment(models.Model):
    """A post over a place from a day to a day. The truth behind every right; guardian holds its projection."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments", verbose_name="人员")
    role = models.CharField("职务", max_length=30, choices=[(role.value, role.label) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="单位")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True, verbose_name="党支部")
    starts_on = models.DateField("任职起")
    ends_on = models.DateField("任职止", null=True, blank=True, help_text="最后一天；不填表示在任。")

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["-starts_on", "-id"]
        default_permissions = ()
        # Few hold most posts: who speaks for a body is found among all secretaries.
        indexes = [
            models.Index(fields=["role", "unit"], name="appointment_by_role"),
            models.Index(fields=["ends_on"], condition=Q(ends_on__isnull=False), name="appointment_by_end"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, branch__isnull=False, role=Role.SECRETARY.value)
                | (Q(unit__isnull=False, branch=None) & ~Q(role=Role.SECRETARY.value)),
                name="appointment_one_place",
                violation_error_message="书记任职于党支部，其他职务任职于单位。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_start",
                violation_error_message="任职止日不能早于起日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} {self.get_role_display()} {self.place}"

    @property
    def place(self) -> Unit | Branch:
        """The one place that the constraint `appointment_one_place` asks for."""
        return self.branch or self.unit  # type: ignore[return-value]

    @property
    def spoken(self) -> str:
        return Role(self.role).at(str(self.place))

    def is_in_force_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


def posts_on(day: date) -> QuerySet[Appointment]:
    """Those in force, with their places."""
    rows = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)
    return rows.select_related("unit", "branch__unit")


def posts_of_one(user: int, day: date) -> Iterator[Appointment]:
    """The same of one person, which every page asks."""
    for row in _compiled(day).read(user=user):
        post, unit, branch = made(Appointment, row), made(Unit, row, "unit__"), made(Branch, row, "branch__")
        branch.unit = made(Unit, row, "branch__unit__")
        post.unit, post.branch = unit if unit.pk else None, branch if branch.pk else None
        yield post


@lru_cache(maxsize=2)
def _compiled(day: date) -> Compiled:
    parts = (Appointment, ""), (Unit, "unit__"), (Branch, "branch__"), (Unit, "branch__unit__")
    return Compiled(posts_on(day).filter(user=Given("user")), *(name for part in parts for name in names_of(*part)))


class SecretaryUntil(models.Model):
    """The last day on which the branch has a secretary, as far as posts are registered, those to come among them.

    Triggers keep it, nothing else writes it; `verify` holds it against the posts.
    """

    branch = models.OneToOneField(Branch, on_delete=models.CASCADE, primary_key=True, related_name="+")
    is_asked = models.BooleanField()
    """The branch has not been dissolved."""
    until = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = "书记任职止日"
        ordering = ["branch"]
        default_permissions = ()
        indexes = [models.Index(fields=["until"], condition=Q(is_asked=True), name="secretary_until")]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.until}"


class PostUntil(models.Model):
    """The last day on which the person holds any post, those to come among them; kept as that of branches."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    is_asked = models.BooleanField()
    """The account may be signed in to."""
    until = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = "任职止日"
        ordering = ["user"]
        default_permissions = ()
        indexes = [models.Index(fields=["until"], condition=Q(is_asked=True), name="post_until")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.until}"
