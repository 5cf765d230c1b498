"""The desk's own sync store keeps the contract of the exchange, in a file and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.outbox.suite import SyncStoreContract
from tests.kit.sync.store import DeskStore


@pytest.fixture
def store(place: str | Path) -> Iterator[DeskStore]:
    made = DeskStore(place)
    yield made
    made.close()


class TestSqlStore(SyncStoreContract):
    """Runs the suite."""
