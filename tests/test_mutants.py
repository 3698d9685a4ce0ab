"""The tests see it when a rule is broken: by hand, and everywhere at once by a machine."""

import json
import os
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from tests.plugins.databases import ON_POSTGRESQL, ROOT
from tests.plugins.soak import Measured
from tests.support.mutants_by_hand import BY_HAND, RULES, Broken

once = pytest.mark.skipif(ON_POSTGRESQL, reason="mutants are forks of a process with its database in memory")

PURE = [one for one in BY_HAND if one.test.startswith(RULES)]
"""Those whose tests ask no database."""
UNTOUCHED = Broken("evaluation.rules.general", "decided_on.month <= 7", "decided_on.month <= 3 + 4", PURE[0].test)

HEART = [
    *(f"evaluation.rules.{name}" for name in (
        "allotment", "assessment", "general", "impartiality", "limits", "naming", "recommendation", "reference_score",
        "reinspection", "self_assessment",
    )),
    "evaluation.procedure.lives", "evaluation.procedure.matrix", "evaluation.procedure.secrecy",
    "evaluation.advance", "evaluation.cases.records", "branches.permissions",
]  # fmt: skip
TESTS = [
    "tests/evaluation/rules", "tests/evaluation/cases/test_documentation.py", "tests/evaluation/cases/test_advance.py",
    "tests/test_policy.py", "tests/test_decisions.py", "tests/test_decisions_impartiality.py",
    "tests/test_decisions_procedure.py", "tests/evaluation/reinspection/test_reinspection.py",
    "tests/branches/test_people.py", "tests/branches/test_second_factor.py::TestWhoIsAsked",
    *(f"tests/test_decisions_secrecy.py::test_D52_{rest}" for rest in (
        "a_unit_takes_back_what_the_pool_has_picked_in_secret_and_the_place_is_free",
        "what_the_known_state_does_not_allow_is_refused_in_its_words",
        "a_page_is_stale_only_by_moves_that_its_reader_may_know",
    )),
]  # fmt: skip
"""Where the rules of these modules live. Left out are those that take long: who would be caught there is a survivor here."""


def run(**asked: Any) -> Any:
    """What `tests.support.processes.mutating` found, whatever database the test itself runs on."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "TEST_DATA_DIR")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.processes.mutating"],
        check=False,
        cwd=ROOT,
        env=environment,
        input=json.dumps(asked),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return json.loads(done.stdout.splitlines()[-1])


def survivors(mutants: list[Broken]) -> list[Broken]:
    """Those whose test stays green. One that changes words alone is always among them, or the test is red by itself."""
    missed = [one for one, red in zip(mutants, run(by_hand=mutants), strict=True) if not red]
    assert UNTOUCHED in missed
    return [one for one in missed if one != UNTOUCHED]


def test_a_rule_broken_by_hand_turns_its_test_red() -> None:
    assert survivors([*PURE, UNTOUCHED]) == []


@once
@pytest.mark.soak
@pytest.mark.figure(7, "30 rules broken by hand, 30 caught")
def test_soak_thirty_rules_broken_by_hand(measured: Measured) -> None:
    missed = survivors([*BY_HAND, UNTOUCHED])
    measured(f"{len(BY_HAND) - len(missed)} of {len(BY_HAND)} caught")
    assert len(BY_HAND) >= 30
    assert missed == []


@once
@pytest.mark.soak
@pytest.mark.figure(7, "mutation of rules, procedure, advance, permissions: 90 % killed")
def test_soak_mutation_of_the_heart(measured: Measured) -> None:
    found = run(modules=HEART, tests=TESTS)
    grown, missed = Counter[str](), Counter[str]()
    for module, count in found["counts"].items():
        grown[room(module)] += count
    for module, *_ in found["survivors"]:
        missed[room(module)] += 1
    share = 1 - missed.total() / grown.total()
    each = ", ".join(f"{name} {1 - missed[name] / count:.1%} of {count}" for name, count in grown.items())
    measured(f"{share:.1%} of {grown.total()}: {each}")
    assert share >= 0.9, "\n".join(map(str, found["survivors"]))


def room(module: str) -> str:
    """rules, procedure, advance, permissions."""
    return module.split(".")[1]
