"""Tells each member of an assessment team once when he is appointed, and once when he is removed (D45)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from branches import clock
from evaluation.messages.sending.outbox import Outgoing, post
from evaluation.models import TeamMember
from evaluation.vocabulary.messages import MessageKind

BATCH = 1000


def sweep() -> int:
    """Tell what waits; how many messages were written. May run beside another one."""
    with transaction.atomic():
        waiting = list(
            TeamMember.objects.select_for_update(of=("self",))
            .filter(Q(told_joined_at=None) | Q(left_on__isnull=False, told_left_at=None))
            .select_related("user", "team__cycle", "team__unit", "team__leader")
            .order_by("pk")[:BATCH]
        )
        # Whoever came and went before he could be told was never there for him.
        told = [one for one in waiting if one.left_on is None or one.told_joined_at]
        post([_letter(one) for one in told])
        _mark(waiting, "told_joined_at")
        _mark([one for one in waiting if one.left_on], "told_left_at")
    return len(told)


def _mark(rows: Sequence[TeamMember], column: str) -> None:
    waiting = TeamMember.objects.filter(pk__in=[one.pk for one in rows], **{column: None})
    waiting.update(**{column: clock.now()})


def _letter(one: TeamMember) -> Outgoing:
    team, is_over = one.team, one.left_on is not None
    if is_over:
        title, text = f"您不再是{team}成员", "以后不用再参加这次考核。您已提交的评分保留。"
    else:
        post_held = "组长" if team.leader_id == one.user_id else "成员"
        title = f"您是{team}{post_held}"
        text = f"组长{team.leader.name}。请实地查看各支部、听取意见并评分；本人所在党支部由系统自动回避。"
    return Outgoing(
        user=one.user,
        kind=MessageKind.OUTCOME if is_over else MessageKind.TASK,
        key=f"team-{'left' if is_over else 'joined'}-{one.pk}",
        title=title,
        text=text,
        link=reverse("evaluation:worklist" if is_over else "evaluation:assessment_mine"),
    )
