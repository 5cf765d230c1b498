"""The fake, the file and PostgreSQL keep the same contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from desk_app.adapters.persistence import open_database, search_sqlite
from tests.builders import NOW
from tests.contracts.persistence.conftest import KEY
from tests.contracts.persistence.suite import (
    CustodyContract,
    DossierContract,
    LearnedContract,
    ListContract,
)
from tests.fakes.memory import FrozenClock, MemoryStore


@dataclass
class Office:
    """A store and its clock."""

    store: Any
    clock: FrozenClock

    @property
    def unit_of_work(self) -> Any:
        return self.store.unit_of_work

    @property
    def index(self) -> Any:
        return self.store.index


class TestMemory(DossierContract, ListContract, CustodyContract, LearnedContract):
    """In memory."""

    @pytest.fixture
    def office(self) -> Office:
        clock = FrozenClock(NOW)
        return Office(MemoryStore(clock.now), clock)


class TestSql(DossierContract, ListContract, CustodyContract, LearnedContract):
    """In a file and on PostgreSQL."""

    @pytest.fixture
    def office(self, place: str | Path) -> Iterator[Office]:
        clock = FrozenClock(NOW)
        database = open_database(place, KEY, now=clock.now)
        yield Office(database, clock)
        database.close()


class TestManyHits(ListContract):
    """In a file, where every question fits more dossiers than are sorted as they are."""

    @pytest.fixture
    def office(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
        monkeypatch.setattr(search_sqlite, "FEW", 0)
        clock = FrozenClock(NOW)
        database = open_database(tmp_path / "desk.db", KEY, now=clock.now)
        yield Office(database, clock)
        database.close()
