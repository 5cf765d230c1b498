"""The dossier in hand, and where it stands among the five steps."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desk_app.ui.common import icons, theme
from desk_app.ui.common.labels import ElidedText, Text
from desk_app.ui.common.page import Chrome
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import STEPS, Step


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
