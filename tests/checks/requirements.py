"""The table of requirements is complete, and every test it names exists and runs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ELSEWHERE = frozenset({9, 12, 13, *range(45, 52), *range(61, 64)})
"""Rows of R-PR that stand with procedures, reports and restructuring."""

STATES = frozenset({"done", "open", "not the client's"})
_ROW = re.compile(r"^\| (R-(?:5B|PR)-\d{2}) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$")
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
_OFF = frozenset({"skip", "skipif", "xfail", "hardware", "long"})


def faults(root: Path) -> Iterator[str]:
    """Every fault of ``docs/requirements.md``."""
    rows = [_ROW.match(line) for line in _lines(root)]
    found = [row for row in rows if row]
    names = [row[1] for row in found]
    wanted = {f"R-5B-{n:02d}" for n in range(1, 80)}
    wanted |= {f"R-PR-{n:02d}" for n in range(1, 64) if n not in ELSEWHERE}
    for name in sorted(wanted - set(names)):
        yield f"docs/requirements.md: no line for {name}"
    for name in sorted({n for n in names if names.count(n) > 1} | (set(names) - wanted)):
        yield f"docs/requirements.md: {name} stands twice or does not belong here"
    for row in found:
        yield from _of_row(root, *row.groups())


def _lines(root: Path) -> list[str]:
    return (root / "docs/requirements.md").read_text(encoding="utf-8").splitlines()


def _of_row(root: Path, name: str, state: str, tests: str, remark: str) -> Iterator[str]:
    if state not in STATES:
        yield f"docs/requirements.md: {name} has the unknown state {state}"
    named = _TEST.findall(tests)
    if state == "done" and not named:
        yield f"docs/requirements.md: {name} is done and names no test"
    if state != "done" and not remark.strip():
        yield f"docs/requirements.md: {name} is {state} and does not say why"
    for path, test in named:
        why = _not_running(root / path, test)
        if why:
            yield f"docs/requirements.md: {name} names {path}::{test}, which {why}"


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
