"""The only errors that leave a target-system adapter or a sync store.

Each carries a ``Problem``: a slug of the text catalogue and facts. The engine decides by the class,
never by the text.
"""

import datetime as dt
from collections.abc import Mapping

from desk_app.application.sync_values import DossierSnapshot, Json, JsonObject, Problem


class SyncError(Exception):
    """Base of everything a target may answer besides a good outcome."""

    code = "sync.failed"

    def __init__(self, facts: Mapping[str, Json] | None = None, *, code: str | None = None) -> None:
        self.problem = Problem(code=code or self.code, facts=dict(facts or {}))
        super().__init__(f"{self.problem.code} {dict(self.problem.facts)}")


class UnreachableError(SyncError):
    """No answer: refused, reset, no name, timed out, cut short. Tried again for ever."""

    code = "sync.unreachable"


class UntrustedError(SyncError):
    """The certificate is not one this desk trusts, or somebody else answers. Stops the target."""

    code = "sync.untrusted"


class BusyError(SyncError):
    """The target asks for patience.

    ``retry_after_s`` is its own wish; ``whole_target`` says whether other dossiers wait as well.
    """

    code = "sync.busy"

    def __init__(
        self,
        *,
        retry_after_s: float | None = None,
        whole_target: bool = True,
        facts: Mapping[str, Json] | None = None,
        code: str | None = None,
    ) -> None:
        super().__init__(facts, code=code)
        self.retry_after_s = retry_after_s
        self.whole_target = whole_target


class ServerFaultError(SyncError):
    """HTTP 500: perhaps only this record. Counted; others flow."""

    code = "sync.server_fault"


class AuthNeededError(SyncError):
    """The session is over and could not be renewed silently. The queue keeps growing."""

    code = "sync.auth_needed"


class ForbiddenError(SyncError):
    """The officer or desk has no right for this act; parked for a supervisor."""

    code = "sync.forbidden"


class VersionConflictError(SyncError):
    """The dossier has moved on. ``current`` is the target's copy now, if it told us."""

    code = "sync.conflict"

    def __init__(
        self, current: DossierSnapshot | None, facts: Mapping[str, Json] | None = None
    ) -> None:
        super().__init__(facts)
        self.current = current


class InvalidError(SyncError):
    """The target's rules refuse the command. ``problems``: ``[{"pointer", "code", ...}]``."""

    code = "sync.invalid"

    def __init__(
        self,
        problems: list[JsonObject] | None = None,
        *,
        code: str | None = None,
        facts: Mapping[str, Json] | None = None,
    ) -> None:
        listed: list[Json] = [dict(problem) for problem in problems or []]
        super().__init__({**dict(facts or {}), "problems": listed}, code=code)
        self.problems = problems or []


class KeyReusedError(SyncError):
    """Our own fault: the same key came with other content. Never sent under a new key by itself."""

    code = "sync.key_reused"


class TooLargeError(SyncError):
    """A file or a command is over the target's limit."""

    code = "sync.too_large"


class MissingBlobsError(SyncError):
    """The target lacks files it should have; they are checked and uploaded again."""

    code = "sync.missing_blobs"

    def __init__(self, digests: tuple[str, ...]) -> None:
        listed: list[Json] = list(digests)
        super().__init__({"digests": listed, "count": len(digests)})
        self.digests = digests


class GoneError(SyncError):
    """The dossier or the cursor is not known (any more)."""

    code = "sync.gone"


class EpochChangedError(SyncError):
    """The target was restored or replaced since we last spoke."""

    code = "sync.epoch_changed"

    def __init__(self, epoch: str) -> None:
        super().__init__({"epoch": epoch})
        self.epoch = epoch


class ProtocolError(SyncError):
    """Something answered that does not speak the contract (portal page, proxy, old server)."""

    code = "sync.not_the_province"


class CapabilityMissingError(SyncError):
    """The target does not offer this; said in words, never retried."""

    code = "sync.capability_missing"


class BlobDamagedError(SyncError):
    """The local file is missing or its bytes are not what its name says."""

    code = "sync.blob_damaged"

    def __init__(self, digest: str) -> None:
        super().__init__({"digest": digest})
        self.digest = digest


class LocalStorageError(SyncError):
    """The desk's own disk or database refused."""

    code = "sync.local_storage"


class SlotFencedError(SyncError):
    """The code slot belongs to another generation of this desk."""

    code = "sync.slot_fenced"


class SlotExhaustedError(SyncError):
    """All serials of the slot are used today, or the lease is over: provisional numbers only."""

    code = "sync.slot_exhausted"

    def __init__(self, unit: str, day: dt.date) -> None:
        super().__init__({"unit": unit, "day": day.isoformat()})


class PackageError(SyncError):
    """A package on a stick is foreign or damaged; nothing of it was taken in."""

    def __init__(self, code: str, *, item: str) -> None:
        super().__init__({"item": item}, code=code)
