"""Values that travel between a desk and a target system: commands, answers, events, reports.

Standard library only. Times are aware datetimes; hashes are 64 lower-case hexadecimal digits of
SHA-256; identifiers of dossiers and commands are UUIDv7 strings.
"""

import dataclasses
import datetime as dt
import enum
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
JsonObject: TypeAlias = "dict[str, Json]"


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


def canonical_json(value: Json) -> bytes:
    """Give UTF-8 JSON with sorted keys and no spaces: equal values, equal bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why something did not go through: a stable slug and typed facts, never a sentence.

    ``code`` is a key of the text catalogue (``sync.*``); ``facts`` fill its placeholders.
    """

    code: str
    facts: Mapping[str, Json] = field(default_factory=dict)

    def to_json(self) -> JsonObject:
        """Give the problem as JSON for a row."""
        return {"code": self.code, "facts": dict(self.facts)}

    @classmethod
    def from_json(cls, data: Mapping[str, Json]) -> "Problem":
        """Read back what ``to_json`` wrote."""
        facts = data.get("facts")
        return cls(code=str(data["code"]), facts=facts if isinstance(facts, dict) else {})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierSnapshot:
    """A target's copy of a dossier: the whole small document, with its version."""

    dossier_id: str
    version: int
    state: str
    document: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEvent:
    """One entry of the target's feed. ``data`` is a whole snapshot, not a patch."""

    event_id: str
    seq: int
    type: str
    dossier_id: str
    version: int
    time: dt.datetime
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """A page of the feed. ``next_cursor`` is opaque and belongs to ``epoch``."""

    events: tuple[InboxEvent, ...]
    next_cursor: str
    head: int
    epoch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPosition:
    """Where the desk stands in a target's feed, stored with the effects of the page."""

    cursor: str | None = None
    epoch: str | None = None
    last_seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowDossier:
    """The target's copy of a dossier as last seen by this desk; never the officer's form.

    ``has_waiting`` is true when commands of this desk for the dossier are not settled yet.
    """

    target: str
    dossier_id: str
    version: int
    state: str
    document: Mapping[str, Json]
    has_waiting: bool = False


class BlobStanding(enum.StrEnum):
    """What a target says about a file."""

    ABSENT = "absent"
    HASHING = "hashing"
    VERIFIED = "verified"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRecord:
    """How far the upload of one file to one target has come.

    ``upload_path`` is relative to the target's base address: a stored absolute address is never
    trusted. ``corrupt_count`` counts read-backs that differed.
    """

    target: str
    digest: str
    upload_path: str | None = None
    offset: int = 0
    verified: bool = False
    corrupt_count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierHead:
    """The newest settled command of this desk for a dossier, for reconciliation."""

    dossier_id: str
    version: int
    command_ids: tuple[str, ...]


class HeadVerdict(enum.StrEnum):
    """What the target says about one head."""

    SAME = "same"
    BEHIND = "behind"
    MISSING_COMMANDS = "missing_commands"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileLine:
    """The answer for one dossier: which commands the target does not have."""

    dossier_id: str
    verdict: HeadVerdict
    version: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceNotice:
    """A time at which the target says it will not, or not fully, answer (R-PR-53)."""

    begins_at: dt.datetime
    ends_at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerInfo:
    """What a target says about itself."""

    epoch: str
    server_time: dt.datetime
    feed_head: int = 0
    min_client: str = "0"
    max_blob: int | None = None
    max_body: int | None = None
    notices: tuple[MaintenanceNotice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a target can do. The engine makes up for what is missing and says so.

    Attributes:
        files_apart: files have a place of their own and go first; else each command brings and
            checks its files itself.
    """

    resumable_upload: bool = True
    conditional_write: bool = True
    idempotency: bool = True
    feed: bool = True
    reconcile: bool = True
    code_slots: bool = True
    code_pool: bool = True
    files_apart: bool = True
    batch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSlot:
    """A leased prefix of dossier serials: unit-date-``SSNNN``.

    Attributes:
        unit: agency identification code, first part of the dossier code.
        slot: 0..99, the two leading digits of the serial.
        device_id: the desk that leased it; each desk of an office has its own.
        device_gen: generation the lease was given to; another generation is fenced off.
        serials: highest serial used, by day (``YYYY-MM-DD``), as the server knows it.
    """

    unit: str
    slot: int
    device_gen: int
    valid_until: dt.datetime
    serials: Mapping[str, int] = field(default_factory=dict)
    device_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMark:
    """One comparison of clocks: server time against the desk's wall and monotonic clocks."""

    server_time: dt.datetime
    local_wall: dt.datetime
    monotonic_s: float
    boot_id: str
    uncertainty_ms: int = 0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """An account of a citizen or organisation; ``level`` 1 made at the counter, 2 verified."""

    identifier: str
    full_name: str
    level: int
    checked_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPaper:
    """A digitised paper in the provincial or national data store, named by its hash.

    Attributes:
        conditions: what the store shows of the conditions of reuse (R-5B-70).
        values: fields of the paper by the names papers use.
    """

    paper_id: str
    name: str
    number: str | None
    dated_on: str | None
    issued_by: str
    procedure_code: str
    sha256: str
    document_type: str = ""
    conditions: Mapping[str, bool] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One payment as the province signed it: Ed25519 over the canonical JSON of the rest."""

    dossier_id: str
    receipt: str
    amount: int
    method: str
    paid_at: str
    signature: str

    def signed_bytes(self) -> bytes:
        """Give the bytes the signature covers."""
        record = dataclasses.asdict(self)
        del record["signature"]
        return canonical_json(record)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentState:
    """What is due and what was paid; ``signed_by`` is the province's public key (hex)."""

    state: str
    amount_due: int
    signed_by: str
    receipts: tuple[Receipt, ...]


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
