"""Markup in every text of a site: `python -m tests.support.processes.spoiling FIRST`, as whoever owns its tables.

With another FIRST each column gets another payload. It prints how many columns there were to put one into.
"""

import sys

import django
from django.db import transaction

django.setup()

from tests.support import spoiling  # noqa: E402
from tests.support.injections import SCRIPTS  # noqa: E402

with transaction.atomic():
    sys.stdout.write(f"{len(spoiling.spoil(SCRIPTS, first=int(sys.argv[1])))}\n")
