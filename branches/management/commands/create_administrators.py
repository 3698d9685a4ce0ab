"""The first three accounts of a new site: three people, each typing the own name and password (三员分立).

Later, with nobody left who can let an administrator in: `--again ROLE` makes one more, and everybody is told.
"""

from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from branches import access, audit, clock
from branches.accounts import passwords
from branches.accounts.keys.queries import CONSOLE
from branches.accounts.second_factor import steps as second_factor_steps
from branches.models import User
from branches.permissions import ADMINISTRATORS, Role
from branches.register.steps import ensure_city

_IN_ORDER = [role for role in Role if role in ADMINISTRATORS]


class Command(BaseCommand):
    help = "Create the three administrators of an empty site, or with --again ROLE one more; asks each for a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", choices=[role.value for role in _IN_ORDER], metavar="ROLE")

    def handle(self, *args: Any, again: str | None, **options: Any) -> None:
        if again is None and User.objects.exists():
            raise CommandError("There are accounts already. If an administrator is missing: --again ROLE.")
        wanted = [Role(again)] if again else _IN_ORDER
        people: list[tuple[Role, User, str]] = []
        for role in wanted:
            people.append((role, *self._ask(role, {person.username for _, person, _ in people})))
        with transaction.atomic():
            for role, person, password in people:
                _create(role, person, password, verb=CONSOLE if again else "建立首批管理员")
        if settings.SECOND_FACTOR:
            self._print_codes([person for _, person, _ in people])
        self.stdout.write("完成。请各自用自己的账号登录。")

    def _print_codes(self, people: list[User]) -> None:
        """Nobody can give them the two keys yet: the first sign-in takes one of these codes, then a phone is set up."""
        for person in people:
            self.stdout.write(f"\n{person}的备用码，每个用一次，只显示这一次：")
            self.stdout.write("  ".join(second_factor_steps.print_codes(person, by=None)))

    def _ask(self, role: Role, taken: set[str]) -> tuple[User, str]:
        """One person at the keyboard, asked until the answers will do."""
        self.stdout.write(f"\n{role.label}，请本人输入：")
        name = self._line("姓名：")
        username = self._line("账号（字母和数字）：")
        while username in taken or User.objects.filter(username=username).exists():
            username = self._line("这个账号已有人使用，请换一个：")
        person = User(name=name, username=username, opened_at=clock.now())
        while True:
            password = getpass("密码：")
            reasons = passwords.refusals(password, person)
            if not reasons and getpass("再输入一次：") == password:
                return person, password
            self.stdout.write("\n".join(reasons) or "两次输入的密码不一致，请重新输入")

    def _line(self, prompt: str) -> str:
        while True:
            if typed := "".join(input(prompt).split()):
                return typed


def _create(role: Role, person: User, password: str, *, verb: str) -> None:
    person.set_unusable_password()
    person.save(force_insert=True)
    passwords.assign(person, password)
    audit.record(verb, f"{role.label}{person}", by=None, user=person.pk, role=role.value)
    access.grant(person, role, ensure_city(), starts_on=clock.today(), by=None)
