"""What the keepers of the site have to do: the register, the posts, and what has stopped running by itself."""

from collections.abc import Callable, Iterator

from django.urls import reverse

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.status import queries as status_queries
from evaluation.worklist import owed
from evaluation.worklist.task import Task


def _keep_register(user: User) -> Iterator[Task]:
    if owed.register_is_empty(user):
        url = reverse("branches:register_import")
        yield Task("导入党支部名册", "去导入", url, hint="名册还是空的", kind="register")


def _appoint(user: User) -> Iterator[Task]:
    if missing := owed.branches_without_secretary(user):
        yield Task(
            "为党支部指定书记账号",
            "去任职管理",
            reverse("branches:people"),
            hint=f"{missing}个支部没有能登录的书记",
            kind="appoint",
        )


def _watch(user: User) -> Iterator[Task]:
    if not access.may(user, Perm.MANAGE_REGISTER):
        return
    if status_queries.clock_has_stopped():
        url = reverse("evaluation:status")
        yield Task("重新启动后台程序", "看系统状态", url, hint="自动任务已停止，提醒和邮件没有发出", kind="clock")
    if dead := status_queries.dead_letters():
        url = reverse("evaluation:status_dead")
        yield Task("处理发送失败的消息", "去处理", url, hint=f"{dead}封没有送达", kind="dead")


DUTIES: tuple[Callable[[User], Iterator[Task]], ...] = (_keep_register, _appoint, _watch)
