"""Bars a leader can read: a label, a bar, the number; painted, with the words for a reader."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desk_app.ui.common import theme
from desk_app.ui.contract import Bar

_ROW, _BAR = 34, 9


class BarChart(QWidget):
    """Horizontal bars, the longest first; the longest fills the width."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: tuple[Bar, ...]) -> None:
        """Show other bars."""
        self._bars = bars
        self.setVisible(bool(bars))
        self.setAccessibleName("; ".join(f"{bar.label}: {bar.text}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row a bar."""
        return QSize(theme.current().px(200), theme.current().px(_ROW) * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """As high as its rows; the width gives way."""
        return QSize(theme.current().px(120), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        small = look.font("small")
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        longest = max((bar.length for bar in self._bars), default=0.0) or 1.0
        row, height = look.px(_ROW), look.px(_BAR)
        for place, bar in enumerate(self._bars):
            top = place * row
            words = metrics.horizontalAdvance(bar.text)
            room = self.width() - words - look.px(8)
            label = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, room)
            line = QRectF(0, top, self.width(), row - height - look.px(5))
            painter.setPen(look.colour("text"))
            bottom = Qt.AlignmentFlag.AlignBottom
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | bottom, label)
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | bottom, bar.text)
            painter.setPen(Qt.PenStyle.NoPen)
            y = top + row - height - look.px(3)
            painter.setBrush(look.colour("primary_soft"))
            painter.drawRoundedRect(QRectF(0, y, self.width(), height), 2, 2)
            painter.setBrush(look.colour("primary_text"))
            width = max(self.width() * bar.length / longest, 2.0 if bar.length else 0.0)
            painter.drawRoundedRect(QRectF(0, y, width, height), 2, 2)
