"""Readers of codes at this desk: those that play keyboard and the one on a serial port.

What either reads goes the same way: to the page in sight, if that can use it.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from desk_app.application.code_reader import PORT_SETTING, SPEED_SETTING, SPEEDS
from desk_app.ui.common.failures import Failure
from desk_app.ui.shell.code_reader_view_model import CodeReaderState
from desk_app.ui.shell.reader_keys import ReaderKeys, may_listen
from desk_app.ui.shell.top_bar import ReaderNotice

if TYPE_CHECKING:
    from desk_app.ui.shell.conductor import Conductor
    from desk_app.ui.shell.window import Shell

UNUSED_MS = 5000
"""So long the bar says that a code found no use."""


class Readers(QObject):
    """Listens while an officer is signed in.

    Signals:
        heard: something was read on the serial port: a sign of life.
    """

    heard = Signal()

    def __init__(self, window: "Conductor") -> None:
        super().__init__(window)
        self._window = window
        self._keys = ReaderKeys(window.acts.use_of_code, self)
        self._shell: Shell | None = None
        self._is_tied = self._is_unused = False
        self._unused = QTimer(self)
        self._unused.setSingleShot(True)
        self._unused.setInterval(UNUSED_MS)
        self._unused.timeout.connect(self._forget_unused)

    def listen(self, shell: "Shell") -> None:
        """Listen for this window, which has been shown, and for no other."""
        is_on = self._shell is not None
        self._shell = shell
        self._keys.listen(shell)
        if not is_on:
            self.choose()
        self._show_notice()

    def rest(self) -> None:
        """Listen no longer."""
        self._shell = None
        self._keys.rest()
        if self._is_tied:
            self._window.code_reader.rest()

    def choose(self) -> None:
        """Listen where the desk has chosen, if anybody sits here."""
        settings = self._window.entry.settings
        port = settings.get(PORT_SETTING)
        if self._shell is None or not (port or self._is_tied):
            return  # a desk without such a reader loads nothing of it
        model = self._window.code_reader
        if not self._is_tied:
            self._is_tied = True
            model.read.connect(self._read)
            model.refused.connect(self._refuse)
            model.state_changed.connect(self._stands)
        speed = settings.get(SPEED_SETTING)
        model.listen(port, int(speed) if speed.isdigit() else SPEEDS[0])

    @Slot(str)
    def _read(self, text: str) -> None:
        """To the page in sight, whatever has the focus; no field sees any of it."""
        self.heard.emit()
        act = self._window.acts.use_of_code(text) if self._may_use() else None
        self._is_unused = act is None
        self._show_notice()
        if act is None:
            self._unused.start()
        else:
            act()

    @Slot(object)
    def _refuse(self, failure: Failure) -> None:
        self.heard.emit()
        if self._may_use():
            self._window.acts.refuse_code(failure)

    def _may_use(self) -> bool:
        return may_listen(self._shell) and QApplication.activeModalWidget() is None

    @Slot(object)
    def _stands(self, state: CodeReaderState) -> None:
        del state
        self._show_notice()

    @Slot()
    def _forget_unused(self) -> None:
        self._is_unused = False
        self._show_notice()

    def _show_notice(self) -> None:
        """One quiet word in the bar, as long as it holds."""
        if self._shell is None:
            return
        notice: ReaderNotice = "unused" if self._is_unused else ""
        if self._is_tied and self._window.code_reader.state.standing == "away":
            notice = "away"
        self._shell.work.show_reader(notice)
