"""One code at the second factor, in a process of its own: `python -m tests.support.processes.taking '{…}'`.

{"enrol": at} makes a person with a phone and answers with its key; {"take": key, "at": …, "later": n, "guarded": …} says
whether the code was taken. Without guard the used code is only remembered by the process, as a cache would.
"""

import json
import sys
from datetime import datetime
from typing import Any

import django
from django.conf import settings

if not settings.configured:
    django.setup()

from branches import clock
from branches.accounts.second_factor import codes, sealing
from branches.accounts.second_factor import steps as second_factor_steps
from branches.models import TotpDevice, User
from tests.support import factories
from tests.support.second_factors import Phone, enrolled

USED: set[str] = set()


def main(asked: dict[str, Any]) -> Any:
    with clock.moved_to(datetime.fromisoformat(asked["at"])):
        if "take" not in asked:
            return enrolled(factories.person(username="phoned")).key.hex()
        user = User.objects.get(username="phoned")
        phone = Phone(key=bytes.fromhex(asked["take"]))
        take = second_factor_steps.take if asked.get("guarded", True) else _take_by_memory
        return [take(user, phone.code(asked.get("later", 0))) for _ in range(2)]


def _take_by_memory(user: User, typed: str) -> bool:
    device = TotpDevice.objects.get(user=user)
    found = codes.match(sealing.unseal(device.key, user), typed, drift=0, after=-1)
    is_new = found is not None and typed not in USED
    USED.add(typed)
    return is_new


if __name__ == "__main__":
    sys.stdout.write(f"{json.dumps(main(json.loads(sys.argv[1])))}\n")
