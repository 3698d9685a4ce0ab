"""The system's own Celery app with a faster clock and smaller batches, so that a kill meets it in the midst of things.

Nothing else differs: `celery --app tests.support.processes.quick worker` runs the real tasks under the real settings.
"""

from datetime import timedelta

import django
from celery.app.base import Celery

django.setup()

from evaluation.messages.sending import announce as announcing  # noqa: E402
from evaluation.messages.sending import deliver as delivering  # noqa: E402
from sizhiqiang.celery import app as real  # noqa: E402

announcing.BATCH = 7
delivering.BATCH = 5
app: Celery = real
for entry in app.conf.beat_schedule.values():
    if entry.get("options"):
        entry.update(schedule=timedelta(seconds=1), options={"expires": 5})
