"""One warm inspector for all tests that acquire pages, and one practice office for all papers."""

from __future__ import annotations

import pytest

from desk_app import bootstrap
from desk_app.application.commands import intake as acts
from desk_app.practice.profile import new_practice_profile
from scanner import Inspector
from tests.kit.scanner.counter import FIRST, begin, scan, side
from tests.kit.scanner.escl_sim import EsclSim


@pytest.fixture(scope="session")
def inspector():
    with Inspector() as warm:
        yield warm


@pytest.fixture(scope="session")
def practice(tmp_path_factory):
    folder = tmp_path_factory.mktemp("Hồ sơ bàn 1")
    return new_practice_profile(
        folder, now=bootstrap.wall_clock().now(), province_url="http://127.0.0.1:1"
    )


@pytest.fixture(scope="session")
def profile(practice):
    return practice.folder


@pytest.fixture(scope="session")
def desk(profile):
    opened = bootstrap.open_desk(profile)
    yield opened
    opened.close()


@pytest.fixture
def clerk(desk):
    return desk.actor("canbo1")


@pytest.fixture
def key(desk, clerk):
    return begin(desk, clerk)


@pytest.fixture
def signed(desk, clerk, practice):
    """A PDF signed with a token of the practice office."""
    from desk_app.domain.signatures import SignatureRole

    key = begin(desk, clerk)
    with EsclSim([side("q", 1)]) as device:
        scan(desk, clerk, key, device.uri)
    pin = practice.pki.token("canbo1").pin
    grant = desk.grant(clerk.user, SignatureRole.OFFICER, bytearray(pin.encode()))
    done = desk.steps.intake.sign_components(acts.SignComponents(dossier=key, actor=clerk), grant)
    assert not done.stopped_by, done
    return desk.office.papers.read(desk.enquiries.dossier(key).component(FIRST).file.sha256)
