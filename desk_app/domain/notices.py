"""What goes out to people and systems beside the dossier itself: stored first, then delivered.

A notice is told to the applicant; a release hands the result to another system. Each has its own
state, is tried again after a fault, and keeps the proof of its delivery.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import TypeVar

from desk_app.domain.records import DeliveryState

PAUSES = (
    dt.timedelta(minutes=1),
    dt.timedelta(minutes=5),
    dt.timedelta(minutes=30),
    dt.timedelta(hours=2),
    dt.timedelta(hours=12),
)
"""How long after each failed try the next one comes; after the last one a person decides."""

T = TypeVar("T", bound="Outgoing")

CHANNELS = ("email", "sms", "province", "phone", "desk")
"""``desk`` is a notice to an officer, on their own list of tasks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Something on its way out.

    Attributes:
        key: name inside the dossier, such as ``notice-3``; the receiver's key against doubles.
        next_try_at: when it may be tried; None when it is not waiting.
        proof: what the receiver answered, or who was called and when.
        fault: code of the last failed try.
    """

    key: str
    created_at: dt.datetime
    by: str
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    next_try_at: dt.datetime | None = None
    proof: str = ""
    fault: str = ""
    done_at: dt.datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be tried by the program."""
        return self.state is DeliveryState.PENDING and self.next_try_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Outgoing):
    """A message to the applicant, as it was worded when the act was done.

    Attributes:
        template: key of the words.
        channel: one of ``CHANNELS``.
        to: address or number.
    """

    template: str
    channel: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release(Outgoing):
    """A result handed to another system (R-5B-59): document management, store, sector database.

    Attributes:
        target: name of the target in the settings.
        sha256: the file that is released.
    """

    target: str
    sha256: str


def delivered(item: T, *, at: dt.datetime, proof: str) -> T:
    """The item with the receiver's answer."""
    return replace(
        item,
        state=DeliveryState.CONFIRMED,
        attempts=item.attempts + 1,
        next_try_at=None,
        proof=proof,
        fault="",
        done_at=at,
    )


def failed(item: T, *, at: dt.datetime, fault: str, for_good: bool = False) -> T:
    """The item after a failed try: waiting for the next one, or left to a person."""
    again = None if for_good or item.attempts >= len(PAUSES) else at + PAUSES[item.attempts]
    return replace(
        item,
        state=DeliveryState.PENDING if again else DeliveryState.FAILED,
        attempts=item.attempts + 1,
        next_try_at=again,
        fault=fault,
    )
