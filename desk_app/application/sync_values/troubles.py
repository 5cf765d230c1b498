"""What waits for a person: conflicts and parked work."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.application.sync_values.commands import CommandKind
from desk_app.application.sync_values.problems import Problem
from desk_app.application.sync_values.wire import Json, JsonObject


class ConflictState(enum.StrEnum):
    """What was decided about a conflict."""

    OPEN = "open"
    DISCARDED = "discarded"
    REDONE = "redone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Two desks decided differently: both values, kept for the record.

    ``theirs`` holds the target's current document and its last event (who, where, when).
    """

    command_id: str
    dossier_id: str
    mine: Mapping[str, Json]
    theirs: Mapping[str, Json]
    state: ConflictState = ConflictState.OPEN
    decided_by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedItem:
    """Work that waits for a person, in the terms of the outbox page."""

    command_id: str
    dossier_id: str
    kind: CommandKind
    user: str
    problem: Problem
    since: dt.datetime | None = None

    def to_json(self) -> JsonObject:
        """Give the item for a machine-readable report."""
        return {
            "command_id": self.command_id,
            "dossier_id": self.dossier_id,
            "kind": self.kind.value,
            "user": self.user,
            "code": self.problem.code,
            "facts": dict(self.problem.facts),
        }
