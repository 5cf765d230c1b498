"""The same office over a file and over PostgreSQL."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk_app.adapters.persistence import Database, open_database
from tests.kit.postgres import fresh_database, programs, running_postgres

KEY = "ab" * 32
_names = (f"desk_{number}" for number in itertools.count())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    if programs() is None:
        pytest.skip("postgresql is not installed")
    with running_postgres(fsync="off") as url:
        yield url


@pytest.fixture(params=["file", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """Where the database lives: a path, or a URL."""
    if request.param == "file":
        yield tmp_path / "Bàn số 1.db"
    else:
        with fresh_database(request.getfixturevalue("postgres_server"), next(_names)) as url:
            yield url


@pytest.fixture
def database(place: str | Path) -> Iterator[Database]:
    opened = open_database(place, KEY)
    yield opened
    opened.close()
