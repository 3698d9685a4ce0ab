"""What the keepers of the site have to do: the register, the posts, and what has stopped running by itself."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef
from django.urls import reverse

from branches import access, clock
from branches.models import Appointment, Branch, User
from branches.permissions import Perm, Role
from evaluation.cases.task import Task, about
from evaluation.status import queries as status_queries
from evaluation.vocabulary.duties import Duty


def keep_register(user: User) -> Iterator[Task]:
    """An empty register is to be imported."""
    if access.may(user, Perm.MANAGE_REGISTER) and not Branch.objects.exists():
        yield _of_site(Duty.IMPORT_REGISTER, "去导入", reverse("branches:register_import"), "名册还是空的")


def appoint(user: User) -> Iterator[Task]:
    """Active branches without a secretary in post, for whoever appoints."""
    if not access.may(user, Perm.APPOINT):
        return
    day = clock.today()
    held = Appointment.objects.filter(branch=OuterRef("pk"), role=Role.SECRETARY.value).exclude(ends_on__lt=day)
    if missing := Branch.objects.filter(dissolved_on=None).exclude(Exists(held)).count():
        hint = f"{missing}个支部没有能登录的书记"
        yield _of_site(Duty.APPOINT_SECRETARIES, "去任职管理", reverse("branches:people"), hint)


def watch(user: User) -> Iterator[Task]:
    """A clock that has stopped, letters that were not delivered."""
    if not access.may(user, Perm.MANAGE_REGISTER):
        return
    if status_queries.clock_has_stopped():
        hint = "自动任务已停止，提醒和邮件没有发出"
        yield _of_site(Duty.RESTART_CLOCK, "看系统状态", reverse("evaluation:status"), hint)
    if dead := status_queries.dead_letters():
        yield _of_site(Duty.SETTLE_DEAD_LETTERS, "去处理", reverse("evaluation:status_dead"), f"{dead}封没有送达")


def _of_site(duty: Duty, button: str, url: str, hint: str) -> Task:
    return Task(duty, about(), duty.label, button, url, hint=hint)
