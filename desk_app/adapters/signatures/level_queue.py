"""The queue of papers that wait for a higher level, as small files in the profile."""

from collections.abc import Mapping
from pathlib import Path

from desk_app.application.ports import WaitingLevel
from signing.clock import Clock
from signing.queue import UpgradeQueue
from signing.request import Level


class DeskLevelQueue:
    """Names papers by dossier and digest: their bytes lie encrypted in the store.

    Args:
        folder: made with the first entry.
        clock: for the time of entries and refusals.
    """

    def __init__(self, folder: Path, *, clock: Clock) -> None:
        self._queue = UpgradeQueue(folder, clock=clock)

    def add(self, *, dossier: str, sha256: str, level: str, reason: str) -> None:
        """Let a paper wait."""
        self._queue.add(f"{dossier}/{sha256}", Level(level), reason)

    def waiting(self) -> tuple[WaitingLevel, ...]:
        """All papers, oldest first."""
        found = []
        for entry in self._queue.waiting():
            dossier, _, sha256 = entry.file.rpartition("/")
            last = entry.attempts[-1] if entry.attempts else None
            found.append(
                WaitingLevel(
                    key=entry.key,
                    dossier=dossier,
                    sha256=sha256,
                    level=entry.wanted,
                    reason=last.code if last else entry.reason,
                    attempts=len(entry.attempts),
                )
            )
        return tuple(found)

    def refused(self, key: str, code: str, facts: Mapping[str, object]) -> None:
        """Keep why a try failed."""
        self._queue.note(key, code, {name: str(value) for name, value in facts.items()})

    def done(self, key: str) -> None:
        """The paper has its level, or is gone."""
        self._queue.forget(key)
