"""The control: one task a mail under Celery's defaults, with nothing but the queue to remember what is to be sent."""

import os
import smtplib
from email.message import EmailMessage

from celery import Celery

app = Celery("naive", broker=os.environ["REDIS_URL"])


@app.task
def send(number: int) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "naive@example.test", f"p{number}@example.test"
    message["Message-ID"] = f"<{number}@example.test>"
    message.set_content("x")
    with smtplib.SMTP("127.0.0.1", int(os.environ["SMTP_PORT"])) as server:
        server.send_message(message)
