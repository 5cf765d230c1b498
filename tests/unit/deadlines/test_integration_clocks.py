"""R-RS-28, R-RS-32, R-RS-33: 2 + 5 + 2 working days, each by its own event."""

import pytest

from desk_app.domain.deadlines import integration_clocks
from tests.unit.deadlines.builders import day, event, moment, office

RUN = [
    event("request_received", "2026-03-23T09:00"),
    event("sent_back", "2026-03-24T09:00"),
    event("request_received", "2026-03-26T09:00"),
    event("published", "2026-03-27T09:00"),
]


@pytest.mark.parametrize(
    ("at", "stopped"), [("2026-04-03T23:59", False), ("2026-04-04T00:00", True)]
)
def test_r_rs_32_publication_stops_after_the_fifth_working_day(at: str, stopped: bool) -> None:
    clocks = integration_clocks(office(), RUN, moment(at))
    assert clocks.a == day("2026-03-30")
    assert clocks.b == day("2026-04-03")
    assert clocks.c is None
    assert clocks.publication_stopped is stopped


def test_r_rs_33_the_summary_starts_clock_c_and_keeps_the_publication() -> None:
    events = [*RUN, event("summary_sent", "2026-04-03T20:00")]
    clocks = integration_clocks(office(), events, moment("2026-04-10T09:00"))
    assert clocks.c == day("2026-04-07")
    assert not clocks.publication_stopped


def test_r_rs_32_a_late_summary_does_not_bring_the_publication_back() -> None:
    late = [*RUN, event("summary_sent", "2026-04-06T09:00")]
    assert integration_clocks(office(), late, moment("2026-04-06T10:00")).publication_stopped
    again = [*late, event("published", "2026-04-07T09:00")]
    clocks = integration_clocks(office(), again, moment("2026-04-08T09:00"))
    assert not clocks.publication_stopped
    assert clocks.c is None


def test_nothing_has_started() -> None:
    clocks = integration_clocks(office(), RUN, moment("2026-03-01T09:00"))
    assert (clocks.a, clocks.b, clocks.c, clocks.publication_stopped) == (None, None, None, False)
