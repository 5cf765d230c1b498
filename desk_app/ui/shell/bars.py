"""What surrounds a page: top bar, context line with the five steps, action bar, undo strip."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui.common import icons, keys, painting, theme
from desk_app.ui.common.buttons import ChipButton, KeyButton
from desk_app.ui.common.labels import ElidedText, Icon, Text
from desk_app.ui.common.page import Chrome, Undo
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import STEPS, Officer, Step, Surroundings

UNDO_SECONDS = 8


@dataclass(frozen=True, slots=True)
class TopState:
    """Title, search text, chips and the officer."""

    title: str = ""
    subtitle: str = ""
    search: str = ""
    around: Surroundings | None = None
    officer: Officer | None = None
    is_compact: bool = False


def network_chip(words: Words, around: Surroundings) -> ChipText:
    """The chip that tells how things stand with the province."""
    if around.failed:
        return ChipText(words.label("ui.chip.sync_errors", count=around.failed), "err", "cloud-err")
    if not around.is_online:
        return ChipText(words.label("ui.chip.offline", count=around.waiting), "warn", "cloud-off")
    return ChipText(words.label("ui.chip.connected"), "ok", "cloud-ok")


def token_chip(words: Words, around: Surroundings) -> ChipText | None:
    """The chip that tells how things stand with the signing device."""
    if around.token == "hidden":  # noqa: S105  a state, not a secret
        return None
    days = around.token_days_left
    if around.token == "expiring" and days is not None:  # noqa: S105  a state
        tone: painting.Tone = "err" if days < 7 else "warn"
        return ChipText(words.label("ui.chip.token_days", days=days), tone, "usb")
    if around.token == "ready":  # noqa: S105  a state
        return ChipText(words.label("ui.chip.token_ready"), "ok", "usb")
    key = "ui.chip.token_locked" if around.token == "locked" else "ui.chip.token_absent"  # noqa: S105
    return ChipText(words.label(key), "err" if around.token == "locked" else "warn", "usb")  # noqa: S105


class TopBar(View):
    """Page title, search, state of network and token, the officer.

    Signals:
        searched: the text as it is typed.
        search_entered: Enter in the search box.
        network_asked: the network chip was pressed.
        token_asked: the token chip was pressed.
    """

    searched = Signal(str)
    search_entered = Signal()
    network_asked = Signal()
    token_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("TopBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        self.setFixedHeight(look.px(52))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), 0, look.px(12), 0)
        row.setSpacing(look.px(10))
        self.title, self.subtitle = Text("h1"), Text("muted")
        self.search = ViLineEdit("edSearch")
        self.search.setFixedWidth(look.px(290))
        self.search.textEdited.connect(self._edited)
        self.search.entered.connect(self.search_entered)
        self.search.setTextMargins(look.px(24), 0, 0, 0)
        lens = Icon("search", "muted", 16, self.search)
        lens.move(look.px(10), look.px(9))
        self.network, self.token = ChipButton("chipNetwork"), ChipButton("chipToken")
        self.network.clicked.connect(self.network_asked)
        self.token.clicked.connect(self.token_asked)
        names = QVBoxLayout()
        names.setSpacing(0)
        self.person, self.place = Text("bold"), Text("small")
        names.addStretch(1)
        names.addWidget(self.person)
        names.addWidget(self.place)
        names.addStretch(1)
        row.addWidget(self.title)
        row.addWidget(self.subtitle)
        row.addStretch(1)
        for widget in (self.search, self.network, self.token, Icon("person", "text", 20)):
            row.addWidget(widget)
        row.addLayout(names)

    def _edited(self) -> None:
        self.searched.emit(self.search.value())

    def render_state(self, state: TopState) -> None:
        """Show a state."""
        say = self.words.label
        look = theme.current()
        self.title.setText(state.title)
        self.subtitle.say(state.subtitle if not state.is_compact else "")
        self.search.setPlaceholderText(
            say("ui.search.short" if state.is_compact else "ui.search.hint")
        )
        self.search.setFixedWidth(look.px(150 if state.is_compact else 290))
        self.search.setAccessibleName(say("ui.act.search"))
        self.search.show_value(state.search)
        if state.around is not None:
            self.network.show_chip(network_chip(self.words, state.around))
            chip = token_chip(self.words, state.around)
            self.token.setVisible(chip is not None and not state.is_compact)
            if chip is not None:
                self.token.show_chip(chip)
        officer = state.officer
        for text in (self.person, self.place):
            text.setVisible(officer is not None and not state.is_compact)
        if officer is not None:
            self.person.setText(officer.name)
            parts = (officer.counter, officer.title)
            self.place.setText(" · ".join(part for part in parts if part))


class StepLine(QWidget):
    """The five steps with the one the dossier is at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._step: Step | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_steps(self, names: tuple[str, ...], step: Step | None) -> None:
        """Show names, all steps before ``step`` done."""
        self._names, self._step = names, step
        place = STEPS.index(step) if step else len(STEPS)
        self.setAccessibleName(f"{place + 1}/5 {names[place]}" if step else "5/5")
        self.updateGeometry()
        self.update()

    def _is_here(self, place: int) -> bool:
        return self._step is not None and STEPS.index(self._step) == place

    def _width(self, place: int) -> float:
        look = theme.current()
        metrics = QFontMetricsF(look.font(bold=self._is_here(place)))
        return look.px(21) + metrics.horizontalAdvance(self._names[place])

    def sizeHint(self) -> QSize:
        """All five in one line."""
        look = theme.current()
        width = sum(self._width(place) for place in range(len(self._names)))
        return QSize(round(width + look.px(27) * max(len(self._names) - 1, 0)) + 4, look.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        look = theme.current()
        painter = QPainter(self)
        x, middle = 0.0, self.height() / 2
        at = STEPS.index(self._step) if self._step else len(STEPS)
        for place, name in enumerate(self._names):
            side = look.px(15)
            box = QRectF(x, middle - side / 2, side, side)
            if place < at:
                icons.paint(painter, "check-filled", box, look.colour("ok"))
            else:
                self._paint_number(painter, place, box)
            here = self._is_here(place)
            painter.setFont(look.font(bold=here))
            painter.setPen(look.colour("text" if here else "muted"))
            width = self._width(place)
            room = QRectF(x + look.px(20), 0, width, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
            x += width
            if place < len(self._names) - 1:
                arrow = look.px(13)
                spot = QRectF(x + look.px(7), middle - arrow / 2, arrow, arrow)
                icons.paint(painter, "chevron-right", spot, look.colour("muted"))
            x += look.px(27)

    def _paint_number(self, painter: QPainter, place: int, box: QRectF) -> None:
        look = theme.current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("primary" if self._is_here(place) else "muted"))
        painter.drawEllipse(box)
        painter.setPen(look.colour("on_primary" if self._is_here(place) else "surface"))
        painter.setFont(look.font("key", bold=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(place + 1))
        painter.restore()


class ContextLine(View):
    """Dossier code, person, and the five steps."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        look = theme.current()
        self.setFixedHeight(look.px(36))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), 0, look.px(12), 0)
        row.setSpacing(look.px(9))
        self.code, self.who = Text("bold"), ElidedText("muted")
        self.steps = StepLine()
        row.addWidget(self.code)
        row.addWidget(self.who, 1)
        row.addSpacing(look.px(8))
        row.addWidget(self.steps)
        row.addStretch(0)

    def render_state(self, state: Chrome) -> None:
        """Show where a dossier is."""
        self.code.say(state.code)
        self.who.say(state.who)
        names = tuple(self.words.label(f"ui.page.{step}") for step in STEPS)
        self.steps.show_steps(names, state.step)
        metrics = theme.current().metrics()
        self.who.setMaximumWidth(round(metrics.horizontalAdvance(state.who)) + 6)
        self.setVisible(state.shows_steps)


class ActionBar(View):
    """Key hints on the left, at most three buttons on the right, the primary one last.

    Signals:
        asked: id of an action.
    """

    asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("ActionBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        self.setFixedHeight(look.px(52))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.px(12), 0, look.px(12), 0)
        self._row.setSpacing(look.px(8))
        self._hints: list[KeyButton] = []
        self._buttons: list[KeyButton] = []
        self._stretch = False
        self.is_compact = False

    def render_state(self, state: Chrome) -> None:
        """Show hints and buttons; those of the same acts keep their place."""
        say = self.words.label
        wanted = (*state.hints, "|", *(button.action for button in state.buttons))
        shown = (
            *(str(hint.property("action")) for hint in self._hints),
            "|",
            *(str(button.property("action")) for button in self._buttons),
        )
        if wanted != shown:
            self._build(state)
        for hint in self._hints:
            action = keys.action(str(hint.property("action")))
            hint.set_words(say(_short(self.words, action.label_key)))
        for button, new in zip(self._buttons, state.buttons, strict=True):
            label = new.label
            if self.is_compact and self.words.has(f"ui.act_short.{new.action}"):
                label = say(f"ui.act_short.{new.action}")
            button.set_words(label)
            button.setToolTip(f"{new.label} ({keys.shown(keys.action(new.action).key)})")
            button.setEnabled(new.is_enabled)
        self._fit_hints()

    def _build(self, state: Chrome) -> None:
        for widget in (*self._hints, *self._buttons):
            self._row.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._hints, self._buttons = [], []
        while self._row.count():
            self._row.takeAt(0)
        for action_id in state.hints:
            key = keys.shown(keys.action(action_id).key)
            hint = KeyButton(f"hint_{action_id}", "hint", key=key)
            hint.setProperty("action", action_id)
            hint.clicked.connect(self._ask)
            self._hints.append(hint)
            self._row.addWidget(hint)
        self._row.addStretch(1)
        for new in state.buttons:
            key = keys.shown(keys.action(new.action).key)
            kind = new.kind if new.kind in ("primary", "danger") else "secondary"
            button = KeyButton(f"btn_{new.action}", kind, icon=new.icon, key=key)  # type: ignore[arg-type]  # narrowed above
            button.setProperty("action", new.action)
            button.clicked.connect(self._ask)
            self._buttons.append(button)
            self._row.addWidget(button)

    def _fit_hints(self) -> None:
        """Leave out the last hints where there is no room; F1 has them all."""
        look = theme.current()
        room = self.width() - look.px(40)
        room -= sum(button.sizeHint().width() + look.px(8) for button in self._buttons)
        for hint in self._hints:
            room -= hint.sizeHint().width() + look.px(8)
            hint.setVisible(room >= 0)

    def resizeEvent(self, event: object) -> None:
        """Fit the hints to the new width."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # passed through unread
        self._fit_hints()

    def _ask(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.asked.emit(str(sender.property("action")))


def _short(words: Words, key: str) -> str:
    """The short label of an act where there is one."""
    short = key.replace("ui.act.", "ui.hint.")
    return short if words.has(short) else key


class UndoStrip(QFrame):
    """Says what was done and takes it back; it never takes the focus.

    Signals:
        asked: take it back.
    """

    asked = Signal()

    def __init__(self, words: Words, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("undoStrip")
        self.setProperty("role", "strip")
        self._words = words
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(6), look.px(10), look.px(6))
        row.setSpacing(look.px(16))
        self.text = Text()
        self.button = StripButton("btnUndo")
        self.button.clicked.connect(self.asked)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._turn = 0
        self.hide()

    def show_undo(self, undo: Undo) -> None:
        """Show a sentence for eight seconds; an old one again does nothing."""
        if undo.turn == self._turn:
            return
        self._turn = undo.turn
        if not undo.key:
            self.hide()
            return
        say = self._words.label
        facts = {
            name: say(value) if isinstance(value, str) and value.startswith("ui.") else value
            for name, value in undo.facts
        }
        action = say(undo.key, **facts)
        sentence = self._words.label("ui.intake.undone", action=action)
        self.text.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.set_words(self._words.label("ui.act.undo"))
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(UNDO_SECONDS * 1000)

    def place(self) -> None:
        """Sit above the action bar, in the middle."""
        parent = self.parentWidget()
        look = theme.current()
        if parent is not None:
            left = (parent.width() - self.width()) // 2
            self.move(left, parent.height() - self.height() - look.px(64))


class StripButton(KeyButton):
    """The link of the undo strip, in the strip's own colours."""

    def __init__(self, name: str) -> None:
        super().__init__(name, "link", key="Ctrl+Z")
        self.is_on_strip = True
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _ink(self) -> QColor:
        return theme.current().colour("strip_link")
