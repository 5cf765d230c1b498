"""The open data folder of a province: everything a request may need."""

import datetime as dt
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from fastapi import Request

from desk_app.adapters.sync.rules import act_rules
from desk_app.practice.province.blobs import BlobShelf
from desk_app.practice.province.database import Database
from desk_app.practice.province.doorkeeper import Doorkeeper
from desk_app.practice.province.faults import FaultPlan
from desk_app.practice.province.ledger import Ledger
from desk_app.practice.province.people import Seal


@dataclass(slots=True, kw_only=True)
class Limits:
    """What the province takes. Sizes in bytes."""

    max_blob: int = 200 * 1024 * 1024
    max_body: int = 4 * 1024 * 1024
    max_batch: int = 200


class Running:
    """Commands being worked on right now, by id; ``most`` at once since the start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: set[str] = set()
        self.most = 0

    def enter(self, command_id: str) -> bool:
        """Begin; False when the same command is being worked on already."""
        with self._lock:
            if command_id in self._ids:
                return False
            self._ids.add(command_id)
            self.most = max(self.most, len(self._ids))
            return True

    def leave(self, command_id: str) -> None:
        """End."""
        with self._lock:
            self._ids.discard(command_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Database, ledger, shelf of files, fault switches, limits and announced maintenance."""

    folder: Path
    database: Database
    ledger: Ledger
    shelf: BlobShelf
    plan: FaultPlan
    seal: Seal
    door: Doorkeeper
    limits: Limits = field(default_factory=Limits)
    running: Running = field(default_factory=Running)
    notices: list[dict[str, str]] = field(default_factory=list)

    def now(self) -> dt.datetime:
        """Give the province's own time, wrong when a switch says so."""
        return dt.datetime.now(dt.UTC) + self.plan.clock_offset  # noqa: TID251 - the province's clock


def open_office(
    folder: Path, *, database_url: str | None = None, limits: Limits | None = None
) -> Office:
    """Open the data folder of a province, making it when it is new."""
    folder.mkdir(parents=True, exist_ok=True)
    database = Database(database_url) if database_url else Database.in_folder(folder)
    plan = FaultPlan()
    shelf = BlobShelf(
        folder,
        database,
        now=lambda: dt.datetime.now(dt.UTC) + plan.clock_offset,  # noqa: TID251 - the same clock
    )
    return Office(
        folder=folder,
        database=database,
        ledger=Ledger(database, act_rules()),
        shelf=shelf,
        plan=plan,
        seal=Seal(folder),
        door=Doorkeeper(database),
        limits=limits or Limits(),
    )


def office_of(request: Request) -> Office:
    """Give the office of the running app to a route."""
    return cast("Office", request.app.state.office)
