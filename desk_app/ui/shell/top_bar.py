"""The bar above a page: title, search, network, signing device, officer."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import painting, theme
from desk_app.ui.common.buttons import ChipButton
from desk_app.ui.common.labels import Icon, Text
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.text_entry import ViLineEdit
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import Officer, Surroundings


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
        printouts_asked: the chip of papers that wait for a printer was pressed.
    """

    searched = Signal(str)
    search_entered = Signal()
    network_asked = Signal()
    token_asked = Signal()
    printouts_asked = Signal()

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
        self.printouts = ChipButton("chipPrintouts")
        self.printouts.hide()
        self.printouts.clicked.connect(self.printouts_asked)
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
        for widget in (
            self.search,
            self.printouts,
            self.network,
            self.token,
            Icon("person", "text", 20),
        ):
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
            count = state.around.printouts
            self.printouts.setVisible(bool(count))
            if count:
                words = say("ui.chip.printouts", count=count)
                self.printouts.show_chip(ChipText(words, "warn", "print"))
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
