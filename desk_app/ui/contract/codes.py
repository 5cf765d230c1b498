"""Codes every screen speaks, and how long work is followed and stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

Scope = Literal[
    "mine", "office", "tasks", "overdue", "supplement", "online", "today", "active", "done"
]  # fmt: skip
SyncState = Literal["sent", "waiting", "failed", "none"]
Origin = Literal["reader", "id_card", "store", "typed", "province", "kept", "none"]
Verdict = Literal[
    "valid", "invalid", "unknown", "no_time_stamp", "unsigned", "from_store", "pending"
]


class Cancellation(Protocol):
    """Asked by long work at its safe points (page, file)."""

    def is_cancelled(self) -> bool:
        """Whether the officer pressed stop."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where long work stands: item ``done`` of ``total`` (0: unknown), and what it is at."""

    done: int
    total: int = 0
    note: str = ""


ProgressCall = Callable[[Progress], None]
