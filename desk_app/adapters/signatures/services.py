"""Trust, time stamps and revocation data of one desk, kept open between signatures."""

import datetime as dt
import hashlib
import itertools
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from desk_app.adapters.signatures.pin_habits import PinHabits
from desk_app.adapters.signatures.pin_tries import PinTries
from signing.chain import Trust, build_chain
from signing.cms.time_stamp import TimeStampService
from signing.errors import SigningError
from signing.longterm import LongTerm
from signing.precheck import SigningPolicy
from signing.revocation import RevocationStore

KNOWN = "signers"
_ROUND = "last-round"
_log = logging.getLogger(__name__)
Seen = tuple[tuple[str, int, int], ...]


@dataclass(slots=True, kw_only=True)
class SigningServices:
    """What signing needs beside the token.

    Attributes:
        trust_folder: flat folder of anchors, intermediates and lists; read again when it changes.
        cache_folder: where fetched revocation data is kept.
        tsa_url: time-stamp service; empty when the office has none.
        policy: certificate policies each role asks for.
        pin_tries: counts wrong PINs where the tokens do not.
    """

    trust_folder: Path
    cache_folder: Path
    clock: Callable[[], dt.datetime]
    tsa_url: str = ""
    policy: SigningPolicy = field(default_factory=SigningPolicy)
    pin_tries: PinTries = field(default_factory=lambda: PinTries(Path(), most=0))
    pin_habits: PinHabits = field(init=False)
    _seen: Seen | None = None
    _trust: Trust | None = None
    _tsa: TimeStampService | None = None

    def __post_init__(self) -> None:
        self.pin_habits = PinHabits(self.cache_folder)

    def trust(self) -> Trust | None:
        """The anchors; None while the office has not been given any.

        Raises:
            SigningError: ``signing.trust_unusable``.
        """
        now = state_of(self.trust_folder)
        if now != self._seen:
            self._trust = Trust.load(self.trust_folder) if now else None
            self._seen, self._tsa = now, None
        return self._trust

    def tsa(self) -> TimeStampService | None:
        """The time-stamp service; one object, so that what was learnt about it stays known."""
        trust = self.trust()
        if self._tsa is None and self.tsa_url:
            self._tsa = TimeStampService(self.tsa_url, trust=trust, clock=self.clock)
        return self._tsa

    def revocation(self, *, is_online: bool) -> RevocationStore:
        """Revocation data of the trust folder and the cache; fetched only when online."""
        trust = self.trust()
        return RevocationStore(
            self.cache_folder,
            lists=trust.revocation_lists if trust is not None else (),
            is_online=is_online,
            clock=self.clock,
        )

    def long_term(self, *, is_online: bool) -> LongTerm | None:
        """What B-LT and B-LTA need; None without anchors."""
        trust = self.trust()
        if trust is None:
            return None
        return LongTerm(trust, self.revocation(is_online=is_online), clock=self.clock)

    def remember(self, der: bytes) -> None:
        """Keep a signer's certificate, so that its revocation data is refreshed from now on."""
        known = self.cache_folder / KNOWN
        path = known / f"{hashlib.sha256(der).hexdigest()}.der"
        if not path.exists():
            known.mkdir(parents=True, exist_ok=True)
            path.write_bytes(der)

    def refresh_when_due(self, every: dt.timedelta) -> None:
        """Fetch data about the signers of this desk when the last round is older than ``every``."""
        mark, now = self.cache_folder / _ROUND, self.clock()
        try:
            last = dt.datetime.fromisoformat(mark.read_text(encoding="ascii"))
        except (OSError, ValueError):
            last = None
        if last is not None and dt.timedelta(0) <= now - last < every:
            return
        known = sorted((self.cache_folder / KNOWN).glob("*.der"))
        if not known:
            return
        mark.write_text(now.isoformat(), encoding="ascii")
        refused = self.refresh(path.read_bytes() for path in known)
        _log.info("revocation data of %s certificates refreshed; %s", len(known), refused)

    def refresh(self, certificates: Iterable[bytes]) -> tuple[str, ...]:
        """Fetch fresh revocation data about certificates and their issuers; gives the refusals."""
        trust = self.trust()
        if trust is None:
            return ()
        store, refused = self.revocation(is_online=True), []
        for der in certificates:
            try:
                chain = build_chain(der, trust, self.clock())
                for one, issuer in itertools.pairwise(chain):
                    store.refresh(one, issuer)
            except SigningError as error:
                refused.append(error.code)
        return tuple(refused)


def state_of(folder: Path) -> Seen:
    """What changes when a file of a folder is added, taken out or replaced."""
    if not folder.is_dir():
        return ()
    found = ((path, path.stat()) for path in folder.iterdir() if path.is_file())
    return tuple(sorted((path.name, state.st_mtime_ns, state.st_size) for path, state in found))
