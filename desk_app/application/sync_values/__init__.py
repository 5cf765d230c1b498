"""Values that travel between a desk and a target system: commands, answers, events, reports.

Standard library only. Times are aware datetimes; hashes are 64 lower-case hexadecimal digits of
SHA-256; identifiers of dossiers and commands are UUIDv7 strings.
"""

from desk_app.application.sync_values.commands import (
    Actor,
    ClockReading,
    CommandKind,
    CommandOutcome,
    Device,
    OutboxEntry,
    OutcomeKind,
    QueuedCommand,
    RowState,
)
from desk_app.application.sync_values.copies import (
    ChangePage,
    DossierHead,
    DossierSnapshot,
    FeedPosition,
    HeadVerdict,
    InboxEvent,
    ReconcileLine,
    ShadowDossier,
)
from desk_app.application.sync_values.files import BlobStanding, UploadRecord
from desk_app.application.sync_values.problems import Problem
from desk_app.application.sync_values.reports import QueueSummary, SyncReport
from desk_app.application.sync_values.services import (
    AccountState,
    PaymentState,
    Receipt,
    StoredPaper,
)
from desk_app.application.sync_values.targets import (
    Capabilities,
    ClockMark,
    CodeSlot,
    MaintenanceNotice,
    ServerInfo,
)
from desk_app.application.sync_values.troubles import Conflict, ConflictState, ParkedItem
from desk_app.application.sync_values.wire import Json, JsonObject, canonical_json

__all__ = [
    "AccountState",
    "Actor",
    "BlobStanding",
    "Capabilities",
    "ChangePage",
    "ClockMark",
    "ClockReading",
    "CodeSlot",
    "CommandKind",
    "CommandOutcome",
    "Conflict",
    "ConflictState",
    "Device",
    "DossierHead",
    "DossierSnapshot",
    "FeedPosition",
    "HeadVerdict",
    "InboxEvent",
    "Json",
    "JsonObject",
    "MaintenanceNotice",
    "OutboxEntry",
    "OutcomeKind",
    "ParkedItem",
    "PaymentState",
    "Problem",
    "QueueSummary",
    "QueuedCommand",
    "Receipt",
    "ReconcileLine",
    "RowState",
    "ServerInfo",
    "ShadowDossier",
    "StoredPaper",
    "SyncReport",
    "UploadRecord",
    "canonical_json",
]
