"""The databases of the tests are what migrating makes, every guard included, and never what it once made."""

import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from evaluation.integrity import catalogue
from tests.plugins import databases
from tests.plugins.databases import ROOT, Scratch, digest, drop, template
from tests.support import guards


@pytest.mark.django_db
def test_the_copy_is_what_the_migrations_make():
    assert catalogue.wrong() == []


@pytest.mark.django_db
def test_a_guard_that_is_gone_or_changed_is_seen():
    guards.rule(*guards.removed("audit_kept_d"), *guards.hollowed("audit_kept_u"))
    assert {guards.named(line) for line in catalogue.wrong()} == {"audit_kept_d", "audit_kept_u"}


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "evaluation" / "migrations", tmp_path / "evaluation" / "migrations")


def test_migrations_that_stay_as_they_are_have_one_digest(migrations):
    assert digest([migrations]) == digest([ROOT / "evaluation" / "migrations"])


@pytest.mark.parametrize("name", ["0002_guards.py", "guards/0002.sqlite.sql", "guards/__init__.py"])
def test_an_edited_migration_has_another(migrations, name):
    before = digest([migrations])
    with (migrations / name).open("a") as file:
        file.write("\n")
    assert digest([migrations]) != before


def test_a_new_a_renamed_and_a_removed_migration_have_another(migrations):
    digests = [digest([migrations])]
    (migrations / "0099_new.py").touch()
    digests.append(digest([migrations]))
    (migrations / "0099_new.py").rename(migrations / "0098_new.py")
    digests.append(digest([migrations]))
    (migrations / "0002_guards.py").unlink()
    digests.append(digest([migrations]))
    assert len(set(digests)) == 4


@pytest.fixture
def name():
    name = f"kept{uuid4().hex[:12]}"
    yield name
    drop(Scratch(name))


def test_a_kept_database_is_taken_instead_of_built(name, migrated, tmp_path):
    databases._keep(migrated, tmp_path / "kept")
    scratch = template(name, ("no_such_command",), kept=tmp_path / "kept")
    assert "0002_guards" in scratch.manage("showmigrations", "evaluation")


def test_of_a_build_that_fails_nothing_is_kept(name, tmp_path):
    with pytest.raises(AssertionError, match="no_such_command"):
        template(name, ("no_such_command",), kept=tmp_path / "kept")
    assert list(tmp_path.iterdir()) == []


def test_half_a_database_is_not_kept(migrated, tmp_path, monkeypatch):
    def break_off(path: Path, target: Path) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", break_off)
    with pytest.raises(OSError, match="no space"):
        databases._keep(migrated, tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
