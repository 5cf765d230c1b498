"""An act of an officer on its way to a target: frozen, queued, answered."""

import dataclasses
import datetime as dt
import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desk_app.application.sync_values.problems import Problem
from desk_app.application.sync_values.wire import Json, JsonObject, canonical_json


class CommandKind(enum.StrEnum):
    """What an officer did, as one word on the wire."""

    CREATE_DOSSIER = "create_dossier"
    EDIT_FORM = "edit_form"
    ADD_FILE = "add_file"
    MARK_COMPONENT = "mark_component"
    REMOVE_FILE = "remove_file"
    ACCEPT = "accept"
    REJECT = "reject"
    REQUEST_SUPPLEMENT = "request_supplement"
    RECEIVE_SUPPLEMENT = "receive_supplement"
    HAND_OVER = "hand_over"
    RECORD_OPINION = "record_opinion"
    SUBMIT_RESULT = "submit_result"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    AGENCY_SIGN = "agency_sign"
    REFUSE = "refuse"
    EXTEND = "extend"
    REQUEST_WITHDRAWAL = "request_withdrawal"
    STOP = "stop"
    RECORD_PAYMENT = "record_payment"
    RETURN_RESULT = "return_result"
    RECORD_EVALUATION = "record_evaluation"
    ADD_NOTE = "add_note"
    CORRECT = "correct"
    REQUEST_PAYMENT = "request_payment"
    REQUEST_OPINION = "request_opinion"
    TAKE_BACK_WITHDRAWAL = "take_back_withdrawal"
    PASS_TO_AGENCY = "pass_to_agency"  # noqa: S105 - an act, no password
    ARCHIVE = "archive"
    RECORD_FEEDBACK = "record_feedback"


class RowState(enum.StrEnum):
    """Where an outbox row stands. Rows are never deleted by the engine."""

    READY = "ready"
    SENDING = "sending"
    DONE = "done"
    PARKED = "parked"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The person who acted, and as what."""

    user: str
    unit: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """The desk that spoke. ``gen`` changes when the disk was cloned or restored."""

    id: str
    gen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockReading:
    """How far the desk's wall clock stood from the server's when the act happened."""

    offset_ms: int = 0
    uncertain: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """One act of an officer, frozen, to take effect once at one target system.

    The use case adds it in the transaction that changes the dossier. It is never edited
    afterwards: a later edit is a later entry.

    Attributes:
        command_id: UUIDv7, made with the entry and kept for ever; it is the idempotency key.
        target: name of the target system (``province`` unless the procedure names another).
        dossier_seq: 1, 2, 3 … without gaps within (target, dossier_id); the order of the desk.
        body: what the act says; the wire contract lists the keys the province reads.
        blobs: SHA-256 of every file the act mentions; all are at the target before it is sent.
        expected_state: state of the dossier the officer saw; decides when two desks meet.
        expected_version: version of the target's copy the officer saw; None for the first command.
            The engine replaces it by the version answered to the previous command of this desk.
    """

    command_id: str
    target: str
    dossier_id: str
    dossier_seq: int
    kind: CommandKind
    actor: Actor
    device: Device
    occurred_at: dt.datetime
    body: Mapping[str, Json] = field(default_factory=dict)
    blobs: tuple[str, ...] = ()
    procedure_code: str = ""
    expected_state: str | None = None
    expected_version: int | None = None
    clock: ClockReading | None = None

    def to_wire(self) -> JsonObject:
        """Give the command as the JSON object of the published contract."""
        wire: JsonObject = {
            "id": self.command_id,
            "kind": self.kind.value,
            "dossier_id": self.dossier_id,
            "dossier_seq": self.dossier_seq,
            "procedure_code": self.procedure_code,
            "actor": dict(dataclasses.asdict(self.actor)),
            "device": dict(dataclasses.asdict(self.device)),
            "occurred_at": self.occurred_at.isoformat(),
            "blobs": list(self.blobs),
            "body": dict(self.body),
        }
        if self.expected_state is not None:
            wire["expected_state"] = self.expected_state
        if self.clock is not None:
            wire["clock"] = dict(dataclasses.asdict(self.clock))
        return wire

    @classmethod
    def from_wire(
        cls, wire: Mapping[str, Json], *, target: str, expected_version: int | None = None
    ) -> "OutboxEntry":
        """Read back what ``to_wire`` wrote; unknown keys are refused by the caller, not here."""
        data: Any = wire
        clock = data.get("clock")
        return cls(
            command_id=data["id"],
            target=target,
            dossier_id=data["dossier_id"],
            dossier_seq=data["dossier_seq"],
            kind=CommandKind(data["kind"]),
            actor=Actor(**data["actor"]),
            device=Device(**data["device"]),
            occurred_at=dt.datetime.fromisoformat(data["occurred_at"]),
            body=data["body"],
            blobs=tuple(data["blobs"]),
            procedure_code=data.get("procedure_code", ""),
            expected_state=data.get("expected_state"),
            expected_version=expected_version,
            clock=ClockReading(**clock) if clock else None,
        )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical JSON of the command, as the server computes it."""
        return hashlib.sha256(canonical_json(self.to_wire())).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedCommand:
    """A row of the outbox as it stands now.

    Attributes:
        seq: order of entry on this database, growing.
        lease_until: while ``sending``: when another worker may take the row.
        base_version: version the target answered to the previous command of this dossier, if any.
        rebased_version: version the engine decided to send against after a conflict or a
            reconciliation; wins over the other two.
    """

    seq: int
    entry: OutboxEntry
    state: RowState
    attempts: int = 0
    next_at: dt.datetime | None = None
    lease_until: dt.datetime | None = None
    base_version: int | None = None
    rebased_version: int | None = None
    last_problem: Problem | None = None
    ack: Mapping[str, Json] | None = None
    acked_at: dt.datetime | None = None
    created_at: dt.datetime | None = None


class OutcomeKind(enum.StrEnum):
    """How a target took a command. Refusals are errors, not outcomes.

    Attributes:
        KEPT_HERE: the target has no place for an act of this kind; it stays on record at the desk.
    """

    APPLIED = "applied"
    ALREADY_APPLIED = "already_applied"
    KEPT_HERE = "kept_here"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandOutcome:
    """The stored answer of a target to one command.

    Attributes:
        version: version of the dossier after the command.
        facts: what the server decided: ``codes`` (list of code strings), ``number``, dates.
    """

    kind: OutcomeKind
    version: int
    state: str
    facts: Mapping[str, Json] = field(default_factory=dict)
