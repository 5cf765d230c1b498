"""An office's own services for this folder: PostgreSQL and an S3-compatible store."""

import itertools
from collections.abc import Iterator

import pytest

from tests.integration.sync.conftest import own_province  # noqa: F401 - a fixture
from tests.kit.postgres import fresh_database, running_postgres
from tests.kit.seaweed import running_seaweed

_names = (f"office_{number}" for number in itertools.count())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with running_postgres(fsync="off") as url:
        yield url


@pytest.fixture(scope="session")
def seaweed() -> Iterator[str]:
    with running_seaweed() as url:
        yield url


@pytest.fixture
def office_url(postgres_server: str) -> Iterator[str]:
    with fresh_database(postgres_server, next(_names)) as url:
        yield url
