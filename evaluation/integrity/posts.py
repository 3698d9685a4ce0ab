"""Whether what the database keeps of posts, until when there is somebody in them, is what they say."""

from collections.abc import Iterable, Mapping
from datetime import date

from branches.models import Appointment, Branch, PostUntil, SecretaryUntil, User
from branches.models.appointment import NEVER, OPEN_ENDED
from branches.permissions import Role
from evaluation.integrity.chains import Result

Kept = Mapping[int, tuple[bool, date]]


def check() -> Result:
    """Each branch and each person stands there once, until the last day of the last post."""
    found, posts = Result("posts"), Appointment.objects.order_by()
    secretaries = posts.filter(role=Role.SECRETARY.value).values_list("branch", "ends_on")
    branches = {pk: dissolved is None for pk, dissolved in Branch.objects.values_list("pk", "dissolved_on")}
    people = dict(User.objects.values_list("pk", "is_active"))
    for name, asked, held, kept in (
        ("branch", branches, secretaries, SecretaryUntil.objects.values_list("pk", "is_asked", "until")),
        (
            "person",
            people,
            posts.values_list("user", "ends_on"),
            PostUntil.objects.values_list("pk", "is_asked", "until"),
        ),
    ):
        there = {pk: (is_asked, until) for pk, is_asked, until in kept}
        found.count += len(there)
        found.add([f"{name} {pk}: in post until another day" for pk in _wrong(asked, held, there)])
    return found


def _wrong(asked: Mapping[int, bool], held: Iterable[tuple[int | None, date | None]], there: Kept) -> list[int]:
    last: dict[int | None, date] = {}
    for place, day in held:
        last[place] = max(last.get(place, NEVER), day or OPEN_ENDED)
    wanted = {pk: (is_asked, last.get(pk, NEVER)) for pk, is_asked in asked.items()}
    return sorted(pk for pk in wanted.keys() | there.keys() if wanted.get(pk) != there.get(pk))
