"""Tickets and what came by them: which are alive, what waits for which session, the QR code."""

import hashlib

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.crypto import salted_hmac

from branches import clock
from evaluation.models import Candidacy, Criterion, PhoneFile, PhoneTicket
from evaluation.self_assessment.queries import may_fill
from evaluation.typesetting.tracing import squares
from evaluation.vocabulary import State

MOST = 6
"""Photographs by one ticket."""


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def token(ticket: PhoneTicket, session: str) -> str:
    """What the QR code leads by. Made anew from the session's key whenever that session shows it; kept nowhere."""
    said = f"{session} {ticket.candidacy_id} {ticket.criterion_id} {ticket.expires_at.timestamp()}"
    return salted_hmac("evaluation.phone", said, algorithm="sha256").hexdigest()[:40]


def of_session(case: Candidacy, criterion: Criterion, session: str) -> QuerySet[PhoneTicket]:
    """The tickets that this session drew for a criterion, the newest first."""
    drawn = PhoneTicket.objects.filter(candidacy=case, criterion=criterion, session_sha256=digest(session))
    return drawn.order_by("-expires_at")


def shown(case: Candidacy, criterion: Criterion, session: str) -> PhoneTicket | None:
    """The ticket whose code this session shows now."""
    return of_session(case, criterion, session).filter(expires_at__gt=clock.now()).first()


def arrived(case: Candidacy, criterion: Criterion, session: str) -> list[PhoneFile]:
    """What came for this session and was neither taken nor refused, also when its ticket is over by now."""
    waiting = PhoneFile.objects.filter(ticket__in=of_session(case, criterion, session))
    return list(waiting.exclude(file=""))


def arrived_or_404(case: Candidacy, criterion: Criterion, session: str, pk: int) -> PhoneFile:
    found = next((one for one in arrived(case, criterion, session) if one.pk == pk), None)
    if found is None:
        raise Http404
    return found


def by_token_or_404(token: str) -> PhoneTicket:
    """The ticket of a token; whether it is alive is another question."""
    tickets = PhoneTicket.objects.select_related("candidacy__branch", "candidacy__cycle", "candidacy__unit")
    found = tickets.select_related("criterion", "by").filter(token_sha256=digest(token)).first()
    if found is None:
        raise Http404
    return found


def is_alive(ticket: PhoneTicket) -> bool:
    """In its time, its session still there, and whoever drew it may still write to this self-assessment."""
    case = ticket.candidacy
    return (
        ticket.expires_at > clock.now()
        and case.state == State.DRAFT
        and case.cycle.is_running
        and may_fill(ticket.by, case)
        and _has_session(ticket.session_sha256)
    )


def room(ticket: PhoneTicket) -> int:
    """How many more may come by it, also counted those that were taken or refused."""
    return MOST - PhoneFile.objects.filter(ticket=ticket).count()


def code(token: str) -> tuple[str, int]:
    """The QR code as a path of SVG and its size, to stand in the page: nothing is fetched, and nobody else is asked."""
    return squares(f"{settings.SITE_URL}{reverse('evaluation:phone', args=[token])}")


def _has_session(sha256: str) -> bool:
    """Sessions are few, and their keys are kept nowhere else: each is compared by its digest.

    One that nobody touches outlives any ticket that it drew; it goes earlier by signing out.
    """
    keys = Session.objects.values_list("session_key", flat=True)
    return any(digest(key) == sha256 for key in keys.iterator())
