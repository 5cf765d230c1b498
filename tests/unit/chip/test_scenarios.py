"""The table of chip scenarios names tests that exist, and leaves no number out."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
TABLE = (ROOT / "docs" / "chip-scenarios.md").read_text("utf-8")


def functions_of(file):
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_scenario_names_a_test_that_says_its_number():
    rows = re.findall(r"\| (\d+) \| `([^`:]+)::(\w+)` \|", TABLE)
    assert [int(number) for number, *_ in rows] == list(range(1, 21))
    for number, file, name in rows:
        path = ROOT / "tests" / file
        assert name in functions_of(path), number
        said = {
            n
            for low, _, high in re.findall(r"[Ss]cenarios? (\d+)(-(\d+))?", path.read_text("utf-8"))
            for n in range(int(low), int(high or low) + 1)
        }
        assert int(number) in said


def test_tests_named_in_passing_exist_too():
    known = {
        name
        for folder in ("unit/chip", "integration/chip")
        for file in (ROOT / "tests" / folder).glob("test_*.py")
        for name in functions_of(file)
    }
    named = set(re.findall(r"`(test_\w+)`", TABLE))
    assert named
    assert named <= known
