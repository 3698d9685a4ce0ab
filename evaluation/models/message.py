"""What people are told: the inbox, what leaves by mail or gateway, and what was reminded or urged.

A row is the queue: a `Delivery` that waits is what a worker still has to send, whatever became of the broker.
"""

from django.db import models
from django.db.models import Q

from branches.models import User
from evaluation.models.recommendation import RecommendationList
from evaluation.vocabulary.messages import OPTIONAL_KINDS, Channel, DeliveryStatus, MessageKind


class Message(models.Model):
    """One item in one person's inbox. `key` says what it tells of, so that nobody is told the same twice."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="inbox", verbose_name="收件人")
    kind = models.CharField("类别", max_length=10, choices=MessageKind.choices)
    key = models.CharField(max_length=60)
    title = models.CharField("标题", max_length=120)
    text = models.TextField("内容")
    link = models.CharField("链接", max_length=200)
    created_at = models.DateTimeField("时间")
    read_at = models.DateTimeField("阅读时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "消息"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["user"], condition=Q(read_at=None), name="message_unread")]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="message_once")]

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One message on its way out. At least once, always under the same Message-ID, until it is sent, dropped or dead."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    address = models.CharField("地址", max_length=254)
    identifier = models.CharField("Message-ID", max_length=120, unique=True)
    status = models.CharField("状态", max_length=10, choices=DeliveryStatus.choices, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField("已试次数", default=0)
    next_at = models.DateTimeField("下次发送")
    sent_at = models.DateTimeField("发送时间", null=True)
    reason = models.CharField("失败原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "外发消息"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["next_at"], condition=Q(status="waiting"), name="delivery_waiting"),
            models.Index(fields=["status"], condition=Q(status="dead"), name="delivery_dead"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_once_a_channel"),
            models.CheckConstraint(
                condition=Q(status=DeliveryStatus.SENT, sent_at__isnull=False)
                | (~Q(status=DeliveryStatus.SENT) & Q(sent_at=None)),
                name="delivery_sent_iff_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.address}"

    @property
    def standing(self) -> DeliveryStatus:
        """The status with its label and tone."""
        return DeliveryStatus(self.status)


class Announcement(models.Model):
    """One person was told of one move, `record`: a `Transition` or `ReinspectionRecord` by kind and number."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    record = models.CharField("办理记录", max_length=30)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="announcements")

    class Meta:
        verbose_name = verbose_name_plural = "办理通知"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["record", "user"], name="announcement_once")]

    def __str__(self) -> str:
        return self.record


class ListNews(models.Model):
    """What became of a recommendation list without a move of a case, for those concerned; told once (D39)."""

    class What(models.TextChoices):
        POOL_DONE = "pool_done", "联合推荐已选定"
        CAP_ROSE = "cap_rose", "名额增加"

    list = models.ForeignKey(RecommendationList, on_delete=models.PROTECT, related_name="+")
    what = models.CharField("事项", max_length=10, choices=What.choices)
    cap_before = models.PositiveIntegerField("原名额")
    at = models.DateTimeField("时间")
    told_at = models.DateTimeField("通知时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "名单消息"
        default_permissions = ()
        indexes = [models.Index(fields=["told_at"], condition=Q(told_at=None), name="list_news_untold")]

    def __str__(self) -> str:
        return f"{self.list}：{self.get_what_display()}"


class Reminder(models.Model):
    """提醒: one stage of one task of one person was reminded of; never again for the same date."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="reminders")
    task = models.CharField("待办", max_length=120)
    kind = models.CharField("阶段", max_length=12)
    due = models.DateField("期限")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="reminders")

    class Meta:
        verbose_name = verbose_name_plural = "提醒"
        ordering = ["due", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "task", "kind", "due"], name="reminder_once")]

    def __str__(self) -> str:
        return f"{self.task} {self.kind}"


class Nudge(models.Model):
    """催办: one person was urged by another, out of a list, in these words."""

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="催办人")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="nudges", verbose_name="被催办人")
    about = models.CharField("催办事项", max_length=120)
    text = models.TextField("催办内容", max_length=500)
    at = models.DateTimeField("时间")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="nudge")

    class Meta:
        verbose_name = verbose_name_plural = "催办"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "-at"], name="nudge_latest")]

    def __str__(self) -> str:
        return self.about


class OptOut(models.Model):
    """A person wants this optional kind only in the inbox, not by this channel."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="opt_outs")
    kind = models.CharField("类别", max_length=10, choices=MessageKind.choices)
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)

    class Meta:
        verbose_name = verbose_name_plural = "接收设置"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "channel"], name="opt_out_once"),
            models.CheckConstraint(
                condition=Q(kind__in=OPTIONAL_KINDS),
                name="opt_out_optional",
                violation_error_message="这类消息关系到期限，不能关闭。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_channel_display()}"


class Sweep(models.Model):
    """When each thing that runs by itself last ran, and how it ended: read by the status page."""

    name = models.CharField("任务", max_length=40, unique=True)
    started_at = models.DateTimeField("开始时间")
    finished_at = models.DateTimeField("结束时间", null=True)
    done = models.PositiveIntegerField("处理数", default=0)
    problem = models.CharField("问题", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "自动任务"
        ordering = ["name"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
