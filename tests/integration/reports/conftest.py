"""A practice office with a counter's invented year in its database."""

from collections.abc import Iterator

import pytest

from desk_app import bootstrap
from desk_app.practice.office import open_practice_office
from tests.kit.histories import histories


@pytest.fixture(scope="package")
def office(tmp_path_factory):
    """An open practice office."""
    folder = tmp_path_factory.mktemp("reports-office")
    with open_practice_office(folder, clock=bootstrap.wall_clock().now) as opened:
        yield opened


@pytest.fixture(scope="package")
def desk(office) -> Iterator:
    """Its desk, after a year of two hundred dossiers."""
    yield from after_a_year(office)


def after_a_year(office) -> Iterator:
    """The desk of an office, with two hundred dossiers in its database."""
    opened = bootstrap.open_desk(office.profile.folder)
    with opened.office.unit_of_work() as work:
        for dossier in histories(200, seed=4):
            work.dossiers.add(dossier)
        work.commit()
    yield opened
    opened.close()
