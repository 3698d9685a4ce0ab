"""会签 (D19): every way to have a list carried out that two people of two bodies have not both signed as it stands."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches import access, clock
from branches.models import Branch, User
from branches.permissions import Role
from branches.refusals import Refusal
from evaluation.advance import advance
from evaluation.decision import signing
from evaluation.decision import steps as decision_steps
from evaluation.models import Candidacy, Cycle, DecisionVersion, Honour, Signature
from evaluation.vocabulary import Action, Body
from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch, copy, drop
from tests.plugins.soak import Measured
from tests.support import factories
from tests.support.naming import proposed

NUMBER = "平组通〔2027〕12号"
REFUSED = (Refusal, PermissionDenied, IntegrityError)
Attempt = Callable[[], object]


@dataclass
class Scene:
    cycle: Cycle
    version: DecisionVersion
    case: Candidacy
    second: Candidacy
    people: dict[str, User]

    def sign(self, who: str, version: DecisionVersion | None = None) -> Signature:
        return decision_steps.sign(version or self.version, by=User.objects.get(pk=self.people[who].pk))

    def both_sign(self) -> None:
        self.sign("work_committee")
        self.sign("organisation_department")

    def proclaim(self, who: str = "work_committee") -> Attempt:
        return lambda: decision_steps.proclaim(self.version.decision, by=self.people[who], document_number=NUMBER)

    def change_the_list(self) -> None:
        proposed(self.second, self.people["work_committee"], self.people["organisation_department"])

    def send_back(self) -> None:
        decision_steps.send_back(self.version.decision, by=self.people["work_committee"], note="请核对。")

    def leaves(self, who: str, role: Role) -> None:
        """The post has ended, and the person has another."""
        user = self.people[who]
        user.appointments.update(ends_on=clock.today() - timedelta(days=1))
        access.grant(user, role, factories.city(), starts_on=clock.today(), by=None)


OUTSIDERS = [
    "secretary", "organ_officer", "leading_group", "assessor", "system_admin", "security_admin", "audit_admin",
    "stranger", "foreign_officer",
]  # fmt: skip


def misuses(scene: Scene) -> Iterator[tuple[str, Callable[[], Attempt]]]:
    """(What is tried, what leads to it): the answer of the latter is the act that must be refused."""

    def after(*acts: Attempt, then: Attempt) -> Callable[[], Attempt]:
        def lead() -> Attempt:
            for act in acts:
                act()
            return then

        return lead

    committee, department = (lambda: scene.sign("work_committee")), (lambda: scene.sign("organisation_department"))
    for who in OUTSIDERS:
        yield f"{who} signs", after(then=lambda who=who: scene.sign(who))
    yield "a body signs twice", after(committee, then=committee)
    yield "another person of a body that has signed", after(committee, then=lambda: scene.sign("second_member"))
    yield (
        "one who has signed changes to the other body and signs",
        after(committee, lambda: scene.leaves("work_committee", Role.ORGANISATION_DEPARTMENT), then=committee),
    )
    yield (
        "one whose post has ended",
        after(lambda: scene.leaves("organisation_department", Role.AUDIT_ADMIN), then=department),
    )
    yield "a version whose list has changed", after(scene.change_the_list, then=committee)
    yield (
        "a version after which there is another",
        after(
            scene.change_the_list,
            lambda: decision_steps.freeze(scene.cycle, by=scene.people["work_committee"]),
            then=department,
        ),
    )
    yield (
        "a version with a branch that has another name now",
        after(lambda: Branch.objects.filter(pk=scene.case.branch_id).update(full_name="另一个名称"), then=committee),
    )
    yield "a version that was sent back", after(scene.send_back, then=department)
    yield "a decision that is proclaimed", after(scene.both_sign, scene.proclaim(), then=committee)
    yield "proclaimed unsigned", after(then=scene.proclaim())
    yield "proclaimed with one signature", after(committee, then=scene.proclaim())
    yield "proclaimed with the other alone", after(department, then=scene.proclaim())
    yield (
        "proclaimed with one that was taken back",
        after(
            committee,
            lambda: decision_steps.withdraw_signature(scene.version, by=scene.people["work_committee"]),
            department,
            then=scene.proclaim(),
        ),
    )
    yield "proclaimed after the list has changed", after(scene.both_sign, scene.change_the_list, then=scene.proclaim())
    yield "proclaimed after it was sent back", after(scene.both_sign, scene.send_back, then=scene.proclaim())
    yield (
        "proclaimed with the signatures of an earlier version",
        after(
            scene.both_sign,
            scene.change_the_list,
            lambda: decision_steps.freeze(scene.cycle, by=scene.people["work_committee"]),
            then=scene.proclaim(),
        ),
    )
    yield "proclaimed twice", after(scene.both_sign, scene.proclaim(), then=scene.proclaim())
    yield "proclaimed by the other body", after(scene.both_sign, then=scene.proclaim("organisation_department"))
    yield (
        "proclaimed with a signature under another list",
        after(
            committee,
            lambda: put(scene, Body.ORGANISATION_DEPARTMENT, "organisation_department", "0" * 64),
            then=scene.proclaim(),
        ),
    )
    yield (
        "a row for the other body by the same person",
        after(
            committee,
            then=lambda: put(scene, Body.ORGANISATION_DEPARTMENT, "work_committee", scene.version.fingerprint),
        ),
    )
    yield (
        "somebody else's signature taken back",
        after(
            committee,
            then=lambda: decision_steps.withdraw_signature(scene.version, by=scene.people["organisation_department"]),
        ),
    )
    yield (
        "a signature taken back when both have signed",
        after(
            scene.both_sign,
            then=lambda: decision_steps.withdraw_signature(scene.version, by=scene.people["work_committee"]),
        ),
    )
    yield (
        "named by a move alone",
        after(scene.both_sign, then=lambda: advance(scene.case, Action.NAME, by=scene.people["work_committee"])),
    )


def put(scene: Scene, body: str, who: str, fingerprint: str) -> None:
    Signature.objects.create(
        version=scene.version, body=body, fingerprint=fingerprint, by=scene.people[who], at=clock.now()
    )


@pytest.fixture
def scene(
    recommending: Cycle,
    frozen: DecisionVersion,
    candidate: Candidacy,
    second: Candidacy,
    request: pytest.FixtureRequest,
) -> Scene:
    names = [*OUTSIDERS, "work_committee", "second_member", "organisation_department"]
    return Scene(recommending, frozen, candidate, second, {name: request.getfixturevalue(name) for name in names})


def let_through(scene: Scene) -> list[str]:
    """What was not refused; each is tried by itself and taken back."""
    found = []
    for what, lead in misuses(scene):
        with transaction.atomic():
            try:
                attempt = lead()
            except REFUSED as refusal:
                raise AssertionError(f"what leads to it is refused: {what}: {refusal}") from refusal
            try:
                with transaction.atomic():
                    attempt()
                found.append(what)
            except REFUSED:
                pass
            transaction.set_rollback(True)
    return found


def test_every_misuse_is_refused(scene: Scene) -> None:
    assert len(list(misuses(scene))) >= 24
    assert let_through(scene) == []
    scene.both_sign()
    scene.proclaim()()
    assert Honour.objects.count() == 1


def test_twin_if_any_list_counted_as_signed_they_would_go_through(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing.Standing, "is_cosigned", property(lambda one: True))
    assert len(let_through(scene)) >= 4


def race(migrated: Scratch, *, pairs: int, guarded: bool = True) -> list[dict[str, Any]]:
    """How each round ended that `tests.support.processes.cosigning` played on a database of its own."""
    arena = copy(migrated)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.support.processes.cosigning"],
            check=False,
            cwd=ROOT,
            env=arena.environment,
            input=json.dumps({"pairs": pairs, "guarded": guarded}),
            capture_output=True,
            text=True,
        )
    finally:
        drop(arena)
    assert done.returncode == 0, done.stderr[-4000:]
    rounds: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])["rounds"]
    words = {one[act] for one in rounds for act in ("committee", "department", "change", "proclaim")}
    assert words <= {"done", "refused"}
    return rounds


def stale(rounds: list[dict[str, Any]]) -> int:
    return sum(one["stale"] for one in rounds)


@pytest.mark.skipif(not ON_POSTGRESQL, reason="one writer at a time is no race")
def test_nobody_is_named_on_a_list_that_changed_while_both_signed(migrated: Scratch) -> None:
    assert stale(race(migrated, pairs=2)) == 0


@pytest.mark.skipif(not ON_POSTGRESQL, reason="one writer at a time is no race")
def test_twin_without_looking_at_the_list_somebody_is(migrated: Scratch) -> None:
    assert stale(race(migrated, pairs=2, guarded=False)) > 0


@pytest.mark.soak
@pytest.mark.skipif(not ON_POSTGRESQL, reason="one writer at a time is no race")
@pytest.mark.figure(10, "20 simultaneous pairs with a list change: never named on a stale list")
def test_soak_twenty_pairs(migrated: Scratch, measured: Measured) -> None:
    rounds = race(migrated, pairs=20)
    carried_out = sum(one["named"] > 0 for one in rounds)
    measured(f"{stale(rounds)} stale of {len(rounds)} rounds, {carried_out} carried out")
    assert stale(rounds) == 0
    assert 0 < carried_out < len(rounds)


@pytest.mark.soak
@pytest.mark.figure(10, "24 misuses refused")
def test_soak_misuses(scene: Scene, measured: Measured) -> None:
    tried, missed = len(list(misuses(scene))), let_through(scene)
    measured(f"{tried - len(missed)} of {tried} refused")
    assert missed == []
