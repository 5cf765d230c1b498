"""Drafts kept on this machine while the office's database is away: one sealed file a dossier."""

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from desk_app.adapters.window.whole_file import write_whole
from desk_app.domain.errors import UnavailableError


class Seal(Protocol):
    """Makes bytes unreadable for everybody but this desk and the office."""

    def seal(self, plain: bytes) -> bytes:
        """What lies on the disk."""
        ...

    def open(self, sealed: bytes) -> bytes:
        """The plain bytes; OSError when they cannot be had."""
        ...


class DraftShelf:
    """Keeps one draft a dossier; a newer one takes the place of the older in one step.

    Args:
        folder: made when the first draft is kept.
        seal: as papers are sealed.
    """

    def __init__(self, folder: Path, seal: Seal) -> None:
        self._folder, self._seal = folder, seal

    def keep(self, key: str, draft: Mapping[str, Mapping[str, str]]) -> None:
        """Lay a draft down, safe against a crash; UnavailableError ``persistence.disk_full``."""
        sealed = self._seal.seal(json.dumps(draft, ensure_ascii=False).encode())
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise UnavailableError("persistence.disk_full") from error
        write_whole(self._place(key), sealed)

    def of(self, key: str) -> dict[str, dict[str, str]] | None:
        """The draft of a dossier; None when there is none, or none that this desk can read."""
        try:
            plain = self._seal.open(self._place(key).read_bytes())
            found: dict[str, dict[str, str]] = json.loads(plain)
        except (OSError, ValueError):
            return None
        return found

    def drop(self, key: str) -> None:
        """It was given back."""
        with contextlib.suppress(OSError):
            self._place(key).unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        return self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.age"
