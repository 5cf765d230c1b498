"""The target's side as this desk knows it: feed, copies of dossiers, reconciliation."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from desk_app.application.sync_values.wire import Json


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
