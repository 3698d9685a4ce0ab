"""A machine to follow the handbook on: a folder in the place of /, with servers of its own and no systemd."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fnmatch import fnmatch
from getpass import getuser
from grp import getgrgid
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp

import pyrage

from tests.plugins.databases import ROOT, Scratch
from tests.support.console import typed
from tests.support.servers import PATIENCE, free_ports, postgresql, redis, wait_for

ELSEWHERE = Path("/dev/shm")
"""Another disk than that of temporary files, for the second place of backups."""
BROUGHT = ("etc/systemd/system", "etc/ssl", "var/lib/sizhiqiang/files", "var/backups", "var/log/nginx")
"""Folders that packages of Debian have made."""
CONFIGURATION = ("etc/systemd/system/*.*", "etc/nginx/sites-available/sizhiqiang")
"""What is copied there and read by other programs."""
AT_THE_CONSOLE = "create_administrators"
CERTIFICATE = (
    "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 90 -subj /CN=party.example"
)


class Machine:
    def __init__(self, root: Path, elsewhere: Path) -> None:
        self.root = root
        self.sources = root / "srv/sizhiqiang"
        self.database, self.queue, self.web, self.plain, self.secure = free_ports(5)
        self.identity = pyrage.x25519.Identity.generate()
        self.variables: dict[str, str] = {}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.changed: set[Path] = set()
        me, group = getuser(), getgrgid(os.getgid()).gr_name
        self.meant = {
            r"(?<![\w./-])/mnt/sizhiqiang-backup": str(elsewhere),
            r"(?<![\w./-])/(?=(etc|var|srv)/)": f"{root}/",
            r"sudo --user postgres( --preserve-env)? ": "",
            r"runuser --user [\w-]+ -- ": "",
            r"--owner sizhiqiang-backup --group sizhiqiang": f"--owner {me} --group {group}",
            r"--owner sizhiqiang-backup": f"--owner {me}",
            r"(chown( --recursive)?) (10001|sizhiqiang:sizhiqiang)": rf"\1 {os.getuid()}",
            r"127\.0\.0\.1:5432": f"127.0.0.1:{self.database}",
            r"127\.0\.0\.1:6379": f"127.0.0.1:{self.queue}",
            r"127\.0\.0\.1:8000": f"127.0.0.1:{self.web}",
            r"listen 80;": f"listen 127.0.0.1:{self.plain};",
            r"listen 443 ": f"listen 127.0.0.1:{self.secure} ",
            r"listen \[::\]:.*;": "",
            r"age1…": str(self.identity.to_public()),
            r"\bnginx -t": f"{' '.join(self.nginx)} -t",
        }
        """What stands in the handbook and the files of deploy/, and what it is here: the same for all of them."""

    @property
    def nginx(self) -> list[str]:
        return ["nginx", "-e", f"{self.root}/var/log/nginx/error.log", "-c", f"{self.root}/etc/nginx/nginx.conf"]

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of the test's own: no DEMO, no settings, no database."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.root), "LANG": "C.UTF-8"} | self.variables

    def prepare(self) -> None:
        """What Debian's packages bring, the sources, and whoever comes with keys and a certificate."""
        for folder in (*BROUGHT, "srv/sizhiqiang"):
            (self.root / folder).mkdir(parents=True)
        for path in ROOT.iterdir():
            if path.name not in {".venv", "var", "secrets", ".env"}:
                (self.sources / path.name).symlink_to(path)
        (self.sources / ".venv").symlink_to(sys.prefix)
        (self.sources / "identity").write_text(f"{self.identity}\n")
        files = ["-keyout", "key.pem", "-out", "fullchain.pem"]
        subprocess.run([*CERTIFICATE.split(), *files], cwd=self.sources, check=True, capture_output=True)
        (self.root / "etc/debian_version").symlink_to("/etc/debian_version")
        copytree("/etc/nginx", self.root / "etc/nginx", symlinks=True)
        for folder in ("sites-enabled", "modules-enabled"):
            rmtree(self.root / "etc/nginx" / folder, ignore_errors=True)
            (self.root / "etc/nginx" / folder).mkdir()
        whole = self.root / "etc/nginx/nginx.conf"
        text = re.sub(r"^user .+;", f"user {getuser()};", whole.read_text(), flags=re.MULTILINE)
        whole.write_text(self.translated(text).replace("/run/nginx.pid", f"{self.root}/nginx.pid"))

    def translated(self, text: str) -> str:
        for written, meant in self.meant.items():
            text = re.sub(written, meant, text)
        return text

    def run(self, commands: str) -> str:
        """What they print; what they export is there for those that follow."""
        meant = self.translated(commands)
        for path in (self.root / "var/backups/sizhiqiang").glob("*.tar.age"):
            meant = meant.replace("sizhiqiang-DAY.tar.age", path.name)
        exported = self.root / "exported"
        command = ["bash", "-euo", "pipefail", "-c", f"{meant}\nexport -p > {exported}"]
        code, said = (
            typed(command, self.sources, self.environment) if AT_THE_CONSOLE in commands else self._ended(command)
        )
        assert code == 0, f"{commands}\n{said}"
        self.variables |= dict(re.findall(r'^declare -x (POSTGRES_\w+)="(.*)"$', exported.read_text(), re.MULTILINE))
        for path in {path for pattern in CONFIGURATION for path in self.root.glob(pattern)} - self.changed:
            if path.is_file():
                path.write_text(self.translated(path.read_text()))
                self.changed.add(path)
        return said

    def _ended(self, command: list[str]) -> tuple[int, str]:
        done = subprocess.run(
            command,
            check=False,
            cwd=self.sources,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout

    def fill(self, migrated: Scratch) -> None:
        """What `migrate` makes of an empty database, made once for all tests: here it finds its work done."""
        dump = subprocess.run(
            ["pg_dump", migrated.url_as("sizhiqiang_backup")], check=True, stdout=subprocess.PIPE, text=True
        )
        psql = ["psql", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1", "--dbname=sizhiqiang"]
        subprocess.run(psql, check=True, env=self.environment, input=dump.stdout, text=True)

    def in_place_of_systemd(self, commands: str) -> None:
        """What the units start that are enabled, started or stopped; what timers call the blocks call by hand."""
        for line in re.findall(r"^systemctl (.+)", commands, re.MULTILINE):
            asked = subprocess.run(["bash", "-c", f"printf '%s\n' {line}"], check=True, capture_output=True, text=True)
            verb, *units = [word for word in asked.stdout.split() if not word.startswith("--")]
            for unit in units:
                if verb == "stop":
                    self.stop(unit)
                elif unit == "nginx":
                    self.start("nginx", [*self.nginx, "-g", "daemon off;"], self.environment)
                    wait_for(self.secure, self.processes["nginx"])
                elif unit.endswith(".service"):
                    self._unit(unit)
        if "sizhiqiang-web.service" in self.processes:
            wait_for(self.web, *self.processes.values())

    def _unit(self, unit: str) -> None:
        text = (self.root / "etc/systemd/system" / unit).read_text()
        told = dict(re.findall(r"^(\w+)=(.+)$", text, re.MULTILINE))
        lines = Path(told["EnvironmentFile"]).read_text().splitlines()
        variables = dict(line.split("=", 1) for line in lines)
        self.start(unit, shlex.split(told["ExecStart"]), self.environment | variables)

    def start(self, name: str, command: list[str], variables: dict[str, str]) -> subprocess.Popen[bytes]:
        with (self.root / f"{name}.log").open("w") as log:
            self.processes[name] = subprocess.Popen(
                command, cwd=self.sources, env=variables, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return self.processes[name]

    def said(self, name: str) -> str:
        return (self.root / f"{name}.log").read_text()

    def stop(self, names: str = "*") -> None:
        stopped = [self.processes.pop(name) for name in list(self.processes) if fnmatch(name, names)]
        for process in stopped:
            process.terminate()
        for process in stopped:
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:  # as systemd does with one that does not end
                process.kill()
                process.wait()


@contextmanager
def machine() -> Iterator[Machine]:
    # Not among pytest's folders, which are closed to the user of PostgreSQL.
    root, elsewhere = Path(mkdtemp()), Path(mkdtemp(dir=ELSEWHERE))
    root.chmod(0o755)
    with ExitStack() as stack:
        for folder in (root, elsewhere):
            stack.callback(rmtree, folder, ignore_errors=True)
        one = Machine(root, elsewhere)
        one.prepare()
        one.variables |= stack.enter_context(postgresql(root / "postgresql", one.database))
        stack.enter_context(redis(root, one.queue))
        stack.callback(one.stop)
        yield one
