"""A check box in the look of the lists."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from desk_app.ui.common import painting, theme


class TickBox(QCheckBox):
    """A check box in the look of the lists; long words are wrapped where room is short."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str) -> None:
        """Show ``text``, which is also the accessible name."""
        self.setText(text)
        self.setAccessibleName(text)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def sizeHint(self) -> QSize:
        """Box, gap and text."""
        look = theme.current()
        width = look.metrics().horizontalAdvance(self.text())
        return QSize(round(width) + look.px(32), look.px(28))

    def minimumSizeHint(self) -> QSize:
        """Box, gap and the longest word."""
        look = theme.current()
        metrics = look.metrics()
        longest = max(map(metrics.horizontalAdvance, self.text().split()), default=0)
        return QSize(round(longest) + look.px(32), look.px(28))

    def heightForWidth(self, width: int) -> int:
        """Height at a width, both in pixels."""
        look = theme.current()
        if width >= self.sizeHint().width():
            return look.px(28)
        room = QRectF(0, 0, max(width - look.px(28), 1), 10_000)
        words = look.metrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.text())
        return max(look.px(28), round(words.height()) + look.px(8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As high as its words need at this width."""
        super().resizeEvent(event)
        self.setFixedHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, text and focus ring."""
        look = theme.current()
        painter = QPainter(self)
        side = look.px(18)
        line = self.height() if self.width() >= self.sizeHint().width() else look.px(28)
        box = QRectF(look.px(2), (line - side) / 2, side, side)
        painting.paint_tick(painter, box, checked=self.isChecked(), enabled=self.isEnabled())
        painter.setFont(look.font())
        painter.setPen(look.colour("text" if self.isEnabled() else "muted"))
        room = QRectF(look.px(28), 0, self.width() - look.px(28), self.height())
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, self.text())
        if self.hasFocus():
            painter.setPen(look.colour("focus"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def hitButton(self, position: object) -> bool:  # noqa: N802  Qt's name
        """The whole row can be clicked."""
        return True
