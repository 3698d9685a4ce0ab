"""A phone that counts codes, and what an enrolled person looks like."""

from dataclasses import dataclass, field
from datetime import timedelta

from django_otp.oath import TOTP

from branches import clock
from branches.accounts.second_factor import codes
from branches.accounts.second_factor import steps as second_factor_steps
from branches.models import User

STEP = timedelta(seconds=30)


@dataclass
class Phone:
    """Shows a code for now; `off` by so many half minutes where its clock is wrong."""

    off: int = 0
    key: bytes = field(default_factory=codes.new_key)

    def code(self, later: int = 0) -> str:
        totp = TOTP(self.key)
        totp.time = clock.now().timestamp()
        totp.drift = self.off + later
        return f"{totp.token():06d}"


def enrolled(user: User) -> Phone:
    """A phone enrolled a minute ago: its code of now is not spent, nor the one before."""
    phone = Phone()
    with clock.moved_to(clock.now() - 2 * STEP):
        second_factor_steps.enrol(user, phone.key, phone.code())
    return phone
