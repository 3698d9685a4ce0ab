"""How the site is doing, in lines a person can act on: database, clock, mail, documents, records, disk, queues, backups."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q
from redis import Redis, RedisError

from branches import clock
from branches.accounts import throttle
from branches.files import store
from branches.templatetags.furniture import moment
from evaluation.integrity import rights
from evaluation.models import Delivery, Notice, Sweep
from evaluation.status import backups, health
from evaluation.vocabulary import Tone
from evaluation.vocabulary.messages import DeliveryStatus

STOPPED = timedelta(minutes=10)
"""The clock wakes every minute; silent for so long it has stopped."""
WAITS_LONG = timedelta(minutes=30)
CHECKED = timedelta(hours=26)
"""Records are checked every night; older than that the check has not run."""
APART = timedelta(seconds=5)
"""By how much the clock of this machine may differ from the database's."""
LEAST_FREE = 5
"""Percent of the disk."""
# What health says, as value and advice.
DATABASE = {
    "database": ("连不上", "请联系技术支持，检查数据库服务。"),
    "migrations": ("尚未升级到本版本", "请联系技术支持，执行数据库升级（migrate）。"),
    "catalogue": ("结构、防护或权限被改动", "请立即联系技术支持，不要改动数据；用verify命令查看详情。"),
    "permissions": ("人员权限与任职不符", "请立即联系技术支持，不要改动数据；用verify命令查看详情。"),
}
# Each with what people call it.
QUEUES = {"default": "日常", "mail": "通知", "typesetting": "排版", "imports": "导入导出"}


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
    """What is not well comes first."""
    asked = (_database, _clock, _time, _announcements, _mail, _documents, _records, _door, _queues, _disk)
    every = [*(ask() for ask in asked), *_store(), *(Line(*words) for words in backups.found())]
    return sorted(every, key=lambda line: not line.advice)


def headline(found: Sequence[Line]) -> str:
    """The fault itself where there is one; the names of several."""
    wrong = [line for line in found if line.advice]
    if not wrong:
        return "系统运行正常"
    told = f"{wrong[0].label}{wrong[0].value}" if len(wrong) == 1 else "、".join(line.label for line in wrong)
    return f"有{len(wrong)}项需要处理：{told}"


def dead_letters() -> int:
    return Delivery.objects.filter(status=DeliveryStatus.DEAD).count()


def clock_has_stopped() -> bool:
    """Nothing has run by itself for a while, though it has before."""
    last = Sweep.objects.filter(name="announce").values_list("started_at", flat=True).first()
    return last is not None and clock.now() - last > STOPPED


def _since(at: datetime) -> str:
    """For how long, in the largest unit that fits."""
    minutes = int((clock.now() - at).total_seconds() // 60)
    days, hours = minutes // 1440, minutes // 60
    return f"{days}天" if days else f"{hours}小时" if hours else f"{minutes}分钟"


def _database() -> Line:
    wrong = health.problems()
    if wrong:
        return Line("数据库", *DATABASE[wrong[0]])
    if not rights.are_apart():
        return Line("数据库", "正常，但程序在用属主账号", "请联系技术支持，按运维手册分设数据库账号。")
    return Line("数据库", "正常")


def _clock() -> Line:
    last = Sweep.objects.order_by("-started_at").first()
    if last is None:
        return Line("自动任务", "还没有运行过", "请确认后台程序（worker和beat）已启动。")
    if clock_has_stopped():
        advice = "请重新启动后台程序（worker和beat）。提醒会自动补上，不会丢。"
        return Line("自动任务", f"停了{_since(last.started_at)}，最近一次{moment(last.started_at)}", advice)
    return Line("自动任务", f"最近一次{moment(last.started_at)}")


def _time() -> Line:
    """Dates are reckoned by this machine and kept by the database: where their clocks differ, one of them is wrong."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ("clock_timestamp()" if connection.vendor == "postgresql" else "CURRENT_TIMESTAMP"))
        there = cursor.fetchone()[0]
    apart = clock.drift(there if isinstance(there, datetime) else datetime.fromisoformat(f"{there}+00:00"))
    advice = "请技术支持检查两台机器的时间同步（NTP）。" if apart > APART else ""
    return Line("时钟", f"与数据库相差{int(apart.total_seconds())}秒", advice)


def _announcements() -> Line:
    """Judged by the last sweep, never by what waits: that may be withheld until a list or a decision is out (D34)."""
    last = Sweep.objects.filter(name="announce").first()
    if last is None:
        return Line("办理通知", "还没有发过")
    advice = "请检查后台程序；恢复后会自动发出，不会丢。" if last.problem or clock_has_stopped() else ""
    return Line("办理通知", f"最近一次{moment(last.started_at)}，{'没有发完' if last.problem else '没有积压'}", advice)


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
    if clock.now() - oldest > WAITS_LONG:
        return Line("邮件和短信", f"积压{_since(oldest)}", "请检查邮件服务器和后台程序。")
    return Line("邮件和短信", f"最早一封{moment(oldest)}起等待")


def _documents() -> Line:
    failed = Count("pk", filter=~Q(failure=""))
    waiting = Notice.objects.filter(file="").aggregate(all=Count("pk"), failed=failed, oldest=Min("at"))
    if waiting["failed"]:
        return Line("公文排版", f"{waiting['failed']}份排版失败", "请在“公文”中查看原因。")
    if not waiting["all"]:
        return Line("公文排版", "没有积压")
    advice = "请检查排版程序（worker-typesetting）。" if clock.now() - waiting["oldest"] > WAITS_LONG else ""
    return Line("公文排版", f"{waiting['all']}份等待排版", advice)


def _records() -> Line:
    last = Sweep.objects.filter(name="verify").first()
    if last is None or (last.finished_at is None and not last.problem):
        return Line("记录核验", "还没有核验过（每天凌晨自动核验）")
    if last.problem:
        return Line("记录核验", "记录与摘要不符", "请立即联系技术支持，不要改动数据；用verify命令查看详情。")
    if last.finished_at and clock.now() - last.finished_at > CHECKED:
        advice = "请检查后台程序（worker和beat），或由技术支持执行verify命令。"
        return Line("记录核验", f"{_since(last.finished_at)}没有核验", advice)
    return Line("记录核验", f"{moment(last.finished_at)}核验无误")


def _door() -> Line:
    found = throttle.alarms()
    if not found:
        return Line("登录", "没有发现试探账号")
    return Line("登录", f"一天内有{found}个地址在试探多个账号", "请与安全管理员核实这些地址是谁在用。")


def _queues() -> Line:
    if not settings.REDIS_URL:
        waiting = sum(1 for _ in (settings.CELERY_QUEUE_DIR / "in").glob("*.msg"))
        return Line("任务队列", f"{waiting}项（单机方式）")
    try:
        with Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as redis:
            lengths = [(label, redis.llen(name)) for name, label in QUEUES.items()]
    except RedisError:
        return Line("任务队列", "连不上Redis", "请检查Redis；页面和各环节办理不受影响，恢复后自动补上。")
    return Line("任务队列", "、".join(f"{label}{length}项" for label, length in lengths))


def _store() -> Iterator[Line]:
    """Where files are not on this machine's disk, which has a line of its own."""
    place = store.place()
    if not place:
        return
    try:
        next(iter(store.everything()), None)
    except OSError:
        yield Line("文件存储", f"连不上{place}", "请检查对象存储服务；恢复前不能上传和下载文件。")
        return
    yield Line("文件存储", place)


def _disk() -> Line:
    usage = shutil.disk_usage(settings.DATA_DIR)
    free = usage.free * 100 // usage.total
    advice = "磁盘快满了，请尽快清理或扩容，否则不能上传材料。" if free < LEAST_FREE else ""
    return Line("磁盘", f"剩余{free}%（{usage.free // 1024**3}GB）", advice)
