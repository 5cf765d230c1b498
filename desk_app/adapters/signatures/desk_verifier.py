"""The verifier port over the signing library: one long-lived worker, three-valued verdicts."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from desk_app.adapters.signatures.services import Seen, state_of
from desk_app.application.ports import Papers, VerdictOnFile
from desk_app.domain.components import PaperRef
from desk_app.domain.signatures import Verdict
from signing.trust import TrustStore, load_trust
from signing.verify import Verifier


class DeskVerifier:
    """Verdicts on papers of the store against the trust folder of the profile.

    Args:
        papers: the store.
        trust: flat folder of anchors, intermediates and lists.
        cache: lists that the desk fetched later.
    """

    def __init__(self, papers: Papers, trust: Path, cache: Path) -> None:
        self._papers, self._trust, self._cache = papers, trust, cache
        self._verifier: Verifier | None = None
        self._read: tuple[Seen, Seen] | None = None
        self._store = TrustStore()

    def verify(
        self, file: PaperRef, *, at: dt.datetime | None = None, offline: bool = True
    ) -> VerdictOnFile:
        """The verdict; what cannot be checked is unknown, never an exception."""
        if self._verifier is None:
            self._verifier = Verifier(TrustStore())
        trust = self._trusted()
        with self._papers.plain_file(file) as path:
            said = self._verifier.verify(path, at=at, offline=offline, trust=trust)
        return VerdictOnFile(
            verdict=Verdict(str(said.verdict)),
            reasons=tuple(str(r) for r in said.reasons),
            sentence=said.sentence,
            signers=tuple(s.signer for s in said.signatures),
            serials=tuple(s.serial for s in said.signatures),
            roles=tuple(str(s.role) for s in said.signatures),
            report=said.as_json(),
        )

    def broken_for_second_reader(self, file: PaperRef) -> tuple[str, ...]:
        """Fields whose signature pyHanko finds broken."""
        if self._verifier is None:
            self._verifier = Verifier(TrustStore())
        with self._papers.plain_file(file) as path:
            return self._verifier.read_again(path).fields

    def _trusted(self) -> TrustStore:
        """Trust folder and fetched lists, read again when one of them changed."""
        now = state_of(self._trust), state_of(self._cache)
        if now != self._read:
            store = load_trust(self._trust)
            fetched = sorted(self._cache.glob("*.crl")) if self._cache.is_dir() else []
            lists = (*store.lists, *(path.read_bytes() for path in fetched))
            self._store = replace(store, lists=tuple(dict.fromkeys(lists)))
            self._read = now
        return self._store

    def close(self) -> None:
        """End the worker."""
        if self._verifier is not None:
            self._verifier.close()
            self._verifier = None
