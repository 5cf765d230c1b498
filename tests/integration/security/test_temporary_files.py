"""Temporary files lie in the profile that is open, whatever the order in which profiles close."""

import os
import subprocess
import sys
import tempfile

import pytest

from desk_app.bootstrap.hardening import private_temporary_files

_CHILD = """
import sys, tempfile, time
from pathlib import Path
from desk_app.bootstrap.hardening import private_temporary_files
with private_temporary_files(Path(sys.argv[1])) as mine:
    Path(tempfile.mkdtemp(), "in the clear.pdf").write_bytes(b"%PDF-1.7 Nguyen Thi Mau")
    print(mine, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def other(tmp_path):
    """Another process that has the profile open and a paper in the clear; its folder."""
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, tmp_path / "work"], stdout=subprocess.PIPE, text=True
    )
    folder = child.stdout.readline().strip()
    yield child, folder
    child.kill()
    child.wait()
    child.stdout.close()


def place():
    assert os.environ.get("TMPDIR") in {None, tempfile.gettempdir()}
    return tempfile.gettempdir()


def test_profiles_that_close_out_of_order_leave_nothing_behind(tmp_path):
    before = place(), os.environ.get("TMPDIR")
    first, second = (private_temporary_files(tmp_path / name) for name in ("a", "b"))
    one, two = first.__enter__(), second.__enter__()
    assert place() == str(two)
    first.__exit__(None, None, None)
    assert place() == str(two)
    assert not one.exists()
    second.__exit__(None, None, None)
    assert (place(), os.environ.get("TMPDIR")) == before
    assert list((tmp_path / "b").iterdir()) == []


def test_what_a_killed_program_left_in_the_clear_goes_with_the_next_start(other, tmp_path):
    child, _folder = other
    child.kill()
    child.wait()
    assert [path.name for path in (tmp_path / "work").rglob("*.pdf")] == ["in the clear.pdf"]
    with private_temporary_files(tmp_path / "work") as mine:
        assert [p for p in (tmp_path / "work").iterdir() if p.is_dir()] == [mine]
    assert list((tmp_path / "work").iterdir()) == []


def test_what_a_running_program_works_with_stays(other, tmp_path):
    _, folder = other
    with private_temporary_files(tmp_path / "work") as mine:
        assert {str(p) for p in (tmp_path / "work").iterdir() if p.is_dir()} == {folder, str(mine)}
    assert list((tmp_path / "work").rglob("*.pdf"))
