"""What the keepers of the site have to do: the register, the posts, and what has stopped running by itself."""

from collections.abc import Iterator, Sequence

from django.urls import reverse

from branches import access, in_words
from branches import queries as branches_queries
from branches.accounts import throttle
from branches.accounts.keys import queries as keys_queries
from branches.changes import queries as changes_queries
from branches.models import Branch, User
from branches.people.confirmation import queries as confirmation_queries
from branches.people.proposals import queries as proposals_queries
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from branches.systems import queries as systems_queries
from evaluation.status import queries as status_queries
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


def keep_register(user: User) -> Iterator[Task]:
    """An empty register is to be imported."""
    if access.may(user, Perm.MANAGE_REGISTER) and not Branch.objects.exists():
        yield _of_site(Duty.IMPORT_REGISTER, "去导入", reverse("branches:register_import"), "名册还是空的")


def fill_settings(user: User) -> Iterator[Task]:
    """What documents of the site still lack: no public notice begins without it (D46)."""
    if access.may(user, Perm.RUN_CYCLE) and (gaps := settings_queries.gaps()):
        hint = f"还缺{'、'.join(gaps)}，公示前须补齐"
        yield _of_site(Duty.FILL_SETTINGS, "去填写", reverse("branches:settings"), hint)


def appoint(user: User) -> Iterator[Task]:
    """Active branches without a secretary in post, for whoever appoints."""
    if not access.may(user, Perm.APPOINT):
        return
    if missing := branches_queries.without_secretary().count():
        hint = f"{missing}个支部没有能登录的书记"
        yield _of_site(Duty.APPOINT_SECRETARIES, "去任职管理", reverse("branches:people"), hint)


def confirm_changes(user: User) -> Iterator[Task]:
    """Changes that wait for whoever appoints."""
    if access.may(user, Perm.APPOINT) and (waiting := changes_queries.waiting().count()):
        yield _of_site(Duty.CONFIRM_CHANGES, "去确认", reverse("branches:changes"), f"{waiting}项待确认")


def confirm_system_keys(user: User) -> Iterator[Task]:
    """Keys that open nothing before a second administrator has agreed."""
    if access.may(user, Perm.APPOINT) and (waiting := systems_queries.waiting().count()):
        yield _of_site(Duty.CONFIRM_SYSTEM_KEYS, "去确认", reverse("branches:system_keys"), f"{waiting}把待确认")


def replace_system_keys(user: User) -> Iterator[Task]:
    """Within thirty days these systems read nothing any more."""
    if access.may(user, Perm.MANAGE_REGISTER) and (found := list(systems_queries.expiring())):
        day, systems = in_words.month_day(found[0].expires_on), "、".join(sorted({one.system for one in found}))
        url, hint = reverse("branches:system_keys"), f"{systems}，{day}到期，以后读不到数据"
        yield _of_site(Duty.REPLACE_SYSTEM_KEYS, "去更换", url, hint)


def confirm_posts(user: User) -> Iterator[Task]:
    """Posts that were put forward, and words of slips that nobody has told yet."""
    if access.may(user, Perm.APPOINT) and (waiting := confirmation_queries.open_proposals().count()):
        yield _of_site(Duty.CONFIRM_POSTS, "去核对", reverse("branches:proposed_lists"), f"{waiting}份提请待确认")
    if access.may(user, Perm.TELL_WORD) and (untold := keys_queries.runs_to_tell()):
        yield _of_site(Duty.TELL_WORDS, "去告知", reverse("branches:words"), f"{untold}批开通条的口令还没有告知")


def agree_to_posts(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """What a unit put forward, for its second person, or for 市直工委 where it has none."""
    waiting = proposals_queries.to_agree(people)
    for user in people:
        for one in waiting.get(user.pk, ()):
            url = reverse("branches:proposal", args=[one.pk])
            duty = Duty.AGREE_TO_POSTS
            yield (
                user,
                Task(duty, about(one.pk), duty.label, "去办理", url, subject=str(one.unit), hint=f"{one.by}提请"),
            )


def watch(user: User) -> Iterator[Task]:
    """A clock that has stopped, letters that were not delivered."""
    if not access.may(user, Perm.MANAGE_REGISTER):
        return
    if status_queries.clock_has_stopped():
        hint = "自动任务已停止，提醒和邮件没有发出"
        yield _of_site(Duty.RESTART_CLOCK, "看系统状态", reverse("evaluation:status"), hint)
    if dead := status_queries.dead_letters():
        yield _of_site(Duty.SETTLE_DEAD_LETTERS, "去处理", reverse("evaluation:status_dead"), f"{dead}封没有送达")


def watch_door(user: User) -> Iterator[Task]:
    """Many accounts were tried from one address within the last day."""
    if access.may(user, Perm.APPOINT) and (found := throttle.alarms()):
        hint = f"有{found}个地址在试探多个账号"
        yield _of_site(Duty.LOOK_INTO_GUESSING, "去查看", reverse("branches:alarms"), hint)


def _of_site(duty: Duty, button: str, url: str, hint: str) -> Task:
    return Task(duty, about(), duty.label, button, url, hint=hint)
