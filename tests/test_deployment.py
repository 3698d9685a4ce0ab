"""What can be said of the containers without an engine: every queue has a consumer, every variable a way in."""

import json
import re
import shlex
import sys
from os import X_OK, access, environ
from pathlib import Path
from shutil import copytree, which
from subprocess import run
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

from evaluation.status import queries as status_queries
from sizhiqiang.celery import QUEUES, ROUTES, SCHEDULE, app
from tests.plugins.databases import ROOT

LONGEST = 600
OWNERS = {
    "MIGRATE_DATABASE_URL",
    "BACKUP_DATABASE_URL",
    "BACKUP_TO",
    "BACKUP_TO_ACCESS_KEY",
    "BACKUP_TO_SECRET_KEY",
    "BACKUP_TO_SECRET_KEY_FILE",
    "BACKUP_TO_REGION",
    "BACKUP_RECIPIENT",
}
"""Reach what migrates, or what makes backups, and nothing else."""
ONCE = {"prepare", "backup"}
"""They do their work and end."""
FIXED_BY_COMPOSE = {"EMBEDDED", "DATA_DIR"}
"""In a container they have one value; elsewhere they are to be said."""


@pytest.fixture
def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return found


def celery(service: dict[str, Any]) -> list[str]:
    """The words after `celery` in a service's command."""
    words = shlex.split(service.get("command", ""))
    return words[1:] if words[:1] == ["celery"] else []


def queues(services: dict[str, Any]) -> list[str]:
    commands = [celery(one) for one in services.values()]
    return [queue for words in commands if "worker" in words for queue in words[words.index("--queues") + 1].split(",")]


def test_every_queue_has_a_consumer_of_its_own_group(services: dict[str, Any]) -> None:
    assert sorted(queues(services)) == sorted(QUEUES)
    assert tuple(status_queries.QUEUES) == QUEUES, "the status page watches each of them"


def test_every_task_has_a_route_to_a_queue_that_exists() -> None:
    own = {name for name in app.tasks if name.startswith(("evaluation.", "branches."))}
    app.loader.import_default_modules()
    own |= {name for name in app.tasks if name.startswith(("evaluation.", "branches."))}
    assert own == set(ROUTES)
    assert {route["queue"] for route in ROUTES.values()} <= set(QUEUES)


def test_beat_calls_every_task_that_sweeps() -> None:
    assert {entry["task"] for entry in SCHEDULE.values()} == set(ROUTES)


def test_a_call_that_came_too_late_is_void() -> None:
    """Or a queue that stood still for a night would be full of calls that all say the same."""
    for entry in SCHEDULE.values():
        if hasattr(entry["schedule"], "total_seconds"):
            assert entry["options"]["expires"] < entry["schedule"].total_seconds()


def test_a_task_still_running_is_not_given_to_a_second_worker() -> None:
    assert app.conf.task_time_limit <= LONGEST < app.conf.broker_transport_options.get("visibility_timeout", 900)
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_max_tasks_per_child


def test_there_is_one_clock_one_web_server_and_both_stores(services: dict[str, Any]) -> None:
    assert [name for name, one in services.items() if "beat" in celery(one)] == ["beat"]
    assert {"web", "postgres", "redis", "prepare"} <= services.keys()


def test_every_service_says_whether_it_is_well_and_waits_for_its_stores(services: dict[str, Any]) -> None:
    for name, one in services.items():
        assert "healthcheck" in one or name in ONCE, name
        if celery(one) or name == "web":
            assert one["depends_on"]["prepare"]["condition"] == "service_completed_successfully", name
            assert one["depends_on"]["redis"]["condition"] == "service_healthy", name


def found(pattern: str, path: str) -> set[Any]:
    return set(re.findall(pattern, (ROOT / path).read_text(), re.MULTILINE))


def documented() -> set[str]:
    """The variables of the handbook's table."""
    table = (ROOT / "docs/operations.md").read_text().partition("## Environment variables")[2].partition("\n## ")[0]
    heads = [row.split("|")[1] for row in table.splitlines() if row.startswith("|")]
    return {name for head in heads for name in re.findall(r"`([A-Z_]+)`", head)}


def read() -> set[str]:
    """The variables that anything looks at."""
    secrets = found(r'\bsecret\(\s*"([A-Z_]+)"', "sizhiqiang/settings.py")
    asked = found(r'\bgiven\.get\("([A-Z_]+)"', "sizhiqiang/installation.py")
    return (
        found(r'\benv(?:\.\w+)?\(\s*"([A-Z_]+)"', "sizhiqiang/settings.py")
        | asked
        | secrets
        | {f"{name}_FILE" for name in secrets}
    )


def ours(services: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The variables of each container of the application; what makes backups knows nothing of the site but the files."""
    image = f"sizhiqiang:{settings.VERSION}"
    found = {name: one["environment"] for name, one in services.items() if one["image"] == image and name != "backup"}
    assert len(found) > 4
    return found


def handed_on(services: dict[str, Any]) -> list[set[str]]:
    """For each container of the application the variables that reach it, from .env, fixed, or as the file of a secret."""
    return [
        {name for name, value in one.items() if f"${{{name}" in str(value) or name in FIXED_BY_COMPOSE}
        | {told for name, value in one.items() if value == secret(name) for told in (name, name.removesuffix("_FILE"))}
        for one in ours(services).values()
    ]


def secret(name: str) -> str:
    return f"/run/secrets/{name.removesuffix('_FILE').lower()}"


def strays(told: set[str], used: set[str], containers: list[set[str]], example: set[str]) -> list[str]:
    """What is not the same in the handbook, the settings, every container and the example."""
    owners = OWNERS | {f"{name}_FILE" for name in OWNERS if name.endswith("_URL")}
    others = {"settings": used, "example": example}
    others |= {f"container {number}": one | owners for number, one in enumerate(containers)}
    return [f"{place}: {name}" for place, names in others.items() for name in sorted(told ^ names)]


def test_every_documented_variable_is_read_and_reaches_every_container(services: dict[str, Any]) -> None:
    example = found(r"^(?:# )?([A-Z_]+)=", ".env.example")
    assert strays(documented(), read(), handed_on(services), example) == []
    assert found(r"\$\{([A-Z_]+)", "docker-compose.yml") == found(r"^([A-Z_]+)=", ".env.example")


def test_the_role_that_owns_the_tables_reaches_what_migrates_and_nothing_else(services: dict[str, Any]) -> None:
    told = ours(services)
    assert [name for name, given in told.items() if "MIGRATE_DATABASE_URL_FILE" in given] == ["prepare"]
    assert all(given["DATABASE_URL_FILE"] == "/run/secrets/database_url" for given in told.values())
    assert "manage.py migrate" in services["prepare"]["command"]
    script, statements = "deploy/roles.sh", "deploy/roles.sql"
    assert f"./{script}:/docker-entrypoint-initdb.d/roles.sh:ro" in services["postgres"]["volumes"]
    assert f"./{statements}:/etc/sizhiqiang/roles.sql:ro" in services["postgres"]["volumes"]
    assert access(ROOT / script, X_OK), "else it would be read into the shell of the image"


def test_the_role_and_the_folders_of_the_backup_reach_what_makes_it_and_nothing_else(services: dict[str, Any]) -> None:
    given = {name: f"{one.get('environment')} {one.get('volumes')}" for name, one in services.items()}
    for mark in ("backup_database_url", "BACKUP_TO", "./backups"):
        assert [name for name, words in given.items() if mark in words] == ["backup"], mark


def test_a_variable_that_stays_outside_is_noticed(services: dict[str, Any]) -> None:
    """The twin."""
    names, handed = documented(), services["web"]["environment"]
    services["web"]["environment"] = handed | {"MAIL_FROM": "always@the.same.example"}
    services["worker"]["environment"] = handed | {"SEAL_KEY_FILE": "/run/secrets/totp_key"}
    services["beat"]["environment"] = {name: value for name, value in handed.items() if name != "SITE_URL"}
    assert strays(names, read() - {"LOG_LEVEL"}, handed_on(services), names - {"SEAL_KEY_FILE"}) == [
        "settings: LOG_LEVEL",
        "example: SEAL_KEY_FILE",
        "container 1: MAIL_FROM",
        "container 2: SEAL_KEY",
        "container 2: SEAL_KEY_FILE",
        "container 5: SITE_URL",
    ]


def test_what_the_image_copies_and_runs_is_there() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert any(line.startswith("USER ") for line in lines)


def test_every_place_says_the_same_version(client: Client, db: None) -> None:
    """Of pyproject.toml: the image and its tag, the changelog, every page and what the monitoring asks."""
    version = settings.VERSION
    assert re.findall(r"image\.version=\"(.+?)\"", (ROOT / "Dockerfile").read_text()) == [version]
    assert found(r"image: sizhiqiang:(.+)", "docker-compose.yml") == {version}
    assert re.findall(r"^## (.+)", (ROOT / "docs/changelog.md").read_text(), re.MULTILINE)[0] == version
    assert client.get("/livez").json() == {"ok": True, "version": version}
    assert f"版本{version}</span></p>" in client.get("/login/").content.decode()


def run_on() -> dict[str, str]:
    """The versions of what is beneath, as the image and Compose name them."""
    ((python, debian),) = found(r"^FROM python:([\d.]+)-slim-(\w+)", "Dockerfile")
    stores = dict(found(r"image: (postgres|redis):(\d+)-", "docker-compose.yml"))
    (django,) = found(r"^django==(\d+\.\d+)", "requirements.txt")
    return {
        "Python": python, "Django": django, "PostgreSQL": stores["postgres"], "Debian": f"12 ({debian})",
        "Redis": stores["redis"],
    }  # fmt: skip


def test_the_page_of_a_year_tells_until_when_is_looked_after_what_this_version_runs_on() -> None:
    rows = found(r"^\| (\w+) \| (?=\d)(.+?) \|", "docs/once-a-year.md")
    assert dict(rows) == run_on()


def test_a_queue_nobody_serves_is_noticed(services: dict[str, Any]) -> None:
    """The twin."""
    del services["worker-imports"]
    with pytest.raises(AssertionError):
        test_every_queue_has_a_consumer_of_its_own_group(services)


UNITS = sorted((ROOT / "deploy/systemd").glob("*.*"))


def started_by(unit: Path) -> list[str]:
    (line,) = re.findall(r"^ExecStart=/srv/sizhiqiang/\.venv/bin/(.+)$", unit.read_text(), re.MULTILINE)
    return shlex.split(line)


def test_every_process_has_a_unit_of_systemd_that_starts_what_its_container_starts(services: dict[str, Any]) -> None:
    for name in (name for name, one in services.items() if celery(one)):
        told = started_by(ROOT / f"deploy/systemd/sizhiqiang-{name}.service")
        own = ("--pidfile", "/tmp/beat.pid")  # for the health check of the container
        assert told == ["celery", *(part for part in celery(services[name]) if part not in own)], name
    web = started_by(ROOT / "deploy/systemd/sizhiqiang-web.service")
    image = json.loads(
        re.findall(r"^CMD (\[.+\])", (ROOT / "Dockerfile").read_text().replace("\\\n", ""), re.MULTILINE)[0]
    )
    assert sorted(set(web) ^ set(image)) == ["--worker-tmp-dir", "/dev/shm", "0.0.0.0:8000", "127.0.0.1:8000"]


def test_what_a_unit_starts_is_ours_and_every_timer_has_its_unit() -> None:
    for unit in (one for one in UNITS if one.suffix == ".service" and one.is_file()):
        program, *rest = started_by(unit)
        if program == "python":
            assert rest[0] == "manage.py" and get_commands()[rest[1]] in ("branches", "evaluation"), unit.name
        else:
            assert which(program, path=str(Path(sys.executable).parent)), unit.name
    timers = {one for one in UNITS if one.suffix == ".timer"}
    assert timers and {one.with_suffix(".service") for one in timers} <= set(UNITS)


def test_systemd_itself_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    """What they start is not installed here: `/bin/true` stands in its place."""
    copytree(ROOT / "deploy/systemd", tmp_path, dirs_exist_ok=True)
    for unit in tmp_path.glob("*.service"):
        if unit.is_file():
            unit.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE))
    units = [str(one) for one in sorted(tmp_path.iterdir()) if one.is_file()]
    asked = ["systemd-analyze", "verify", *units]
    told = run(asked, env={**environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
