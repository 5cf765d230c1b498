"""Temporary files lie in the profile that is open, whatever the order in which profiles close."""

import os
import tempfile

from desk_app.bootstrap.hardening import private_temporary_files


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
