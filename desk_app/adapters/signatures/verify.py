"""The verifier half of the signatures adapter: verdicts in the desk's words."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from signing.trust import TrustStore
from signing.verify import FileVerdict, Limits, Verifier


class SignatureVerifier:
    """Judges signed files against the office's trust folder, with one worker."""

    def __init__(
        self,
        trust: Path | TrustStore,
        *,
        texts: Mapping[str, Any] | None = None,  # TOML tables
        limits: Limits | None = None,
    ) -> None:
        """Read the trust material.

        Args:
            trust: a flat folder or a loaded store.
            texts: the tables ``verdicts`` and ``reasons`` of the desk's catalogue.
            limits: what one file may cost.

        Raises:
            TrustError: the trust material cannot be used.
        """
        self._verifier = Verifier(trust, texts=texts, limits=limits)

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the worker."""
        self.close()

    def start(self) -> None:
        """Start the worker early, so that the first paper need not wait for it."""
        self._verifier.start()

    def verify(
        self,
        path: Path,
        *,
        at: dt.datetime | None = None,
        offline: bool = True,
        content: Path | None = None,
    ) -> FileVerdict:
        """The verdict on a file; whatever stands in the file, there is a verdict."""
        return self._verifier.verify(path, at=at, offline=offline, content=content)

    def close(self) -> None:
        """End the worker."""
        self._verifier.close()
