"""The verifier port over the signing library: one long-lived worker, three-valued verdicts."""

import datetime as dt
from pathlib import Path

from desk_app.application.ports import Papers, VerdictOnFile
from desk_app.domain.components import PaperRef
from desk_app.domain.signatures import Verdict
from signing.verify import Verifier


class DeskVerifier:
    """Verdicts on papers of the store against the trust folder of the profile."""

    def __init__(self, papers: Papers, trust: Path) -> None:
        self._papers = papers
        self._trust = trust
        self._verifier: Verifier | None = None

    def verify(
        self, file: PaperRef, *, at: dt.datetime | None = None, offline: bool = True
    ) -> VerdictOnFile:
        """The verdict; what cannot be checked is unknown, never an exception."""
        if self._verifier is None:
            self._verifier = Verifier(self._trust)
            self._verifier.__enter__()
        with self._papers.plain_file(file) as path:
            said = self._verifier.verify(path, at=at, offline=offline)
        return VerdictOnFile(
            verdict=Verdict(str(said.verdict)),
            reasons=tuple(str(r) for r in said.reasons),
            sentence=said.sentence,
            signers=tuple(s.signer for s in said.signatures),
            serials=tuple(s.serial for s in said.signatures),
            roles=tuple(str(s.role) for s in said.signatures),
            report=said.as_json(),
        )

    def close(self) -> None:
        """End the worker."""
        if self._verifier is not None:
            self._verifier.__exit__(None, None, None)
            self._verifier = None
