"""Where somebody stands who has nothing to do: for whom he waits, or what has happened in what he looks after."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count
from django.urls import reverse

from branches import access, clock, in_words
from branches import queries as branches_queries
from branches.models import User
from branches.permissions import Perm
from evaluation.casefile import heads
from evaluation.casefile.heads import Head
from evaluation.cases import access as case_access
from evaluation.cases.bodies import RUNNING
from evaluation.deadlines import STEPS
from evaluation.models import Candidacy, Cycle
from evaluation.procedure.lives import NEXT
from evaluation.progress import lines
from evaluation.progress.counting import AsKnown
from evaluation.progress.waits import waits
from evaluation.self_assessment.way_back import way_back
from evaluation.status import queries as status_queries
from evaluation.templatetags.deadlines import days_left
from evaluation.vocabulary import Step

SOON = timedelta(days=30)
WEEK = timedelta(days=7)
A_MINUTE = 60
RISKY = ("退回", "调整比例", "撤销", "更正", "延期", "导出", "停用账号")
"""How the names of acts begin that an auditor looks at first."""


def standing(user: User, cases: Sequence[Candidacy]) -> Head | None:
    """Of the first that applies: the branch's own case, then what an administrator looks after."""
    if cases:
        return heads.of_branch(cases[0], way_back(user, cases[0]))
    told = next((told() for perm, told in _LOOKED_AFTER.items() if access.may(user, perm)), None)
    return told or _of_city(user) or _of_unit(user)


def _of_city(user: User) -> Head | None:
    """For whoever runs the year while branches apply: the units from which no branch has."""
    today = clock.today()
    if not access.may(user, Perm.RUN_CYCLE):
        return None
    for cycle in Cycle.objects.filter(state__in=RUNNING):
        due = STEPS[Step.SELF_ASSESSMENT].of(cycle)
        if due < today:
            continue
        counted = AsKnown(cycle, user).by_unit
        if units := len(lines.held_up(counted, waits(cycle, counted, today)).empty):
            clauses = (f"{units}个单位还没有支部申请，", f"{in_words.month_day(due)}截止")
            page = f"{reverse('evaluation:cycle_progress', args=[cycle.year])}?empty=True"
            return Head(clauses, days_left(due, today), "看单位", page)
    return None


def _of_unit(user: User) -> Head | None:
    """Whom the cases of his unit or team wait for, as far as he may know it: those that are least far."""
    found = case_access.candidacies(user, Perm.VIEW_UNIT, Perm.SCORE).filter(cycle__state__in=RUNNING)
    waiting = [case for case in found if case.standing in NEXT]
    return heads.of_waiting(waiting) if waiting else None


def ticks(user: User) -> Sequence[status_queries.Line]:
    """What is watched, each with how it is, for whoever looks after the site, whatever else he has to do."""
    return _watched() if access.may(user, Perm.MANAGE_REGISTER) else ()


def _of_site() -> Head:
    found = _watched()
    is_well = not any(line.advice for line in found)
    button = "系统状态" if is_well else "查看"
    return Head((status_queries.headline(found),), "", button, reverse("evaluation:status"))


def _watched() -> list[status_queries.Line]:
    """Asked once a minute: looking at everything takes a while."""
    return cache.get_or_set("watched", status_queries.lines, A_MINUTE) or []


def _of_posts() -> Head:
    today = clock.today()
    ending = branches_queries.posts_ending(today, today + SOON).count()
    url, without = f"{reverse('branches:appointments')}?time=now", branches_queries.without_post().count()
    clauses = [f"{without}人没有任职"] * bool(without) + [f"{ending}个任职30天内到期"] * bool(ending)
    if not clauses:
        return Head(("没有需要确认的任职",), "30天内也没有任职到期", "看任职", url)
    note = "到期后本人不能再办理，需要延续的请重新登记" if ending else "没有任职的人登录后办不了事"
    return Head(("，".join(clauses),), note, "办理任职", url)


def _of_audit() -> Head:
    since = clock.today() - WEEK
    acts = branches_queries.audit_entries().filter(at__gte=clock.start_of(since)).order_by()
    found: Counter[str] = Counter()
    for verb, number in acts.values_list("verb").annotate(n=Count("pk")):
        found.update({risk: number for risk in RISKY if verb.startswith(risk)})
    url = f"{reverse('branches:audit')}?since={since.isoformat()}"
    if not found:
        return Head(("最近7天没有高风险操作",), f"没有{'、'.join(RISKY)}", "看审计记录", url)
    told = "　".join(f"{risk}{found[risk]}" for risk in RISKY if found[risk])
    return Head((f"最近7天高风险操作{found.total()}条",), told, "查看", url)


_LOOKED_AFTER: dict[Perm, Callable[[], Head]] = {
    Perm.MANAGE_REGISTER: _of_site,
    Perm.APPOINT: _of_posts,
    Perm.READ_AUDIT: _of_audit,
}
