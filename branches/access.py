"""Who may do what where: the only code that touches guardian.

`Appointment` is the truth; guardian's rows are its projection. A right needs both the projected row and a post (or team
membership) in force today, so it ends with the post on the next request, without waiting for a job.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest
from guardian.utils import get_user_obj_perms_model

from branches import audit, clock, origin
from branches.asking.compiled import Compiled, Given
from branches.models import Appointment, Branch, Unit, User
from branches.models.appointment import posts_of_one, posts_on
from branches.models.granted import FetchedTogether, Scopes, Wanted, of_posts
from branches.permissions import ADMINISTRATORS, GRANTS, Perm, Role, Scope, incompatible
from branches.refusals import Refusal

# Teams belong to the other app, which depends on this one: named here, never imported.
_SCOPE_MODELS = {
    Scope.BRANCH: "branches.Branch",
    Scope.UNIT: "branches.Unit",
    Scope.CITY: "branches.Unit",
    Scope.TEAM: "evaluation.AssessmentTeam",
}
_KINDS = sorted(set(_SCOPE_MODELS.values()))
_ROW = ("user", "kind", "permission__codename", "content_object")


class NotAppointed(Refusal):
    """An appointment is refused."""


class Accounts(ModelBackend):
    """Signs in active people by account or unshared mobile number; refuses a superuser even if a row claims to be one."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The password is hashed once, whether anybody is called so or not."""
        if username is None or password is None:
            return None
        user = User.objects.called(username)
        if user is None:
            User().set_password(password)
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: Any) -> bool:
        is_awake = user.opened_at is not None and user.asleep_since is None
        return super().user_can_authenticate(user) and is_awake and not user.is_superuser


def posts(user: User) -> list[Appointment]:
    """The posts in force today, read once a request."""
    cached: tuple[date, list[Appointment]] | None = getattr(user, "_posts", None)
    if cached is None or cached[0] != clock.today():
        read_posts([user])
    return user._posts[1]  # type: ignore[attr-defined, no-any-return]


def read_posts(users: Iterable[User]) -> None:
    """Read the posts of many people at once, before each of them is asked about."""
    day, people = clock.today(), list(users)
    found: dict[int, list[Appointment]] = {user.pk: [] for user in people}
    rows = posts_of_one(people[0].pk, day) if len(people) == 1 else posts_on(day).filter(user__in=found)
    for post in rows:
        found[post.user_id].append(post)
    for user in people:
        user._posts = (day, found[user.pk])  # type: ignore[attr-defined]


def roles(user: User) -> set[Role]:
    return {Role(post.role) for post in posts(user)}


def held(user: User, perm: Perm) -> Mapping[int, Any]:
    """The places over which `user` holds `perm` today, by id. One query a request for all permissions."""
    if not user.is_authenticated or not user.is_active:
        return {}
    day = clock.today()
    cache: dict[Perm, tuple[date, Scopes]] = user.__dict__.setdefault("_held", {})
    if perm not in cache or cache[perm][0] != day:
        if user.__dict__.get("_projected", (None,))[0] != day:
            _read_projected([user])
        kinds, found = user.__dict__["_projected"][1:]
        model = _SCOPE_MODELS[perm.scope]
        scopes = kinds[model]
        pks = [pk for pk in sorted(found.get((model, perm.codename), ())) if _in_force(user, perm, pk, scopes)]
        cache[perm] = (day, Scopes(pks, scopes))
    return cache[perm][1]


def read_rights(users: Iterable[User]) -> None:
    """Read all that `held` needs to know of many people at once: two queries for any number of them."""
    people = list(users)
    read_posts(people)
    _read_projected(people)


def _read_projected(people: list[User]) -> None:
    """All rows of these people, of every kind of place; those over teams while somebody belongs to them."""
    day, ids = clock.today(), [user.pk for user in people]
    found: dict[int, dict[tuple[str, str], list[int]]] = {pk: {} for pk in ids}
    kinds = {model: FetchedTogether(model) for model in _KINDS}
    rows = _rows_of_one(day, _kinds_of(people[0])).read(user=ids[0]) if len(ids) == 1 else _rows_over(day, user__in=ids)
    for row in rows:
        found[row["user"]].setdefault((row["kind"], row["permission__codename"]), []).append(row["content_object"])
        kinds[row["kind"]].wanted.add(row["content_object"])
    for user in people:
        user.__dict__["_projected"] = (day, kinds, found[user.pk])


def _kinds_of(user: User) -> frozenset[str]:
    """The places over which a post of his may give anything; to a team he belongs without one."""
    granted = {perm.scope for role in roles(user) for perm in GRANTS[role]}
    return frozenset(_SCOPE_MODELS[scope] for scope in {*granted, Scope.TEAM})


def _rows_over(day: date, kinds: Iterable[str] = _KINDS, **whose: Any) -> QuerySet[Any]:
    parts = []
    for model in sorted(kinds):
        table = table_of(apps.get_model(model))
        rows = table.in_force(day) if model == _SCOPE_MODELS[Scope.TEAM] else table.objects.all()
        parts.append(rows.filter(**whose).annotate(kind=Value(model)).values(*_ROW))
    return parts[0].union(*parts[1:], all=True)  # type: ignore[no-any-return]


@lru_cache(maxsize=8)
def _rows_of_one(day: date, kinds: frozenset[str]) -> Compiled:
    """Every page asks this of who opens it."""
    return Compiled(_rows_over(day, kinds, user=Given("user")), *_ROW)


def may(user: User, perm: Perm, place: models.Model | None = None) -> bool:
    """Whether `user` holds `perm` over `place` today; without a place: anywhere (for the city, that is the city)."""
    places = held(user, perm)
    return bool(places) if place is None else place.pk in places


def require(user: User, perm: Perm, place: models.Model | None = None) -> None:
    """Raise PermissionDenied unless `may`."""
    if not may(user, perm, place):
        raise PermissionDenied


def _in_force(user: User, perm: Perm, pk: int, scopes: FetchedTogether) -> bool:
    """Whether a post of today carries the row; those over teams were read with the membership behind them."""
    if perm.scope is Scope.TEAM:
        return True
    held_here = [post for post in posts(user) if Role(post.role) not in ADMINISTRATORS or not is_elsewhere(user)]
    return any(perm in GRANTS[Role(post.role)] and _covers(post, perm.scope, pk, scopes) for post in held_here)


def is_elsewhere(user: User) -> bool:
    """Whether an administrator asks from outside `ADMIN_NETWORKS`: his rights do not act there. Commands act anywhere."""
    here = origin.current()
    if not settings.ADMIN_NETWORKS or here is None or here.user not in (None, user.pk):
        return False
    return not origin.is_within(here.address, settings.ADMIN_NETWORKS) and bool(roles(user) & ADMINISTRATORS)


def _covers(post: Appointment, scope: Scope, pk: int, scopes: FetchedTogether) -> bool:
    """A post covers its own place, and the units for which its body acts at step 2 or 3 (D18)."""
    if scope is Scope.BRANCH or post.unit_id in (None, pk):
        return pk == (post.branch_id if scope is Scope.BRANCH else post.unit_id)
    acting = {Role.ORGAN_OFFICER: "assessing_unit_id", Role.LEADING_GROUP: "recommending_unit_id"}.get(Role(post.role))
    return acting is not None and getattr(scopes[pk], acting) == post.unit_id


def table_of(model: type[models.Model]) -> Any:
    """Guardian's rows over places of one kind."""
    return get_user_obj_perms_model(model)  # type: ignore[arg-type]


def projected(model: type[models.Model], users: Iterable[int] | None = None) -> dict[tuple[int, str, int], int]:
    """Guardian's rows over `model`, of these users or of all, each with its number."""
    table = table_of(model)
    rows = table.objects.all() if users is None else table.objects.filter(user__in=list(users))
    return {
        (user, code, place): pk
        for pk, user, code, place in rows.values_list("pk", "user_id", "permission__codename", "content_object_id")
    }


def project(model: type[models.Model], wanted: Wanted, users: Iterable[int] | None = None) -> tuple[int, int]:
    """Make guardian's rows over `model` equal to `wanted`, for these users or for all; (added, removed)."""
    table = table_of(model)
    present = projected(model, users)
    gone = [pk for key, pk in present.items() if key not in wanted]
    for start in range(0, len(gone), 500):
        table.objects.filter(pk__in=gone[start : start + 500]).delete()
    ids = dict(Permission.objects.filter(content_type__app_label=model._meta.app_label).values_list("codename", "pk"))
    new = [
        table(user_id=user, permission_id=ids[code], content_object_id=place)
        for user, code, place in sorted(wanted - present.keys())
    ]
    table.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    return len(new), len(gone)


def not_ended() -> QuerySet[Appointment]:
    """Posts that are projected. Those that start later wait in `may`."""
    return Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=clock.today()))


def regrant_posts(users: Iterable[int] | None = None) -> tuple[int, int]:
    """Project every post that has not ended, of these users or of all."""
    chosen = None if users is None else list(users)
    rows = not_ended() if chosen is None else not_ended().filter(user__in=chosen)
    changed = [project(model, wanted, chosen) for model, wanted in of_posts(rows).items()]
    return sum(added for added, _ in changed), sum(removed for _, removed in changed)


@transaction.atomic
def grant(
    user: User, role: Role, place: Unit | Branch, *, starts_on: date, ends_on: date | None = None, by: User | None
) -> Appointment:
    """Give `user` a post from a day to a day (inclusive) and project it.

    Raises NotAppointed with a sentence where the place is of the wrong kind or 三员分立 forbids it.
    """
    User.objects.select_for_update().get(pk=user.pk)
    _check_scope(role, place)
    overlapping = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=starts_on), user=user)
    if ends_on is not None:
        overlapping = overlapping.filter(starts_on__lte=ends_on)
    if reason := incompatible({Role(value) for value in overlapping.values_list("role", flat=True)}, role):
        raise NotAppointed(reason)
    where = {"branch": place} if isinstance(place, Branch) else {"unit": place}
    if overlapping.filter(role=role.value, **where).exists():
        raise NotAppointed("此人在这段时间内已担任该职务，无需重复任职。")
    post = Appointment.objects.create(user=user, role=role.value, starts_on=starts_on, ends_on=ends_on, **where)
    audit.record(
        "任职", post, by=by, user=user.pk, role=role.value, starts_on=str(starts_on), ends_on=str(ends_on or "")
    )
    regrant_posts([user.pk])
    forget(user)
    return post


@transaction.atomic
def end(post: Appointment, *, on: date, by: User | None) -> None:
    """End a post; `on` is its last day."""
    if on < post.starts_on:
        raise NotAppointed("任职止日不能早于起日。")
    Appointment.objects.filter(pk=post.pk).update(ends_on=on)
    keep_administrators([(post, on)])
    audit.record("结束任职", post, by=by, user=post.user_id, role=post.role, ends_on=str(on))
    regrant_posts([post.user_id])
    forget(post.user)


def keep_administrators(ended: Iterable[tuple[Appointment, date]]) -> None:
    """Raise NotAppointed where, with these posts ended on these days, nobody of a kind could sign in any more.

    The last administrator of a kind stays: without one, nobody could let another in (三员分立).
    """
    for post, day in ended:
        role = Role(post.role)
        if role not in ADMINISTRATORS:
            continue
        left = Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), role=role, starts_on__lte=day)
        if not left.filter(user__is_active=True, user__opened_at__isnull=False).exists():
            raise NotAppointed(
                f"{post.user}是唯一能登录的{role.label}，不能结束任职。请先让另一位{role.label}到任并开通账号。"
            )


def forget(user: User) -> None:
    """Drop what was read about `user` in this request."""
    for name in ("_posts", "_held", "_projected"):
        user.__dict__.pop(name, None)


def _check_scope(role: Role, place: Unit | Branch) -> None:
    right = {
        Scope.BRANCH: isinstance(place, Branch),
        Scope.UNIT: isinstance(place, Unit) and place.kind != Unit.Kind.CITY,
        Scope.CITY: isinstance(place, Unit) and place.kind == Unit.Kind.CITY,
    }
    if not right.get(role.scope, False):
        raise NotAppointed(f"“{role.label}”不能任职于“{place}”，请重新选择任职地点。")
