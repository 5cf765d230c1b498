"""What time it is, as far as a desk can know: the server's word carried on by the steady clock.

Order never comes from a clock. Legal dates come from the server when it is there. This module says
how far the desk's wall clock can be trusted, and what a person must be told.
"""

import datetime as dt
from dataclasses import dataclass

from desk_app.application.sync_ports import ClockStore, SyncClock
from desk_app.application.sync_values import ClockMark, ClockReading, Problem

BANNER = dt.timedelta(minutes=5)
SUPERVISOR = dt.timedelta(minutes=30)
PLAUSIBLE = dt.timedelta(hours=12)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStanding:
    """How the desk's clock stands.

    Attributes:
        now: the best guess of the true time.
        reading: what a command says about the clock it was made by.
        warnings: for a banner; codes of the text catalogue.
        needs_supervisor: codes and legal dates wait for a supervisor's word.
    """

    now: dt.datetime
    reading: ClockReading
    warnings: tuple[Problem, ...] = ()
    needs_supervisor: bool = False


class TimeKeeper:
    """Compares clocks whenever the server speaks, and judges between."""

    def __init__(self, store: ClockStore, clock: SyncClock) -> None:
        self._store = store
        self._clock = clock

    def note(self, server_time: dt.datetime, uncertainty_s: float) -> Problem | None:
        """Take in the server's time; a doubtful one is told and not believed (F31).

        Args:
            server_time: what the answer said.
            uncertainty_s: half the round trip.
        """
        wall, steady = self._clock.now(), self._clock.monotonic_s()
        last = self._store.last_mark()
        doubt = self._doubt(last, server_time, wall, steady)
        if doubt is not None:
            return doubt
        self._store.add_mark(
            ClockMark(
                server_time=server_time,
                local_wall=wall,
                monotonic_s=steady,
                boot_id=self._clock.boot_id(),
                uncertainty_ms=round(uncertainty_s * 1000),
            )
        )
        return None

    def _doubt(
        self,
        last: ClockMark | None,
        server_time: dt.datetime,
        wall: dt.datetime,
        steady: float,
    ) -> Problem | None:
        """Tell when the server's clock jumped: it differs from itself, or wildly from ours.

        Within one boot the steady clock is the witness. Without it a server that is half a day
        away is believed only when our own wall clock is older than what we have seen already.
        """
        if last is not None and last.boot_id == self._clock.boot_id():
            expected = last.server_time + dt.timedelta(seconds=steady - last.monotonic_s)
            jump = server_time - expected
        else:
            ran_back = last is not None and wall < last.local_wall - BANNER
            jump = dt.timedelta(0) if ran_back else server_time - wall
            if abs(jump) <= PLAUSIBLE:
                return None
        if abs(jump) <= BANNER:
            return None
        return Problem(
            code="sync.server_clock_doubtful",
            facts={"server_time": server_time.isoformat(), "minutes": _minutes(jump)},
        )

    def standing(
        self, *, is_online: bool, last_event_at: dt.datetime | None = None
    ) -> ClockStanding:
        """Judge the wall clock now.

        Args:
            is_online: the server answered just now, so its dates decide.
            last_event_at: the newest event of this desk; time cannot be before it.
        """
        wall, last = self._clock.now(), self._store.last_mark()
        if last is None:
            return self._unmarked(wall, last_event_at)
        if last.boot_id == self._clock.boot_id():
            steady = self._clock.monotonic_s()
            true_now = last.server_time + dt.timedelta(seconds=steady - last.monotonic_s)
            is_uncertain = False
        else:
            true_now = wall + (last.server_time - last.local_wall)
            is_uncertain = True
        floor = max(filter(None, (last.server_time, last_event_at)))
        ran_back = wall < floor - BANNER or true_now < floor - BANNER
        true_now = max(true_now, floor)
        off = wall - true_now
        warnings = []
        if ran_back:
            warnings.append(
                Problem(code="sync.clock_ran_back", facts={"minutes": _minutes(floor - wall)})
            )
        elif abs(off) > BANNER:
            warnings.append(Problem(code="sync.clock_off", facts={"minutes": _minutes(off)}))
        return ClockStanding(
            now=true_now,
            reading=ClockReading(
                offset_ms=round((true_now - wall).total_seconds() * 1000), uncertain=is_uncertain
            ),
            warnings=tuple(warnings),
            needs_supervisor=not is_online and (abs(off) > SUPERVISOR or ran_back),
        )

    def _unmarked(self, wall: dt.datetime, last_event_at: dt.datetime | None) -> ClockStanding:
        """Judge without ever having heard a server: only running back can be seen."""
        ran_back = last_event_at is not None and wall < last_event_at - BANNER
        now = max(filter(None, (wall, last_event_at)))
        warnings = (
            (Problem(code="sync.clock_ran_back", facts={"minutes": _minutes(now - wall)}),)
            if ran_back
            else ()
        )
        return ClockStanding(
            now=now, reading=ClockReading(), warnings=warnings, needs_supervisor=ran_back
        )


def _minutes(span: dt.timedelta) -> int:
    return round(abs(span).total_seconds() / 60)
