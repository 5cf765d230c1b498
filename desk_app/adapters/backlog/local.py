"""Long work on one desk: the same items, done here one after the other."""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable

from desk_app.application.backlog import FAILED, Ledger, MayWork, Work

PAUSE_S = 1.0

logger = logging.getLogger(__name__)


class LocalBacklog:
    """``Backlog`` of a desk with a database of its own."""

    def __init__(
        self, ledger: Ledger, work: Work, *, desk: str, now: Callable[[], dt.datetime]
    ) -> None:
        self._ledger = ledger
        self._work = work
        self._desk = desk
        self._now = now

    def add(self, kind: str, keys: Iterable[str]) -> int:
        """Queue items."""
        return len(self._ledger.add(kind, keys, at=self._now()))

    def work(self, may_work: MayWork) -> int:
        """Do what is open."""
        done = 0
        while found := self._ledger.open():
            for kind, key in found:
                while not may_work():
                    time.sleep(PAUSE_S)
                try:
                    result = self._work(kind, key)
                except Exception:  # one bad paper must not hold up the rest
                    logger.exception("backlog item %s %s failed", kind, key)
                    result = FAILED
                done += self._ledger.finish(kind, key, result, by=self._desk, at=self._now())
        return done
