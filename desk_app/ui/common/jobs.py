"""Long work in sight: what it is, how far, how to stop it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.labels import ElidedText, Icon, Text
from desk_app.ui.common.words import Words


@dataclass(frozen=True, slots=True)
class JobState:
    """A running job; ``key`` and ``facts`` are its sentence in the catalogue.

    ``total`` 0 means that nobody knows how much there is.
    """

    key: str
    facts: tuple[tuple[str, object], ...] = ()
    done: int = 0
    total: int = 0
    note: str = ""
    icon: str = "progress"
    can_stop: bool = True
    is_stopping: bool = False
    seconds_left: int | None = None


class Bar(QWidget):
    """A thin bar; without a total it shows that something goes on, without moving."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float | None) -> None:
        """Show how much is done, 0–1, or that nobody knows."""
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        """Thin."""
        return QSize(60, theme.current().px(6))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and bar."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        room = QRectF(self.rect())
        painter.setBrush(look.colour("border"))
        painter.drawRoundedRect(room, 3, 3)
        painter.setBrush(look.colour("primary"))
        share = 0.6 if self._share is None else min(max(self._share, 0.0), 1.0)
        if share:
            painter.drawRoundedRect(QRectF(0, 0, room.width() * share, room.height()), 3, 3)


class JobCard(QFrame):
    """The card of one job; it keeps its place while the job lasts.

    Signals:
        stopped: the officer wants it to stop.
    """

    stopped = Signal()

    def __init__(self, words: Words, name: str = "jobCard", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setObjectName(name)
        self.setProperty("role", "well")
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(look.px(10), look.px(8), look.px(10), look.px(6))
        column.setSpacing(look.px(5))
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        self._icon, self._title = Icon("progress", "text", 17), ElidedText("bold")
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        self._bar = Bar()
        foot = QHBoxLayout()
        self._note = Text("small", wrap=True)
        self.stop = KeyButton("btnStop", "link", key="Esc")
        self.stop.clicked.connect(self.stopped)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.stop)
        column.addLayout(head)
        column.addWidget(self._bar)
        column.addLayout(foot)
        self.hide()

    def show_job(self, job: JobState | None) -> None:
        """Show a job, or nothing."""
        self.setVisible(job is not None)
        if job is None:
            return
        say = self._words.label
        title = say("ui.intake.stopping") if job.is_stopping else say(job.key, **dict(job.facts))
        self._icon.show_icon(job.icon, "text")
        self._title.say(title)
        self.setAccessibleName(title)
        self._bar.show_share(job.done / job.total if job.total else None)
        self._note.setText(job.note or say("ui.intake.can_type"))
        self.stop.set_words(say("ui.intake.stop"))
        self.stop.setVisible(job.can_stop and not job.is_stopping)
