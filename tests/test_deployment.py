"""What can be said of the containers without an engine: every queue has a consumer, every task a queue, beat its entries."""

import re
import shlex
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client

from evaluation.status import queries as status_queries
from sizhiqiang.celery import QUEUES, ROUTES, SCHEDULE, app
from tests.plugins.databases import ROOT

LONGEST = 600


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
    assert status_queries.QUEUES == QUEUES, "the status page watches each of them"


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
        assert "healthcheck" in one or name == "prepare", name
        if celery(one) or name == "web":
            assert one["depends_on"]["prepare"]["condition"] == "service_completed_successfully", name
            assert one["depends_on"]["redis"]["condition"] == "service_healthy", name


def test_every_variable_of_the_containers_is_in_the_example(services: dict[str, Any]) -> None:
    wanted = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    example = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert wanted == example


def test_what_the_image_copies_and_runs_is_there() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert [path for path in copied if not (ROOT / path).exists()] == []
    assert any(line.startswith("USER ") for line in lines)


def test_every_place_says_the_same_version(client: Client, db: None) -> None:
    """Of pyproject.toml: the image, the changelog, every page and what the monitoring asks."""
    version = settings.VERSION
    assert re.findall(r"image\.version=\"(.+?)\"", (ROOT / "Dockerfile").read_text()) == [version]
    assert re.findall(r"^## (.+)", (ROOT / "docs/changelog.md").read_text(), re.MULTILINE)[0] == version
    assert client.get("/livez").json() == {"ok": True, "version": version}
    assert f"版本{version}</p>" in client.get("/login/").content.decode()


def test_a_queue_nobody_serves_is_noticed(services: dict[str, Any]) -> None:
    """The twin."""
    del services["worker-imports"]
    with pytest.raises(AssertionError):
        test_every_queue_has_a_consumer_of_its_own_group(services)
