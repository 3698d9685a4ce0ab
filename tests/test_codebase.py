"""What no linter can say of the code: read from its syntax, wherever a module may lie."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugins.databases import ROOT

APPS = ("branches", "evaluation")


def modules(*folders: str) -> list[Path]:
    """The modules below these folders, of all that is ours unless told."""
    walked = [ROOT / folder for folder in folders or (*APPS, "sizhiqiang")]
    found = [path for folder in walked for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]
    assert found
    return found


def floor(name: str) -> list[Path]:
    """The modules of a floor: `name.py`, or whatever lies in a folder `name`, in any room."""
    found = [path for path in modules(*APPS) if name in parts(path)]
    assert found
    return found


def parts(path: Path) -> tuple[str, ...]:
    return path.relative_to(ROOT).with_suffix("").parts


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


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_import_of_ours_stands_inside_a_function(path: Path) -> None:
    assert [target for target, is_inner in imports(path) if is_inner and target.split(".")[0] in APPS] == []


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
            by_sql_written_once = isinstance(node, ast.ImportFrom) and node.module == "branches.asking.compiled"
            if assigns or updates or (by_sql_written_once and any(one.name == "update" for one in node.names)):
                writers.add(str(path.relative_to(ROOT)))
    assert writers == {"evaluation/advance.py", "evaluation/shift.py"}


def answering() -> list[Path]:
    """Whatever answers a request: the views of each room, and what all rooms share."""
    found = [*floor("views"), *modules("branches/pages", "evaluation/pages")]
    assert len(found) > 50
    return found


MANAGERS = {"_default_manager", "bulk_create", "objects"}
QUERIES = {
    "aggregate", "all", "annotate", "count", "distinct", "exclude", "exists", "filter", "first", "get_or_create",
    "last", "order_by", "prefetch_related", "refresh_from_db", "select_related", "update_or_create", "values_list",
}  # fmt: skip
REFUSALS = {"Refusal", "Refused", "Conflict", "Stale", "Overtaken", "NotRecorded", "NotAppointed", "Exception"}


def asked(code: str) -> set[str]:
    """The words of a query in some code: a manager, or the call of what builds or runs one."""
    nodes = list(ast.walk(ast.parse(code)))
    managers = {node.attr for node in nodes if isinstance(node, ast.Attribute)} & MANAGERS
    calls = {node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)}
    return managers | calls & QUERIES


def catchers(code: str) -> set[str]:
    """The outermost functions that catch a refusal; who catches everything catches refusals too."""
    found = set()
    for function in ast.parse(code).body:
        for handler in (one for one in ast.walk(function) if isinstance(one, ast.ExceptHandler)):
            for name in getattr(handler.type, "elts", [handler.type]):
                if getattr(name, "id", getattr(name, "attr", "Exception")) in REFUSALS:
                    found.add(getattr(function, "name", ""))
    return found


def test_views_neither_query_nor_write() -> None:
    # The lists of all rooms are queried in one place.
    found = {path: asked(path.read_text()) for path in answering() if path.name not in ("tables.py", "paging.py")}
    assert {str(path.relative_to(ROOT)): words for path, words in found.items() if words} == {}


def test_no_view_catches_a_refusal_but_three_that_answer_for_all() -> None:
    assert {(path.name, name) for path in answering() for name in catchers(path.read_text())} == {
        ("acting.py", "attempt"),  # a page is shown again with the reasons and everything that was typed
        ("autosave.py", "save"),  # a working copy is kept although it was refused or is not valid yet
        ("autosave.py", "answer"),  # a script is told in JSON, with what the other wrote
    }


@pytest.mark.parametrize(
    "code", ["rows.filter(pk=1)", "Cycle.objects.get()", "def f():\n    return one.versions.first()"]
)
def test_a_query_in_a_view_would_be_found(code: str) -> None:
    assert asked(code)


@pytest.mark.parametrize("what", ["Refused as refused", "(Http404, Stale)", "advance.Refused", ""])
def test_a_view_that_catches_a_refusal_would_be_found(what: str) -> None:
    code = f"def view():\n    def do():\n        try:\n            act()\n        except {what}:\n            pass"
    assert catchers(code) == {"view"}


def names_given(tree: ast.AST) -> set[str]:
    """The names under which a view hands things to its page: keys of dictionaries, and what is added to them."""
    keys = {key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys}
    keys |= {node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript)}
    return {key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str)}


def test_no_page_gives_another_thing_the_name_of_what_stands_around_every_page() -> None:
    frame = {"furniture", "inbox", "messages", "perms", "request"}
    taken = {path: names_given(ast.parse(path.read_text())) & frame for path in floor("views")}
    assert {path: names for path, names in taken.items() if names} == {}
    assert names_given(ast.parse("context = {'inbox': 1}\ncontext['furniture'] = 2")) == {"inbox", "furniture"}


def test_only_access_touches_guardian() -> None:
    users = {
        path.relative_to(ROOT) for path in modules() for target, _ in imports(path) if target.startswith("guardian")
    }
    assert users == {
        Path("branches/access.py"),
        Path("branches/models/granted.py"),
        Path("evaluation/models/assessment/team.py"),
    }


def test_only_the_clock_reads_the_time() -> None:
    readers = set()
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow", "localdate"}:
                owner = node.value
                if isinstance(owner, ast.Name) and owner.id in {"datetime", "date", "timezone"}:
                    readers.add(path.relative_to(ROOT))
    # Uploads on disk carry the machine's own time.
    assert readers == {Path("branches/clock.py"), Path("branches/spreadsheet/waiting.py")}


def test_only_one_door_leads_from_a_proof_to_a_session() -> None:
    """Whoever else began one would go round the second factor."""
    beginners = {
        (path.relative_to(ROOT), target)
        for path in modules()
        for target, _ in imports(path)
        if target in {"django.contrib.auth.login", "django.contrib.auth.views.LoginView"}
    }
    assert beginners == {(Path("branches/accounts/sessions.py"), "django.contrib.auth.login")}
    callers = {path.relative_to(ROOT) for path in modules() if "sessions.begin(" in path.read_text()}
    assert callers == {Path("branches/accounts/entrance.py")}


def test_no_module_is_above_three_hundred_lines() -> None:
    sizes = {path: len(path.read_text().splitlines()) for path in modules()}
    assert {path.name: size for path, size in sizes.items() if size > 300} == {}


def test_a_module_has_one_name_wherever_it_is_imported() -> None:
    """In the table of the procedure the rules are one letter long, so that a row fits its line."""
    names: dict[str, set[str]] = {}
    known = {".".join(parts(path)).removesuffix(".__init__") for path in modules()}
    for path in modules():
        if path.name == "lives.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if (module := f"{node.module}.{alias.name}") in known:
                        names.setdefault(module, set()).add(alias.asname or alias.name)
    assert names
    assert {module: sorted(several) for module, several in names.items() if len(several) > 1} == {}


def test_no_template_trusts_what_people_wrote() -> None:
    """`evaluation/templatetags/document.py` alone marks text as safe: what it has escaped itself."""
    trusts = re.compile(r"\|\s*safe(seq)?\b|autoescape\s+off|\b(mark_safe|SafeString|format_html)\(")
    files = [*(ROOT / "templates").rglob("*.html"), *modules(*APPS)]
    trusting = {path.relative_to(ROOT).as_posix() for path in files if trusts.search(path.read_text())}
    assert trusting == {"evaluation/templatetags/document.py"}


# docs/glossary.md, “One word for one thing”. Models keep the names they were born with.
SPENT_WORDS = {"title", "titles", "notice", "notices", "draft", "drafts", "place", "places", "paper", "papers"}
SPENT_WORDS |= {"sheet", "sheets"}


def spent(name: str) -> set[str]:
    """The words of a folder's or module's name that mean something else by now; 公示 is a public notice."""
    return set(name.replace("public_notice", "").split("_")) & SPENT_WORDS


def test_folders_and_modules_keep_to_the_words_of_the_glossary() -> None:
    names = {part for path in modules(*APPS) for part in parts(path) if parts(path)[1] != "models"}
    assert [name for name in names if spent(name)] == []
    page = (ROOT / "docs/glossary.md").read_text()
    table = page.partition("## One word for one thing")[2]
    never = {word for row in re.findall(r"^\|.*\|$", table, re.MULTILINE) for word in row.split("|")[3].split(", ")}
    assert {word.strip() for word in never} >= {"title", "notice", "draft", "place", "paper", "sheet"}


@pytest.mark.parametrize("name", ["title_worklist", "notices", "drafts", "sheet"])
def test_a_word_that_is_spent_would_be_found(name: str) -> None:
    assert spent(name)
    assert not spent("public_notice")


# Of Django's own these have no range, or look for a row of any number.
BOUNDLESS = re.compile(
    r"forms\.(?:Integer|Float|Date|DateTime|ModelMultipleChoice)Field|from django_filters import .*(?:Number|Date)"
    r"|int\(\w+\).*\.is(?:digit|decimal|numeric)\(\)"
)
# Whatever else is called next is a button, or no word of a request.
ASKS_WHERE_TO_GO = re.compile(r"""(?:GET|POST)(?:\.get\(|\[)\s*["']next["']|cleaned_data\[["']next["']\]""")


def found(pattern: re.Pattern[str]) -> set[str]:
    return {str(path.relative_to(ROOT)) for path in modules() if pattern.search(path.read_text())}


def test_numbers_and_days_from_outside_have_a_range() -> None:
    """`branches.incoming.numbers` says which; the fields, filters and converters of ours keep to it."""
    assert found(BOUNDLESS) == {"branches/pages/fields.py"}


def test_one_function_alone_reads_where_somebody_was_going() -> None:
    assert found(ASKS_WHERE_TO_GO) == {"branches/pages/request.py"}


STORAGE = {"default_storage", "FileSystemStorage", "storages", "MEDIA_ROOT"}


def past_the_door(code: str) -> set[str]:
    """What somebody uses who reaches files without the one door: the storage itself, a path of a file, or its address."""
    nodes = list(ast.walk(ast.parse(code)))
    named = {node.id for node in nodes if isinstance(node, ast.Name)} | {
        node.attr for node in nodes if isinstance(node, ast.Attribute)
    }
    calls = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}
    reads = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    saved = {one for one in calls if re.search(r"\b(file|scan)\.(save|delete)$", one)}
    return (named & STORAGE) | saved | {one for one in reads if re.search(r"\b(file|scan)\.(path|url|storage)$", one)}


def test_files_go_through_one_door() -> None:
    found = {str(path.relative_to(ROOT)): past_the_door(path.read_text()) for path in modules(*APPS)}
    door = {path: words for path, words in found.items() if words and not path.startswith("branches/files/")}
    assert door == {
        "branches/backup/restoring.py": {"MEDIA_ROOT"},  # where a backup is unpacked, and what is said of it
        "branches/backup/state.py": {"storages"},  # a place of its own, beside the files
    }


def test_no_page_leads_to_a_file_itself() -> None:
    leading = re.compile(r"\b(file|scan|photo)\.(url|path)\b")
    assert [str(path) for path in (ROOT / "templates").rglob("*.html") if leading.search(path.read_text())] == []


@pytest.mark.parametrize(
    "code", ["row.file.save('x', content)", "open(copy.file.path)", "default_storage.open(name)", "a.scan.url"]
)
def test_a_way_past_the_door_would_be_found(code: str) -> None:
    assert past_the_door(code)


SENDING = {"apply_async", "delay", "send_task"}


def sending(code: str) -> set[str]:
    """The words by which some code puts something into the queue itself."""
    calls = [node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return {one.attr for one in calls if isinstance(one, ast.Attribute)} & SENDING


def test_the_queue_is_asked_by_one_door_at_the_commit() -> None:
    """Whoever calls a worker himself waits for a broker that is away, or calls for rows that nobody sees yet."""
    found = {str(path.relative_to(ROOT)): sending(path.read_text()) for path in modules()}
    assert {path: words for path, words in found.items() if words} == {"branches/jobs/waking.py": {"send_task"}}
    askers = {str(path.relative_to(ROOT)) for path in modules() if "branches.jobs.waking.wake" in dict(imports(path))}
    assert askers == {"branches/jobs/steps.py"}
    asked = (ROOT / "branches/jobs/steps.py").read_text()
    assert asked.count("wake") == 2 and "transaction.on_commit(partial(wake, kind.queue), robust=True)" in asked


@pytest.mark.parametrize("code", ["tasks.work.delay('imports')", "app.send_task('x')", "work.apply_async(args)"])
def test_a_second_door_to_the_queue_would_be_found(code: str) -> None:
    assert sending(code)
