"""Mail, by whatever Django's settings name: SMTP on a real site, files in the demo."""

import smtplib
from typing import Any

from django.core.mail import EmailMessage, get_connection

from evaluation.messages.sending.channels import Letter, Rejected, Unreachable

PERMANENT = range(500, 600)
# Refusals of the site itself, not of this letter: somebody has to mend the settings.
_REFUSED = (smtplib.SMTPConnectError, smtplib.SMTPAuthenticationError, smtplib.SMTPHeloError, smtplib.SMTPSenderRefused)


class Mail:
    def __init__(self) -> None:
        self.connection: Any = get_connection()

    def open(self) -> None:
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(str(error)) from error

    def send(self, letter: Letter) -> None:
        headers = {"Message-ID": letter.identifier, "Auto-Submitted": "auto-generated"}
        message = EmailMessage(
            f"【四强党支部】{letter.title}",
            f"{letter.text}\n\n{letter.link}\n\n本邮件由系统自动发出，请勿回复。\n",
            to=[letter.address],
            headers=headers,
            connection=self.connection,
        )
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, reason = next(iter(error.recipients.values()))
            _judge(code, reason, error)
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            raise Rejected(str(error)) from error  # an address or header that cannot be written
        except smtplib.SMTPResponseException as error:
            if isinstance(error, _REFUSED):
                raise Unreachable(str(error)) from error
            _judge(error.smtp_code, error.smtp_error, error)
        except OSError as error:
            raise Unreachable(str(error)) from error

    def close(self) -> None:
        self.connection.close()


def _judge(code: int, reason: bytes | str, error: Exception) -> None:
    if code in PERMANENT:
        words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        raise Rejected(f"{code} {words}") from error
    raise error
