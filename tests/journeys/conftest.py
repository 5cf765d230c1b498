"""The practice office on real parts: SoftHSM tokens, time stamps, scanner over eSCL, province over HTTP."""

import pytest

from desk_app import bootstrap
from desk_app.practice.demo import DemoRun
from desk_app.practice.office import open_practice_office


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An open practice office with a profile of its own."""
    folder = tmp_path_factory.mktemp("office")
    with open_practice_office(folder, clock=bootstrap.wall_clock().now) as opened:
        yield opened


@pytest.fixture(scope="module")
def desk(office):
    """The desk of that office."""
    opened = bootstrap.open_desk(office.profile.folder)
    yield opened
    opened.close()


@pytest.fixture
def run(desk, office):
    """One dossier's way through the office."""
    return DemoRun(desk=desk, office=office, say=lambda text: None)
