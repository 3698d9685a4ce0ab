"""docker-compose.yml held against the schema of Compose, and its services as processes, each with its own variables."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.databases import ON_POSTGRESQL, ROOT, Scratch
from tests.support.containers import Containers, configured, mounted, named, services
from tests.support.machine import ELSEWHERE, machine
from tests.support.servers import wait_for

HOST = {"ALLOWED_HOSTS": "party.example"}
FILE = (ROOT / "docker-compose.yml").read_text()
SECRET = re.compile(r".*(PASSWORD|SECRET|(SECRET|SEAL|CODES|TOTP)_KEY|(DATABASE|REDIS|EMAIL)_URL)(?<!DEMO_PASSWORD)")
WORKING = ("web", "worker", "worker-typesetting", "worker-imports", "beat", "watch")


@pytest.fixture(scope="module")
def containers(migrated: Scratch) -> Iterator[Containers]:
    """Both servers, with the roles that the init script makes, and all that works, started."""
    with machine() as one:
        one.run("deploy/secrets.sh")
        one.run("createdb --encoding UTF8 --locale C.UTF-8 --template template0 sizhiqiang")
        found = Containers(one, services(**HOST))
        initiating = {"SECRETS": str(one.sources / "secrets"), "ROLES": str(ROOT / "deploy/roles.sql")}
        words = " ".join(f"{name}={value}" for name, value in initiating.items())
        one.run(f"{words} POSTGRES_USER=postgres POSTGRES_DB=sizhiqiang deploy/roles.sh")
        one.fill(migrated)
        wait_for(found.queue, found.start("redis", "--port", str(found.queue)))
        found.run("prepare")
        for name in WORKING:
            found.start(name)
        wait_for(found.web, *one.processes.values())
        yield found
        one.stop("[!r]*")  # a worker whose queue is gone does not end by itself


def test_compose_accepts_the_file_and_its_twin_not() -> None:
    done = configured(**HOST)
    assert (done.returncode, done.stderr) == (0, "")
    assert "set ALLOWED_HOSTS" in configured().stderr, "nothing else must be said"


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ("restart: unless-stopped", "restrat: unless-stopped"),
        ('cpus: "2"', 'cups: "2"'),
        ("{file: ./secrets/redis_conf}", "./x"),
    ],
)
def test_what_the_schema_does_not_know_is_noticed(tmp_path: Path, written: str, wrong: str) -> None:
    """The twin."""
    assert written in FILE
    (tmp_path / "docker-compose.yml").write_text(FILE.replace(written, wrong))
    done = configured(tmp_path / "docker-compose.yml", **HOST)
    assert done.returncode != 0 and re.search("is invalid|must be a mapping", done.stderr)


def test_every_container_has_limits_and_no_secret_in_its_variables() -> None:
    for name, one in services(**HOST).items():
        assert {"cpus", "memory"} == set(one["deploy"]["resources"]["limits"]), name
        assert {variable for variable in one.get("environment", {}) if SECRET.fullmatch(variable)} == set(), name


def test_every_container_sees_the_secrets_that_it_names_and_no_others() -> None:
    found = services(**HOST)
    for name, one in found.items():
        roles = {"owner_password", "run_password", "backup_password"} if name == "postgres" else set()
        assert mounted(one) == named(one) | roles, name
    assert mounted(found["backup"]) == {"backup_database_url", "files_secret_key", "backup_to_secret_key"}
    assert [name for name, one in found.items() if "migrate_database_url" in mounted(one)] == ["prepare"]


def test_secrets_are_made_once_and_never_again(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    assert os.system(f"{ROOT}/deploy/secrets.sh {folder} 2>/dev/null") == 0
    made = {path.name: path.read_text() for path in folder.iterdir()}
    assert set(made) == set().union(*map(mounted, services(**HOST).values())) | {"redis_password"}
    (folder / "seal_key").unlink()
    assert os.system(f"{ROOT}/deploy/secrets.sh {folder} 2>/dev/null") == 0
    again = {path.name: path.read_text() for path in folder.iterdir()}
    assert {name for name in made if made[name] != again[name]} == {"seal_key"}
    assert all(path.stat().st_mode & 0o77 == 0 for path in folder.iterdir())


@pytest.mark.skipif(not ON_POSTGRESQL, reason="a site on PostgreSQL")
def test_every_service_starts_with_its_own_variables_and_is_healthy(containers: Containers) -> None:
    assert set(containers.machine.processes) == {"redis", *WORKING}
    for name in ("web", "beat", "redis"):
        containers.health(name)
    assert {name for name, process in containers.machine.processes.items() if process.poll() is not None} == set()
    assert '"kind": "postgresql"' not in containers.machine.said("web"), "no password and no address is told"


@pytest.mark.skipif(not ON_POSTGRESQL, reason="a site on PostgreSQL")
def test_the_backup_needs_none_of_the_four_keys(containers: Containers) -> None:
    elsewhere = ELSEWHERE / containers.machine.root.name
    elsewhere.mkdir()
    containers.meant = {r"/backups-copy": str(elsewhere)} | containers.meant
    try:
        assert containers.run("backup").count("sizhiqiang-") == 2, "and its copy"
    finally:
        for path in elsewhere.iterdir():
            path.unlink()
        elsewhere.rmdir()


@pytest.mark.skipif(not ON_POSTGRESQL, reason="a site on PostgreSQL")
def test_a_service_whose_secret_is_not_mounted_does_not_start(containers: Containers) -> None:
    """The twin."""
    one = containers.services["prepare"]
    kept = one["secrets"]
    one["secrets"] = [secret for secret in kept if secret["source"] != "seal_key"]
    (containers.machine.root / "secrets/prepare/seal_key").unlink()
    try:
        with pytest.raises(AssertionError, match="SEAL_KEY cannot be read from"):
            containers.run("prepare")
    finally:
        one["secrets"] = kept
