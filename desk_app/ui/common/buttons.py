"""Buttons with an icon and the key that presses them, and the tick and choice boxes."""

from typing import TYPE_CHECKING, Literal

from PySide6 import QtCore
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QPushButton,
    QStylePainter,
    QWidget,
)

from desk_app.ui.common import icons, ink, keycap, qt_numbers, theme
from desk_app.ui.common.tokens import CONTROL

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent

Kind = Literal["primary", "secondary", "danger", "link", "hint", "tool", "filter"]
_BOLD = {"primary"}


class KeyButton(QPushButton):
    """A button that shows its icon on the left and its key as a keycap on the right.

    Qt draws the frame and knows nothing of the words but their accessible name: to take them out of
    its drawing (``initStyleOption``) costs the enumerations of its style options (2.5 ms).
    """

    def __init__(
        self,
        name: str,
        kind: Kind = "secondary",
        *,
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", kind)
        self.kind = kind
        self._caption = ""
        self.icon_name = icon
        self.key = key
        self.is_strong = False
        self.is_on_strip = False
        self.is_flush = False
        self.setAutoDefault(False)
        if kind == "hint":
            self.setProperty("focusPolicy", qt_numbers.NO_FOCUS)

    def enterEvent(self, event: "QEnterEvent") -> None:
        """The pointer becomes a hand when it first comes: nobody sees it before."""
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)
        super().enterEvent(event)

    def text(self) -> str:
        """What it says."""
        return self._caption

    def set_words(self, text: str) -> None:
        """Show ``text``, which is also the accessible name."""
        if text != self._caption:
            self._caption = text
            self.setAccessibleName(text)
            self.update()
            self.updateGeometry()

    def set_key(self, key: str) -> None:
        """Show another key."""
        if key != self.key:
            self.key = key
            self.updateGeometry()
            self.update()

    def set_icon(self, icon: str) -> None:
        """Show another icon."""
        if icon != self.icon_name:
            self.icon_name = icon
            self.updateGeometry()
            self.update()

    def set_strong(self, strong: bool) -> None:  # noqa: FBT001  a Qt-like setter
        """Show a link as the one that holds now."""
        if strong != self.is_strong:
            self.is_strong = strong
            self.updateGeometry()
            self.update()

    def set_flush(self, flush: bool) -> None:  # noqa: FBT001  a Qt-like setter
        """Let a link begin where the text above it does."""
        if flush != self.is_flush:
            self.is_flush = flush
            self.updateGeometry()
            self.update()

    def _is_bold(self) -> bool:
        return self.is_strong or self.kind in _BOLD or (self.kind == "filter" and self.isChecked())

    def _font(self) -> QFont:
        return theme.current().font(
            "small" if self.kind == "hint" else "body", bold=self._is_bold()
        )

    def _padding(self) -> int:
        return theme.current().px(
            0
            if self.is_flush
            else {"hint": 0, "link": 6, "tool": 5, "filter": 12}.get(self.kind, 12)
        )

    def _gaps(self) -> tuple[float, float, float]:
        """Widths of icon with gap, text, and keycap with gap."""
        look = theme.current()
        text = QFontMetricsF(self._bold_room()).horizontalAdvance(self.text()) if self.text() else 0
        icon = look.px(18) + (look.px(9) if text else 0) if self.icon_name else 0
        gap = look.px(6 if self.kind == "hint" else 9)
        key = keycap.width(self.key) + (gap if text else 0) if self.key else 0
        return icon, text, key

    def _bold_room(self) -> QFont:
        # A filter grows bold when chosen; its room is that of the bold text, so nothing moves.
        if self.kind == "filter":
            return theme.current().font("body", bold=True)
        return self._font()

    def sizeHint(self) -> QSize:
        """Room for icon, text and keycap."""
        look = theme.current()
        height = {"link": 28, "hint": 28, "tool": 28, "filter": 30}.get(self.kind, CONTROL)
        return QSize(round(sum(self._gaps()) + 2 * self._padding()) + 1, look.px(height))

    def minimumSizeHint(self) -> QSize:
        """The same: a button is never cut."""
        return self.sizeHint()

    def _ink(self) -> QColor:
        look = theme.current()
        if not self.isEnabled():
            return look.colour("muted")
        tokens = {
            "primary": "on_primary", "danger": "err", "link": "primary_text", "hint": "muted",
        }  # fmt: skip
        if self.kind == "filter" and self.isChecked():
            return look.colour("primary_text")
        if self.is_strong:
            return look.colour("text")
        return look.colour(tokens.get(self.kind, "text"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame by the style sheet and the content by hand."""
        super().paintEvent(event)
        painter = QStylePainter(self)
        icon, text, key = self._gaps()
        text = QFontMetricsF(self._font()).horizontalAdvance(self.text()) if self.text() else 0
        look, colour = theme.current(), self._ink()
        middle = self.height() / 2
        x = self._padding() if self.kind == "hint" else (self.width() - icon - text - key) / 2
        if self.kind == "hint" and self.key:
            keycap.paint(painter, self.key, x, middle, look.colour("muted"))
            x += key
        if self.icon_name:
            side = look.px(18)
            icons.paint(painter, self.icon_name, QRectF(x, middle - side / 2, side, side), colour)
            x += icon
        painter.setFont(self._font())
        room = QRectF(x, 0, text + 2, self.height())
        ink.write(painter, self.text(), room, colour)
        if self.key and self.kind != "hint":
            quiet = colour if self.kind == "primary" or self.is_on_strip else look.colour("muted")
            keycap.paint(painter, self.key, x + text + (look.px(9) if text else 0), middle, quiet)


class ChoiceBox(QComboBox):
    """A drop-down list with a drawn arrow, which ignores the wheel unless it is open.

    Args:
        fits_choices: always as wide as its longest choice. Where a column says how wide it is, Qt
            then makes the list it drops down only when it is dropped (2 ms).
    """

    def __init__(
        self, name: str, parent: QWidget | None = None, *, fits_choices: bool = True
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        if fits_choices:
            self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def set_choices(self, choices: tuple[tuple[str, str], ...]) -> None:
        """Offer (value, text) pairs; the chosen value is kept where it still exists."""
        shown = tuple((self.itemData(row), self.itemText(row)) for row in range(self.count()))
        if shown == choices:
            return
        kept = self.currentData()
        blocked = self.blockSignals(True)  # noqa: FBT003  Qt takes it by position
        self.clear()
        for value, text in choices:
            self.addItem(text, value)
        self.choose(kept)
        self.blockSignals(blocked)

    def choose(self, value: object) -> None:
        """Select a value without telling anyone."""
        row = self.findData(value)
        if row != self.currentIndex():
            blocked = self.blockSignals(True)  # noqa: FBT003  Qt takes it by position
            self.setCurrentIndex(row)
            self.blockSignals(blocked)

    def wheelEvent(self, event: object) -> None:
        """A passing wheel changes no value; the page scrolls instead."""
        getattr(event, "ignore")()  # noqa: B009  QWheelEvent, typed loosely to stay an override

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame by the style sheet, the text shortened to its room, and the arrow."""
        look = theme.current()
        super().paintEvent(event)
        painter = QStylePainter(self)
        font = look.font()
        painter.setFont(font)
        room = QRectF(look.px(11), 0, self.width() - look.px(33), self.height())
        shown, metrics = self.currentText(), QFontMetricsF(font)
        if metrics.horizontalAdvance(shown) > room.width():
            shown = metrics.elidedText(shown, QtCore.Qt.TextElideMode.ElideRight, room.width())
        colour = look.colour("text" if self.isEnabled() else "muted")
        ink.write(painter, shown, room, colour)
        side = look.px(14)
        box = QRectF(self.width() - look.px(21), (self.height() - side) / 2, side, side)
        icons.paint(painter, "chevron-down", box, look.colour("muted"))
