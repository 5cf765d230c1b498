"""The page of faults and the tests say the same: forty-five numbers, each with tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "sync-faults.md"


def rows() -> dict[str, list[str]]:
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if re.match(r"\| F\d\d \|", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            found[cells[0]] = re.findall(r"`([^`]+::[^`]+)`", cells[-1])
    return found


def functions(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_fault_has_a_test() -> None:
    assert sorted(rows()) == [f"F{number:02d}" for number in range(1, 46)]
    assert [number for number, tests in rows().items() if not tests] == []


def test_every_test_named_exists_and_bears_its_number() -> None:
    for number, tests in rows().items():
        for one in tests:
            file, _, name = one.partition("::")
            assert name in functions(file), one
            assert number.lower() in name.split("_"), one
