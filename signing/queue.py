"""The queue of files that wait for a higher level: kept on disk, each refusal with its reason."""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from signing.clock import Clock, utc_now
from signing.errors import SigningError
from signing.request import Level
from signing.upgrade import Upgraded

_SUFFIX = ".waiting.json"
_KEPT_ATTEMPTS = 20


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One try that was refused."""

    at: str
    code: str
    facts: dict[str, str]


@dataclass(slots=True, kw_only=True)
class Waiting:
    """One file in the queue.

    Attributes:
        key: name of the entry.
        wanted: level it waits for.
        reason: code of the error that put it here.
        attempts: the latest refusals, oldest first.
    """

    key: str
    file: str
    wanted: str
    reason: str
    added_at: str
    attempts: list[Attempt] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class UpgradeOutcome:
    """What one run did with one entry: ``upgraded`` or the ``error`` that keeps it waiting."""

    entry: Waiting
    upgraded: Upgraded | None = None
    error: SigningError | None = None


class UpgradeQueue:
    """Entries as small files in a folder, in the order in which they came."""

    def __init__(self, folder: Path, *, clock: Clock = utc_now) -> None:
        self._folder, self._clock = folder, clock

    def add(self, file: Path | str, wanted: Level, reason: str) -> Waiting:
        """Let ``file`` wait for ``wanted``; the same file twice keeps the higher wish."""
        for entry in self.waiting():
            if entry.file == str(file):
                if list(Level).index(Level(entry.wanted)) < list(Level).index(wanted):
                    entry.wanted = wanted.value
                    self._write(entry)
                return entry
        now = self._clock()
        entry = Waiting(
            key=f"{now:%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}",
            file=str(file),
            wanted=wanted.value,
            reason=reason,
            added_at=now.isoformat(),
        )
        self._write(entry)
        return entry

    def waiting(self) -> tuple[Waiting, ...]:
        """All entries, oldest first."""
        return tuple(
            _read(path) for path in sorted(self._folder.glob(f"*{_SUFFIX}"), key=lambda p: p.name)
        )

    def run_once(
        self, upgrade: Callable[[Path, Level], Upgraded], *, stop_when_unreachable: bool = True
    ) -> tuple[UpgradeOutcome, ...]:
        """Try every entry once, oldest first.

        Args:
            upgrade: raises one file, for instance ``add_timestamp_later`` with its services.
            stop_when_unreachable: a service that does not answer ends the run: the rest would
                only wait for the same deadline.
        """
        outcomes = []
        for entry in self.waiting():
            try:
                upgraded = upgrade(Path(entry.file), Level(entry.wanted))
            except SigningError as error:
                facts = {name: str(value) for name, value in error.facts.items()}
                self.note(entry.key, error.code, facts)
                outcomes.append(UpgradeOutcome(entry=entry, error=error))
                if stop_when_unreachable and error.code == "signing.tsa_unreachable":
                    break
            else:
                (self._folder / f"{entry.key}{_SUFFIX}").unlink(missing_ok=True)
                outcomes.append(UpgradeOutcome(entry=entry, upgraded=upgraded))
        return tuple(outcomes)

    def forget(self, key: str) -> None:
        """Take an entry out: its file is gone or the wish was withdrawn."""
        (self._folder / f"{key}{_SUFFIX}").unlink(missing_ok=True)

    def note(self, key: str, code: str, facts: dict[str, str]) -> None:
        """Keep why a try failed; the latest of them."""
        for entry in self.waiting():
            if entry.key == key:
                attempt = Attempt(at=self._clock().isoformat(), code=code, facts=facts)
                entry.attempts.append(attempt)
                del entry.attempts[:-_KEPT_ATTEMPTS]
                self._write(entry)

    def _write(self, entry: Waiting) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{entry.key}{_SUFFIX}"
        fresh = path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(asdict(entry), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)


def _read(path: Path) -> Waiting:
    data = json.loads(path.read_text(encoding="utf-8"))
    attempts = [Attempt(**row) for row in data.pop("attempts")]
    return Waiting(**data, attempts=attempts)
