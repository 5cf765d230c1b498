"""The section of the settings on the reader of codes: where it is, how it stands, trying it."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.application.code_reader import PORT_SETTING, SPEED_SETTING, SPEEDS
from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.labels import Banner
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import View, Words
from desk_app.ui.shell import settings_sections as parts
from desk_app.ui.shell.code_reader_view_model import CodeReaderState
from desk_app.ui.shell.settings_view_model import SettingsState

_BETWEEN = " – "
"""Between name and description of a port."""
_STANDINGS: dict[str, tuple[Tone, str]] = {
    "connecting": ("info", "progress"), "listening": ("ok", "check-circle"),
}  # fmt: skip


class CodeReaderSection(View):
    """Shows a ``CodeReaderState`` and the choices of a ``SettingsState``.

    Signals:
        opened: it came into sight.
        left: it is in sight no longer.
        try_asked: show what the reader says.
    """

    opened = Signal()
    left = Signal()
    try_asked = Signal()

    def __init__(
        self, words: Words, pressed: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self._settings, self._reader = SettingsState(), CodeReaderState()
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self.port = parts.choice("cbReaderPort", PORT_SETTING, pressed)
        self.speed = parts.choice("cbReaderSpeed", SPEED_SETTING, pressed)
        self.speed.set_choices(tuple((str(speed), str(speed)) for speed in SPEEDS))
        column.addLayout(self._make_choices())
        self.banner = Banner("readerBanner")
        column.addWidget(self.banner)
        self.button = KeyButton("btnTryReader", icon="badge")
        self.button.clicked.connect(self._try)
        self.tie("ui.settings.try_reader", self.button.set_words)
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addStretch(1)
        column.addLayout(row)

    def _make_choices(self) -> QHBoxLayout:
        """Port and speed side by side: with large text the trial stays in sight below them."""
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(16))
        for key, box in (("ui.settings.port", self.port), ("ui.settings.speed", self.speed)):
            side = QVBoxLayout()
            side.setSpacing(theme.current().px(8))
            parts.caption(self, side, key, box)
            row.addLayout(side)
        row.addStretch(1)
        return row

    def _try(self) -> None:
        self.try_asked.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Readers are plugged in and out: whoever opens the section sees the ports of now."""
        super().showEvent(event)
        self.opened.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.left.emit()

    def show_choices(self, settings: SettingsState) -> None:
        """Port and speed as chosen."""
        self._settings = settings
        self.render_state(self._reader)

    def render_state(self, state: CodeReaderState) -> None:
        """Show a state."""
        self._reader = state
        say, kept = self.words.label, self._settings.value(PORT_SETTING)
        found = tuple(
            (port.name, _BETWEEN.join(part for part in (port.name, port.description) if part))
            for port in state.ports
        )
        absent = ((kept, say("ui.settings.port_absent", name=kept)),)
        is_absent = bool(kept) and kept not in dict(found)
        keyboard = ("", say("ui.settings.port_keyboard"))
        self.port.set_choices((keyboard, *found, *(absent if is_absent else ())))
        self.port.choose(kept)
        self.speed.choose(self._settings.value(SPEED_SETTING))
        self.speed.setEnabled(bool(kept))
        self._show_banner(state, kept)

    def _show_banner(self, state: CodeReaderState, port: str) -> None:
        """What keeps the reader away, else what it said when it was tried, else how it stands."""
        say, failure = self.words.label, state.failure or state.refused
        if failure is not None:
            self.banner.show_failure(self.words.message(failure.code, failure.facts))
        elif state.is_trying:
            self.banner.show_message("info", "badge", say("ui.settings.trying"))
        elif state.tried:
            title = say("ui.settings.tried")
            self.banner.show_message("ok", "check-circle", state.tried, title=title)
        elif state.standing in _STANDINGS:
            tone, icon = _STANDINGS[state.standing]
            words = say(f"ui.settings.reader_{state.standing}", port=port)
            self.banner.show_message(tone, icon, words)
        else:
            self.banner.clear()
