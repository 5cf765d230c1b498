"""The three clocks of an integration test: 2 + 5 + 2 working days.

Source: restructuring requirements R-RS-28 (A), R-RS-32 (B), R-RS-33 (C).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from desk_app.domain.deadlines.terms import ClockEvent, EventKind
from desk_app.domain.deadlines.work_calendar import WorkCalendar

REVIEW_DAYS = 2
TEST_DAYS = 5
CONFIRM_DAYS = 2


@dataclass(frozen=True, slots=True)
class IntegrationClocks:
    """Last day of each clock; None while it has not started.

    Attributes:
        a: to review and publish, from the receipt of the latest request.
        b: to test and send the summary, from the latest public display.
        c: to confirm, from the summary.
        publication_stopped: no summary came by the end of the last day of B.
    """

    a: dt.date | None = None
    b: dt.date | None = None
    c: dt.date | None = None
    publication_stopped: bool = False


def integration_clocks(
    calendar: WorkCalendar, events: Iterable[ClockEvent], ask_at: dt.datetime
) -> IntegrationClocks:
    """Say how the three clocks stand at a moment; the day of an event is not counted."""
    latest: dict[EventKind, dt.date] = {}
    for event in sorted(events, key=lambda event: event.at):
        if event.at <= ask_at:
            latest[event.kind] = event.at.date()
            if event.kind is EventKind.PUBLISHED:
                latest.pop(EventKind.SUMMARY_SENT, None)

    def last_day(kind: EventKind, days: int) -> dt.date | None:
        return calendar.nth_working(latest[kind], days) if kind in latest else None

    b = last_day(EventKind.PUBLISHED, TEST_DAYS)
    return IntegrationClocks(
        a=last_day(EventKind.REQUEST_RECEIVED, REVIEW_DAYS),
        b=b,
        c=last_day(EventKind.SUMMARY_SENT, CONFIRM_DAYS),
        publication_stopped=b is not None and latest.get(EventKind.SUMMARY_SENT, ask_at.date()) > b,
    )
