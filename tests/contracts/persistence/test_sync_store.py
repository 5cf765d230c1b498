"""The desk's own sync store keeps the contract of the exchange."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from desk_app.adapters.persistence import Database
from tests.contracts.outbox.suite import SyncStoreContract


class Unit:
    """A unit of work as the suite speaks to it."""

    def __init__(self, work: Any) -> None:
        self._work = work
        self.next_seq = work.outbox.next_seq
        self.add = work.outbox.add
        self.take_serial = work.sync.take_serial


class Store:
    """The sync store with the units of work of the same database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database.sync_store, name)

    @contextlib.contextmanager
    def unit_of_work(self) -> Iterator[Unit]:
        with self._database.unit_of_work() as work:
            yield Unit(work)
            work.commit()


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


class TestSqlStore(SyncStoreContract):
    """Runs the suite."""
