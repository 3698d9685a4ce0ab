"""Mail that is sent at once or not at all: what it carries may stand in no queue."""

import logging
import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

logger = logging.getLogger(__name__)
SECONDS = 10


def is_possible() -> bool:
    return bool(settings.EMAIL_URL)


def send(address: str, title: str, text: str) -> bool:
    """Whether the mail server has taken it. Waits for ten seconds at most."""
    if not is_possible():
        return False
    message = EmailMessage(f"【四强党支部】{title}", text, to=[address], headers={"Auto-Submitted": "auto-generated"})
    message.connection = get_connection(timeout=SECONDS)
    try:
        return bool(message.send())
    except (smtplib.SMTPException, OSError) as error:
        logger.warning("A letter could not be sent at once: %s", type(error).__name__)
        return False
