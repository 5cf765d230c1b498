"""The tables of requirements are complete, and every test they name exists and runs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ELSEWHERE = frozenset({9, 12, 13, *range(45, 52), *range(61, 64)})
"""Rows of R-PR that stand with procedures, reports and restructuring."""

STATES = frozenset({"done", "open", "not the client's"})
_ROW = re.compile(r"^\| ((?:R-(?:5B|PR|RS)|F\d{2})-\d{2}) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$")
_FEATURES = (12, 20, 9, 13, 7, 7, 5, 19, 9, 8, 7, 5, 5, 9, 6, 6, 6)
"""How many features each of the seventeen parts has."""

TABLES: dict[str, frozenset[str]] = {
    "docs/requirements.md": frozenset(
        {f"R-5B-{n:02d}" for n in range(1, 80)}
        | {f"R-PR-{n:02d}" for n in range(1, 64) if n not in ELSEWHERE}
    ),
    "docs/requirements-restructuring.md": frozenset(
        {f"R-RS-{n:02d}" for n in range(1, 43)} | {f"R-PR-{n:02d}" for n in ELSEWHERE}
    ),
    "docs/requirements-features.md": frozenset(
        f"F{part:02d}-{n:02d}"
        for part, count in enumerate(_FEATURES, start=1)
        for n in range(1, count + 1)
    ),
}
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_OFF = frozenset({"skip", "skipif", "xfail", "hardware", "long"})


def faults(root: Path) -> Iterator[str]:
    """Every fault of the tables of requirements."""
    for table, wanted in TABLES.items():
        yield from _of_table(root, table, wanted)


def _of_table(root: Path, table: str, wanted: frozenset[str]) -> Iterator[str]:
    lines = (root / table).read_text(encoding="utf-8").splitlines()
    found = [row for row in map(_ROW.match, lines) if row]
    names = [row[1] for row in found]
    for name in sorted(wanted - set(names)):
        yield f"{table}: no line for {name}"
    for name in sorted({n for n in names if names.count(n) > 1} | (set(names) - wanted)):
        yield f"{table}: {name} stands twice or does not belong here"
    for row in found:
        for fault in _of_row(root, *row.groups()):
            yield f"{table}: {fault}"


def _of_row(root: Path, name: str, state: str, tests: str, remark: str) -> Iterator[str]:
    if state not in STATES:
        yield f"{name} has the unknown state {state}"
    named = _TEST.findall(tests)
    if state == "done" and not named:
        yield f"{name} is done and names no test"
    if state != "done" and not remark.strip():
        yield f"{name} is {state} and does not say why"
    for path, test in named:
        why = _not_running(root / path, test)
        if why:
            yield f"{name} names {path}::{test}, which {why}"


def _not_running(path: Path, test: str) -> str:
    """Why a test does not run by default; empty when it does."""
    if not path.is_file():
        return "is in no file"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [
        n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    found = [n for n in functions if n.name == test]
    if not found:
        return "does not exist"
    marks = [m for node in found for d in node.decorator_list for m in _names(d)]
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(_is_mark(t) for t in node.targets):
            marks += _names(node.value)
    off = sorted(set(marks) & _OFF)
    return f"is switched off ({', '.join(off)})" if off else ""


def _is_mark(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == "pytestmark"


def _names(node: ast.expr) -> list[str]:
    return [n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)]
