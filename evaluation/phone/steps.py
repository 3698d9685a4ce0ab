"""Drawing a ticket, taking in what comes by it, and letting the person at the PC say what becomes evidence."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from branches import audit, clock
from branches.files import store
from branches.models import User
from evaluation import uploads
from evaluation.advance import Refused
from evaluation.models import Candidacy, Criterion, Evidence, PhoneFile, PhoneTicket
from evaluation.phone.queries import MOST, digest, is_alive, room, shown, token
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.self_assessment.working_copy import locked
from evaluation.uploads import keeping

LIFE = timedelta(minutes=15)
_WORTH_SHOWING = timedelta(minutes=5)
_KEPT = timedelta(hours=1)
"""After a ticket is over: what came in its last minute can still be taken."""
OVER = "二维码已失效，请在电脑上重新打开，再扫一次。"


@transaction.atomic
def draw(case: Candidacy, criterion: Criterion, *, by: User, session: str) -> PhoneTicket:
    """A ticket for one criterion; one that has minutes left is shown again, since a telephone may be at it."""
    case = locked(case, by)
    ticket = shown(case, criterion, session)
    if ticket and ticket.expires_at > clock.now() + _WORTH_SHOWING:
        return ticket
    ticket = PhoneTicket(
        candidacy=case,
        criterion=criterion,
        by=by,
        session_sha256=digest(session),
        expires_at=clock.now() + LIFE,
    )
    ticket.token_sha256 = digest(token(ticket, session))
    ticket.save()
    audit.record("开通手机上传", case, by=by, item=f"c{criterion.number}")
    return ticket


@transaction.atomic
def receive(ticket: PhoneTicket, file: uploads.Sent) -> PhoneFile:
    """Judge a photograph that came by a ticket and let it wait. The same one again is one, as long as it waits."""
    PhoneTicket.objects.select_for_update().get(pk=ticket.pk)
    if not is_alive(ticket):
        raise Refused(OVER)
    fit, reasons = keeping.judge([file], uploads.inspect_picture)
    if reasons:
        raise Refused(*reasons)
    (upload,) = fit
    known = PhoneFile.objects.filter(ticket=ticket, sha256=upload.sha256).exclude(file="").first()
    if known:
        return known
    if room(ticket) < 1:
        raise Refused(f"一次最多传{MOST}张。还要传的，请在电脑上重新打开二维码。")
    row = PhoneFile(
        ticket=ticket,
        title=upload.title,
        content_type=upload.content_type,
        size=len(upload.content),
        sha256=upload.sha256,
        at=clock.now(),
        file=keeping.lay_by("phone", upload),
    )
    row.save()
    return row


@transaction.atomic
def take(case: Candidacy, criterion: Criterion, arrived: PhoneFile, *, by: User) -> Evidence:
    """It becomes evidence, cited under the criterion."""
    with arrived.file.open("rb") as file:
        content = file.read()
    extension = f".{str(arrived.file.name).rpartition('.')[2]}"
    judged = uploads.Upload(arrived.title, content, arrived.content_type, extension)
    (kept,) = evidence_steps.cite(case, criterion, [judged], by=by)
    _let_go(arrived)
    return kept


@transaction.atomic
def refuse(case: Candidacy, arrived: PhoneFile, *, by: User) -> None:
    """It is not wanted."""
    locked(case, by)
    _let_go(arrived)


@transaction.atomic
def tidy() -> int:
    """Tickets that are over go, and with them what nobody took. Returns how many tickets."""
    over = PhoneTicket.objects.filter(expires_at__lt=clock.now() - _KEPT)
    files = PhoneFile.objects.filter(ticket__in=over)
    for one in files.exclude(file=""):
        _drop(one)
    files.delete()
    return over.delete()[0]


def _let_go(arrived: PhoneFile) -> None:
    """The row stays until its ticket goes: it counts."""
    _drop(arrived)
    PhoneFile.objects.filter(pk=arrived.pk).update(file="")


def _drop(arrived: PhoneFile) -> None:
    """Only when it is certain that the row is gone. What a store that is away keeps longer does no harm."""
    transaction.on_commit(partial(store.drop, str(arrived.file.name)), robust=True)
