"""What docker-compose.yml makes of .env, and its services as processes: each with its own variables, secrets and command."""

import json
import re
import shlex
import subprocess
import time
from pathlib import Path
from typing import Any

import yaml

from tests.plugins.databases import ROOT
from tests.support.machine import Machine
from tests.support.servers import PATIENCE, free_ports

Service = dict[str, Any]


def configured(file: Path = ROOT / "docker-compose.yml", **variables: str) -> subprocess.CompletedProcess[str]:
    """What Compose says of the file, which it holds against its schema."""
    return subprocess.run(
        ["docker-compose", "--file", str(file), "--profile", "backup", "config"],
        check=False,
        env={"PATH": "/usr/bin:/bin", "HOME": "/nowhere", **variables},
        capture_output=True,
        text=True,
    )


def services(**variables: str) -> dict[str, Service]:
    found: dict[str, Service] = yaml.safe_load(configured(**variables).stdout)["services"]
    return found


def mounted(service: Service) -> set[str]:
    """The secrets that it sees."""
    return {one["source"] for one in service.get("secrets", ())}


def named(service: Service) -> set[str]:
    """The secrets that its variables and its command lead to."""
    return set(re.findall(r"/run/secrets/(\w+)", f"{service.get('environment')} {service.get('command')}"))


class Containers:
    """Each service sees a folder of its own in the place of /run/secrets, and of the machine its ports."""

    def __init__(self, machine: Machine, found: dict[str, Service]) -> None:
        self.machine, self.services = machine, found
        self.queue, self.web = free_ports(2)
        self.meant = {
            r"(?<![\w/])/tmp/": f"{machine.root}/",
            r"@postgres:5432": f"@127.0.0.1:{machine.database}",
            r"@redis:6379": f"@127.0.0.1:{self.queue}",
            r"(0\.0\.0\.0|127\.0\.0\.1):8000": rf"\1:{self.web}",
            r"(?<![\w/])/data": str(machine.root / "data"),
            r"(?<![\w/])/(?=backups)": f"{machine.root}/",
            r"redis-cli ping": f"redis-cli -p {self.queue} ping",
            r"sleep 300": "sleep 1",
        }
        """What stands in the file, and what it is here."""
        for folder in ("data", "backups"):
            (machine.root / folder).mkdir()

    def translated(self, text: str, name: str) -> str:
        for written, meant in self.meant.items():
            text = re.sub(written, meant, text)
        return text.replace("/run/secrets", str(self.machine.root / "secrets" / name))

    def variables(self, name: str) -> dict[str, str]:
        """Its own, and nothing else; the files of its secrets are laid where they lead."""
        folder = self.machine.root / "secrets" / name
        folder.mkdir(parents=True, exist_ok=True)
        for secret in mounted(self.services[name]):
            text = (self.machine.sources / "secrets" / secret).read_text()
            (folder / secret).write_text(self.translated(text, name))
        told = self.services[name].get("environment", {}).items()
        path = f"{self.machine.sources}/.venv/bin:{self.machine.environment['PATH']}"
        own = {"PATH": path, "HOME": str(self.machine.root), "LANG": "C.UTF-8", "HOSTNAME": name}
        return own | {key: self.translated(str(value), name) for key, value in told}

    def command(self, name: str) -> list[str]:
        given = self.services[name].get("command") or self._of_image()
        words = shlex.split(given) if isinstance(given, str) else given
        return [self.translated(word.replace("$$", "$"), name) for word in words]

    def health(self, name: str) -> None:
        """What Compose would ask the container, asked until it answers as it should."""
        kind, *words = (word.replace("$$", "$") for word in self.services[name]["healthcheck"]["test"])
        command = ["sh", "-c", *words] if kind == "CMD-SHELL" else words
        meant = [self.translated(word, name) for word in command]
        until = time.monotonic() + PATIENCE * 4
        while True:
            done = subprocess.run(
                meant, check=False, env=self.variables(name), cwd=self.machine.sources, capture_output=True, text=True
            )
            if done.returncode == 0:
                return
            assert time.monotonic() < until, f"{name}: {done.stderr}"

    def run(self, name: str, *command: str) -> str:
        """To its end; what it printed."""
        done = subprocess.run(
            command or self.command(name),
            check=False,
            env=self.variables(name),
            cwd=self.machine.sources,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{name}\n{done.stdout}"
        return done.stdout

    def start(self, name: str, *more: str) -> subprocess.Popen[bytes]:
        return self.machine.start(name, [*self.command(name), *more], self.variables(name))

    @staticmethod
    def _of_image() -> list[str]:
        lines = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
        command: list[str] = json.loads(re.findall(r"^CMD (\[.+\])", lines, re.MULTILINE)[0])
        return command
