"""The plan of the house, measured: `make house` prints it, `make check` holds it.

An import is a pair (importing module, imported module), counted once, imports for annotations alone included. A room is
the first folder in `evaluation`; a floor is the name of a file, or of the folder it lies in.
"""

import ast
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, NamedTuple

import grimp
from radon.complexity import cc_visit
from radon.visitors import Class

ROOT = Path(__file__).resolve().parent.parent
APPS = ("branches", "evaluation")
# What all rooms stand on, or what stands on all rooms: an import of it tells nothing about how rooms hang together.
SHARED = frozenset(
    {
        "models",
        "vocabulary",
        "procedure",
        "rules",
        "cases",
        "deadlines",
        "advance",
        "standards",
        "typesetting",
        "seeds",
        "templatetags",
        "management",
        "urls",
        "tasks",
        "apps",
        "pages",
    }
)
HEART = frozenset({"vocabulary", "rules", "procedure", "standards"})
# From low to high. Every other name is a word of its room, between the models and what writes.
FLOORS = {"models": 0, "issue": 2, "duties": 2, "steps": 3, "forms": 4, "views": 5, "urls": 6}
WORD = 1
# Imports against the order of rooms. This number may only become smaller.
ACROSS = 2
# They work on the whole house from above, or collect what all rooms say; typesetting is a library with names of its own.
NO_FLOOR = frozenset({"seeds", "management", "tasks", "worklist", "typesetting"})

REFUSALS = frozenset({"Refusal", "Conflict", "Refused", "Stale", "Overtaken", "NotRecorded", "NotAppointed"})

Pair = tuple[str, str]


class Figure(NamedTuple):
    """One line of the plan: what was found, what is allowed, and where to look when it does not hold."""

    name: str
    found: float
    bound: float
    where: tuple[str, ...] = ()
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.found >= self.bound if self.at_least else self.found <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.at_least else "≤"
        line = f"{'ok    ' if self.holds else 'FAILED'}  {self.name}: {self.found:g} ({sign} {self.bound:g})"
        return line if self.holds else "\n".join([line, *(f"          {one}" for one in self.where)])


@dataclass(frozen=True)
class House:
    """The modules of both apps by dotted name, each with its lines, and who imports whom."""

    sources: dict[str, str]
    pairs: frozenset[Pair]

    @property
    def modules(self) -> list[str]:
        """Without the packages themselves."""
        return [name for name in self.sources if not name.endswith(".__init__")]

    def figures(self) -> Iterator[Figure]:
        """Every figure of the plan, in order."""
        yield self._root()
        yield self._inside()
        yield from self._rooms()
        yield self._folders()
        yield self._long()
        yield self._circles()
        yield self._inner()
        yield self._across()
        yield self._against_floors()
        yield from self._complexity()
        yield self._engines()
        yield self._dates()
        yield self._catching()

    def _root(self) -> Figure:
        loose = [name for name in self.modules if name.count(".") == 1 and name.startswith("evaluation.")]
        return Figure("modules at the root of evaluation", len(loose), 6, tuple(loose))

    def _inside(self) -> Figure:
        counted = [pair for pair in self.pairs if not {room(one) for one in pair} & (SHARED | {""})]
        inside = sum(room(importer) == room(imported) for importer, imported in counted)
        return Figure(
            "imports that stay inside a room, %", round(100 * inside / max(len(counted), 1)), 70, at_least=True
        )

    def _rooms(self) -> Iterator[Figure]:
        size = Counter(room(name) for name in self.modules)
        size = Counter({one: count for one, count in size.items() if count and f"evaluation.{one}" not in self.sources})
        yield Figure("modules of cases", size["cases"], 13, _of_room(self.modules, "cases"))
        yield Figure("modules of pages", size["pages"], 3, _of_room(self.modules, "pages"))
        large = max((one for one in size if one not in {"typesetting", ""}), key=lambda one: size[one])
        yield Figure(f"modules of the largest room but the typesetter ({large})", size[large], 25)
        users = {name: {a for a, b in self.pairs if b == name} for name in _of_room(self.modules, "cases")}
        alone = tuple(name for name, who in users.items() if len(who) < 2)
        yield Figure("modules of cases with a single user", len(alone), 0, alone)

    def _folders(self) -> Figure:
        size = Counter(name.rpartition(".")[0] for name in self.modules)
        (folder, most), *_ = size.most_common(1)
        return Figure(f"modules of the largest folder ({folder})", most, 15)

    def _long(self) -> Figure:
        lines = {name: source.count("\n") for name, source in self.sources.items()}
        longest = max(lines, key=lambda name: lines[name])
        return Figure(f"lines of the longest module ({longest})", lines[longest], 300)

    def _circles(self) -> Figure:
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for importer, imported in self.pairs:
            sorter.add(importer, imported)
        try:
            sorter.prepare()
        except CycleError as error:
            circle = tuple(error.args[1])
            return Figure("modules in a circle", len(circle) - 1, 0, circle)
        return Figure("modules in a circle", 0, 0)

    def _inner(self) -> Figure:
        found = tuple(name for name, source in self.sources.items() if _imports_inside_functions(source))
        return Figure("modules that import inside a function", len(found), 0, found)

    def _across(self) -> Figure:
        """What import-linter lets pass: a list that may only shrink, since it refuses an entry that nothing needs."""
        contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
        passed = tuple(pair for one in contracts for pair in one.get("ignore_imports", []))
        return Figure("imports against the order of rooms", len(passed), ACROSS, passed)

    def _against_floors(self) -> Figure:
        against = tuple(
            f"{importer} -> {imported}"
            for importer, imported in sorted(self.pairs)
            if not {room(importer), room(imported)} & (NO_FLOOR | HEART | {""}) and floor(importer) < floor(imported)
        )
        return Figure("imports against the order of file names", len(against), 0, against)

    def _engines(self) -> Figure:
        """What writes a state and reads a table of moves to do so."""
        found = [
            name
            for name, source in self.sources.items()
            if ("evaluation.procedure.lives" in {b for a, b in self.pairs if a == name}) and _writes_state(source)
        ]
        moving = tuple(name for name in found if re.search(r"\b(PROCEDURE|REINSPECTION)\b", self.sources[name]))
        return Figure("engines", len(moving), 1, moving)

    def _dates(self) -> Figure:
        columns = re.findall(
            r'^    [A-Z_]+ = \(\s*"(\w+)",\s*\(', self.sources.get("evaluation.deadlines", ""), re.MULTILINE
        )
        words = re.compile(rf"\b({'|'.join(columns)})\b")
        found = tuple(name for name, source in self.sources.items() if columns and words.search(source))
        return Figure("modules that name a column of dates", len(found), 6, found)

    def _complexity(self) -> Iterator[Figure]:
        for kind, most, views in (("views", 10, True), ("all others", 15, False)):
            names = [name for name in self.sources if (floor(name) == FLOORS["views"]) is views]
            found = tuple(
                f"{name}.{block.name}: {block.complexity}"
                for name in names
                for block in _blocks(self.sources[name])
                if block.complexity > most
            )
            yield Figure(f"functions in {kind} that are more complex than {most}", len(found), 0, found)

    def _catching(self) -> Figure:
        answering = {name: source for name, source in self.sources.items() if "views" in name or ".pages." in name}
        found = tuple(f"{name}.{who}" for name, source in answering.items() for who in _catchers(source))
        return Figure("views that catch a refusal", len(found), 3, found)


def measured() -> House:
    """The house as it stands."""
    graph = grimp.build_graph(*APPS, cache_dir=None)
    names = sorted(name for name in graph.modules if ".migrations" not in name)
    files = {name: _file(name) for name in names}
    pairs = {(one, other) for one in names for other in graph.find_modules_directly_imported_by(one)}
    packages = {name: f"{name}.__init__" for name, path in files.items() if path.name == "__init__.py"}
    return House({packages.get(name, name): path.read_text() for name, path in files.items()}, frozenset(pairs))


def room(name: str) -> str:
    """The room of a module of `evaluation`; empty for one of `branches` and for `evaluation` itself."""
    app, _, rest = name.partition(".")
    return rest.split(".")[0] if app == "evaluation" else ""


def floor(name: str) -> int:
    """How high a module stands, by its own name or that of the nearest folder that has a floor."""
    return next((FLOORS[part] for part in reversed(name.split(".")) if part in FLOORS), WORD)


def _file(name: str) -> Path:
    path = ROOT.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _of_room(modules: Iterable[str], name: str) -> tuple[str, ...]:
    return tuple(one for one in modules if one.startswith(f"evaluation.{name}."))


@cache
def _imports_inside_functions(source: str) -> bool:
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    return any(isinstance(node, ast.Import | ast.ImportFrom) for one in functions for node in ast.walk(one))


@cache
def _blocks(source: str) -> list[Any]:
    """Functions and methods with their complexity, as radon counts it."""
    blocks = cc_visit(source)
    return [one for block in blocks for one in (block.methods if isinstance(block, Class) else [block])]


@cache
def _writes_state(source: str) -> bool:
    """Whether it sets `.state`, or updates a column of that name, or may by SQL written once."""
    for node in ast.walk(ast.parse(source)):
        targets = node.targets if isinstance(node, ast.Assign) else []
        if any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets):
            return True
        taken = [one.name for one in node.names] if isinstance(node, ast.ImportFrom) else []
        if "update" in taken and getattr(node, "module", "") == "branches.asking.compiled":
            return True
        updates = isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"update", "bulk_update"}
        if updates and any(isinstance(one, ast.keyword) and one.arg in {"state", None} for one in ast.walk(node)):
            return True
    return False


@cache
def _catchers(source: str) -> list[str]:
    """The outermost functions with a handler that names a refusal."""
    found = []
    for function in (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)):
        handlers = [node.type for node in ast.walk(function) if isinstance(node, ast.ExceptHandler) and node.type]
        if any({getattr(one, "id", "") for one in ast.walk(kind)} & REFUSALS for kind in handlers):
            found.append(function.name)
    return found


if __name__ == "__main__":
    found = list(measured().figures())
    print(*found, sep="\n")
    sys.exit(not all(figure.holds for figure in found))
