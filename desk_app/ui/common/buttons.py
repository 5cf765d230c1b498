"""Buttons with an icon and the key that presses them, and the tick and choice boxes."""

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from desk_app.ui.common import icons, painting, theme
from desk_app.ui.common.tokens import CONTROL

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionButton, QStyleOptionComboBox

Kind = Literal["primary", "secondary", "danger", "link", "hint", "tool", "filter"]
_BOLD = {"primary"}


class KeyButton(QPushButton):
    """A button that shows its icon on the left and its key as a keycap on the right."""

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
        self.icon_name = icon
        self.key = key
        self.is_strong = False
        self.is_on_strip = False
        self.is_flush = False
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        fixed = QSizePolicy.Policy.Fixed
        self.setSizePolicy(QSizePolicy.Policy.Minimum, fixed)
        if kind == "hint":
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_words(self, text: str) -> None:
        """Show ``text``, which is also the accessible name."""
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
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
        key = painting.keycap_width(self.key) + (gap if text else 0) if self.key else 0
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

    def initStyleOption(self, option: "QStyleOptionButton") -> None:  # noqa: N802  Qt's name
        """Qt draws the frame; the words are not its business."""
        super().initStyleOption(option)
        option.text = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame by the style sheet and the content by hand."""
        super().paintEvent(event)
        painter = QPainter(self)
        icon, text, key = self._gaps()
        text = QFontMetricsF(self._font()).horizontalAdvance(self.text()) if self.text() else 0
        look, ink = theme.current(), self._ink()
        middle = self.height() / 2
        x = self._padding() if self.kind == "hint" else (self.width() - icon - text - key) / 2
        if self.kind == "hint" and self.key:
            painting.paint_keycap(painter, self.key, x, middle, look.colour("muted"))
            x += key
        if self.icon_name:
            side = look.px(18)
            icons.paint(painter, self.icon_name, QRectF(x, middle - side / 2, side, side), ink)
            x += icon
        painter.setFont(self._font())
        painter.setPen(ink)
        room = QRectF(x, 0, text + 2, self.height())
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text()
        )
        if self.key and self.kind != "hint":
            quiet = ink if self.kind == "primary" or self.is_on_strip else look.colour("muted")
            painting.paint_keycap(
                painter, self.key, x + text + (look.px(9) if text else 0), middle, quiet
            )


class ChipButton(QPushButton):
    """A chip that can be pressed: the network and the token chip of the top bar."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._chip = painting.ChipText("")

    def show_chip(self, chip: painting.ChipText, *, is_short: bool = False) -> None:
        """Show another chip, or its icon alone; its text is the accessible name."""
        self._chip = replace(chip, text="") if is_short else chip
        self.setAccessibleName(chip.text)
        self.setToolTip(chip.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the chip and the focus ring round it."""
        look = theme.current()
        return QSize(round(painting.chip_width(self._chip)) + look.px(6), look.px(28))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring by the style sheet and the chip by hand."""
        super().paintEvent(event)
        painter = QPainter(self)
        painting.paint_chip(painter, self._chip, theme.current().px(3), self.height() / 2)


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


class ChoiceBox(QComboBox):
    """A drop-down list with a drawn arrow, which ignores the wheel unless it is open."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
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

    def initStyleOption(self, option: "QStyleOptionComboBox") -> None:  # noqa: N802  Qt's name
        """Qt draws the frame; the words are not its business."""
        super().initStyleOption(option)
        option.currentText = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame by the style sheet, the text shortened to its room, and the arrow."""
        look = theme.current()
        super().paintEvent(event)
        painter = QPainter(self)
        font = look.font()
        painter.setFont(font)
        painter.setPen(look.colour("text" if self.isEnabled() else "muted"))
        room = QRectF(look.px(11), 0, self.width() - look.px(33), self.height())
        shown = QFontMetricsF(font).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        side = look.px(14)
        box = QRectF(self.width() - look.px(21), (self.height() - side) / 2, side, side)
        icons.paint(painter, "chevron-down", box, look.colour("muted"))
