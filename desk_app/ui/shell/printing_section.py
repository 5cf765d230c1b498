"""The section of the settings on printers: which one, for which form, and what still waits."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.check_list import CheckLine, CheckList
from desk_app.ui.common.labels import Banner, Text, line
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import WaitingPrint
from desk_app.ui.entry import PRINTER, printer_setting
from desk_app.ui.shell import settings_sections as parts
from desk_app.ui.shell.printing_view_model import PrintingState
from desk_app.ui.shell.settings_view_model import PRINTED, SettingsState

FORMS_PX = 620


class PrintingSection(View):
    """Shows a ``PrintingState`` and the choices of a ``SettingsState``.

    Signals:
        opened: it came into sight.
        chose: id of a waiting paper.
        send_asked: print what waits.
        withdraw_asked: the chosen paper is no longer wanted.
    """

    opened = Signal()
    chose = Signal(str)
    send_asked = Signal()
    withdraw_asked = Signal()

    def __init__(
        self, words: Words, pressed: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self._settings, self._printing = SettingsState(), PrintingState()
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self.banner = Banner("printingBanner")
        column.addWidget(self.banner)
        self.boxes = {PRINTER: parts.choice("cbPrinter", PRINTER, pressed)}
        parts.caption(self, column, "ui.settings.printer_all", self.boxes[PRINTER])
        column.addWidget(self._make_waiting())
        column.addWidget(line())
        note = Text("small", wrap=True)
        self.tie("ui.settings.printer_forms", note.setText)
        column.addWidget(note)
        column.addWidget(self._make_forms(pressed))

    def _make_forms(self, pressed: Callable[[], None]) -> QWidget:
        """Forms beside their printers; no wider than the eye follows a line."""
        look = theme.current()
        forms = QWidget()
        forms.setProperty("role", "plain")
        forms.setMaximumWidth(look.px(FORMS_PX))
        grid = QGridLayout(forms)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(6))
        grid.setColumnStretch(0, 1)
        for row, form in enumerate(PRINTED):
            key = printer_setting(form)
            name, box = Text(wrap=True), parts.choice(f"cbPrinter_{form}", key, pressed)
            self.tie(f"slip.{form}", name.setText, box.setAccessibleName)
            self.boxes[key] = box
            grid.addWidget(name, row, 0)
            grid.addWidget(box, row, 1)
        return forms

    def _make_waiting(self) -> QFrame:
        look = theme.current()
        self.frame = QFrame()
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(0, look.px(6), 0, 0)
        column.setSpacing(look.px(6))
        self.heading = Text("section")
        self.list = CheckList("lstPrintouts")
        self.list.chosen.connect(self.chose)
        self.send = KeyButton("btnPrintWaiting", icon="print")
        self.withdraw = KeyButton("btnWithdrawPrint")
        self.tie("ui.act.print_waiting", self.send.set_words)
        self.tie("ui.act.withdraw_print", self.withdraw.set_words)
        self.send.clicked.connect(self._send)
        self.withdraw.clicked.connect(self._withdraw)
        row = QHBoxLayout()
        for button in (self.send, self.withdraw):
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.heading, self.list):
            column.addWidget(widget)
        column.addLayout(row)
        return self.frame

    def _send(self) -> None:
        self.send_asked.emit()

    def _withdraw(self) -> None:
        self.withdraw_asked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Printers come and go: whoever opens the section sees those of now."""
        super().showEvent(event)
        self.opened.emit()

    def show_choices(self, settings: SettingsState) -> None:
        """The printers chosen."""
        self._settings = settings
        self.render_state(self._printing)

    def render_state(self, state: PrintingState) -> None:
        """Show a state."""
        self._printing = state
        say = self.words.label
        default = next((one.name for one in state.printers if one.is_default), "")
        system = say("ui.settings.printer_system", name=default or say("ui.settings.printer_none"))
        names = [one.name for one in state.printers]
        for key, box in self.boxes.items():
            kept = self._settings.value(key)
            gone = () if not kept or kept in names else ((kept, kept),)
            nothing = system if key == PRINTER else say("ui.settings.printer_as_above")
            box.set_choices((("", nothing), *((name, name) for name in names), *gone))
            box.choose(kept)
        count = len(state.waiting)
        self.frame.setVisible(bool(count))
        self.heading.setText(say("ui.settings.printouts", count=count))
        self.list.setAccessibleName(say("ui.settings.printouts", count=count))
        self.list.show_lines(tuple(self._line(one) for one in state.waiting), state.chosen)
        for button in (self.send, self.withdraw):
            button.setEnabled(not state.is_busy)
        self._show_banner(state)

    def _line(self, one: WaitingPrint) -> CheckLine:
        words = self.words.label(
            "ui.settings.printout", form=self.words.label(f"slip.{one.form}"), copies=one.copies
        )
        return CheckLine(
            one.id, f"{words} · {one.reference}", "print", trailing=f"{one.since:%d/%m %H:%M}"
        )

    def _show_banner(self, state: PrintingState) -> None:
        say = self.words.label
        stopped = ", ".join(one.name for one in state.printers if one.is_stopped)
        if state.failure is not None:
            self.banner.show_failure(self.words.message(state.failure.code, state.failure.facts))
        elif state.sent:
            self.banner.show_message("ok", "print", say("ui.settings.printed", count=state.sent))
        elif state.is_known and not state.printers:
            self.banner.show_failure(self.words.message("printing.no_printer"))
        elif stopped:
            facts = {"printer": stopped}
            self.banner.show_failure(self.words.message("printing.printer_stopped", facts))
        else:
            self.banner.clear()
