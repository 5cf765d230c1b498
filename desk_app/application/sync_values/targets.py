"""What a target system is and grants: itself, its clock, its code slots."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


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
