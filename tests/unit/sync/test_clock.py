"""F30, F31: whose clock is right, and what a person must be told."""

import datetime as dt

import pytest

from desk_app.application.sync_clock import TimeKeeper
from desk_app.application.sync_values import ClockMark

T0 = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)


class HandClock:
    """A wall clock and a steady clock moved by hand."""

    def __init__(self) -> None:
        self.wall = T0
        self.steady = 100.0
        self.boot = "a"

    def now(self) -> dt.datetime:
        return self.wall

    def monotonic_s(self) -> float:
        return self.steady

    def boot_id(self) -> str:
        return self.boot

    def pass_time(self, **span: float) -> None:
        self.wall += dt.timedelta(**span)
        self.steady += dt.timedelta(**span).total_seconds()


class Marks:
    """The newest comparison, in memory."""

    def __init__(self) -> None:
        self._last: ClockMark | None = None

    def add_mark(self, mark: ClockMark) -> None:
        self._last = mark

    def last_mark(self) -> ClockMark | None:
        return self._last


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def keeper(clock: HandClock) -> TimeKeeper:
    return TimeKeeper(Marks(), clock)


def codes(keeper: TimeKeeper, **how: object) -> list[str]:
    standing = keeper.standing(is_online=bool(how.pop("is_online", False)), **how)  # type: ignore[arg-type]
    return [warning.code for warning in standing.warnings]


def test_a_clock_that_agrees_is_quiet(clock: HandClock, keeper: TimeKeeper) -> None:
    assert keeper.note(T0 + dt.timedelta(seconds=20), 0.05) is None
    clock.pass_time(hours=5)
    standing = keeper.standing(is_online=False)
    assert standing.warnings == ()
    assert not standing.needs_supervisor
    assert standing.now == T0 + dt.timedelta(hours=5, seconds=20)
    assert (standing.reading.offset_ms, standing.reading.uncertain) == (20_000, False)


@pytest.mark.parametrize(("hours", "code"), [(2, "sync.clock_off"), (-24, "sync.clock_ran_back")])
def test_f30_a_wall_clock_that_was_moved_is_told_and_codes_are_guarded(
    clock: HandClock, keeper: TimeKeeper, hours: int, code: str
) -> None:
    keeper.note(T0, 0.05)
    clock.pass_time(minutes=10)
    clock.wall += dt.timedelta(hours=hours)
    assert codes(keeper) == [code]
    standing = keeper.standing(is_online=False)
    assert standing.now == T0 + dt.timedelta(minutes=10), "the steady clock carries the truth"
    assert standing.needs_supervisor
    assert not keeper.standing(is_online=True).needs_supervisor


def test_f30_seven_minutes_are_told_but_do_not_stop_work(
    clock: HandClock, keeper: TimeKeeper
) -> None:
    keeper.note(T0, 0.05)
    clock.wall += dt.timedelta(minutes=7)
    assert codes(keeper) == ["sync.clock_off"]
    assert not keeper.standing(is_online=False).needs_supervisor


def test_f30_time_cannot_be_before_the_last_act(clock: HandClock, keeper: TimeKeeper) -> None:
    last_act = T0 + dt.timedelta(hours=1)
    assert codes(keeper, last_event_at=last_act) == ["sync.clock_ran_back"]
    assert keeper.standing(is_online=False, last_event_at=last_act).now == last_act


def test_f31_a_server_that_jumps_is_not_believed(clock: HandClock, keeper: TimeKeeper) -> None:
    keeper.note(T0, 0.05)
    clock.pass_time(hours=1)
    doubt = keeper.note(T0 + dt.timedelta(days=1), 0.05)
    assert doubt is not None
    assert doubt.code == "sync.server_clock_doubtful"
    assert keeper.standing(is_online=True).now == T0 + dt.timedelta(hours=1)
    assert keeper.note(T0 + dt.timedelta(hours=1), 0.05) is None


def test_f31_a_wild_first_word_is_not_believed(clock: HandClock, keeper: TimeKeeper) -> None:
    doubt = keeper.note(T0 + dt.timedelta(days=1), 0.05)
    assert doubt is not None


def test_after_a_reboot_a_wall_clock_that_ran_back_believes_the_server(
    clock: HandClock, keeper: TimeKeeper
) -> None:
    keeper.note(T0, 0.05)
    clock.boot = "b"
    clock.wall = T0 - dt.timedelta(days=400)
    assert codes(keeper) == ["sync.clock_ran_back"]
    assert keeper.note(T0 + dt.timedelta(minutes=3), 0.05) is None
    assert keeper.standing(is_online=True).now == T0 + dt.timedelta(minutes=3)
