"""The Windows interpreter with all wheels and a copy of this repository, laid out once."""

import os
from pathlib import Path

import pytest

from tests.kit import wine


@pytest.fixture(scope="session")
def work(tmp_path_factory):
    """What Wine sees as ``Z:\\win``; ``DESK_WINDOWS_WORK`` names one that was laid out before."""
    lacking = wine.missing()
    if lacking:
        pytest.skip(f"missing here: {lacking}")
    ready = os.environ.get("DESK_WINDOWS_WORK")
    if ready:
        return Path(ready)
    folder = tmp_path_factory.mktemp("windows")
    wine.lay_out(folder)
    return folder
