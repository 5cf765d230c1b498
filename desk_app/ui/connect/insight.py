"""Why this date, what is missing, what a shift leaves: in the shape of the window."""

from desk_app.application import overviews
from desk_app.application.print_data import term_in_words
from desk_app.domain.closing import closing_gaps
from desk_app.domain.deadlines import DayMark
from desk_app.domain.moments import aware
from desk_app.domain.score import gaps
from desk_app.domain.training import lesson_of
from desk_app.ui import contract as c
from desk_app.ui.connect.sitting import Sitting
from desk_app.ui.connect.views import work_row
from desk_app.ui.guide import hints_of


class InsightPart:
    """Questions about dates, completeness and the shift."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def due(self, key: str) -> c.DueView:
        """The clock of a dossier with every day explained."""
        enquiries = self._sitting.desk.enquiries
        dossier, facts = enquiries.dossier(key), enquiries.clock(key)
        return c.DueView(
            code=str(dossier.code or ""),
            clock=str(facts.clock),
            due_at=aware(facts.due_at) if facts.due_at is not None else None,
            remaining=facts.remaining,
            term=term_in_words(dossier),
            rule_set=facts.rule_set,
            paused_by=tuple(str(reason) for reason in facts.paused_by),
            apology_last_day=facts.apology_last_day,
            extended=dossier.extension is not None,
            days=_numbered(facts.days),
        )

    def before_closing(self, key: str) -> c.BeforeClosing:
        """What the dossier lacks, and the indicators it does not count for."""
        dossier = self._sitting.desk.enquiries.dossier(key)
        return c.BeforeClosing(
            code=str(dossier.code or ""),
            lacks=tuple(c.Gap(code=gap.code, items=gap.items) for gap in closing_gaps(dossier)),
            does_not_count=tuple(
                c.Gap(code=gap.code, indicator=gap.indicator) for gap in gaps(dossier)
            ),
        )

    def lesson(self, key: str) -> c.LessonView:
        """Times and hints; figures of a real officer's work are no lesson and are not told here."""
        sitting = self._sitting
        dossier = sitting.desk.enquiries.dossier(key)
        code = str(dossier.code or "")
        if not sitting.desk.is_practice:
            return c.LessonView(code=code, is_practice=False)
        lesson = lesson_of(sitting.desk.enquiries.events(key), sitting.now())
        here = next((str(step.step) for step in lesson.steps if step.is_here), "")
        return c.LessonView(
            code=code,
            is_practice=True,
            steps=tuple(
                c.LessonStep(step=str(s.step), seconds=s.seconds, is_here=s.is_here)
                for s in lesson.steps
            ),
            sent_back=lesson.sent_back,
            is_over=lesson.is_over,
            hints=hints_of(here),
        )

    def shift(self) -> c.ShiftView:
        """What this officer leaves."""
        sitting = self._sitting
        left = overviews.shift(sitting.desk.enquiries, sitting.officer.user)
        return c.ShiftView(
            at=sitting.now(),
            steps=left.steps,
            waiting=left.waiting,
            overdue=tuple(work_row(row) for row in left.overdue),
            due_today=tuple(work_row(row) for row in left.due_today),
            claimed=tuple(work_row(row) for row in left.claimed),
        )


def _numbered(marks: tuple[DayMark, ...]) -> tuple[c.DayLine, ...]:
    lines, count = [], 0
    for mark in marks:
        count += mark.is_counted
        lines.append(
            c.DayLine(
                on=mark.on,
                ordinal=count if mark.is_counted else 0,
                why=tuple(str(word) for word in mark.why),
                holiday=mark.holiday,
            )
        )
    return tuple(lines)
