"""What leaves the system: each once, tried again where that can help, dead where it cannot, and never in a page's way."""

import json
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parseaddr
from typing import Any

import pytest
from django.core import mail

from branches import clock
from branches.models import User
from evaluation import tasks
from evaluation.messages.sending import deliver as delivering
from evaluation.messages.sending import outbox
from evaluation.messages.sending.channels import Letter, Rejected, Unreachable
from evaluation.messages.sending.channels.gateway import Gateway, sign
from evaluation.messages.sending.channels.mail import Mail
from evaluation.models import Delivery, Message, Sweep
from evaluation.vocabulary.messages import Channel, DeliveryStatus, MessageKind
from tests.plugins.workers import mailbox
from tests.support.gateways import Answering, answering

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(secretary: User, settings: Any) -> Delivery:
    settings.EMAIL_URL = "memory"
    secretary.email = "wang@example.test"
    secretary.save()
    outbox.post([outbox.Outgoing(secretary, MessageKind.TASK, "k", "请填写自评", "内容", "/candidacies/1/")])
    return Delivery.objects.get()


class Failing(Mail):
    """Fails as it is told to."""

    error: Exception = Exception("busy")

    def send(self, letter: Letter) -> None:
        raise self.error


def test_a_message_leaves_with_its_words_and_one_link(letter: Delivery) -> None:
    assert delivering.sweep(Channel.MAIL) == 1
    (sent,) = mail.outbox
    assert sent.subject == "【四强党支部】请填写自评"
    assert "/candidacies/1/" in sent.body
    assert sent.extra_headers["Message-ID"] == letter.identifier
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (DeliveryStatus.SENT, 1)
    assert delivering.sweep(Channel.MAIL) == 0


def test_two_workers_with_the_same_letter_send_it_once(letter: Delivery) -> None:
    """Both have read the row; whoever counts the attempt first has it."""
    other = Delivery.objects.select_related("message__user").get()
    way = Mail()
    assert delivering._deliver(way, letter) is True
    assert delivering._deliver(way, other) is False
    assert len(mail.outbox) == 1


def test_without_the_claim_they_send_it_twice(letter: Delivery, monkeypatch: Any) -> None:
    """The twin."""
    monkeypatch.setattr(delivering, "_claim", lambda delivery: True)
    other = Delivery.objects.select_related("message__user").get()
    assert delivering._deliver(Mail(), letter)
    assert delivering._deliver(Mail(), other)
    assert len(mail.outbox) == 2


def test_what_fails_is_tried_again_later_and_later_and_is_dead_in_the_end(letter: Delivery, monkeypatch: Any) -> None:
    monkeypatch.setitem(delivering.WAYS, Channel.MAIL, Failing)
    now, gaps = clock.now(), []
    for _ in range(len(delivering.BACKOFF) + 1):
        with clock.moved_to(now):
            delivering.sweep(Channel.MAIL)
        letter.refresh_from_db()
        gaps.append(letter.next_at - now)
        now = max(letter.next_at, now + timedelta(seconds=1))
    assert tuple(gaps[:-1]) == delivering.BACKOFF
    assert (letter.status, letter.reason) == (DeliveryStatus.DEAD, "busy")
    delivering.resend(letter)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (DeliveryStatus.WAITING, 0)


def test_what_is_refused_for_good_is_dead_at_once(letter: Delivery, monkeypatch: Any) -> None:
    monkeypatch.setattr(Failing, "error", Rejected("550 no such user"))
    monkeypatch.setitem(delivering.WAYS, Channel.MAIL, Failing)
    delivering.sweep(Channel.MAIL)
    letter.refresh_from_db()
    assert (letter.status, letter.reason) == (DeliveryStatus.DEAD, "550 no such user")


def test_while_the_way_is_down_nothing_counts_as_tried(letter: Delivery, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    tasks.deliver("mail")
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (DeliveryStatus.WAITING, 0)
    assert Sweep.objects.get(name="deliver_mail").problem


def test_a_real_server_gets_a_real_mail(letter: Delivery, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with mailbox(pace=0) as (sink, port):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        assert delivering.sweep(Channel.MAIL) == 1
    assert sink.mails == [("wang@example.test", letter.identifier)]
    assert parseaddr(letter.identifier)[1]


def test_who_has_no_address_gets_the_inbox_alone(organ_officer: User, settings: Any) -> None:
    settings.EMAIL_URL = "memory"
    outbox.post([outbox.Outgoing(organ_officer, MessageKind.TASK, "k", "标题", "内容", "/")])
    assert Message.objects.filter(user=organ_officer).count() == 1
    assert not Delivery.objects.exists()


@pytest.fixture
def gateway(settings: Any) -> Iterator[type[Answering]]:
    with answering() as (handler, address):
        settings.GATEWAY_URL, settings.GATEWAY_SECRET = address, "shared"
        yield handler


LETTER = Letter("<1@example.test>", "13800000000", "标题", "内容", "https://party.example/")


def test_the_gateway_gets_signed_json(gateway: type[Answering]) -> None:
    Gateway().send(LETTER)
    headers, body = gateway.got[0]
    assert json.loads(body) == {
        "id": "<1@example.test>",
        "to": "13800000000",
        "title": "标题",
        "text": "内容",
        "link": "https://party.example/",
    }
    assert headers["X-Signature"] == sign(headers["X-Timestamp"], body)
    assert headers["X-Signature"] != sign(headers["X-Timestamp"], body + b" ")


@pytest.mark.parametrize(("status", "error"), [(400, Rejected), (404, Rejected), (500, Exception), (429, Exception)])
def test_the_gateway_says_whether_to_try_again(gateway: type[Answering], status: int, error: type[Exception]) -> None:
    gateway.status = status
    with pytest.raises(error) as raised:
        Gateway().send(LETTER)
    assert isinstance(raised.value, Rejected) == (error is Rejected)


def test_signed_words_follow_no_redirect(gateway: type[Answering]) -> None:
    gateway.status = 302
    with pytest.raises(Exception, match="302"):
        Gateway().send(LETTER)
    assert len(gateway.got) == 1


def test_a_gateway_that_is_down_is_unreachable(settings: Any) -> None:
    settings.GATEWAY_URL, settings.GATEWAY_SECRET = "http://127.0.0.1:1/", "shared"
    with pytest.raises(Unreachable):
        Gateway().send(LETTER)
