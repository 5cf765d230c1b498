"""Work lists, their numbers, and the state of the surroundings."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from desk_app.ui.contract.codes import Scope, SyncState
from desk_app.ui.entry import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkQuery:
    """A work list asked for: scope and step narrow it, ``text`` searches all of it."""

    scope: Scope = "mine"
    step: Step | None = None
    text: str = ""
    limit: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """One line of a list. ``key`` opens the dossier (code, or draft id before it has a code).

    ``task`` is what must be done with it today: ``apology_today``, ``due_soon``, ``opinion_late``,
    ``step_due``, ``step_late``.
    """

    key: str
    code: str
    applicant: str
    procedure: str
    state: str
    step: Step | None
    due_at: dt.datetime | None = None
    sync: SyncState = "none"
    task: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkList:
    """At most ``limit`` rows in default order (due time).

    ``total`` is how many there are in all; None where the page is full and nobody has counted.
    """

    rows: tuple[WorkRow, ...]
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Numbers of the dashboard and the navigation, for the signed-in officer."""

    steps: Mapping[Step, int] = field(default_factory=dict)
    overdue_steps: frozenset[Step] = frozenset()
    scopes: Mapping[Scope, int] = field(default_factory=dict)
    overdue: int = 0
    due_today: int = 0
    active: int = 0
    done_today: int = 0
    minutes_per_dossier: int | None = None
    outbox: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceNotice:
    """Maintenance the province announced (R-PR-53)."""

    begins_at: dt.datetime
    ends_at: dt.datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """State of network, token and queue that the top bar shows.

    ``moved`` counts changes told by other desks of the office: another number, other lists.
    ``notices`` are those of maintenance that is not over, the next one first.
    ``printouts`` are papers no printer has taken yet.
    """

    is_online: bool
    offline_since: dt.datetime | None = None
    waiting: int = 0
    failed: int = 0
    token: Literal["ready", "absent", "expiring", "locked", "hidden"] = "hidden"  # noqa: S105  a state
    token_days_left: int | None = None
    moved: int = 0
    notices: tuple[ProvinceNotice, ...] = ()
    printouts: int = 0
