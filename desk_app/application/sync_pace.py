"""When to try again: full jitter, and one circuit for the whole target."""

import datetime as dt
import random
from dataclasses import dataclass, field

BASE_S = 2.0
CAP_S = 300.0
SUSPECT_AFTER = 20
SUSPECT_EVERY_S = 3600.0


def delay_s(attempts: int, draw: random.Random) -> float:
    """Give the pause after the n-th failed attempt: anywhere up to 2, 4, 8 … 300 seconds.

    Never under a fifth of the ceiling: a pause near zero is a burst in disguise.
    """
    ceiling = min(CAP_S, BASE_S * 2.0 ** min(attempts, 12))
    return draw.uniform(ceiling / 5, ceiling)


@dataclass(slots=True)
class Circuit:
    """Whether a target may be called now.

    ``asked_until`` is the target's own wish (``Retry-After``) and always wins; ``own_until`` is
    our patience and ends at once on a start, a network change or "gửi ngay".
    """

    failures: int = 0
    own_until: dt.datetime | None = None
    asked_until: dt.datetime | None = None
    draw: random.Random = field(default_factory=random.Random)

    def opens_at(self, now: dt.datetime) -> dt.datetime | None:
        """Give the moment the next call is allowed, None when it is allowed now."""
        waits = [until for until in (self.own_until, self.asked_until) if until and until > now]
        return max(waits, default=None)

    def failed(self, now: dt.datetime, retry_after_s: float | None) -> None:
        """Note that the target as a whole did not answer well."""
        self.failures += 1
        if retry_after_s is not None:
            self.asked_until = now + dt.timedelta(seconds=retry_after_s)
        self.own_until = now + dt.timedelta(seconds=delay_s(self.failures, self.draw))

    def answered(self) -> None:
        """Note that the target answered."""
        self.failures = 0
        self.own_until = None
        self.asked_until = None

    def hurry(self) -> None:
        """End our own patience; what the target asked for stays."""
        self.own_until = None
