"""Writes the second factor: enrols a phone, makes a list of codes, takes each code once."""

from cryptography.exceptions import InvalidTag
from django.db import transaction

from branches import audit, clock
from branches.accounts.second_factor import codes, sealing
from branches.models import RecoveryCode, TotpDevice, User
from branches.refusals import Refusal


@transaction.atomic
def enrol(user: User, key: bytes, typed: str) -> None:
    """Make this phone the second factor, in the place of whatever was: its first code shows that it counts alike.

    The caller has seen both keys, or a code of the present second factor.
    """
    found = codes.match(key, codes.plain(typed), drift=0, after=-1)
    if found is None:
        raise Refusal("动态码不对。请输入手机上现在显示的6位数字；总是不对的，请把手机时间设为自动。")
    TotpDevice.objects.update_or_create(
        user=user,
        defaults={
            "key": sealing.seal(key, user),
            "last_step": found.step,
            "drift": found.drift,
            "enrolled_at": clock.now(),
        },
    )
    RecoveryCode.objects.filter(user=user).delete()
    audit.record("设置二次验证", user, by=user)


@transaction.atomic
def print_codes(user: User, *, by: User | None) -> list[str]:
    """A new list; the one before is void. `by` is nobody at the console. The codes are stored nowhere."""
    User.objects.select_for_update().get(pk=user.pk)
    RecoveryCode.objects.filter(user=user).delete()
    made = codes.new_list()
    now = clock.now()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=sealing.digest(codes.plain(code), user), made_at=now) for code in made
    )
    audit.record("打印备用码", user, by=by, console=by is None)
    return made


def take(user: User, typed: str) -> bool:
    """Whether this is a code of the phone or of the list that nobody has used; now it is used.

    The row decides, so of two who come with the same code at once, in whatever process, one is refused.
    """
    code = codes.plain(typed)
    return _of_phone(user, code) if codes.is_of_phone(code) else _of_list(user, code)


def _of_phone(user: User, code: str) -> bool:
    device = TotpDevice.objects.filter(user=user).first()
    if device is None:
        return False
    try:
        key = sealing.unseal(device.key, user)
    except InvalidTag:
        return False
    found = codes.match(key, code, drift=device.drift, after=device.last_step)
    if found is None:
        return False
    unused = TotpDevice.objects.filter(pk=device.pk, key=device.key, last_step__lt=found.step)
    return unused.update(last_step=found.step, drift=found.drift) == 1


def _of_list(user: User, code: str) -> bool:
    unused = RecoveryCode.objects.filter(user=user, digest=sealing.digest(code, user), used_at=None)
    return unused.update(used_at=clock.now()) == 1
