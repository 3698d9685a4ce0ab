"""The first three accounts of a new site: system, security and audit administrator, by three people (三员分立)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.people.steps import initial_password
from branches.permissions import ADMINISTRATORS, Role
from branches.register.steps import ensure_city


class Command(BaseCommand):
    help = "Create the three administrators of an empty site and print their initial passwords once."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("There are accounts already; the system administrator adds further ones in the browser.")
        city = ensure_city()
        for role in sorted(ADMINISTRATORS, key=list(Role).index):
            password = initial_password()
            user = User(username=role.value, name=role.label, must_change_password=True)
            user.set_password(password)
            user.save(force_insert=True)
            audit.record("建立首批管理员", user, by=None, user=user.pk)
            access.grant(user, role, city, starts_on=clock.today(), by=None)
            self.stdout.write(f"{role.value}\t{password}")
