"""A number with what it counts, as a button."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
)

from desk_app.ui.common import icons, theme
from desk_app.ui.contract import Scope


class NumberCard(QPushButton):
    """A number with what it counts; pressing it sets the filter."""

    def __init__(self, name: str, scope: Scope, icon: str, token: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("kind", "kpi")
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.scope, self._icon, self._token = scope, icon, token
        self._number, self._caption, self._line = "0", "", ""
        self._has_icon = True

    def show_number(self, number: int, caption: str, note: str) -> None:
        """Show a number."""
        said = (str(number), caption, note)
        if said == (self._number, self._caption, self._line):
            return
        self._number, self._caption, self._line = said
        self.setAccessibleName(f"{number} {caption}. {note}")
        self.updateGeometry()
        self.update()

    def show_icon(self, *, shown: bool) -> None:
        """With its icon, or without it where there is room for words alone."""
        if shown != self._has_icon:
            self._has_icon = shown
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for number, caption and line."""
        look = theme.current()
        number = look.metrics("big", bold=True).horizontalAdvance(self._number)
        caption = look.metrics(bold=True).horizontalAdvance(self._caption)
        note = look.metrics("small").horizontalAdvance(self._line)
        around = look.px(64 if self._has_icon else 29)
        return QSize(round(around + max(number + look.px(9) + caption, note)), look.px(68))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        look = theme.current()
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        side, base = look.px(24), self.height() / 2 + look.px(2)
        if self._has_icon:
            box = QRectF(look.px(14), (self.height() - side) / 2, side, side)
            icons.paint(painter, self._icon, box, look.colour(self._token))
        x = look.px(49 if self._has_icon else 14)
        painter.setPen(look.colour("text"))
        big = look.font("big", bold=True)
        painter.setFont(big)
        painter.drawText(round(x), round(base), self._number)
        after = x + QFontMetricsF(big).horizontalAdvance(self._number) + look.px(9)
        painter.setFont(look.font(bold=True))
        painter.drawText(round(after), round(base), self._caption)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("muted"))
        painter.drawText(round(x), round(base + look.px(20)), self._line)
