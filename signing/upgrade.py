"""Raising the level of a signed file later, when a service can be reached again.

Nothing of the file changes: a document time stamp proves when the signatures existed (level T),
a security store carries what proves them (LT), one more stamp seals the store (LTA).
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from signing.cms.time_stamp import StampToken, TimeStampService
from signing.errors import SigningError
from signing.files import copy_bytes, discard, explained, put_in_place, temporary_beside
from signing.longterm import LongTerm, append_time_stamp
from signing.request import Level
from signing.standing import Standing, level_of, refuse_broken, standing_signatures

_ORDER = (Level.B_B, Level.B_T, Level.B_LT, Level.B_LTA)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgraded:
    """A file whose level was raised.

    Attributes:
        before, level: level found and level reached.
        source_sha256, sha256: of the file before and after.
    """

    file: Path
    before: Level
    level: Level
    source_sha256: str
    sha256: str

    def as_json(self) -> dict[str, object]:
        """Plain values for the command line."""
        return {
            "file": str(self.file),
            "sha256": self.sha256,
            "before": self.before.value,
            "level": self.level.value,
        }


def add_timestamp_later(
    file: Path,
    level: Level,
    *,
    tsa: TimeStampService,
    long_term: LongTerm | None = None,
    target: Path | None = None,
) -> Upgraded:
    """Raise a signed file to ``level`` by appended revisions.

    Args:
        file: signed before; it stays untouched until the very end.
        level: what is wanted; a file that has it already is left alone.
        tsa: asked for document time stamps.
        long_term: wanted for B-LT and B-LTA.
        target: where the result goes; the file itself by default.

    Raises:
        SigningError: ``signing.not_signed``, ``signing.earlier_signature_broken``, or the codes of
            the services; the file is as it was.
    """
    goal = target or file
    before = level_of(file)
    if before is None:
        raise SigningError("signing.not_signed", file=file.name)
    refuse_broken(file)
    if level.wants_revocation and long_term is None:
        raise SigningError("signing.revocation_missing", level=level.value)
    source_sha256 = _sha256(file)
    temporary = temporary_beside(goal)
    try:
        with explained(file):
            copy_bytes(file, temporary)
        _raise_level(temporary, before, level, tsa, long_term)
        sha256 = _sha256(temporary)
        _refuse_changed(file, source_sha256)
        reached = level_of(temporary) or before
        with explained(goal):
            put_in_place(temporary, goal)
    except BaseException:
        discard(temporary)
        raise
    return Upgraded(
        file=goal, before=before, level=reached, source_sha256=source_sha256, sha256=sha256
    )


def _refuse_changed(file: Path, sha256: str) -> None:
    """Another desk may have signed the same file meanwhile: its work must not be replaced."""
    if _sha256(file) != sha256:
        raise SigningError("signing.file_changed", file=file.name)


def _raise_level(
    path: Path, before: Level, wanted: Level, tsa: TimeStampService, long_term: LongTerm | None
) -> None:
    steps = _ORDER[_ORDER.index(before) + 1 : _ORDER.index(wanted) + 1]
    for step in steps:
        if step is Level.B_LT and long_term is not None:
            long_term.append_store(path, _signers(standing_signatures(path)))
        else:
            append_time_stamp(path, tsa)


def _signers(standing: Iterable[Standing]) -> list[tuple[bytes, tuple[bytes, ...]]]:
    """Certificates to be proved: of each signature, of each stamp inside or beside it."""
    found: list[tuple[bytes, tuple[bytes, ...]]] = []
    for item in standing:
        if item.view is None:
            continue
        found.append((item.view.signer, item.certificates))
        if item.view.time_stamp is not None and not item.is_document_stamp:
            stamp = StampToken(item.view.time_stamp).view
            found.append((stamp.signer, stamp.certificates))
    return found


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
