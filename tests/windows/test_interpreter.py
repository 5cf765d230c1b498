"""What needs no program of Linux passes under the Windows interpreter in Wine 10; what is left out is listed."""

import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.kit import wine

pytestmark = [pytest.mark.long, pytest.mark.timeout(7200), pytest.mark.xdist_group("installer")]
LIST = Path(__file__).with_name("left_out.toml")
PAGE = wine.ROOT / "docs" / "windows-tests.md"


def test_the_tests_pass(work):
    chosen = tomllib.loads(LIST.read_text(encoding="utf-8"))
    command = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", "Z:\\win\\repo"]
    command += [
        "-m",
        "not long and not hardware and not browser",
        "--junitxml",
        "Z:\\win\\junit.xml",
    ]
    for path in chosen["left_out"]:
        is_one = "::" in path  # one test of a file, by its name
        command.append(
            f"--deselect={path}" if is_one else f"--ignore=Z:\\win\\repo\\{windows(path)}"
        )
    command += [f"Z:\\win\\repo\\{windows(path)}" for path in chosen["folders"]]
    done = wine.inside(work, "py/python.exe", "-X", "utf8", *command, timeout_s=6600)
    suite = ElementTree.parse(work / "junit.xml").getroot().find("testsuite")
    failed = [
        f"{case.get('classname')}::{case.get('name')}"
        for case in suite
        if case.find("failure") is not None or case.find("error") is not None
    ]
    print(*failed, sep="\n")
    print(f"{suite.get('tests')} tests, {suite.get('skipped')} skipped, {len(failed)} failed")
    assert int(suite.get("tests")) > 500, done.stdout[-3000:]
    assert failed == []


def windows(path: str) -> str:
    return path.replace("/", "\\")
