"""Two overviews: the hand-over at shift change, and what another calendar would move."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from desk_app.application.enquiries import Enquiries, WorkQuery, WorkRow
from desk_app.application.work import look_at
from desk_app.domain.deadlines import Clock, WorkCalendar, clock_state
from desk_app.domain.moments import aware, local

MOST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """What one shift leaves to the next.

    Attributes:
        steps: open dossiers by step.
        waiting: open dossiers by what they wait for.
        overdue: what is late, the oldest due time first.
        due_today: what is due before the office closes.
        claimed: what the officer who leaves still holds.
    """

    at: dt.datetime
    steps: dict[str, int]
    waiting: dict[str, int]
    overdue: tuple[WorkRow, ...]
    due_today: tuple[WorkRow, ...]
    claimed: tuple[WorkRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A dossier whose due time another calendar would move."""

    dossier: str
    due_at: dt.datetime
    due_after: dt.datetime | None


def shift(enquiries: Enquiries, user: str = "") -> Shift:
    """The page an officer leaves at shift change; ``user`` adds what that officer holds."""
    waits = ("applicant", "payment", "opinion", "agency", "decision")

    def rows(**asked: str) -> tuple[WorkRow, ...]:
        query = WorkQuery(
            scope=asked.get("scope", "active"), claimed_by=asked.get("user", ""), limit=MOST
        )
        return enquiries.work_list(query).rows

    return Shift(
        at=enquiries.office.clock.now(),
        steps=dict(Counter(row.step for row in rows())),
        waiting={
            name: enquiries.count(WorkQuery(scope="active", waiting_for=name)) for name in waits
        },
        overdue=rows(scope="overdue"),
        due_today=rows(scope="today"),
        claimed=rows(user=user) if user else (),
    )


def moved_by(enquiries: Enquiries, calendar: WorkCalendar) -> Iterator[Moved]:
    """Open dossiers whose due time the calendar would move, the nearest due first.

    Nothing is changed: an administrator sees this before the new calendar goes into the profile.
    Extensions that were granted stay granted.
    """
    office = enquiries.office
    now = local(office.clock.now())
    for row in enquiries.work_list(WorkQuery(scope="active", limit=MOST)).rows:
        if row.due_at is None:
            continue
        dossier = look_at(office, row.id)
        started = local(dossier.received_at or dossier.created_at).date()
        rules = office.calendars.rule_set(dossier.rule_set or dossier.terms.rule_set, started)
        before = clock_state(
            office.calendars.calendar(), rules, dossier.terms.term, dossier.clock, now
        )
        if before.clock is not Clock.RUNNING or before.due_at is None:
            continue
        after = clock_state(
            calendar,
            rules,
            dossier.terms.term,
            dossier.clock,
            now,
            granted=before.extensions,
        )
        if after.due_at != before.due_at:
            yield Moved(
                dossier=row.code or row.id,
                due_at=aware(before.due_at),
                due_after=aware(after.due_at) if after.due_at else None,
            )
