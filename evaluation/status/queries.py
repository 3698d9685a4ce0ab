"""How the site is doing, in lines a person can act on: database, clock, mail, documents, records, disk, queues."""

import shutil
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models import Min
from redis import Redis, RedisError

from branches import clock
from branches.templatetags.furniture import moment
from evaluation.models import Delivery, Notice, Sweep, Transition
from evaluation.status import health
from evaluation.vocabulary import Tone
from evaluation.vocabulary.messages import DeliveryStatus

STOPPED = timedelta(minutes=10)
"""The clock wakes every minute; silent for so long it has stopped."""
WAITS_LONG = timedelta(minutes=30)
LEAST_FREE = 5
"""Percent of the disk."""
QUEUES = ("default", "mail", "typesetting", "imports")


@dataclass(frozen=True)
class Line:
    """One thing that is watched: how it is, and what to do if it is not well."""

    label: str
    value: str
    advice: str = ""

    @property
    def tone(self) -> Tone:
        return Tone.LOOK if self.advice else Tone.DONE


def lines() -> list[Line]:
    return [_database(), _clock(), _announcements(), _mail(), _documents(), _records(), _queues(), _disk()]


def dead_letters() -> int:
    return Delivery.objects.filter(status=DeliveryStatus.DEAD).count()


def clock_has_stopped() -> bool:
    """Nothing has run by itself for a while, though it has before."""
    last = Sweep.objects.filter(name="announce").values_list("started_at", flat=True).first()
    return last is not None and clock.now() - last > STOPPED


def _database() -> Line:
    missing = health.problems()
    advice = "请联系技术支持，执行数据库升级（migrate）。" if missing else ""
    return Line("数据库", "、".join(missing) or "正常", advice)


def _clock() -> Line:
    last = Sweep.objects.order_by("-started_at").first()
    if last is None:
        return Line("自动任务", "还没有运行过", "请确认后台程序（worker和beat）已启动。")
    advice = "请重新启动后台程序（worker和beat）。提醒会自动补上，不会丢。" if clock_has_stopped() else ""
    return Line("自动任务", f"最近一次{moment(last.started_at)}", advice)


def _announcements() -> Line:
    oldest = Transition.objects.filter(announced_at=None).aggregate(at=Min("at"))["at"]
    if oldest is None:
        return Line("办理通知", "没有积压")
    advice = "请检查后台程序；恢复后会自动发出。" if clock.now() - oldest > WAITS_LONG else ""
    return Line("办理通知", f"最早一条等待自{moment(oldest)}", advice)


def _mail() -> Line:
    dead = dead_letters()
    if dead:
        return Line("邮件和短信", f"{dead}封发送失败", "请在下面查看原因，改正后重新发送。")
    failing = Sweep.objects.filter(name__startswith="deliver_").exclude(problem="").first()
    if failing:
        return Line("邮件和短信", failing.problem, "请检查邮件服务器；恢复后会自动发出，不会丢。")
    oldest = Delivery.objects.filter(status=DeliveryStatus.WAITING).aggregate(at=Min("message__created_at"))["at"]
    if oldest is None:
        return Line("邮件和短信", "没有积压")
    advice = "请检查邮件服务器和后台程序。" if clock.now() - oldest > WAITS_LONG else ""
    return Line("邮件和短信", f"最早一封等待自{moment(oldest)}", advice)


def _documents() -> Line:
    waiting = Notice.objects.filter(file="")
    failed = waiting.exclude(failure="").count()
    if failed:
        return Line("公文排版", f"{failed}份排版失败", "请在“公文”中查看原因。")
    oldest = waiting.aggregate(at=Min("at"))["at"]
    if oldest is None:
        return Line("公文排版", "没有积压")
    advice = "请检查排版程序（worker-typesetting）。" if clock.now() - oldest > WAITS_LONG else ""
    return Line("公文排版", f"{waiting.count()}份等待排版", advice)


def _records() -> Line:
    last = Sweep.objects.filter(name="verify").first()
    if last is None or (last.finished_at is None and not last.problem):
        return Line("记录核验", "还没有核验过（每天凌晨自动核验）")
    if last.problem:
        return Line("记录核验", "记录与摘要不符", "请立即联系技术支持，不要改动数据；用verify命令查看详情。")
    return Line("记录核验", f"{moment(last.finished_at)}核验无误")


def _queues() -> Line:
    if not settings.REDIS_URL:
        waiting = sum(1 for _ in (settings.CELERY_QUEUE_DIR / "in").glob("*.msg"))
        return Line("任务队列", f"{waiting}项（单机方式）")
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as redis:
            lengths = [(name, redis.llen(name)) for name in QUEUES]
    except RedisError:
        return Line("任务队列", "连不上Redis", "请检查Redis；页面和各环节办理不受影响，恢复后自动补上。")
    return Line("任务队列", "、".join(f"{name} {length}" for name, length in lengths))


def _disk() -> Line:
    usage = shutil.disk_usage(settings.DATA_DIR)
    free = usage.free * 100 // usage.total
    advice = "磁盘快满了，请尽快清理或扩容，否则不能上传材料。" if free < LEAST_FREE else ""
    return Line("磁盘", f"剩余{free}%（{usage.free // 1024**3}GB）", advice)
