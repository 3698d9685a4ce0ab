"""The layers of docs/architecture.md, read from the imports themselves."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LAYERS = {
    "branches": (
        ("clock", "permissions", "demo", "apps"),
        ("models",),
        ("audit",),
        ("access",),
        ("passwords", "pinyin", "queries", "routes", "register", "people", "formats", "templatetags"),
        ("workbook", "sheets", "roster", "report", "lists", "fields", "rendering", "kept", "pending"),
        ("exchange",),
        ("forms", "context"),
        ("middleware", "views"),
        ("urls", "management"),
    ),
    "evaluation": (
        (
            "vocabulary",
            "messaging",
            "facts",
            "apps",
            "triggers",
            "scoring",
            "honour_table",
            "holiday_table",
            "standard",
            "uploads",
        ),
        ("rules", "finding_rules", "reinspection_rules"),
        ("procedure",),
        ("matrix",),
        ("models",),
        ("workdays",),
        ("queries", "templatetags"),
        ("advance",),
        (
            "todo",
            "title_worklist",
            "site_worklist",
            "worklist",
            "drafts",
            "handover",
            "titles",
            "documentation",
            "chains",
            "integrity",
        ),
        ("nudging", "calendars"),
        ("reminders",),
        ("notices",),
        ("documents", "typesetting"),
        ("steps",),
        ("seeds", "forms"),
        ("views", "context", "tasks"),
        ("routes", "urls", "management"),
    ),
}
WITHOUT_MODELS = (
    "branches/permissions.py",
    "evaluation/rules.py",
    "evaluation/finding_rules.py",
    "evaluation/reinspection_rules.py",
    "evaluation/procedure.py",
    "evaluation/facts.py",
)


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders or ("branches", "evaluation", "sizhiqiang"):
        yield from sorted(path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """(dotted module, whether it is imported inside a function)."""
    tree = ast.parse(path.read_text())
    inner = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node in inner) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((f"{node.module}.{alias.name}", node in inner) for alias in node.names)


def layer(app: str, name: str) -> int:
    return next(index for index, group in enumerate(LAYERS[app]) if name in group)


def name_of(path: Path) -> tuple[str, str]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0], parts[1]


def test_every_module_has_its_layer() -> None:
    known = {(app, name) for app, groups in LAYERS.items() for group in groups for name in group}
    found = {name_of(path) for path in modules("branches", "evaluation")} - {
        ("branches", "__init__"),
        ("evaluation", "__init__"),
    }
    assert found - known == set()
    assert known - found - {("evaluation", "tasks")} == set()


@pytest.mark.parametrize("path", list(modules()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_imports_only_from_its_own_layer_or_below(path: Path) -> None:
    wrong = []
    for target, is_inner in imports(path):
        parts = target.split(".")
        if is_inner and parts[0] in LAYERS:
            wrong.append(f"{target} inside a function")
        if parts[0] not in LAYERS or len(parts) < 2 or path.parent.name == "sizhiqiang":
            continue
        app, name = name_of(path)
        if app == "branches" and parts[0] == "evaluation":
            wrong.append(target)
        is_known = parts[1] in {one for group in LAYERS[parts[0]] for one in group}
        if name != "__init__" and app == parts[0] and is_known and layer(app, parts[1]) > layer(app, name):
            wrong.append(target)
    assert wrong == []


@pytest.mark.parametrize("name", WITHOUT_MODELS)
def test_the_rules_know_no_tables(name: str) -> None:
    assert not [target for target, _ in imports(ROOT / name) if ".models" in target]


def test_only_the_one_door_writes_a_state() -> None:
    writers = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            assigns = any(isinstance(one, ast.Attribute) and one.attr == "state" for one in targets)
            updates = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in {"update", "bulk_update"}
                and any(keyword.arg == "state" for keyword in node.keywords)
            )
            if assigns or updates:
                writers.add(str(path.relative_to(ROOT)))
    assert writers <= {"evaluation/advance.py"}


def test_steps_do_not_import_each_other() -> None:
    for path in modules("evaluation/steps"):
        assert not [target for target, _ in imports(path) if target.startswith("evaluation.steps")], path.name


def test_views_neither_query_nor_write() -> None:
    for path in modules("branches/views", "evaluation/views"):
        attributes = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
        assert not attributes & {"objects", "bulk_create", "_default_manager"}, path.relative_to(ROOT)


def test_only_access_touches_guardian() -> None:
    users = {
        path.relative_to(ROOT) for path in modules() for target, _ in imports(path) if target.startswith("guardian")
    }
    assert users == {Path("branches/access.py"), Path("branches/models.py"), Path("evaluation/models/assessment.py")}


def test_only_the_clock_reads_the_time() -> None:
    readers = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "localdate"}:
                owner = node.value
                if isinstance(owner, ast.Name) and owner.id in {"datetime", "date", "timezone"}:
                    readers.add(path.relative_to(ROOT))
    # Uploads on disk carry the machine's own time.
    assert readers == {Path("branches/clock.py"), Path("branches/pending.py")}


def test_no_module_is_above_three_hundred_lines() -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in modules()}
    assert {path.name: size for path, size in sizes.items() if size > 300} == {}
