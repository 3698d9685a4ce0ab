"""Photographs by criterion: one's own, and the colleagues' once their scores may be seen (D17)."""

from collections import defaultdict

from django.db.models import QuerySet
from django.http import Http404

from branches.models import User
from evaluation.assessment.queries import WORKERS, material_or_404, progress
from evaluation.cases.columns import counted
from evaluation.models import Candidacy, Criterion, ScorePhoto, ScoreSheet

MOST = 3
"""Photographs of one criterion on one sheet."""


def kept() -> QuerySet[ScorePhoto]:
    return ScorePhoto.objects.filter(is_removed=False).select_related("sheet__assessor", "criterion")


def own(case: Candidacy, user: User) -> dict[int, list[ScorePhoto]]:
    """The photographs of one's own sheet, by number of the criterion."""
    return _by_number(kept().filter(sheet__candidacy=case, sheet__assessor=user))


def compared(case: Candidacy) -> list[tuple[Criterion, list[ScorePhoto]]]:
    """The photographs of every sheet that counts, by criterion. For whoever sees the sheets."""
    sheets = counted(ScoreSheet.objects.filter(candidacy=case)).order_by().values("pk")
    by_number = _by_number(kept().filter(sheet__in=sheets))
    return [(photos[0].criterion, photos) for _, photos in sorted(by_number.items())]


def readable_or_404(user: User, pk: int, number: int, photo: int) -> ScorePhoto:
    """A photograph that `user` may look at: his own, or one of a sheet whose scores he sees."""
    case = material_or_404(user, pk, *WORKERS)
    found = kept().filter(sheet__candidacy=case, criterion__number=number, pk=photo).first()
    if found is None or not (found.sheet.assessor_id == user.pk or _sees(user, case, found)):
        raise Http404
    return found


def own_or_404(case: Candidacy, user: User, number: int, photo: int) -> ScorePhoto:
    found = kept().filter(sheet__candidacy=case, sheet__assessor=user, criterion__number=number, pk=photo).first()
    if found is None:
        raise Http404
    return found


def _sees(user: User, case: Candidacy, photo: ScorePhoto) -> bool:
    return (
        progress(case, user).sees_sheets
        and counted(ScoreSheet.objects.filter(candidacy=case, pk=photo.sheet_id)).exists()
    )


def _by_number(photos: QuerySet[ScorePhoto]) -> dict[int, list[ScorePhoto]]:
    found: dict[int, list[ScorePhoto]] = defaultdict(list)
    for photo in photos:
        found[photo.criterion.number].append(photo)
    return dict(found)
