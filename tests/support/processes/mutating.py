"""Mutants against the tests, in forks of one process: `python -m tests.support.processes.mutating`.

Reads one JSON object. With `by_hand`, a list of [module, old text, new text, test], it prints for each whether its test
went red. With `modules` and `tests` it grows every mutant of these modules and runs those of the tests that come by the
changed function, until one goes red. Each mutant lives in a child of its own, which ends with it.
"""

import ast
import json
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from _pytest.runner import runtestprotocol

from tests.support import mutants
from tests.support.mutants import Mutant

AT_ONCE = 2
PATIENCE = 900
"""Seconds after which whatever still runs, on a busy machine too, runs for ever, which is red as well."""
NOT_MADE = "not made: "


@dataclass
class Run:
    """What one test did while nothing was changed."""

    item: pytest.Item
    seconds: float
    came_by: set[tuple[str, str]]


@dataclass
class Child:
    mutant: Mutant
    pid: int
    pipe: int


class Plugin:
    """In the place of pytest's loop over the tests."""

    def __init__(self, asked: dict[str, Any]) -> None:
        self.asked = asked
        self.found: Any = None

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        modules = self.asked.get("modules", [])
        begin(session.items)
        runs = measure(session.items, modules)
        self.found = self.by_hand(session.items) if "by_hand" in self.asked else self.grown(runs, modules)
        return True

    def by_hand(self, items: list[pytest.Item]) -> list[str]:
        """For each what went red, "" if nothing did."""

        def child(module: str, old: str, new: str, test: str) -> str:
            mutants.become_text(module, old, new)
            return first_red([item for item in items if item.nodeid == test or item.nodeid.startswith(f"{test}[")])

        found = [forked(partial(child, *row)) for row in self.asked["by_hand"]]
        assert not (failed := [red for red in found if red.startswith(NOT_MADE)]), failed
        return found

    def grown(self, runs: list[Run], modules: list[str]) -> dict[str, Any]:
        """How many there were of each module, and who survived."""
        counts, survivors, running = dict.fromkeys(modules, 0), [], []
        best: dict[tuple[str, str], list[str]] = {}
        items = {run.item.nodeid: run.item for run in runs}

        def end_one() -> None:
            child = first_done(running)
            running.remove(child)
            red = finished(child)
            if red.startswith(NOT_MADE):
                counts[child.mutant.module] -= 1  # a module that nobody could import
            elif red:
                if item := items.pop(red, None):
                    assert_green(item, child.mutant.module)
                row = best.setdefault((child.mutant.module, child.mutant.function), [])
                row[:] = [red, *(one for one in row if one != red)]
            else:
                survivors.append([child.mutant.module, child.mutant.line, child.mutant.words])

        for module in modules:
            for mutant, tree in mutants.grow(module):
                counts[module] += 1
                while len(running) >= AT_ONCE:
                    end_one()
                tests = chosen(runs, mutant, best.get((mutant.module, mutant.function), []))
                running.append(born(mutant, partial(attacked, mutant, tree, tests)))
        while running:
            end_one()
        return {"counts": counts, "survivors": survivors}


def begin(items: list[pytest.Item]) -> None:
    """What all tests share is made, and stays."""
    for first in [item for item in items if "db" in getattr(item, "fixturenames", ())][:1]:
        assert not is_red(first)


def measure(items: list[pytest.Item], modules: list[str]) -> list[Run]:
    """Every test once, in a child as well, with nothing changed: how long it takes, and by which functions it comes."""

    def live() -> str:
        runs, came_by = [], set[tuple[str, str]]()
        for module in modules:
            mutants.watch(module, lambda *where: came_by.add(where))
        for item in items:
            came_by.clear()
            began = time.monotonic()
            red = is_red(item)
            runs.append([time.monotonic() - began, sorted(came_by), red])
        return json.dumps(runs)

    found = json.loads(forked(live, patience=3600))
    assert [item.nodeid for item, (_, _, red) in zip(items, found, strict=True) if red] == [], "red without any mutant"
    return [
        Run(item, seconds, {(module, function) for module, function in came_by})
        for item, (seconds, came_by, _) in zip(items, found, strict=True)
    ]


def chosen(runs: list[Run], mutant: Mutant, best: list[str]) -> list[pytest.Item]:
    """Those that come by, first who has killed a neighbour, then the quick ones.

    A table is read by anybody; so is what a function makes that nobody enters, since it ran as its module was read.
    """

    def rank(run: Run) -> tuple[int, float]:
        name = run.item.nodeid
        return (best.index(name) if name in best else len(best), run.seconds)

    coming_by = [run for run in runs if (mutant.module, mutant.function) in run.came_by]
    return [run.item for run in sorted(coming_by or runs, key=rank)]


def attacked(mutant: Mutant, tree: ast.Module, tests: list[pytest.Item]) -> str:
    mutants.become(mutant.module, tree)
    return first_red(tests)


def assert_green(item: pytest.Item, module: str) -> None:
    """A test that has caught one is green where nothing is changed, or it would catch whatever comes."""
    untouched = ast.parse(mutants.path(module).read_text())
    red = forked(partial(attacked, Mutant(module, "", 0, ""), untouched, [item]))
    assert not red, f"red without any mutant: {item.nodeid} {red}"


def first_red(items: list[pytest.Item]) -> str:
    """The name of the first test that goes red, "" if none does."""
    return next((item.nodeid for item in items if is_red(item)), "")


def is_red(item: pytest.Item) -> bool:
    """Whatever comes next, only what belongs to the session is left standing: tests run in any order here."""
    after: Any = item.session
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=after))


def born(mutant: Mutant, live: Callable[[], str]) -> Child:
    reading, writing = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        os.close(writing)
        return Child(mutant, pid, reading)
    os.close(reading)
    try:
        word = live()
    except BaseException as fault:
        word = f"{NOT_MADE}{fault!r}"
    with os.fdopen(writing, "w") as pipe:
        pipe.write(word)
    os._exit(0)


def first_done(running: list[Child]) -> Child:
    """The first to have said its word; the oldest where none has for long."""
    ready, _, _ = select.select([child.pipe for child in running], [], [], PATIENCE)
    return next((child for child in running if child.pipe in ready), running[0])


def finished(child: Child, patience: float = PATIENCE) -> str:
    with os.fdopen(child.pipe) as pipe:
        ready, _, _ = select.select([pipe], [], [], patience)
        if not ready:
            os.kill(child.pid, signal.SIGKILL)
        word = pipe.read() if ready else "for ever"
    os.waitpid(child.pid, 0)
    return word


def forked(live: Callable[[], str], patience: float = PATIENCE) -> str:
    return finished(born(Mutant("", "", 0, ""), live), patience)


def main() -> Iterator[str]:
    asked = json.loads(sys.stdin.read())
    plugin = Plugin(asked)
    tests = asked.get("tests") or sorted({row[3] for row in asked["by_hand"]})
    code = pytest.main(["-q", *tests], plugins=[plugin])
    assert plugin.found is not None, f"no test was run ({code})"
    yield json.dumps(plugin.found)


if __name__ == "__main__":
    sys.stdout.write("\n" + "\n".join(main()) + "\n")
