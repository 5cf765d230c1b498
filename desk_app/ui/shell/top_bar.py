"""The bar above a page: title, search, network, signing device, officer.

Where the line of the dossier in hand has no room of its own, the bar says whose it is.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import announce, theme
from desk_app.ui.common.chip_widgets import ChipButton
from desk_app.ui.common.labels import ElidedText, Icon, Text
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import Officer, Surroundings

SEARCH, LEAST_SEARCH = 290, 150
LEAST_IN_HAND = 80
ReaderNotice = Literal["", "away", "unused"]


@dataclass(frozen=True, slots=True)
class TopState:
    """Title, search text, chips and the officer.

    Attributes:
        in_hand: the dossier in hand, shortened where there is little room.
        reader: what is to be said of the reader on a serial port.
    """

    title: str = ""
    subtitle: str = ""
    in_hand: str = ""
    search: str = ""
    around: Surroundings | None = None
    officer: Officer | None = None
    is_compact: bool = False
    reader: ReaderNotice = ""


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
        tone: Tone = "err" if days < 7 else "warn"
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
        printouts_asked: the chip of papers that wait for a printer was pressed.
        reader_asked: the chip of the reader was pressed.
    """

    searched = Signal(str)
    search_entered = Signal()
    network_asked = Signal()
    token_asked = Signal()
    printouts_asked = Signal()
    reader_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("TopBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        self.setFixedHeight(look.px(52))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), 0, look.px(12), 0)
        row.setSpacing(look.px(10))
        self.title, self.subtitle = Text("h1"), ElidedText("muted")
        self.search = ViLineEdit("edSearch")
        self.search.setFixedWidth(look.px(SEARCH))
        self.search.textEdited.connect(self._edited)
        self.search.entered.connect(self.search_entered)
        self.search.setTextMargins(look.px(24), 0, 0, 0)
        lens = Icon("search", "muted", 16, self.search)
        lens.move(look.px(10), look.px(9))
        self.network, self.token = ChipButton("chipNetwork"), ChipButton("chipToken")
        self.network.clicked.connect(self.network_asked)
        self.token.clicked.connect(self.token_asked)
        self.printouts = ChipButton("chipPrintouts")
        self.printouts.hide()
        self.printouts.clicked.connect(self.printouts_asked)
        self.reader = ChipButton("chipReader")
        self.reader.hide()
        self.reader.clicked.connect(self.reader_asked)
        names = QVBoxLayout()
        names.setSpacing(0)
        self._row = row
        self.person, self.place = Text("bold"), Text("small")
        names.addStretch(1)
        names.addWidget(self.person)
        names.addWidget(self.place)
        names.addStretch(1)
        row.addWidget(self.title)
        row.addWidget(self.subtitle)
        row.addStretch(1)
        self._face = Icon("person", "text", 20)
        for widget in (self.search, self.reader, self.printouts, self.network, self.token):
            row.addWidget(widget)
        row.addWidget(self._face)
        row.addLayout(names)

    def _edited(self) -> None:
        self.searched.emit(self.search.value())

    def _fit(self, state: TopState) -> None:
        """Share out what the title and the chips leave: first the dossier, then the search."""
        look, metrics = theme.current(), theme.current().metrics()
        margins, least = self._row.contentsMargins(), look.px(LEAST_SEARCH)
        others = [self.title, self.reader, self.printouts, self.network, self.token, self._face]
        if self.person.isVisibleTo(self):
            others.append(max(self.person, self.place, key=_wished_width))
        room = self.width() - margins.left() - margins.right()
        for widget in others:
            if widget.isVisibleTo(self):
                room -= widget.sizeHint().width() + self._row.spacing()
        room -= 2 * self._row.spacing()
        words = state.in_hand or state.subtitle
        wanted = round(metrics.horizontalAdvance(words)) + 2
        beside = min(wanted, room - least)
        if beside < (look.px(LEAST_IN_HAND) if state.in_hand else wanted):
            beside = 0
        self.subtitle.say(words if beside else "")
        self.subtitle.setFixedWidth(beside)
        width = max(least, min(room - beside, look.px(SEARCH)))
        self.search.setFixedWidth(width)
        hint = self.words.label("ui.search.hint")
        is_whole = metrics.horizontalAdvance(hint) + look.px(44) <= width
        self.search.setPlaceholderText(hint if is_whole else self.words.label("ui.search.short"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        if isinstance(self._state, TopState):
            self._fit(self._state)

    def render_state(self, state: TopState) -> None:
        """Show a state."""
        say = self.words.label
        self.title.setText(state.title)
        self.search.setAccessibleName(say("ui.act.search"))
        self.search.show_value(state.search)
        if state.around is not None:
            self.network.show_chip(network_chip(self.words, state.around))
            count = state.around.printouts
            self.printouts.setVisible(bool(count))
            if count:
                words = say("ui.chip.printouts", count=count)
                self.printouts.show_chip(ChipText(words, "warn", "print"))
            chip = token_chip(self.words, state.around)
            self.token.setVisible(chip is not None)
            if chip is not None:  # an icon is enough where all is well
                self.token.show_chip(chip, is_short=state.is_compact and chip.tone == "ok")
        self._show_reader(state.reader)
        officer = state.officer
        for text in (self.person, self.place):
            text.setVisible(officer is not None and not state.is_compact)
        if officer is not None:
            self.person.setText(officer.name)
            parts = (officer.counter, officer.title)
            self.place.setText(" · ".join(part for part in parts if part))
        self._fit(state)

    def _show_reader(self, notice: ReaderNotice) -> None:
        """A chip while something is to be said; whoever listens hears it once."""
        self.reader.setVisible(bool(notice))
        if notice:
            words = self.words.label(f"ui.chip.reader_{notice}")
            is_new = words != self.reader.accessibleName()
            self.reader.show_chip(ChipText(words, "warn" if notice == "away" else "plain", "badge"))
            if is_new:
                announce.politely(self, words)
        else:
            self.reader.setAccessibleName("")


def _wished_width(widget: QWidget) -> int:
    return widget.sizeHint().width()
