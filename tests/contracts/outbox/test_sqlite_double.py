"""The double the engine is tested with keeps the contract, in memory and in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.outbox.suite import SyncStoreContract
from tests.kit.sync.sqlite_store import SqliteSyncStore


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqliteSyncStore]:
    where = ":memory:" if request.param == "memory" else tmp_path / "Bàn số 1.sqlite"
    made = SqliteSyncStore(where)
    yield made
    made.close()


class TestSqliteDouble(SyncStoreContract):
    """Runs the suite."""
