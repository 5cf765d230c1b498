"""A panel that answers one question: why this date, what is missing, what a shift leaves."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.chips import short_code
from desk_app.ui.common.labels import Text
from desk_app.ui.common.words import Words
from desk_app.ui.contract import (
    BeforeClosing,
    DayLine,
    DueView,
    Gap,
    LessonView,
    ShiftView,
    WorkRow,
)
from desk_app.ui.shell.panels import SidePanel

SHOWN_ROWS = 30


@dataclass(frozen=True, slots=True)
class InsightState:
    """A title, a few sentences, and lines."""

    title: str = ""
    said: tuple[str, ...] = ()
    lines: tuple[CheckLine, ...] = ()


class InsightPanel(SidePanel):
    """Shows an answer over the right edge of the page; Esc takes it away."""

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, "insightPanel", over)
        self.said = Text(wrap=True)
        self.lines = CheckList("lstInsight", quiet=True)
        self.column.addWidget(self.said)
        self.column.addWidget(self.lines, 1)

    def render_state(self, state: InsightState) -> None:
        """Show an answer."""
        self.title.setText(state.title)
        self.lines.setAccessibleName(state.title)
        self.said.say("\n".join(state.said))
        self.lines.show_lines(state.lines)

    def answer(self, state: InsightState) -> None:
        """Show it and come into sight."""
        self.show_state(state)
        self.open()


def due_state(words: Words, view: DueView) -> InsightState:
    """Each day in or out, and why."""
    say = words.label
    said = [say("ui.insight.term", term=view.term, rule_set=view.rule_set)]
    if view.due_at is not None:
        said.append(say("ui.insight.due_at", due=f"{view.due_at:%H:%M %d/%m/%Y}"))
    if view.paused_by:
        reasons = ", ".join(say(f"ui.insight.pause.{reason}") for reason in view.paused_by)
        said.append(say("ui.insight.paused", reasons=reasons))
    elif view.clock != "running":
        said.append(say(f"ui.insight.clock.{view.clock}"))
    if view.remaining is not None and view.clock == "running":
        late = view.remaining < 0
        said.append(say(f"ui.insight.{'late' if late else 'left'}", days=abs(view.remaining)))
    if view.extended:
        said.append(say("ui.insight.extended"))
    elif view.apology_last_day is not None and view.clock == "running":
        said.append(say("ui.insight.apology", day=f"{view.apology_last_day:%d/%m/%Y}"))
    return InsightState(
        say("ui.insight.due_title", code=short_code(view.code)),
        tuple(said),
        tuple(_day(words, line) for line in view.days),
    )


def _day(words: Words, line: DayLine) -> CheckLine:
    say = words.label
    reasons = [say(f"ui.insight.why.{word}") for word in line.why]
    if line.holiday:
        reasons.append(line.holiday)
    inside = line.ordinal > 0
    return CheckLine(
        line.on.isoformat(),
        say("ui.dashboard.date", day=say(f"ui.weekday.{line.on.weekday()}"), date=_date(line.on)),
        "check-filled" if inside else "circle",
        "ok" if inside else "muted",
        remark=", ".join(reasons),
        remark_ink="muted",
        spoken_state=say("ui.insight.counted" if inside else "ui.insight.not_counted"),
        trailing=say("ui.insight.nth", number=line.ordinal) if inside else "",
    )


def closing_state(words: Words, view: BeforeClosing) -> InsightState:
    """What the dossier lacks, then what does not count yet and because of what."""
    say = words.label
    said = [
        say("ui.insight.whole" if not view.lacks else "ui.insight.lacks", count=len(view.lacks)),
        say(
            "ui.insight.all_count" if not view.does_not_count else "ui.insight.not_yet",
            count=len(view.does_not_count),
        ),
    ]
    lines = [_gap(words, gap, "warning", "warn") for gap in view.lacks]
    lines += [_gap(words, gap, "minus-circle", "muted") for gap in view.does_not_count]
    return InsightState(
        say("ui.insight.closing_title", code=short_code(view.code)), tuple(said), tuple(lines)
    )


def _gap(words: Words, gap: Gap, icon: str, ink: str) -> CheckLine:
    return CheckLine(
        f"{gap.indicator}{gap.code}",
        words.label(gap.code),
        icon,
        ink,
        remark=", ".join(gap.items),
        remark_ink="muted",
        trailing=words.label("ui.insight.indicator", number=gap.indicator) if gap.indicator else "",
    )


def shift_state(words: Words, view: ShiftView) -> InsightState:
    """Open by step, what waits for whom, then what is late, due today or still held."""
    say = words.label
    steps = _numbers((say(f"step.{step}"), count) for step, count in view.steps.items())
    waits = _numbers((say(f"ui.insight.waits.{k}"), n) for k, n in view.waiting.items())
    said = [say("ui.insight.open", steps=steps or "0")]
    if waits:
        said.append(say("ui.insight.waiting", waits=waits))
    lines = []
    for name, rows, icon, ink in (
        ("overdue", view.overdue, "alert-circle", "err"),
        ("due_today", view.due_today, "clock-alert", "warn"),
        ("claimed", view.claimed, "person", "primary_text"),
    ):
        said.append(say(f"ui.insight.{name}", count=len(rows)))
        lines += [_row(words, name, row, icon, ink) for row in rows[:SHOWN_ROWS]]
    at = f"{view.at:%H:%M %d/%m/%Y}"
    return InsightState(say("ui.insight.shift_title", at=at), tuple(said), tuple(lines))


def lesson_state(words: Words, view: LessonView) -> InsightState:
    """The five steps with their times, then what to do where the dossier lies."""
    say = words.label
    title = say("ui.insight.lesson_title", code=short_code(view.code))
    if not view.is_practice:
        return InsightState(title, (say("ui.insight.no_lesson"),))
    whole = _time(words, sum(step.seconds for step in view.steps))
    said = [say("ui.insight.lesson_whole", time=whole)]
    if view.sent_back:
        said.append(say("ui.insight.lesson_back", count=view.sent_back))
    if view.is_over:
        said.append(say("ui.insight.lesson_over"))
    lines = [
        CheckLine(
            step.step,
            say(f"step.{step.step}"),
            "progress" if step.is_here else "check-filled" if step.seconds else "circle",
            "primary_text" if step.is_here else "ok" if step.seconds else "muted",
            spoken_state=say("ui.insight.lesson_here") if step.is_here else "",
            trailing=_time(words, step.seconds) if step.seconds else "",
        )
        for step in view.steps
    ]
    lines += [
        CheckLine(f"hint{at}", hint, "info", "primary_text") for at, hint in enumerate(view.hints)
    ]
    return InsightState(title, tuple(said), tuple(lines))


def _time(words: Words, seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return words.label("ui.insight.minutes", minutes=minutes, seconds=rest)


def _numbers(pairs: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{name} {count}" for name, count in pairs if count)


def _row(words: Words, group: str, row: WorkRow, icon: str, ink: str) -> CheckLine:
    say = words.label
    return CheckLine(
        f"{group}:{row.key}",
        " · ".join(part for part in (short_code(row.code), row.applicant) if part),
        icon,
        ink,
        remark=row.procedure,
        remark_ink="muted",
        spoken_state=say(f"ui.insight.{group}_one"),
        trailing=f"{row.due_at:%d/%m %H:%M}" if row.due_at else "",
    )


def _date(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
