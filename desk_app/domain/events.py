"""Facts worth keeping: one event an act, append-only, chained by hash in the store."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field

from desk_app.domain.errors import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act on one dossier (R-5B-72).

    Attributes:
        kind: past-tense name, for example ``dossier_received``.
        transition: ``T01`` … ``T28``, or empty when the state did not change.
        files: (name, SHA-256) of each file the act made or used.
        data: further typed facts; no free personal data beyond what the dossier already holds.
    """

    kind: str
    dossier_id: str
    at: dt.datetime
    user: str
    unit: str
    desk: str
    transition: str = ""
    from_state: str = ""
    to_state: str = ""
    reason: str = ""
    files: tuple[tuple[str, str], ...] = ()
    data: dict[str, Fact] = field(default_factory=dict)

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys and no blanks: the bytes the hash chain covers."""
        body = {
            "kind": self.kind,
            "dossier_id": self.dossier_id,
            "at": self.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
            "user": self.user,
            "unit": self.unit,
            "desk": self.desk,
            "transition": self.transition,
            "from_state": self.from_state,
            "to_state": self.to_state,
            "reason": self.reason,
            "files": [list(f) for f in self.files],
            "data": self.data,
        }
        return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


GENESIS = "0" * 64
"""Head of an empty chain."""


def chain_head(previous: str, seq: int, event: Event) -> str:
    """Hash of a chain after one more event: SHA-256 over previous head.

    Sequence number and event.
    """
    digest = hashlib.sha256()
    digest.update(bytes.fromhex(previous))
    digest.update(seq.to_bytes(8, "big"))
    digest.update(event.canonical())
    return digest.hexdigest()
