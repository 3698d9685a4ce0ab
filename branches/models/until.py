"""Until when there is somebody in post: of each branch a secretary, of each person a post. Triggers keep it, nothing else
writes it; posts are the truth, and `verify` holds it against them.
"""

from datetime import date

from django.db import models
from django.db.models import Q

from branches.models.branch import Branch
from branches.models.person import User

OPEN_ENDED, NEVER = date.max, date.min
"""The last day of a post without one, and that of no post at all."""


class SecretaryUntil(models.Model):
    """The last day on which the branch has a secretary, as far as posts are registered, those to come among them."""

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
    """The last day on which the person holds any post, those to come among them."""

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
