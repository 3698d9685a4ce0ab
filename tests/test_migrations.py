"""What has landed stays as it was: no migration is edited, and none depends on code that goes on living."""

import ast
import hashlib
import shutil
from pathlib import Path

import pytest

from tests.plugins.databases import ROOT

FOLDERS = ("branches/migrations", "evaluation/migrations")
LANDED = "tests/migrations.sha256"
"""A line a file, as `sha256sum` prints it."""


def files(root: Path) -> set[str]:
    found = {path for folder in FOLDERS for end in ("py", "sql") for path in (root / folder).rglob(f"*.{end}")}
    return {str(path.relative_to(root)) for path in found if path.stat().st_size}


def complaints(root: Path) -> list[str]:
    """One sentence for each file that is not as it landed: what to do about it."""
    lines = (line.split() for line in (root / LANDED).read_text().splitlines())
    landed = {path: digest for digest, path in lines}
    there = files(root)
    return [
        *(
            f"{path} has landed and is gone: databases count on it, put it back"
            for path in sorted(landed.keys() - there)
        ),
        *(f"{path} is new: when it lands, sha256sum {path} >> {LANDED}" for path in sorted(there - landed.keys())),
        *(
            f"{path} has landed: databases have run it as it was. Put it back and write a new migration"
            for path in sorted(there & landed.keys())
            if hashlib.sha256((root / path).read_bytes()).hexdigest() != landed[path]
        ),
    ]


def living(source: str) -> list[str]:
    """Modules of ours that a migration imports, but for those that are as frozen as itself."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    ours = {name for name in names if name.split(".")[0] in ("branches", "evaluation", "sizhiqiang")}
    return sorted(name for name in ours if name.split(".")[1:2] != ["migrations"])


def test_no_landed_migration_is_edited() -> None:
    assert complaints(ROOT) == []


@pytest.mark.parametrize(
    "path", ["branches/migrations/0001_initial.py", "evaluation/migrations/guards/0006.sqlite.sql"]
)
def test_an_edited_one_is_named(tmp_path: Path, path: str) -> None:
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    (tmp_path / LANDED).parent.mkdir()
    shutil.copy(ROOT / LANDED, tmp_path / LANDED)
    (tmp_path / path).write_text((ROOT / path).read_text() + "\n")
    (tmp_path / "evaluation/migrations/0002_guards.py").unlink()
    (tmp_path / "evaluation/migrations/0999_new.py").write_text("x = 1\n")
    gone, new, edited = complaints(tmp_path)
    assert "0002_guards.py has landed and is gone" in gone
    assert "0999_new.py is new" in new
    assert edited == f"{path} has landed: databases have run it as it was. Put it back and write a new migration"


@pytest.mark.parametrize("path", sorted(path for path in files(ROOT) if path.endswith(".py")))
def test_no_migration_depends_on_living_code(path: str) -> None:
    """So what it makes of a database stays the same, and tests may keep the database that it made."""
    assert living((ROOT / path).read_text()) == []


def test_living_code_in_a_migration_is_named() -> None:
    assert living("import evaluation.models.notice") == ["evaluation.models.notice"]
    assert living("from evaluation.migrations import guards\nfrom evaluation import rules") == ["evaluation.rules"]
