"""What waits for the province."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from desk_app.ui.contract.codes import Cancellation


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxItem:
    """One thing that waits to be sent, with the last answer in catalogue form."""

    id: str
    dossier_key: str
    code: str
    kind: str
    created_at: dt.datetime
    attempts: int
    state: Literal["waiting", "sending", "parked", "conflict"]
    answer: str = ""
    answer_facts: Mapping[str, object] = field(default_factory=dict)
    next_try_at: dt.datetime | None = None
    field_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field both sides changed."""

    field_id: str
    label: str
    ours: str
    ours_by: str
    theirs: str
    theirs_by: str


class Outbox(Protocol):
    """What waits for the province."""

    def items(self) -> tuple[OutboxItem, ...]:
        """All that is not confirmed, oldest first."""
        ...

    def send_now(self, ids: tuple[str, ...], cancelled: Cancellation) -> tuple[OutboxItem, ...]:
        """Try these (all when empty) at once. Lane ``io``."""
        ...

    def keep_local(self, item_id: str) -> tuple[OutboxItem, ...]:
        """Do not send this one by itself any more."""
        ...

    def differences(self, item_id: str) -> tuple[Difference, ...]:
        """The two versions of a conflict."""
        ...

    def settle(self, item_id: str, choice: Mapping[str, Literal["ours", "theirs"]]) -> None:
        """Choose per field; nothing is overwritten silently."""
        ...

    def fetch_online(self) -> int:
        """Take over new online dossiers; how many came."""
        ...

    def exchange(self) -> None:
        """Send what is due and take in what came; asked every now and then. Lane ``io``."""
        ...
