"""The Celery app and its whole beat schedule."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django.conf import settings
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sizhiqiang.settings")


def configuration() -> dict[str, Any]:
    """Read at first use, not at import: this module is imported while the settings are still being loaded."""
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
        # A task is acknowledged after it ran, and handed to another worker if its own died: tasks are idempotent.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "task_time_limit": 600,
        "task_soft_time_limit": 540,
        # Typesetting has a queue of its own; a worker that is not told otherwise serves both.
        "task_queues": [Queue("celery"), Queue("typesetting")],
        "task_default_queue": "celery",
        "task_routes": {"evaluation.tasks.typeset": {"queue": "typesetting"}},
        "worker_max_tasks_per_child": 20,
        "beat_schedule_filename": str(settings.DATA_DIR / "beat-schedule"),
        "beat_schedule": {
            "permissions-follow-posts": {"task": "evaluation.tasks.regrant", "schedule": crontab(hour=0, minute=5)},
            # A tick that nobody took within the minute is worth nothing: the next one finds the same rows.
            "documents-are-typeset": {
                "task": "evaluation.tasks.typeset",
                "schedule": crontab(),
                "options": {"expires": 55},
            },
            "records-are-intact": {"task": "evaluation.tasks.verify", "schedule": crontab(hour=3, minute=30)},
        },
    }


app = Celery("sizhiqiang")
app.add_defaults(configuration)
app.autodiscover_tasks()
