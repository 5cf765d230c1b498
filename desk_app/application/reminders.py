"""What must be done today for a date to hold: warnings before due, the apology on its last day.

Source: NĐ 61/2018/NĐ-CP Art. 19(5)(b), 19(9).
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desk_app.application.enquiries import Enquiries, WorkQuery, WorkRow
from desk_app.application.step_times import is_last_day, step_clock
from desk_app.domain.deadlines import Clock
from desk_app.domain.moments import local

MOST = 300
SOON_DAYS = 2
Task = Literal["apology_today", "due_soon", "opinion_late", "step_due", "step_late"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A dossier and what it asks for today.

    Attributes:
        task: ``apology_today`` (the last day on which an apology and a new date are possible),
            ``due_soon`` (two counted days left, or fewer), ``opinion_late``, ``step_due`` (the last
            day of the step in hand) or ``step_late``.
    """

    row: WorkRow
    task: Task


def reminders(enquiries: Enquiries) -> tuple[Reminder, ...]:
    """Tasks of the day, the nearest due first; a dossier stands there once."""
    now = local(enquiries.office.clock.now())
    found: dict[str, Reminder] = {}
    for reminder in (
        *_before_due(enquiries, now),
        *_late_opinions(enquiries, now),
        *_of_steps(enquiries, now),
    ):
        found.setdefault(reminder.row.id, reminder)
    return tuple(found.values())


def _before_due(enquiries: Enquiries, now: dt.datetime) -> Iterator[Reminder]:
    for row in enquiries.work_list(WorkQuery(scope="soon", limit=MOST)).rows:
        facts = enquiries.clock(row.id)
        if facts.clock is not Clock.RUNNING or facts.remaining is None:
            continue
        if facts.apology_last_day == now.date() and not any(facts.extensions):
            yield Reminder(row=row, task="apology_today")
        elif facts.remaining <= SOON_DAYS:
            yield Reminder(row=row, task="due_soon")


def _late_opinions(enquiries: Enquiries, now: dt.datetime) -> Iterator[Reminder]:
    asked = WorkQuery(scope="active", waiting_for="opinion", limit=MOST)
    for row in enquiries.work_list(asked).rows:
        opinions = enquiries.dossier(row.id).opinions
        waiting = [o for o in opinions if o.answered_at is None and o.due_at is not None]
        if any(o.due_at is not None and local(o.due_at) < now for o in waiting):
            yield Reminder(row=row, task="opinion_late")


def _of_steps(enquiries: Enquiries, now: dt.datetime) -> Iterator[Reminder]:
    """Steps whose own time ends today or is over, though the date of the whole still holds."""
    office = enquiries.office
    for row in enquiries.work_list(WorkQuery(scope="active", limit=MOST)).rows:
        if row.due_at is None or local(row.due_at) < now:
            continue  # paused, or late as a whole, which the list of late ones tells
        found = step_clock(office, enquiries.dossier(row.id), office.clock.now())
        if found is not None and is_last_day(found, now.date()):
            yield Reminder(row=row, task="step_late" if found.is_overdue else "step_due")
