"""The reader on a serial port: how it stands, what it read, and trying it."""

from dataclasses import dataclass, field
from typing import Literal

from PySide6.QtCore import QObject, Signal

from desk_app.ui.common.asking import Model
from desk_app.ui.common.failures import Failure, failure_of
from desk_app.ui.contract import CodeReader, ReaderNews, SerialPort
from desk_app.ui.task_runner import Task, TaskRunner


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeReaderState:
    """All that is shown of the reader beside the choices.

    Attributes:
        ports: of this machine; looked for when the section of the settings is opened.
        standing: ``off`` while nothing is listened to.
        failure: why it is away.
        is_trying: the next reading is shown and goes nowhere else.
        tried: the reading that was shown last.
        refused: why what came when it was tried was no reading.
    """

    ports: tuple[SerialPort, ...] = ()
    standing: Literal["off", "connecting", "listening", "away"] = "off"
    failure: Failure | None = None
    is_trying: bool = False
    tried: str = field(default="", repr=False)
    refused: Failure | None = None


class CodeReaderViewModel(Model[CodeReaderState]):
    """Listens to one port on the lane ``reader``, and to another when another is chosen.

    Signals:
        read: a whole reading.
        refused: a ``Failure``: what came is no reading.
    """

    read = Signal(str)
    refused = Signal(object)

    def __init__(
        self, reader: CodeReader, runner: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(runner, parent)
        self.state = CodeReaderState()
        self._reader = reader
        self._listening: Task | None = None

    def look(self) -> None:
        """See which ports there are."""
        reader = self._reader
        self.ask("io", lambda task: tuple(reader.ports()), self._saw, _keep_what_is_known)

    def listen(self, port: str, speed: int) -> None:
        """Listen to this port and to no other; to none without a name."""
        self.rest()
        if not port:
            return
        self._show(standing="connecting")
        reader = self._reader
        self._listening = self.ask(
            "reader",
            lambda task: reader.listen(port, speed, task.announce, task),
            _ended,
            self._broke,
            self._hear,
        )

    def rest(self) -> None:
        """Listen no longer; what comes from now on is nobody's."""
        if self._listening is not None:
            self._listening.abandon()
            self._listening = None
        self._show(standing="off", failure=None, is_trying=False)

    def try_reading(self) -> None:
        """The officer wants to see what the reader says."""
        self._show(is_trying=True, tried="", refused=None)

    def stop_trying(self) -> None:
        """The officer has left; a card is shown no longer than it is looked at."""
        if self.state.is_trying or self.state.tried or self.state.refused:
            self._show(is_trying=False, tried="", refused=None)

    def show_tried(self, text: str) -> None:
        """What was read when it was tried."""
        self._show(is_trying=False, tried=text, refused=None)

    def _hear(self, news: object) -> None:
        if not isinstance(news, ReaderNews):
            return
        if news.kind == "read":
            self.read.emit(news.text)
        elif news.kind == "refused":
            failure = Failure(news.code, news.facts)
            if self.state.is_trying:
                self._show(is_trying=False, refused=failure)
            else:
                self.refused.emit(failure)
        elif news.kind == "away":
            self._show(standing="away", failure=Failure(news.code, news.facts))
        else:
            self._show(standing="listening", failure=None)

    def _broke(self, error: Exception) -> None:
        """The listening itself has ended: the reader is away until it is chosen again."""
        self._listening = None
        self._show(standing="away", failure=failure_of(error))

    def _saw(self, ports: tuple[SerialPort, ...]) -> None:
        self._show(ports=ports)


def _ended(result: None) -> None:
    """Listening ends when somebody ended it."""


def _keep_what_is_known(error: Exception) -> None:
    """A look that fails leaves the list as it was; the chosen port tells for itself."""
