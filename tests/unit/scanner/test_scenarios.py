"""The table of scenarios names tests that exist, and leaves no number out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLE = ROOT / "docs" / "scanner-scenarios.md"
_ROW = re.compile(r"\| (\d+) \| `([^`:]+)::(\w+)` \|")


def functions_of(file):
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_scenario_names_a_test_that_exists():
    rows = _ROW.findall(TABLE.read_text("utf-8"))
    assert [int(number) for number, _file, _name in rows] == list(range(1, 62))
    missing = [
        f"{number}: {file}::{name}"
        for number, file, name in rows
        if name not in functions_of(ROOT / "tests" / file)
    ]
    assert missing == []


def test_tests_named_in_passing_exist_too():
    known = {
        name
        for folder in ("unit/scanner", "integration/scanner", "ui")
        for file in (ROOT / "tests" / folder).glob("test_*.py")
        for name in functions_of(file)
    }
    named = set(re.findall(r"`(test_\w+)`", TABLE.read_text("utf-8")))
    assert named
    assert named <= known


def test_each_named_test_says_its_number():
    """Either the test's own words or its neighbours' in the same file name the scenario."""
    silent = []
    for number, file, _name in _ROW.findall(TABLE.read_text("utf-8")):
        text = (ROOT / "tests" / file).read_text("utf-8")
        said = {int(n) for n in numbers_in(text)}
        if int(number) not in said:
            silent.append(f"{number}: {file}")
    assert silent == []


def numbers_in(text):
    """Numbers behind the word "scenario", with ranges such as 15-17 written out."""
    for found in re.findall(r"[Ss]cenarios? ([\d, and-]+)", text):
        for low, _, high in re.findall(r"(\d+)(-(\d+))?", found):
            yield from range(int(low), int(high or low) + 1)
