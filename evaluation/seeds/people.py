"""The people of the demo: nine accounts to sign in with, four second persons, and the silent rest who hold the other posts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from zlib import crc32

from django.contrib.auth.hashers import make_password

from branches import access, clock
from branches.accounts import passwords
from branches.accounts.demo import ACCOUNTS
from branches.models import Appointment, Branch, Unit, User
from branches.permissions import Role
from branches.register.steps import ensure_city
from evaluation.seeds.large.writing import fresh, write

SINCE = date(2020, 1, 1)
_STILL_TO_OPEN = 0.04
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_GIVEN = (
    "志强",
    "建华",
    "海燕",
    "立新",
    "晓东",
    "卫东",
    "秀英",
    "国庆",
    "丽娜",
    "文博",
    "振宇",
    "雪梅",
    "俊杰",
    "慧敏",
    "永刚",
)


@dataclass
class Staff:
    """Who holds which post, by place, and the branches. Kept as objects, so that their rights are read once a day."""

    branches: dict[int, Branch] = field(default_factory=dict)
    secretaries: dict[int, User] = field(default_factory=dict)
    officers: dict[int, User] = field(default_factory=dict)
    leading: dict[int, User] = field(default_factory=dict)
    named: dict[str, User] = field(default_factory=dict)
    second_committee: User = field(init=False)

    def neighbours(self, branch: Branch, count: int) -> list[User]:
        """Secretaries of other branches who may assess this one, of its own unit as far as there are any."""
        near = sorted(
            self.secretaries.values(),
            key=lambda user: (not user.branch or user.branch.unit_id != branch.unit_id, user.pk),
        )
        taken = self.named.get("secretary")
        return [user for user in near if user.branch_id != branch.pk and user != taken][:count]


def administrators(password: str) -> dict[str, User]:
    """The three administrators come first: they import the register and appoint the others."""
    named = {}
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        named[role.value] = _account(role.value, _label(role.value), password)
        access.grant(named[role.value], role, ensure_city(), starts_on=SINCE, by=None)
    return named


def staff(named: dict[str, User], home: Unit, branches: Sequence[Branch], password: str) -> Staff:
    """Everybody else. `home` is the unit of the demo's secretary, officer, assessor and leading group."""
    random = Random(2026)  # noqa: S311 - invented names, the same every time
    people = Staff(named=dict(named), branches={branch.pk: branch for branch in branches})
    own = [branch for branch in branches if branch.unit_id == home.pk]
    posts: list[tuple[User, Role, Unit]] = []
    silent, since = make_password(None), clock.start_of(SINCE)

    def person(username: str, name: str, branch: Branch | None) -> User:
        is_new = random.random() < _STILL_TO_OPEN
        made = fresh(
            User,
            username=username,
            name=name,
            password=silent,
            phone=f"0375-29{random.randint(10000, 99999)}",
            opened_at=None if is_new else since,
        )
        made.branch = branch
        return made

    made = [person(f"b{branch.pk}", branch.secretary_name or "待定", branch) for branch in branches]
    secretary = _account("secretary", own[0].secretary_name, password, own[0])
    write(made)
    for user in made:
        people.secretaries[user.branch_id or 0] = user
    people.secretaries[own[0].pk] = people.named["secretary"] = secretary
    assessor = _account("assessor", own[1].secretary_name, password, own[1])
    people.secretaries[own[1].pk] = people.named["assessor"] = assessor
    bodies: list[User] = []
    for unit in Unit.objects.exclude(kind=Unit.Kind.CITY):
        for role, kept, suffix in (
            (Role.ORGAN_OFFICER, people.officers, "o"),
            (Role.LEADING_GROUP, people.leading, "l"),
        ):
            name = invent(random)
            if unit == home:
                user = people.named[role.value] = _account(role.value, name, password, own[2 if suffix == "o" else 3])
            else:
                user = person(f"{suffix}{unit.pk}", name, None)
                bodies.append(user)
            kept[unit.pk] = user
            posts.append((user, role, unit))
    write(bodies)
    for role, name in ((Role.WORK_COMMITTEE, "李建国"), (Role.ORGANISATION_DEPARTMENT, "周明远")):
        user = people.named[role.value] = _account(
            role.value, name, password, branches[-1 if role == Role.WORK_COMMITTEE else -9]
        )
        posts.append((user, role, ensure_city()))
    for role, name, place, branch in (
        (Role.ORGAN_OFFICER, "韩立新", home, own[-1]),
        (Role.LEADING_GROUP, "许慧敏", home, own[-2]),
        (Role.WORK_COMMITTEE, "吴秀兰", ensure_city(), branches[-2]),
        (Role.ORGANISATION_DEPARTMENT, "何振宇", ensure_city(), branches[-10]),
    ):
        username = f"{role.value}_2"
        user = people.named[username] = _account(username, name, password, branch)
        posts.append((user, role, place))
    people.second_committee = people.named["work_committee_2"]
    _appoint(people, posts)
    return people


def _appoint(people: Staff, others: list[tuple[User, Role, Unit]]) -> None:
    role = Role.SECRETARY.value
    write(
        fresh(Appointment, user_id=user.pk, role=role, branch_id=pk, starts_on=SINCE)
        for pk, user in people.secretaries.items()
    )
    write(
        fresh(Appointment, user_id=user.pk, role=role.value, unit_id=place.pk, starts_on=SINCE)
        for user, role, place in others
    )
    access.regrant_posts()


def invent(random: Random) -> str:
    """A name for somebody who does not exist."""
    return random.choice(_SURNAMES) + random.choice(_GIVEN)


def _account(username: str, name: str, password: str, branch: Branch | None = None) -> User:
    # Nobody has the number of somebody else: it is printed for whoever is to be asked.
    phone = f"0375-29{crc32(username.encode()) % 90000 + 10000}"
    user = User(username=username, name=name, branch=branch, phone=phone, email=f"{username}@example.test")
    user.opened_at = clock.start_of(SINCE)
    user.save()
    passwords.assign(user, password)
    return user


def _label(username: str) -> str:
    return next(account.label for account in ACCOUNTS if account.username == username)
