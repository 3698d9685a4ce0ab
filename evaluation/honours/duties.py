"""What follows an honour: plaques, subsidies, working methods (方案 五（二）, 五（三）, D24)."""

from collections.abc import Iterator

from django.urls import reverse

from branches import access
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from evaluation.honours import methods
from evaluation.honours import queries as honours_queries
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


def hand_back(user: User) -> Iterator[Task]:
    """Issued plaques of this officer's units whose honour has ended (D24)."""
    units = access.held(user, Perm.REINSPECT)
    for plaque in honours_queries.to_hand_back(units) if units else ():
        yield Task(
            Duty.HAND_BACK_PLAQUE,
            about(plaque.pk),
            title="交回牌匾",
            button="查看",
            url=reverse("evaluation:honour", args=[plaque.honour_id]),
            subject=str(plaque.honour.branch),
            hint=f"{plaque}，称号{plaque.honour.get_state_display()}",
        )


def settle_plaques(user: User) -> Iterator[Task]:
    """For 市直工委: plaques to take back, plaques to hand out."""
    if not access.may(user, Perm.MANAGE_HONOURS):
        return
    counts = honours_queries.plaque_counts()
    page = reverse("evaluation:plaques")
    if counts["open"]:
        yield _of_all(Duty.COLLECT_PLAQUES, "查看", f"{page}?settled=open", f"{counts['open']}块待收回")
    if counts["waiting"]:
        yield _of_all(Duty.ISSUE_PLAQUES, "查看", f"{page}?state=made", f"{counts['waiting']}块已制作")


def make_plaques(user: User) -> Iterator[Task]:
    """Held titles without a plaque."""
    without = honours_queries.how_many_lack_a_plaque() if access.may(user, Perm.MANAGE_HONOURS) else 0
    if without:
        yield _of_all(Duty.MAKE_PLAQUES, "去登记", reverse("evaluation:plaques_make"), f"{without}个称号还没有牌匾")


def grant_subsidies(user: User) -> Iterator[Task]:
    """Years whose subsidy has not reached all new titles."""
    for cycle in honours_queries.cycles_without_subsidy() if access.may(user, Perm.MANAGE_HONOURS) else ():
        url, duty = reverse("evaluation:subsidies_grant", args=[cycle.year]), Duty.GRANT_SUBSIDIES
        yield Task(duty, about(cycle.year), duty.label, "去登记", url, subject=str(cycle))


def choose_methods(user: User) -> Iterator[Task]:
    """Methods that were handed in."""
    if access.may(user, Perm.MANAGE_HONOURS) and (submitted := methods.submitted().count()):
        page = f"{reverse('evaluation:methods')}?state=submitted"
        yield _of_all(Duty.CHOOSE_METHODS, "查看", page, f"{submitted}篇已报送")


def _of_all(duty: Duty, button: str, url: str, hint: str) -> Task:
    return Task(duty, about(), duty.label, button, url, hint=hint)


def write_method(user: User) -> Iterator[Task]:
    """Held honours of the branches this person writes for, whose method has not been handed in (方案 五（三）)."""
    for honour in methods.to_write(user):
        written = getattr(honour, "method", None)
        yield Task(
            Duty.WRITE_METHOD,
            about(honour.pk),
            title="撰写支部工作法",
            button="继续撰写" if written else "去撰写",
            url=reverse("evaluation:method_write", args=[honour.pk]),
            subject=str(honour.branch),
            hint=f"{WORK_COMMITTEE}已退回修改" if written and written.return_reason else "自愿总结，没有截止日期",
        )
