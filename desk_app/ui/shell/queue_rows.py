"""The work queue as rows and columns of a table."""

import datetime as dt

from desk_app.ui.common.chips import due_chip, short_code, sync_chip
from desk_app.ui.common.numbers import thousands
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Rows
from desk_app.ui.common.words import Words
from desk_app.ui.contract import STEPS, WorkRow
from desk_app.ui.shell.dashboard_view_model import DashboardState

COUNTED = 10_000
WIDTHS = {"due": 146, "code": 108, "applicant": 192, "procedure": 0, "step": 142, "sync": 104}
MAY_GO = ("step", "sync")
TICKED_WIDTH = 134
SMALL_WIDTHS = {"due": 146, "code": 108, "applicant": 170, "procedure": 0}


def queue_columns(words: Words, *, small: bool, ticked: bool = False) -> tuple[Column, ...]:
    """The columns; fewer where there is less room, a wider code where some are ticked."""
    widths = SMALL_WIDTHS if small else WIDTHS
    if ticked:
        widths = widths | {"code": TICKED_WIDTH}
    return tuple(
        Column(words.label(f"ui.column.{key}"), width, may_go=key in MAY_GO)
        for key, width in widths.items()
    )


class QueueRows:
    """Rows of a state; the same while nothing that is shown in them has changed."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._drawn_from: tuple[object, ...] | None = None
        self._drawn = Rows((), lambda place: Row("", ()))

    def rows(self, state: DashboardState, columns: int, ticked: tuple[str, ...] = ()) -> Rows:
        """The rows of a state, cut to a number of columns; ``ticked`` are marked as chosen."""
        drawn_from = (state.rows, state.now, self._words.language, columns, ticked)
        if self._drawn_from is None or any(
            new is not old and new != old
            for new, old in zip(drawn_from, self._drawn_from, strict=True)
        ):
            self._drawn_from = drawn_from
            rows, now = state.rows, state.now
            self._drawn = Rows(
                [row.key for row in rows],
                lambda place: self._row(
                    rows[place], now, columns, is_ticked=rows[place].key in ticked
                ),
            )
        return self._drawn

    def _row(self, row: WorkRow, now: dt.datetime | None, columns: int, *, is_ticked: bool) -> Row:
        say = self._words.label
        number = STEPS.index(row.step) + 1 if row.step else 0
        step = f"{number}  {say(f'ui.page.{row.step}')}" if number else say(f"ui.state.{row.state}")
        task = say(f"ui.task.{row.task}") if row.task else ""
        tells_step = columns > len(SMALL_WIDTHS)
        procedure = row.procedure if tells_step or not task else f"{task} · {row.procedure}"
        cells = (
            Cell(chip=due_chip(self._words, row.due_at, now)),
            self._code(row, is_ticked=is_ticked),
            Cell(row.applicant),
            Cell(procedure),
            Cell(chip=ChipText(task, "warn", "clock-alert")) if task else Cell(step),
            Cell(chip=sync_chip(self._words, row.sync)),
        )
        return Row(row.key, cells[:columns])

    def _code(self, row: WorkRow, *, is_ticked: bool) -> Cell:
        text = short_code(row.code) or self._words.label("ui.dossier.draft")
        if not is_ticked:
            return Cell(text, tooltip=row.code)
        chip = ChipText(text, "info", "check-filled")
        return Cell(chip=chip, tooltip=row.code, told=self._words.label("ui.selection.ticked"))


def number_words(value: int) -> str:
    """A number with the Vietnamese thousands mark; counting stops at ten thousand."""
    if value > COUNTED:
        return f"{number_words(COUNTED)}+"
    return thousands(value)
