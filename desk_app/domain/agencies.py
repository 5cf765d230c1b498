"""The chain of agencies a dossier passes through, each with its own time (R-5B-74)."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyLeg:
    """The dossier's stay at one agency.

    Attributes:
        agency: who has it.
        unit: what its time is counted in; see ``deadlines.Unit``.
        components: keys of what was handed over.
        duty: what the agency is to do.
        due_at: end of its time by the office's calendar.
        outcome: what it answered; empty while it has the dossier.
    """

    agency: str
    duty: str
    unit: str
    amount: int
    components: tuple[str, ...]
    handed_at: dt.datetime
    handed_by: str
    due_at: dt.datetime | None = None
    received_at: dt.datetime | None = None
    received_by: str = ""
    done_at: dt.datetime | None = None
    outcome: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the agency still has the dossier."""
        return self.done_at is None

    @property
    def is_late(self) -> bool:
        """Whether it answered after its time; asked of a leg that is done."""
        return self.done_at is not None and self.due_at is not None and self.done_at > self.due_at
