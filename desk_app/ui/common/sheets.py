"""Dialogs as sheets over the window: the PIN, and a reason. They hold the focus until answered."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import keys, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.labels import Icon, Text
from desk_app.ui.common.prompts import PinPrompt, TextPrompt
from desk_app.ui.common.text_area import ViTextEdit
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tick_box import TickBox
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import PinEntry, TokenCertificate

STATES_TOLD = frozenset({"count_low", "final_try", "to_be_changed"})


class Sheet(View):
    """A card in the middle of the dimmed window. Esc answers ``None``.

    Signals:
        closed: the sheet has been answered and is gone.
    """

    closed = Signal()

    def __init__(self, words: Words, name: str, over: QWidget, width: int) -> None:
        super().__init__(words, over)
        self.setObjectName(name)
        look = theme.current()
        self._answer: Callable[[str | None], None] | None = None
        self._came_from: QWidget | None = None
        outer = QVBoxLayout(self)
        self.card = QFrame()
        self.card.setProperty("role", "dialog")
        self.card.setFixedWidth(look.px(width))
        outer.addStretch(1)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(1)
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(look.px(24), look.px(20), look.px(24), look.px(18))
        self.column.setSpacing(look.px(10))
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(look.px(8))
        self.buttons.addStretch(1)
        self.cancel = KeyButton("btnCancel", key="Esc")
        self.accept = KeyButton("btnAccept", "primary", key="Enter")
        self.cancel.clicked.connect(self.reject)
        self.accept.clicked.connect(self.confirm)
        self.buttons.addWidget(self.cancel)
        self.buttons.addWidget(self.accept)
        self.tie("ui.act.pin_cancel", self.cancel.set_words)
        over.installEventFilter(self)
        self.hide()

    def ask(self, answer: Callable[[str | None], None], first: QWidget) -> None:
        """Show the sheet; ``answer`` is called once."""
        window = self.parentWidget()
        if not self.isVisible():
            self._came_from = window.focusWidget() if window else None
        self._answer = answer
        if window is not None:
            self.setGeometry(window.rect())
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def confirm(self) -> None:
        """Answer with what was entered; sheets override this."""

    def reject(self) -> None:
        """Go back without doing anything."""
        self.finish(None)

    def finish(self, value: str | None) -> None:
        """Close and answer."""
        answer, self._answer = self._answer, None
        self.hide()
        if self._came_from is not None:
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()
        if answer is not None:
            answer(value)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Cover the window when it changes its size."""
        window = self.parentWidget()
        if event.type() == QEvent.Type.Resize and window is not None and watched is window:
            self.setGeometry(window.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Keys belong to the sheet before the window's shortcuts take them."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies under the sheet."""
        QPainter(self).fillRect(self.rect(), QColor(12, 22, 34, 120))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Nothing under the sheet can be clicked."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Enter confirms."""
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirm()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802, FBT001  Qt's signature
        """Tab stays in the sheet."""
        stops = [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
            and widget.isVisible()
            and widget.isEnabled()
        ]
        if not stops:
            return False
        here = self.window().focusWidget()
        place = stops.index(here) if here in stops else -1
        stops[(place + (1 if forward else -1)) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)
        return True


class PinSheet(Sheet):
    """The PIN dialog: what is signed, with which certificate, how many tries are left."""

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, "PinDialog", over, 470)
        look = theme.current()
        head = QHBoxLayout()
        head.setSpacing(look.px(10))
        head.addWidget(Icon("usb", "primary", 26))
        self.title = Text("h1", wrap=True)
        head.addWidget(self.title, 1)
        well = QFrame()
        well.setProperty("role", "well")
        lines = QVBoxLayout(well)
        lines.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        lines.setSpacing(look.px(1))
        self.what = Text("bold", wrap=True)
        self.holder = Text("small", wrap=True)
        self.serial = Text("small")
        for text in (self.what, self.holder, self.serial):
            lines.addWidget(text)
        self.caption = Text()
        self.pin = ViLineEdit("edPin")
        self.pin.secret()
        self.pin.setProperty("role", "pin")
        self.risk = TickBox("chkLastTry")
        self.risk.toggled.connect(self._follow_risk)
        self.problem_icon = Icon("warning", "err", 18)
        self.problem = Text("err", wrap=True)
        trouble = QHBoxLayout()
        trouble.setSpacing(look.px(6))
        trouble.addWidget(self.problem_icon)
        trouble.addWidget(self.problem, 1)
        self.note = Text("small", wrap=True)
        self.column.addLayout(head)
        self.column.addWidget(well)
        self.column.addWidget(self.caption)
        self.column.addWidget(self.pin)
        self.column.addWidget(self.risk)
        self.column.addLayout(trouble)
        self.column.addWidget(self.note)
        self.column.addLayout(self.buttons)
        self._prompt: PinPrompt | None = None
        self._entry: PinEntry | None = None

    def ask_pin(self, prompt: PinPrompt, answer: Callable[[PinEntry | None], None]) -> None:
        """Ask for the PIN of a signature."""

        def pass_on(said: str | None) -> None:
            entry, self._entry = self._entry, None
            answer(None if said is None else entry)

        self.show_state(prompt)
        self.pin.clear()
        self.risk.setChecked(False)
        self._follow_risk()
        usable = self.pin.isVisibleTo(self) and self.pin.isEnabled()
        first = self.pin if usable else self.risk if self.risk.isVisibleTo(self) else self.accept
        self.ask(pass_on, first)

    def render_state(self, state: PinPrompt) -> None:
        """Show a prompt."""
        self._prompt = state
        say = self.words.label
        held = state.certificate
        self.title.setText(say("ui.pin.title_pad" if held.has_pin_pad else "ui.pin.title"))
        self.setAccessibleName(self.title.text())
        what = say(f"ui.pin.what.{state.act}", count=state.count)
        self.what.setText(say("ui.pin.turn", what=what, turn=state.turn) if state.turn else what)
        self.holder.setText(
            say("ui.pin.certificate", holder=held.holder, expires=f"{held.expires_on:%d/%m/%Y}")
        )
        self.serial.setText(say("ui.pin.serial", tail=held.serial_tail))
        self.caption.setText(say("ui.pin.caption"))
        self.pin.setAccessibleName(say("ui.pin.caption"))
        self.risk.set_words(say("ui.pin.last_try"))
        self.note.setText(say(_note(state), count=state.count, pins=state.pins))
        sentence = self._sentence(state)
        self.problem.say(sentence)
        self.problem_icon.setVisible(bool(sentence))
        for widget in (self.caption, self.pin):
            widget.setVisible(not held.has_pin_pad and not _is_hopeless(held))
        self.risk.setVisible(held.tries_left == 1 and not _is_hopeless(held))
        self.accept.set_words(say(f"ui.pin.button.{state.act}", count=state.count))
        self.accept.set_icon("approve" if state.act != "seal" else "seal")
        self.accept.setVisible(not _is_hopeless(held))

    def _sentence(self, state: PinPrompt) -> str:
        held = state.certificate
        if _is_hopeless(held):
            code = "signing.pin_locked" if held.is_locked else "signing.pin_not_set"
            return self.words.message(code).title
        if not state.problem:
            said = f"ui.pin.state.{held.pin_state}"
            return self.words.label(said) if held.pin_state in STATES_TOLD else ""
        if "tries_left" in state.facts:
            return self.words.label("ui.pin.wrong", count=state.facts["tries_left"])
        message = self.words.message(state.problem, state.facts)
        return (
            message.title
            if message.title.endswith(".")
            else f"{message.title}. {message.body}".strip()
        )

    def _follow_risk(self) -> None:
        held = self._prompt.certificate if self._prompt else None
        is_risky = held is not None and held.tries_left == 1
        allowed = not is_risky or self.risk.isChecked()
        self.pin.setEnabled(allowed)
        self.accept.setEnabled(allowed)
        if allowed and is_risky:
            self.pin.setFocus()

    def confirm(self) -> None:
        """Hand the PIN over as bytes that can be overwritten, and forget it."""
        held = self._prompt.certificate if self._prompt else None
        if held is None or _is_hopeless(held) or not self.accept.isEnabled():
            return
        typed = bytearray(self.pin.text().encode())
        self.pin.clear()
        if typed or held.has_pin_pad:
            self._entry = PinEntry(
                typed=typed or None,
                last_try_accepted=held.tries_left == 1 and self.risk.isChecked(),
            )
            self.finish("")
        else:
            self.pin.setFocus()


def _is_hopeless(held: TokenCertificate) -> bool:
    """Whether no PIN can help now: locked, or never set."""
    return held.is_locked or held.pin_state == "not_set"


def _note(prompt: PinPrompt) -> str:
    """What is said beforehand about how often the PIN will be asked."""
    each = prompt.certificate.asks_each_time
    if prompt.turn:
        return "ui.pin.note_one"
    if each:
        return "ui.pin.note_each"
    if prompt.count == 1:
        return "ui.pin.note_one"
    return "ui.pin.note" if each is False else "ui.pin.note_expected"


class ReasonSheet(Sheet):
    """Asks for a reason before an act that cannot be undone."""

    def __init__(self, words: Words, over: QWidget) -> None:
        super().__init__(words, "ReasonDialog", over, 520)
        self.title = Text("h1", wrap=True)
        self.sentence = Text("muted", wrap=True)
        self.text = ViTextEdit("edReason")
        self.text.setMinimumHeight(theme.current().px(110))
        self.problem = Text("err", wrap=True)
        for widget in (self.title, self.sentence, self.text, self.problem):
            self.column.addWidget(widget)
        self.column.addLayout(self.buttons)
        self.accept.set_key(keys.shown("Ctrl+Enter"))

    def ask_text(self, prompt: TextPrompt, answer: Callable[[str | None], None]) -> None:
        """Ask for the reason of an act."""
        self.show_state(prompt)
        self.text.show_value(prompt.text)
        self.text.selectAll()
        self.problem.say("")
        self.ask(answer, self.text)

    def render_state(self, state: TextPrompt) -> None:
        """Show a prompt."""
        say = self.words.label
        self.title.setText(say(f"ui.reason.{state.act}.title", **state.facts))
        self.sentence.say(say(f"ui.reason.{state.act}.text", **state.facts))
        self.accept.set_words(say(f"ui.reason.{state.act}.button", **state.facts))
        self.text.setAccessibleName(say("ui.reason.caption"))
        self.setAccessibleName(self.title.text())

    def confirm(self) -> None:
        """Answer with the reason; an empty one is refused here."""
        self.text.commit()
        value = self.text.value()
        if value:
            self.finish(value)
        else:
            self.problem.say(self.words.label("ui.reason.empty"))
            self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter confirms from inside the text."""
        super().keyPressEvent(event)
