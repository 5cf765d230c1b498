"""The doctor as a page."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.columns import pane_column, scrolled
from desk_app.ui.common.keys import Scope
from desk_app.ui.common.labels import Banner, Icon, Text, line
from desk_app.ui.common.page import ButtonState, Chrome, Page, did
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tables import Cell, Column, Row, Table
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import LayoutClass, Tone
from desk_app.ui.common.words import Words
from desk_app.ui.contract import CheckUp
from desk_app.ui.shell.doctor_view_model import DoctorState, DoctorViewModel

_STATES: dict[str, tuple[Tone, str]] = {
    "ok": ("ok", "check-circle"), "warn": ("warn", "warning"), "fail": ("err", "x-circle"),
    "running": ("plain", "progress"),
}  # fmt: skip


class DoctorPage(Page):
    """Passive page of ``DoctorViewModel``."""

    scope: Scope = "doctor"

    def __init__(self, words: Words, model: DoctorViewModel, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("DoctorPage")
        self._model = model
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(10))
        column.setSpacing(look.px(8))
        head = QHBoxLayout()
        head.setSpacing(look.px(6))
        self.counts = {state: Chip() for state in ("ok", "warn", "fail")}
        for chip in self.counts.values():
            head.addWidget(chip)
        head.addStretch(1)
        self.when = Text("small")
        head.addWidget(self.when)
        column.addLayout(head)
        self.banner = Banner("doctorBanner")
        column.addWidget(self.banner)
        body = QHBoxLayout()
        body.setSpacing(look.px(10))
        self.table = Table("tblDoctor")
        self.table.chosen.connect(model.choose)
        body.addWidget(self.table, 1)
        self.side = self._make_side()
        body.addWidget(self.side)
        column.addLayout(body, 1)
        self.tie("ui.doctor.table", self.table.setAccessibleName)
        self.tie("ui.doctor.try_typing", self.try_title.setText, self.try_field.setAccessibleName)
        self.tie("ui.doctor.try_hint", self.try_field.setPlaceholderText)
        self.tie("ui.doctor.fix", self.fix_title.setText)
        model.state_changed.connect(self.show_state)
        self.show_state(model.state)

    def _make_side(self) -> QFrame:
        look = theme.current()
        side = QFrame()
        side.setProperty("role", "card")
        side.setFixedWidth(look.px(330))
        column = pane_column(side)
        column.setContentsMargins(look.px(14), look.px(12), look.px(14), look.px(12))
        column = scrolled(column)
        head = QHBoxLayout()
        head.setSpacing(look.px(9))
        self.icon, self.title = Icon("check-circle", "ok", 20), Text("h2", wrap=True)
        head.addWidget(self.icon)
        head.addWidget(self.title, 1)
        self.detail = Text(wrap=True)
        self.fix_title, self.fix = Text("section"), Text(wrap=True)
        self.code = Text("small", wrap=True)
        self.try_title = Text("section")
        self.try_field = ViLineEdit("edTryTyping")
        self.try_field.textEdited.connect(self._typed)
        self.points, self.points_verdict = Text("small", wrap=True), Text("small", wrap=True)
        column.addLayout(head)
        for widget in (self.detail, self.fix_title, self.fix, self.code, line(), self.try_title):
            column.addWidget(widget)
        column.addWidget(self.try_field)
        column.addWidget(self.points)
        column.addWidget(self.points_verdict)
        column.addStretch(1)
        return side

    def _typed(self) -> None:
        self._model.try_typing(self.try_field.text())

    def render_state(self, state: DoctorState) -> None:
        """Show a state."""
        say = self.words.label
        for name, chip in self.counts.items():
            count = state.count(name)
            tone, icon = _STATES[name]
            words = ChipText(say(f"ui.doctor.{name}", count=count), tone, icon)
            chip.show_chip(words if count else None)
        when = ""
        if state.checked_at is not None:
            seconds = f"{state.seconds:.1f}".replace(".", ",")
            when = say("ui.doctor.checked", at=f"{state.checked_at:%H:%M:%S}", seconds=seconds)
        self.when.setText(when)
        columns = (
            Column(say("ui.column.part"), 150),
            Column(say("ui.column.finding"), 0),
            Column(say("ui.column.condition"), 150),
        )
        self.table.show_rows(columns, tuple(self._row(item) for item in state.lines), state.chosen)
        self._show_banner(state)
        self._show_side(state)
        self.set_chrome(
            Chrome(
                say("ui.page.doctor"),
                hints=("choose_row", "open_backlog"),
                buttons=(
                    ButtonState("save_report", say("ui.act.save_report")),
                    ButtonState("open_care", say("ui.act.open_care")),
                    ButtonState("run_checks", say("ui.act.run_checks"), "primary", "refresh"),
                ),
            )
        )

    def _part(self, part: str) -> str:
        key = f"ui.doctor_part.{part}"
        return self.words.label(key) if self.words.has(key) else part

    def _detail(self, item: CheckUp) -> str:
        """A finding that is a code is said in words."""
        if self.words.has(item.detail):
            return self.words.message(item.detail).title
        return item.detail

    def _row(self, item: CheckUp) -> Row:
        tone, icon = _STATES[item.state]
        chip = ChipText(self.words.label(f"ui.doctor.state_{item.state}"), tone, icon)
        return Row(item.id, (Cell(self._part(item.id)), Cell(self._detail(item)), Cell(chip=chip)))

    def _show_banner(self, state: DoctorState) -> None:
        if state.failure is not None:
            message = self.words.message(state.failure.code, state.failure.facts)
            self.banner.show_failure(message)
        elif state.saved:
            self.banner.show_message(
                "ok", "check-circle", self.words.label("ui.doctor.saved", path=state.saved)
            )
        else:
            self.banner.clear()

    def _show_side(self, state: DoctorState) -> None:
        item = state.line
        self.side.setVisible(item is not None and self.layout_class != "narrow")
        if item is None:
            return
        tone, icon = _STATES[item.state]
        self.icon.show_icon(icon, "muted" if tone == "plain" else tone)
        self.title.setText(self._part(item.id))
        self.detail.say(self._detail(item))
        self.fix.say(item.fix)
        is_code = self.words.has(item.detail)
        self.code.say(self.words.label("ui.doctor.code", code=item.detail) if is_code else "")
        self.fix_title.setVisible(bool(item.fix))
        self.points.say(state.code_points)
        key = "ui.doctor.composed" if state.is_composed else "ui.doctor.decomposed"
        self.points_verdict.say(self.words.label(key) if state.typed else "")

    def act(self, action_id: str) -> bool:
        """Acts of this page."""
        if action_id == "escape":
            return self._model.stop()
        acts: dict[str, Callable[[], object]] = {
            "run_checks": self._model.run,
            "save_report": self._model.save_report,
        }
        return did(acts, action_id)

    def panes(self) -> tuple[QWidget, ...]:
        """Table and side."""
        return (self.table, self.try_field)

    def apply_layout(self, layout: LayoutClass) -> None:
        """The side gives way first."""
        super().apply_layout(layout)
        self.side.setFixedWidth(theme.current().px(330 if layout in ("wide", "normal") else 270))
        self.show_state(self._model.state)

    def enter(self) -> None:
        """Check when nobody has yet."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self._model.state.lines:
            self._model.run()
