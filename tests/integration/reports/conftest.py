"""A practice office with a counter's invented year in its database, and a counter to recount."""

import datetime as dt
import itertools
from collections.abc import Iterator

import pytest

import resources
from desk_app import bootstrap
from desk_app.adapters.persistence import open_database
from desk_app.application.reports.ports import Asked
from desk_app.domain.reports.measures import Period, report_from_data
from desk_app.practice.office import open_practice_office
from tests.kit.histories import Year, histories

KEY = "cd" * 32
YEAR = Year()
PERIODS = [
    (dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
    (dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    (dt.date(2026, 10, 15), dt.date(2026, 11, 2)),
]
SHELF = report_from_data(
    resources.toml("reports/measures.toml"), resources.toml("reports/reports.toml")
)


def asked(first: dt.date, last: dt.date, **more) -> Asked:
    """A question about the invented year, asked at its present."""
    return Asked(period=Period(first=first, last=last, asked_at=YEAR.now), **more)


def pytest_generate_tests(metafunc):
    """Five hundred dossiers by default, ten thousand in the long profile."""
    if "population" in metafunc.fixturenames:
        counts = [500, pytest.param(10_000, marks=pytest.mark.long)]
        metafunc.parametrize("population", counts, scope="package")


@pytest.fixture(scope="package")
def counter(population, tmp_path_factory):
    """A desk that lived the histories, each dossier saved several times on its way."""
    database = open_database(tmp_path_factory.mktemp("desk") / "desk.db", KEY)
    kept = []
    lives = histories(population, seed=11)
    while part := list(itertools.islice(lives, 500)):
        with database.unit_of_work() as work:
            for dossier in part:
                events = list(dossier.events)
                half = len(events) // 2
                dossier.events = events[:half]
                work.dossiers.add(dossier)
                dossier.events = events[half:]
                work.dossiers.save(dossier)
                kept.append((dossier, events))
            work.commit()
    yield database, kept
    database.close()


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
