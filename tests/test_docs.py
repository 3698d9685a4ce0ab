"""The documents are true: what they name exists, each fact stands once, and what is generated is what the code says."""

import ast
import importlib
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from evaluation.procedure import lives
from scripts import rooms
from tests.plugins.databases import ROOT

# Generated as a table of moves: a step has many rows.
GENERATED = {"docs/procedure.md"}
PAGES = sorted(
    path
    for pattern in ("README.md", "CONTRIBUTING.md", "docs/*.md", "docs/decisions/*.md")
    for path in ROOT.glob(pattern)
    if str(path.relative_to(ROOT)) not in GENERATED
)
FILES = r"[\w./<>*-]+\.(?:py|sh|toml|html|css|js|md|csv|conf|yml|txt|png)"
AT_THE_ROOT = {
    ".ci",
    ".dockerignore",
    ".editorconfig",
    ".env.example",
    ".git-blame-ignore-revs",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CONTRIBUTING.md",
    "Dockerfile",
    "Makefile",
    "README.md",
    "branches",
    "constraints.txt",
    "deploy",
    "docker-compose.yml",
    "docs",
    "evaluation",
    "manage.py",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
    "scripts",
    "sizhiqiang",
    "static",
    "templates",
    "tests",
}
# Templates that Django looks for by itself.
DJANGOS_OWN = re.compile(r"(django/forms|admin|registration)/|\d{3}\.html$")


def tables(text: str) -> Iterator[list[str]]:
    """The first cells of each table, heads left out."""
    for block in re.findall(r"(?:^\|.*\n)+", text + "\n", re.MULTILINE):
        yield [row.split("|")[1].strip() for row in block.splitlines()[2:]]


def doubled(text: str) -> list[str]:
    return [cell for table in tables(text) for cell, count in Counter(table).items() if cell and count > 1]


def spans(text: str) -> set[str]:
    """What stands in back quotes, code blocks left out."""
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_two_rows_of_a_table_begin_alike(page: Path) -> None:
    assert doubled(page.read_text()) == []


def test_two_rows_that_begin_alike_are_noticed() -> None:
    assert doubled("| a | b |\n|---|---|\n| x | 1 |\n| y | 2 |\n| x | 3 |\n") == ["x"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_long_line_stands_twice(page: Path) -> None:
    # A command may be given twice: what it does is held by running it (test_handbook.py).
    text = re.sub(r"^```sh\n.*?^```", "", page.read_text(), flags=re.DOTALL | re.MULTILINE)
    lines = Counter(line for line in text.splitlines() if len(line) > 50 and not line.startswith("|"))
    assert [line for line, count in lines.items() if count > 1] == []


@cache
def floors() -> set[str]:
    """Names of files that rooms have, which a page may give without saying in which."""
    return {path.name for app in ("branches", "evaluation") for path in (ROOT / app).rglob("*.py")}


def missing_files(text: str, folder: str = "") -> list[str]:
    """Paths in back quotes or links that lead nowhere; short ones begin in an app, or are the name of a floor."""
    named = {span for span in spans(text) if re.fullmatch(FILES, span) and not set("<>*") & set(span)}
    named |= {link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link}
    roots = ("", "evaluation", "evaluation/typesetting", "branches", "templates", folder)
    return sorted(name for name in named - floors() if not any((ROOT / root / name).exists() for root in roots))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_a_page_names_exists(page: Path) -> None:
    assert missing_files(page.read_text(), str(page.relative_to(ROOT).parent)) == []


def test_a_file_that_is_gone_is_noticed() -> None:
    assert missing_files("`evaluation/advance.py` and `evaluation/gone.py`, [here](docs/gone.md)") == [
        "docs/gone.md",
        "evaluation/gone.py",
    ]


@cache
def modules() -> dict[str, list[str]]:
    """Dotted names of our modules by every ending of theirs."""
    found: dict[str, list[str]] = {}
    for path in [path for folder in ("branches", "evaluation", "sizhiqiang") for path in (ROOT / folder).rglob("*.py")]:
        parts = path.relative_to(ROOT).with_suffix("").parts
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        for start in range(len(parts)):
            found.setdefault(".".join(parts[start:]), []).append(".".join(parts))
    return found


@cache
def classes() -> dict[str, object]:
    """Models, words and permissions by their own names."""
    homes = (
        "branches.models",
        "branches.permissions",
        "evaluation.models",
        "evaluation.vocabulary",
        "evaluation.procedure",
    )
    return {name: thing for home in homes for name, thing in vars(importlib.import_module(home)).items()}


def exists(name: str) -> bool:
    """Whether `a.b.c` is a module of ours, something in one, or something in a class of ours."""
    words = name.split(".")
    if name in modules():
        return True
    if words[0] in classes() and _has(classes()[words[0]], words[1:]):
        return True
    return any(
        _has(importlib.import_module(home), words[size:])
        for size in range(1, len(words))
        for home in modules().get(".".join(words[:size]), [])
    )


def _has(thing: object, words: list[str]) -> bool:
    for word in words:
        fields = {one.name for one in thing._meta.get_fields()} if hasattr(thing, "_meta") else set()
        if word in fields:
            return True
        if not hasattr(thing, word):
            return False
        thing = getattr(thing, word)
    return True


def missing_names(text: str) -> list[str]:
    named = {re.sub(r"\(.*\)$", "", span) for span in spans(text)}
    dotted = {name for name in named if re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", name)}
    known = {name for name in dotted if name.split(".")[0] in classes() or name.split(".")[0] in modules()}
    return sorted(name for name in known if not re.fullmatch(FILES, name) and not exists(name))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_name_in_the_code_that_a_page_gives_exists(page: Path) -> None:
    assert missing_names(page.read_text()) == []


def test_a_name_that_is_gone_is_noticed() -> None:
    assert missing_names("`advance.advance`, `advance.gone`, `Branch.is_first_branch`, `Branch.gone`") == [
        "Branch.gone",
        "advance.gone",
    ]


def test_every_life_of_the_procedure_is_in_its_document() -> None:
    page = (ROOT / "docs/procedure.md").read_text()
    states = {
        state
        for name, life in vars(lives).items()
        if name.endswith("_LIFE")
        for state in {*life, *set().union(*life.values())}
    }
    states |= {move.before for move in (*lives.PROCEDURE, *lives.REINSPECTION)}
    states |= {move.after for move in (*lives.PROCEDURE, *lives.REINSPECTION)}
    assert len(states) > 30
    assert sorted(str(state.label) for state in states if str(state.label) not in page) == []


def test_the_order_of_rooms_is_that_of_the_contracts() -> None:
    page = rooms.PAGE.read_text()
    assert rooms.order() in page
    assert rooms.written(page) == page


def named_tests(page: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each rule of the policy page with the tests its last cell names, as (file, function)."""
    rows = re.findall(r"^\| ([PD]\d[\d.–Pb]*) \|(.*)\|$", page, re.MULTILINE)
    return [(rule, re.findall(r"`([\w/]+\.py)::(\w+)`", cells.split("|")[-1])) for rule, cells in rows]


@cache
def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / "tests" / path).read_text())
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_rule_of_the_policy_page_names_a_test_that_exists() -> None:
    rules = named_tests((ROOT / "docs/policy.md").read_text())
    assert len(rules) >= 48
    assert [rule for rule, tests in rules if not tests] == []
    assert [(rule, one) for rule, tests in rules for one in tests if one[1] not in functions(one[0])] == []


def test_every_rule_that_a_test_names_stands_on_the_policy_page() -> None:
    page = (ROOT / "docs/policy.md").read_text()
    paths = [path.name for path in (ROOT / "tests").glob("test_decisions*.py")]
    named = {one for path in ("test_policy.py", *paths) for one in functions(path)}
    rules = {match[1].replace("_", ".") for one in named if (match := re.match(r"test_([PD]\d+(?:_\d+b?)?)_", one))}
    assert len(rules) >= 48
    assert (
        sorted(rule for rule in rules if not re.search(rf"^\| {re.escape(rule)}(\.\d+–\S+)? \|", page, re.MULTILINE))
        == []
    )


def test_every_template_is_used() -> None:
    sources = [
        path for folder in ("branches", "evaluation", "sizhiqiang", "templates") for path in (ROOT / folder).rglob("*")
    ]
    text = "\n".join(path.read_text() for path in sources if path.suffix in {".py", ".html", ".txt"})
    made = {
        re.sub(r"\{[^}]*\}", r"[\\w/]+", re.sub(r"[.]", r"\\.", one))
        for one in re.findall(r'f"([\w/{}.\[\]"]*\.(?:html|txt))"', text)
    }
    names = [str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").rglob("*") if path.is_file()]
    assert names
    unused = [name for name in names if name not in text and not any(re.fullmatch(one, name) for one in made)]
    assert [name for name in unused if not DJANGOS_OWN.match(name)] == []


def test_every_room_says_what_it_owns_and_by_which_clause() -> None:
    clause = re.compile(r"方案|[PD]\d+")
    shared = {
        "pages",
        "cases",
        "status",
        "worklist",
        "models",
        "seeds",
        "typesetting",
        "vocabulary",
        "standards",
        "templatetags",
    }
    folders = [
        path
        for path in (ROOT / "evaluation").iterdir()
        if (path / "__init__.py").exists() and path.name not in {"migrations", "management"}
    ]
    said = {path.name: ast.get_docstring(ast.parse((path / "__init__.py").read_text())) or "" for path in folders}
    assert len(said) > 20
    assert [name for name, words in said.items() if not words and name != "templatetags"] == []
    assert [name for name, words in said.items() if name not in shared and not clause.search(words)] == []


def test_an_index_tells_of_every_decision_and_of_every_missing_number() -> None:
    page = (ROOT / "docs/decisions/README.md").read_text()
    numbers = {int(path.name[:4]): path.name for path in (ROOT / "docs/decisions").glob("0*.md")}
    rows = {int(number): row for number, row in re.findall(r"^\| (\d{4}) \|(.*)\|$", page, re.MULTILINE)}
    assert sorted(rows) == list(range(1, max(numbers) + 1))
    assert [name for number, name in numbers.items() if name not in rows[number]] == []


def test_nothing_lies_at_the_root_that_a_stranger_would_wonder_about() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert {path.split("/")[0] for path in tracked} - AT_THE_ROOT == set()
