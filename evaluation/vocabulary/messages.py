"""The words of what people are told: kinds of message, ways out, and what became of each."""

from django.db import models

from evaluation.vocabulary import Tone


class MessageKind(models.TextChoices):
    """Why somebody is told something. The first two and ordinary reminders may be kept to the inbox (`OPTIONAL_KINDS`)."""

    TASK = "task", "轮到您办理"
    OUTCOME = "outcome", "办理结果"
    REMINDER = "reminder", "期限提醒"
    URGENT = "urgent", "临期和逾期提醒"
    NUDGE = "nudge", "催办"
    ACCOUNT = "account", "账号"
    ANCHOR = "anchor", "记录锚值"


OPTIONAL_KINDS = (MessageKind.TASK, MessageKind.OUTCOME, MessageKind.REMINDER)


class Channel(models.TextChoices):
    """Ways out of the system; the inbox inside it always gets everything."""

    MAIL = "mail", "电子邮件"
    GATEWAY = "gateway", "短信或工作平台"


class DeliveryStatus(models.TextChoices):
    WAITING = "waiting", "待发送"
    SENT = "sent", "已发送"
    DROPPED = "dropped", "不再需要"
    DEAD = "dead", "发送失败"

    @property
    def tone(self) -> Tone:
        return {"waiting": Tone.DOING, "sent": Tone.DONE, "dropped": Tone.OUT, "dead": Tone.STOP}[self.value]
