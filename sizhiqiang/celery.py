"""The Celery app, its queues and its whole schedule.

The queue carries wake-up calls only: what is to be done stands in database rows, every task may run twice, and beat
calls again each minute. So nothing is lost with the broker; a page that asks for a job knocks once and does not wait.
"""

import os
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, worker_init
from django.conf import settings

from sizhiqiang.start import announce, readable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sizhiqiang.settings")

# Which queue a task waits in. Each group of queues has workers of its own (docker-compose.yml), so that a long
# typesetting or import holds up no mail.
QUEUES = ("default", "mail", "typesetting", "imports")
ROUTES = {
    "evaluation.tasks.announce": {"queue": "mail"},
    "evaluation.tasks.remind": {"queue": "mail"},
    "evaluation.tasks.deliver": {"queue": "mail"},
    "evaluation.tasks.typeset": {"queue": "typesetting"},
    # Jobs of other queues are called for where they are asked for.
    "branches.tasks.work": {"queue": "imports"},
    "evaluation.tasks.regrant": {"queue": "default"},
    "evaluation.tasks.tidy": {"queue": "default"},
    "evaluation.tasks.verify": {"queue": "default"},
    "evaluation.tasks.look_for_vacancies": {"queue": "default"},
    "evaluation.tasks.put_to_sleep": {"queue": "default"},
    "evaluation.tasks.count_progress": {"queue": "default"},
    "evaluation.tasks.chain": {"queue": "default"},
    "evaluation.tasks.anchor": {"queue": "default"},
}
MINUTE = timedelta(minutes=1)
# A call that nobody took within its interval is void: the next one says the same.
BRIEF = {"expires": 55}
SCHEDULE: dict[str, dict[str, Any]] = {
    "moves-are-announced": {"task": "evaluation.tasks.announce", "schedule": MINUTE, "options": BRIEF},
    "mail-leaves": {"task": "evaluation.tasks.deliver", "args": ["mail"], "schedule": MINUTE, "options": BRIEF},
    "gateway-letters-leave": {
        "task": "evaluation.tasks.deliver", "args": ["gateway"], "schedule": MINUTE, "options": BRIEF,
    },
    # Asked often, done once on a working day: whatever was down at half past eight is made up for the same day.
    # Two workers share the people.
    "one-half-is-reminded": {
        "task": "evaluation.tasks.remind", "args": [1, 2], "schedule": crontab(minute="*/10", hour="8-17"),
    },
    "the-other-half-is-reminded": {
        "task": "evaluation.tasks.remind", "args": [2, 2], "schedule": crontab(minute="*/10", hour="8-17"),
    },
    "documents-are-typeset": {"task": "evaluation.tasks.typeset", "schedule": MINUTE, "options": BRIEF},
    "imports-are-done": {
        "task": "branches.tasks.work", "args": ["imports"], "schedule": MINUTE, "options": BRIEF,
    },
    "acts-are-chained": {"task": "evaluation.tasks.chain", "schedule": MINUTE, "options": BRIEF},
    "progress-is-counted": {"task": "evaluation.tasks.count_progress", "schedule": MINUTE, "options": BRIEF},
    "anchors-leave": {"task": "evaluation.tasks.anchor", "schedule": crontab(minute=5)},
    "permissions-follow-posts": {"task": "evaluation.tasks.regrant", "schedule": crontab(minute=5, hour=0)},
    "vacancies-are-found": {
        "task": "evaluation.tasks.look_for_vacancies", "schedule": timedelta(minutes=5), "options": {"expires": 295},
    },
    "what-has-ended-goes": {"task": "evaluation.tasks.tidy", "schedule": crontab(minute=15)},
    "unused-accounts-sleep": {"task": "evaluation.tasks.put_to_sleep", "schedule": crontab(minute=15, hour=2)},
    "records-are-intact": {"task": "evaluation.tasks.verify", "schedule": crontab(minute=30, hour=3)},
}  # fmt: skip


@readable()
def configuration() -> dict[str, Any]:
    """Read at first use, not at import: this module is imported while the settings are still being loaded."""
    # Longer than any task may run, or a task that still runs would be given to a second worker.
    transport: dict[str, Any] = {"visibility_timeout": 900}
    if not settings.REDIS_URL:
        waiting, processed, control = (settings.CELERY_QUEUE_DIR / name for name in ("in", "processed", "control"))
        for folder in (waiting, processed, control):
            folder.mkdir(parents=True, exist_ok=True)
        transport = {
            "data_folder_in": str(waiting),
            "data_folder_out": str(waiting),
            "processed_folder": str(processed),
            "control_folder": str(control),
        }
    return {
        "broker_url": settings.CELERY_BROKER_URL,
        "broker_transport_options": transport,
        "broker_connection_retry_on_startup": True,
        "timezone": settings.TIME_ZONE,
        "task_ignore_result": True,
        # A worker that is not told otherwise serves all of them.
        "task_queues": {name: {} for name in QUEUES},
        "task_default_queue": "default",
        "task_routes": ROUTES,
        # A task is acknowledged after it ran, and handed to another worker if its own died: tasks are idempotent.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        # Its lines are those of the web server: JSON (sizhiqiang/logs.py).
        "worker_hijack_root_logger": False,
        "task_time_limit": 600,
        "task_soft_time_limit": 540,
        # Typesetting and imports leave memory behind that only the end of a process gives back.
        "worker_max_tasks_per_child": 50,
        "beat_schedule_filename": str(settings.DATA_DIR / "beat-schedule"),
        "beat_schedule": SCHEDULE,
    }


app = Celery("sizhiqiang")
app.add_defaults(configuration)
app.autodiscover_tasks()
# Each says what it runs on when it starts.
worker_init.connect(lambda **_: announce("worker"), weak=False)
beat_init.connect(lambda **_: announce("beat"), weak=False)
