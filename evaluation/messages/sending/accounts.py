"""Tells the owners of accounts what became of them: opened, or reached under another address from now on."""

from django.db import transaction
from django.urls import reverse

from branches import clock
from branches.in_words import moment
from branches.models import AccountNews
from evaluation.messages.sending.outbox import Outgoing, post
from evaluation.vocabulary.messages import MessageKind

BATCH = 1000
_WORDS = {
    AccountNews.What.OPENED: "账号已于{at}开通。如果不是您本人开通，请马上点“我的账号—不是我开通的”，或打电话告诉安全管理员。",
    AccountNews.What.ADDRESS_CHANGED: "账号的邮箱已于{at}由管理员更改，以后不再发到原来的地址。不知情的，请马上打电话告诉安全管理员。",
}


def sweep() -> int:
    """Tell what waits; how many messages were written. May run beside another one."""
    with transaction.atomic():
        waiting = list(
            AccountNews.objects.select_for_update(of=("self",)).filter(told_at=None).select_related("user")[:BATCH]
        )
        post([_letter(news) for news in waiting])
        AccountNews.objects.filter(pk__in=[news.pk for news in waiting]).update(told_at=clock.now())
    return len(waiting)


def _letter(news: AccountNews) -> Outgoing:
    what = AccountNews.What(news.what)
    return Outgoing(
        user=news.user,
        kind=MessageKind.ACCOUNT,
        key=f"account-{news.pk}",
        title=what.label,
        text=f"{news.user.username}的{_WORDS[what].format(at=moment(news.at))}",
        link=reverse("account"),
        address=news.address,
    )
