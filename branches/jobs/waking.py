"""Calls a worker. The row is what counts: a call may be lost, beat calls again within the minute."""

import logging

from celery import current_app

logger = logging.getLogger(__name__)

TASK = "branches.tasks.work"
BRIEFLY = 0.2
"""Seconds that a page may lose to a broker that does not answer."""
_AT_ONCE = {
    "socket_connect_timeout": BRIEFLY,
    "socket_timeout": BRIEFLY,
    "retry_on_timeout": False,
    "max_retries": 0,
}


def wake(queue: str) -> None:
    """Let a worker of this queue look for work now."""
    try:
        with current_app.connection_for_write(connect_timeout=BRIEFLY, transport_options=_AT_ONCE) as connection:
            current_app.send_task(TASK, [queue], queue=queue, connection=connection, retry=False, expires=55)
    except Exception as error:  # whatever a broker may raise, what was asked for stands in its row
        logger.warning("No worker could be called (%s): the work waits for the next minute", type(error).__name__)
