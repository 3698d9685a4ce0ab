"""Mutants of a module: one thing in its text changed, and the running program made to behave as if it read so.

Nothing is written to the tree. Functions get the other code in the place where they are, so whoever holds one holds the
mutant; a table of the module is made anew, and whoever holds the old one is given the new one.
"""

import ast
import builtins
import functools
import gc
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

SWAPPED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr, ast.Mod: ast.Mult, ast.Break: ast.Continue, ast.Continue: ast.Break,
}  # fmt: skip
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


APART = {"annotation", "returns", "decorator_list"}
"""Fields of a node that say what is meant and do nothing."""


@dataclass(frozen=True)
class Mutant:
    """Where something was changed, and what became of it; `function` is "" in a table."""

    module: str
    function: str
    line: int
    words: str


def path(module: str) -> Path:
    return Path(str(import_module(module).__file__))


def grow(module: str) -> Iterator[tuple[Mutant, ast.Module]]:
    """Every mutant of the functions and tables of a module, each with one change; the tree is good until the next."""
    tree = ast.parse(path(module).read_text())
    for function, line, root in _roots(tree):
        for node in _walk(root):
            for words, undo in _changes(node):
                yield Mutant(module, function, getattr(node, "lineno", line), words), tree
                undo()


def _roots(tree: ast.AST, within: str = "") -> Iterator[tuple[str, int, ast.AST]]:
    """(Name, line, node) of all that may be changed while the program runs: bodies of functions, values of tables."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _roots(node, f"{within}{node.name}.")
        elif isinstance(node, FUNCTIONS):
            yield f"{within}{node.name}", node.lineno, ast.Module(node.body, [])
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and not within and _is_table(node):
            yield "", node.lineno, ast.Module([node], [])


def _is_table(node: ast.Assign | ast.AnnAssign) -> bool:
    """Other names of things are none, whether of types or of several at once."""
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        return False
    is_type = isinstance(node.value, ast.Subscript) or "TypeVar(" in ast.unparse(node)
    return node.value is not None and not is_type and not ast.unparse(node).startswith("__")


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and field not in APART:
                yield from _walk(child)


def _changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """Each way to change a node in place: (what changed, how to take it back)."""
    for field, value in ast.iter_fields(node):
        if isinstance(value, list) and field in ("ops", "body", "orelse", "elts", "keys"):
            yield from _changes_in(node, field, list(value))
        elif isinstance(value, ast.AST) and type(value) in SWAPPED:
            yield _set(node, field, SWAPPED[type(value)](), f"{_name(value)} → {SWAPPED[type(value)].__name__}")
        if field == "test" and not isinstance(node, ast.Assert):
            yield _set(node, field, _not(value), "condition turned round")
        if isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.Not) and field != "test":
            yield _set(node, field, value.operand, "without not")
    if isinstance(node, ast.Constant) and not isinstance(node.value, (bytes, type(None), type(...))):
        yield from _other_constants(node)
    if isinstance(node, ast.comprehension):
        for number, condition in enumerate(node.ifs):
            rest = [_not(one) if one is condition else one for one in node.ifs]
            yield _set(node, "ifs", rest, f"condition {number + 1} turned round")


def _changes_in(node: ast.AST, field: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    for number, value in enumerate(values):
        rest = [*values[:number], *values[number + 1 :]]
        if field == "ops":
            other = SWAPPED[type(value)]
            yield _set(node, field, [*values[:number], other(), *values[number + 1 :]], f"→ {other.__name__}")
        elif field in ("body", "orelse") and _may_go(value):
            yield _set(node, field, [*values[:number], ast.Pass(), *values[number + 1 :]], f"without {_text(value)}")
        elif field == "elts" and isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and _is_entry(node, value):
            yield _set(node, field, rest, f"without {_text(value)}")
        elif field == "keys" and isinstance(node, ast.Dict):
            both = list(node.values)
            yield _set_both(node, rest, [*both[:number], *both[number + 1 :]], f"without {_text(value)}")


def _other_constants(node: ast.Constant) -> Iterator[tuple[str, Any]]:
    """Words for people are no rules: of texts only names are changed, and whether there is any."""
    value = node.value
    if isinstance(value, bool):
        yield _set(node, "value", not value, f"{value} → {not value}")
    elif isinstance(value, (int, float)):
        yield _set(node, "value", value + 1, f"{value} → {value + 1}")
    elif isinstance(value, str) and value.isidentifier() and value.isascii():
        yield _set(node, "value", f"x{value}", f"{value} → x{value}")


def _set(node: Any, field: str, value: Any, words: str) -> tuple[str, Any]:
    """Lists keep who they are, for whoever holds them."""
    old = getattr(node, field)
    if isinstance(old, list):
        kept = list(old)
        old[:] = value
        return words, lambda: old.__setitem__(slice(None), kept)
    setattr(node, field, value)
    return words, lambda: setattr(node, field, old)


def _set_both(node: ast.Dict, keys: list[Any], values: list[Any], words: str) -> tuple[str, Any]:
    (_, undo_keys), (_, undo_values) = _set(node, "keys", keys, words), _set(node, "values", values, words)
    return words, lambda: (undo_keys(), undo_values())


def _not(value: ast.expr) -> ast.expr:
    return ast.UnaryOp(ast.Not(), value)


def _may_go(statement: ast.stmt) -> bool:
    is_docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    return isinstance(statement, (ast.Expr, ast.Raise, ast.AugAssign)) and not is_docstring


def _is_entry(node: ast.AST, value: ast.expr) -> bool:
    """Names in a tuple, list or set: rules of a row, permissions of a post. The fields of a pair are no entries."""
    return isinstance(value, (ast.Name, ast.Attribute, ast.Starred)) or isinstance(node, ast.Set)


def _name(value: ast.AST) -> str:
    return type(value).__name__


def _text(value: Any) -> str:
    return " ".join(ast.unparse(value).split())[:70] if value else "**"


# Making it so


def become(module: str, tree: ast.Module) -> None:
    """From now on this process behaves as if the module read like that."""
    gc.unfreeze()
    original = ast.parse(path(module).read_text())
    changed = _exchange_functions(module, original, ast.fix_missing_locations(tree))
    _exchange_tables(sys.modules[module], original, tree, changed)
    for one in gc.get_objects():
        if type(one) is functools._lru_cache_wrapper:  # isinstance would make lazy objects real
            one.cache_clear()


def watch(module: str, note: Callable[[str, str], None]) -> None:
    """From now on each function of the module says so when it is entered: (module, function)."""
    tree = ast.parse(path(module).read_text())
    for function, line, root in _roots(tree):
        if function and isinstance(root, ast.Module):
            said = ast.parse(f"__came_by__({module!r}, {function!r})").body
            for one in ast.walk(said[0]):
                if isinstance(one, ast.stmt | ast.expr):
                    one.lineno = one.end_lineno = line
            root.body[:0] = said
    vars(builtins)["__came_by__"] = note
    become(module, tree)


def become_text(module: str, old: str, new: str) -> None:
    """The same, with a piece of its text in the place of another."""
    text = path(module).read_text()
    assert text.count(old) == 1, f"{module} says {text.count(old)} times: {old}"
    become(module, ast.parse(text.replace(old, new)))


def _exchange_functions(module: str, original: ast.Module, tree: ast.Module) -> set[str]:
    """The names of those that changed."""
    name = str(path(module))
    pairs = zip(_codes(compile(original, name, "exec")), _codes(compile(tree, name, "exec")), strict=True)
    changed = {_key(before): after for before, after in pairs if before != after}
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename == name and _key(one.__code__) in changed:
            one.__code__ = changed[_key(one.__code__)]
    return {name for name, _ in changed}


def _key(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Of all functions and classes; what stands inside a function goes with it."""
    for one in code.co_consts:
        if isinstance(one, CodeType) and not one.co_name.startswith("<"):
            yield one
            yield from _codes(one)


def _exchange_tables(module: ModuleType, original: ast.Module, tree: ast.Module, stale: set[str]) -> None:
    """Tables that changed, and those of the module that are made of what is stale."""
    for before, after in zip(original.body, tree.body, strict=True):
        if not isinstance(after, (ast.Assign, ast.AnnAssign)) or not after.value:
            continue
        read = {one.id for one in ast.walk(after.value) if isinstance(one, ast.Name)}
        if ast.dump(before) == ast.dump(after) and not read & stale:
            continue
        target = after.target if isinstance(after, ast.AnnAssign) else after.targets[0]
        for name, value in _made(module, target, after.value).items():
            stale.add(name)
            _exchange(name, getattr(module, name), value)


def _made(module: ModuleType, target: ast.expr, value: ast.expr) -> dict[str, Any]:
    made = eval(compile(ast.Expression(value), str(module.__file__), "eval"), vars(module))
    if isinstance(target, ast.Tuple):
        return {one.id: part for one, part in zip(target.elts, made, strict=True) if isinstance(one, ast.Name)}
    return {target.id: made} if isinstance(target, ast.Name) else {}


def _exchange(name: str, old: Any, new: Any) -> None:
    for one in list(sys.modules.values()):
        if vars(one).get(name) is old:
            setattr(one, name, new)
    if isinstance(old, (tuple, dict, frozenset, set, list)) and old:
        for holder in gc.get_referrers(old):
            held = holder if isinstance(holder, dict) else getattr(holder, "__dict__", {})
            for key in [key for key, value in held.items() if value is old and isinstance(held, dict)]:
                held[key] = new
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [key for key in old.keys() & new.keys() if old[key] != new[key]]:
            _exchange("", old[key], new[key])  # a row is held by itself as well
