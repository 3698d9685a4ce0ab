"""Two web machines that share no disk: files in an S3 store, records in PostgreSQL, the queue in Redis, nginx in front."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from branches.accounts.throttle import TRIES
from tests.plugins.databases import ON_POSTGRESQL, Scratch, copy, drop
from tests.plugins.sites import Server, serving
from tests.support import files, stores
from tests.support.proxies import Visitor, nginx

pytestmark = pytest.mark.skipif(not ON_POSTGRESQL, reason="a database that two machines share")

PASSWORD = "Ping-ding-2027"
MAKE = f"""
import json
from branches.models import User
from branches.permissions import Role
from tests.support import factories
from tests.support.certificates import certificates
place = factories.branch(factories.unit("市财政局"), "预算科党支部")
people = {{
    "wang": factories.appointed(Role.SECRETARY, place, name="王书记", username="wang", own_branch=place),
    "li": factories.appointed(Role.WORK_COMMITTEE, name="李工委", username="li"),
}}
for person in people.values():
    person.set_password("{PASSWORD}")
    person.save()
case = factories.candidacy(factories.cycle(), place)
(notice,) = certificates(people["li"], 1)
print("MADE", json.dumps([case.pk, place.pk, notice.pk]))
"""
TYPESET = "from evaluation.documents import queue\nprint('TYPESET', queue.work())"
PAPER = files.pdf()


@dataclass
class Machines:
    """The proxy, both web servers, a third machine that only works, and what they are asked for."""

    front: str
    webs: list[Server]
    worker: Scratch
    variables: dict[str, str]
    case: int
    branch: int
    notice: int

    def at(self, number: int, who: Visitor) -> Visitor:
        """The same browser at one of the machines, past the proxy."""
        return Visitor(self.webs[number], who.address, cookies=who.cookies)


@pytest.fixture
def machines(migrated: Scratch, tmp_path: Path) -> Iterator[Machines]:
    scratch = copy(migrated)
    made = scratch.manage("shell", "--no-imports", "--command", MAKE)
    case, branch, notice = json.loads(next(one for one in made.splitlines() if one.startswith("MADE"))[4:])
    with ExitStack() as stack:
        store = stack.enter_context(stores.running())
        variables = store.environment | {
            "DEMO": "0",
            "SECOND_FACTOR": "0",
            "SECURITY_PROFILE": "none",
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXIES": "127.0.0.1",
            "REDIS_URL": os.environ["REDIS_URL"],
            **dict.fromkeys(("SECRET_KEY", "CODES_KEY", "TOTP_KEY"), "k" * 64),
        }
        folders = [tmp_path / name for name in ("one", "two", "three", "proxy")]
        for folder in folders:
            folder.mkdir()
        webs = [
            stack.enter_context(serving(scratch, **variables | {"DATA_DIR": str(folder)})) for folder in folders[:2]
        ]
        front = stack.enter_context(nginx(webs[0], folders[3], webs[1]))
        yield Machines(front, webs, scratch, variables | {"DATA_DIR": str(folders[2])}, case, branch, notice)
    drop(scratch)


def signed_in(machines: Machines, name: str) -> Visitor:
    visitor = Visitor(machines.front, "127.0.0.2")
    assert visitor.sign_in(name, PASSWORD) == 302
    return visitor


def test_what_comes_in_at_one_machine_goes_out_at_the_other_and_either_may_die(machines: Machines) -> None:
    wang = signed_in(machines, "wang")
    assert [machines.at(number, wang).get("/").status for number in (0, 1)] == [200, 200], "one session on both"
    page = f"/branches/{machines.branch}/evidence/"
    assert machines.at(0, wang).send(page, {}, ("upload", "总结.pdf", PAPER)).status == 302
    (piece,) = re.findall(r"/evidence/(\d+)/", machines.at(1, wang).get(page).text)[:1]
    assert machines.at(1, wang).get(f"/evidence/{piece}/").content == PAPER
    assert wang.get(f"/evidence/{piece}/").content == PAPER
    machines.webs[0].go_away()
    assert [wang.get(f"/evidence/{piece}/").status for _ in range(4)] == [200] * 4, "the other one serves alone"


def test_a_document_that_a_third_machine_typesets_is_given_by_both(machines: Machines) -> None:
    assert "TYPESET 1" in machines.worker.manage("shell", "--no-imports", "--command", TYPESET, **machines.variables)
    li = signed_in(machines, "li")
    found = [machines.at(number, li).get(f"/notices/{machines.notice}.pdf").content for number in (0, 1)]
    assert found[0].startswith(b"%PDF") and found[0] == found[1]


def test_wrong_tries_count_wherever_they_are_made(machines: Machines) -> None:
    guesser = Visitor(machines.front, "127.0.0.9")
    tries = [machines.at(number % 2, guesser).sign_in("wang", "wrong") for number in range(TRIES + 2)]
    assert tries == [422] * (TRIES - 1) + [429] * 3


def test_nothing_but_scratch_is_on_a_machine_afterwards(machines: Machines, tmp_path: Path) -> None:
    wang = signed_in(machines, "wang")
    wang.send(f"/branches/{machines.branch}/evidence/", {}, ("upload", "总结.pdf", PAPER))
    for number in (0, 1):
        machines.at(number, wang).get("/")
    machines.worker.manage("shell", "--no-imports", "--command", TYPESET, **machines.variables)
    left = {path.name for name in ("one", "two", "three") for path in (tmp_path / name).iterdir()}
    assert left <= {"server.log", "font-cache", "fonts.conf"}
