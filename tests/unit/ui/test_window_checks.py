"""The page of checks names tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "window-checks.md"


def test_every_check_of_the_window_names_tests_that_exist():
    text = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 30
    for file, test in named:
        path = ROOT / file
        assert path.is_file(), file
        if test:
            assert f"def {test}(" in path.read_text(encoding="utf-8"), f"{file}::{test}"


def test_all_twenty_four_checks_are_there():
    numbers = re.findall(r"^\| UI-(\d\d) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert numbers == [f"{n:02}" for n in range(1, 25)]


def test_every_figure_named_is_printed_by_the_bench():
    bench = (ROOT / "tests" / "bench" / "window.py").read_text(encoding="utf-8")
    for name in re.findall(r"`window\.(\w+)`", PAGE.read_text(encoding="utf-8")):
        assert f'figure("{name}"' in bench, name
