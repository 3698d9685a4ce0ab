"""Password rules beyond Django's own, and the changing of the own password."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from branches import audit, clock
from branches.models import User

PURPOSE = "password"
"""What the throttle counts wrong old passwords under."""
_AGED = "aged_password"
RULES = (
    "至少10个字。",
    "大写字母、小写字母、数字、符号中至少有三种。",
    "不要用姓名、账号、电话，也不要用别人容易猜到的密码。",
)

_WORDS = {
    "password_too_short": "新密码太短，请至少写10个字",
    "password_too_similar": "新密码与您的姓名、账号或电话太像，请换一个",
    "password_too_common": "新密码太常见，容易被猜到，请换一个",
    "too_few_classes": "新密码须包含大写字母、小写字母、数字、符号中的至少三种，请换一个",
}


def refusals(password: str, user: User) -> list[str]:
    """Why this password will not do, as sentences."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        return [_WORDS[str(reason.code)] for reason in error.error_list]
    return []


class ThreeOfFourClasses:
    """At least three of: upper case, lower case, digits, anything else."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        classes = {
            "upper" if char.isupper() else "lower" if char.islower() else "digit" if char.isdigit() else "sign"
            for char in password
        }
        if len(classes) < 3:
            raise ValidationError(_WORDS["too_few_classes"], code="too_few_classes")

    def get_help_text(self) -> str:
        return RULES[1]


def is_aged(user: User) -> bool:
    """Whether the profile of the site asks for a new one (SECURITY_PROFILE)."""
    lifetime = settings.PASSWORD_LIFETIME
    return lifetime is not None and (user.password_set_at or user.date_joined) + lifetime <= clock.now()


def note_age(request: HttpRequest, user: User) -> None:
    """At the door, once the password was right: what is being typed later is not interrupted when the day comes."""
    if is_aged(user):
        request.session[_AGED] = user.pk


def is_due(request: HttpRequest) -> bool:
    """Whether this person came in with an aged password and has not changed it yet."""
    return request.user.pk is not None and request.session.get(_AGED) == request.user.pk


def settle(request: HttpRequest) -> None:
    request.session.pop(_AGED, None)


def change(user: User, password: str) -> None:
    """Set an own password, knowing the old one."""
    assign(user, password)
    audit.record("修改密码", user, by=user)


def assign(user: User, password: str) -> None:
    """Store it and when; sessions opened with another one end."""
    user.set_password(password)
    user.password_set_at = clock.now()
    user.save(update_fields=["password", "password_set_at"])
