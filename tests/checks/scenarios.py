"""Lists of scenarios in ``docs``: every line names a test that exists and carries the number."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LISTS = {"docs/signing-scenarios.md": 82}
_ROW = re.compile(r"^\| (\d+) \| [^|]+ \| `([^`:]+)::(\w+)` \| [^|]+ \|$", re.MULTILINE)


def scenarios_without_tests() -> Iterator[str]:
    """Numbers that are missing, and lines whose test is not there or does not carry the number."""
    for name, count in LISTS.items():
        rows = [(int(n), f, t) for n, f, t in _ROW.findall((ROOT / name).read_text("utf-8"))]
        if [number for number, _, _ in rows] != list(range(1, count + 1)):
            yield f"{name} does not list 1 to {count} once each"
        for number, file, test in rows:
            if number not in _numbers(ROOT / file, test):
                yield f"{name}: {number} is not carried by {file}::{test}"


def _numbers(file: Path, test: str) -> set[int]:
    """Numbers in the scenario markers of a test; empty when there is no such test."""
    if not file.is_file():
        return set()
    found: set[int] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == test:
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func).endswith("scenario"):
                    found |= {int(ast.literal_eval(argument)) for argument in mark.args}
    return found
