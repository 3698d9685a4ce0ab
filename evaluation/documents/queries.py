"""Official documents: who may see which, in one place; whoever may not gets the 404 of a missing one."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from branches import access
from branches.models import Unit, User
from branches.models.job import ATTEMPTS
from branches.permissions import Perm, Scope
from branches.settings import queries as settings_queries
from evaluation.cases import access as case_access
from evaluation.cases.access import submissions
from evaluation.documents.series import WITHOUT
from evaluation.models import Cycle, IssuedCopy, Notice, Recusal
from evaluation.models.notice import Typesetting
from evaluation.vocabulary import Body

Kind = Notice.Kind
PUBLISHED = (Kind.NAMING, Kind.PUBLIC_NOTICE, Kind.REVOCATION)
"""Everybody's who is signed in: they exist only once they are out."""
OF_A_UNIT = (
    Kind.RECOMMENDATION,
    Kind.REINSPECTION,
    Kind.PLAQUE_LETTER,
    Kind.REMINDER_LETTER,
    Kind.CERTIFICATE,
    Kind.PLAQUE,
)
WITH_MARKS = (Kind.ASSESSED_FORM, Kind.ASSESSMENT)
"""Of one branch; opinions on one are of old."""
_ABOUT = ("cycle", "unit", "candidacy__branch__unit", "honour__branch__unit")
_UNFIT = {ord(char): "＿" for char in '\\/:*?"<>|\n\r\t\0'}
NAME_BYTES = 230
"""Of the 255 that a file system takes, what the ending and the number in front of a name leave."""
AWARDS = (Kind.CERTIFICATE, Kind.PLAQUE)
DECIDED = (Kind.NAMING, Kind.REVOCATION)
"""What both bodies sign, the first time and each time it is corrected (D19)."""

IS_SEALED = Exists(IssuedCopy.objects.filter(notice=OuterRef("pk")).exclude(confirmed_at=None).order_by())

CORRECTORS: dict[str, Perm] = {
    Kind.ASSESSMENT: Perm.ASSESS,
    Kind.RECOMMENDATION: Perm.RECOMMEND,
    Kind.REINSPECTION: Perm.REINSPECT,
    **dict.fromkeys(
        (
            Kind.PUBLIC_NOTICE,
            Kind.NAMING,
            Kind.CERTIFICATE,
            Kind.PLAQUE,
            Kind.REVOCATION,
            Kind.PLAQUE_LETTER,
            Kind.REMINDER_LETTER,
            Kind.MINUTES,
        ),
        Perm.NAME,
    ),
}
"""Who issued it corrects it. A branch's form is not corrected but handed in again (D27)."""


def visible(user: User) -> QuerySet[Notice]:
    """Nothing, but for what one of these lines opens."""
    condition = Q(kind__in=PUBLISHED)
    condition |= Q(kind=Kind.SELF_ASSESSMENT) & Q(Exists(_applied(user)))
    condition |= Q(kind__in=WITH_MARKS, candidacy__isnull=False) & _assessed(user)
    condition |= Q(kind=Kind.FEEDBACK_FORM, candidacy__branch__in=list(access.held(user, Perm.VIEW_BRANCH)))
    if access.may(user, Perm.RUN_CYCLE):
        condition |= Q(kind=Kind.PROGRESS_BRIEF)
    if access.may(user, Perm.VIEW_CITY):
        condition |= _of_a_unit() | Q(kind=Kind.MINUTES)
    condition |= _of_a_unit() & Q(unit__in=list(access.held(user, Perm.VIEW_UNIT)))
    condition |= Q(kind__in=AWARDS, honour__branch__in=list(access.held(user, Perm.VIEW_BRANCH)))
    return Notice.objects.filter(condition)


def _applied(user: User) -> QuerySet[Any]:
    """As with what was applied with: a recalled application is the branch's own again.

    Asked of each document by itself: a page looks at a thousand of them, not at everybody's applications.
    """
    return submissions(user).order_by().filter(candidacy=OuterRef("candidacy"))


def _of_a_unit() -> Q:
    """What one of its organs said for the unit as a whole.

    Its 考核意见 too, for the people of its organs and both bodies: it holds no marks, so that also those may read it whose
    own branch it speaks of. A secretary or an assessor as such may not: a branch learns what was said of it once its year
    is decided (D43), and never what was said of others.
    """
    return Q(kind__in=OF_A_UNIT) | Q(kind=Kind.ASSESSMENT, candidacy=None)


def _assessed(user: User) -> Q:
    """What carries marks: for the unit and the city, never for whoever belongs to the branch or keeps away (D17, D34)."""
    away = Recusal.objects.filter(user=user).values("candidacy")
    mine = case_access.as_they_are(user, Perm.VIEW_UNIT, Perm.VIEW_CITY).exclude(pk__in=away)
    return Q(Exists(mine.exclude(branch=user.branch_id).order_by().filter(pk=OuterRef("candidacy"))))


def everything(kind: str | None = None) -> QuerySet[Notice]:
    """All documents, or those of one kind, for whoever sits at the server."""
    rows = Notice.objects.select_related(*_ABOUT)
    return rows.filter(**({"kind": kind} if kind else {})).order_by("pk")


def listed(user: User) -> QuerySet[Notice]:
    """With what the list shows of each; the facts themselves stay behind."""
    rows = visible(user).select_related(*_ABOUT, "corrected_by", "voiding").annotate(is_sealed=IS_SEALED)
    return rows.defer("data", "corrected_by__data")


def document_or_404(user: User, pk: int) -> Notice:
    notice = visible(user).select_related(*_ABOUT, "corrects", "corrected_by", "voiding").filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice


def counts(notice: Notice) -> bool:
    """Neither corrected by another nor void."""
    return not (hasattr(notice, "corrected_by") or hasattr(notice, "voiding"))


def current(notice: Notice) -> Notice:
    """The end of the chain of corrections that begins with `notice`: the document itself where nothing corrected it."""
    while hasattr(notice, "corrected_by"):
        notice = notice.corrected_by
    return notice


def may_correct(user: User, notice: Notice) -> bool:
    """Whether `user` speaks for whoever issued it, and it still counts."""
    return counts(notice) and issues(user, notice)


def is_corrected_by_text(notice: Notice) -> bool:
    """Whether its correction is a text that others pass before it is issued: a decision's always, a 公示 where texts are drafted."""
    return notice.kind in DECIDED or (notice.kind == Kind.PUBLIC_NOTICE and settings_queries.drafts())


def issues(user: User, notice: Notice) -> bool:
    """Whether `user` holds the right of whoever issues such documents."""
    perm = CORRECTORS.get(notice.kind)
    if perm is None:
        return False
    if perm.scope is Scope.CITY:
        return access.may(user, perm)
    return notice.unit is not None and access.may(user, perm, notice.unit)


def leaders(user: User, notice: Notice) -> list[tuple[str, str]]:
    """Who signed on paper, as it was said at issue: body and name, for whoever issues such documents."""
    said = notice.data.get("leaders", {}) if issues(user, notice) else {}
    return [(Body(body).label, leader) for body, leader in said.items()]


def may_number(user: User, notice: Notice) -> bool:
    """Whether `user` may give it its number: a paper that has none yet is only a working print."""
    return is_working_print(notice) and may_correct(user, notice)


def is_working_print(notice: Notice) -> bool:
    """Whether it still lacks the number that its office is to register."""
    return notice.kind not in WITHOUT and not notice.number


def numberable_or_404(user: User, pk: int) -> Notice:
    notice = document_or_404(user, pk)
    if not may_number(user, notice):
        raise Http404
    return notice


def is_first_edition(notice: Notice) -> bool:
    """Whether it took the place of its own working print: nothing was wrong there, only the number was missing."""
    before = notice.corrects
    return before is not None and bool(notice.number) and not before.number and notice.kind not in WITHOUT


def correctable_or_404(user: User, pk: int) -> Notice:
    notice = document_or_404(user, pk)
    if not may_correct(user, notice):
        raise Http404
    return notice


def about(notice: Notice) -> str:
    """What a document is about, in a few words."""
    branch = notice.honour.branch if notice.honour else notice.candidacy.branch if notice.candidacy else None
    return str(branch or notice.unit or "全市")


def file_name(notice: Notice) -> str:
    """What the file is called, without its ending, without what a file system refuses, and no longer than it takes."""
    year = f"{notice.cycle}" if notice.cycle else ""
    parts = [notice.number, f"{year}{notice.get_kind_display()}", f"（{about(notice)}）"]
    parts += ["（已作废）"] if hasattr(notice, "voiding") else []
    return "".join(parts).translate(_UNFIT).encode()[:NAME_BYTES].decode(errors="ignore")


def of(user: User, *kinds: str, **about_: Any) -> QuerySet[Notice]:
    """The documents of these kinds about something that `user` may see and that count, newest first."""
    rows = visible(user).filter(kind__in=kinds or Kind.values, corrected_by=None, voiding=None, **about_)
    return rows.annotate(is_sealed=IS_SEALED).defer("data")


def of_unit(user: User, cycle: Cycle, unit: Unit) -> QuerySet[Notice]:
    """What the unit reported or was written to in a year; forms and opinions stand with the cases."""
    kinds = (Kind.ASSESSMENT, Kind.RECOMMENDATION, Kind.REINSPECTION, Kind.REMINDER_LETTER, Kind.PLAQUE_LETTER)
    return of(user, *kinds, cycle=cycle, unit=unit, candidacy=None)


def of_public_notices(user: User, cycle: Cycle) -> dict[int, Notice]:
    """By public notice of the year, its document."""
    return {one.public_notice_id or 0: one for one in of(user, Kind.PUBLIC_NOTICE, cycle=cycle)}


def sealed(notice: Notice) -> IssuedCopy | None:
    """正本 that people are given: the newest that a second person confirmed."""
    return notice.issued_copies.exclude(confirmed_at=None).first()


def by_token(token: str) -> Notice | None:
    """For the verification page, which is open to everybody and shows nothing of the contents."""
    return Notice.objects.select_related("corrected_by", "voiding", "honour").filter(token=token).first()


def by_file(rows: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
    """The filter of the list by what has become of the file."""
    if value == Typesetting.DONE:
        return rows.exclude(file="")
    failed = Q(attempts__gte=ATTEMPTS) & ~Q(failure="")
    return rows.filter(failed if value == Typesetting.FAILED else ~failed, file="")


def by_version(rows: QuerySet[Notice], name: str, value: str) -> QuerySet[Notice]:
    """The filter of the list by what is current."""
    return rows.filter(corrected_by=None, voiding=None)
