"""How the exchange stands, for people and scripts."""

import datetime as dt
from dataclasses import dataclass

from desk_app.application.sync_values.problems import Problem
from desk_app.application.sync_values.targets import MaintenanceNotice
from desk_app.application.sync_values.troubles import ParkedItem
from desk_app.application.sync_values.wire import JsonObject


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueSummary:
    """How many commands stand where, and the oldest one that still waits."""

    waiting: int = 0
    parked: int = 0
    done: int = 0
    oldest_dossier: str | None = None
    oldest_at: dt.datetime | None = None
    next_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncReport:
    """What one pass of the engine did.

    ``most_bytes`` is the largest file the target takes, where it said so in this pass;
    ``stopped`` names what ended the pass early (``sync.unreachable``, …), if anything did;
    ``warnings`` are for the status bar: a doubtful clock, work that has waited for long.
    ``notices`` is what the target announced, None when it was not reached.
    """

    sent: int = 0
    received: int = 0
    waiting: int = 0
    parked: tuple[ParkedItem, ...] = ()
    stopped: Problem | None = None
    warnings: tuple[Problem, ...] = ()
    notices: tuple[MaintenanceNotice, ...] | None = None
    most_bytes: int | None = None

    def to_json(self) -> JsonObject:
        """Give the report of ``desk-app sync --once``."""
        report: JsonObject = {
            "sent": self.sent,
            "received": self.received,
            "waiting": self.waiting,
            "parked": [item.to_json() for item in self.parked],
        }
        if self.stopped is not None:
            report["stopped"] = self.stopped.to_json()
        if self.warnings:
            report["warnings"] = [warning.to_json() for warning in self.warnings]
        if self.notices:
            report["notices"] = [
                {"from": n.begins_at.isoformat(), "to": n.ends_at.isoformat(), "text": n.text}
                for n in self.notices
            ]
        return report
