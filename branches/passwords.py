"""Password rules beyond Django's own, and the changing of the own password."""

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from branches import audit
from branches.models import User

_RULE = "密码须包含大写字母、小写字母、数字、符号中的至少三种"


class ThreeOfFourClasses:
    """At least three of: upper case, lower case, digits, anything else."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        classes = {
            "upper" if char.isupper() else "lower" if char.islower() else "digit" if char.isdigit() else "sign"
            for char in password
        }
        if len(classes) < 3:
            raise ValidationError(f"{_RULE}，请换一个。", code="too_few_classes")

    def get_help_text(self) -> str:
        return f"{_RULE}。"


def change(user: User, password: str) -> None:
    """Set an own password; the first-login duty to change it is fulfilled."""
    user.set_password(password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record("修改密码", user, by=user)
