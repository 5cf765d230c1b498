"""Chips as widgets: one that says something, and one that can be pressed."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from desk_app.ui.common import painting, theme


class Chip(QWidget):
    """A chip that says something, and may be asked about it.

    Signals:
        asked: it was clicked, where ``explains`` says what that does.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip = painting.ChipText("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chip(self, chip: painting.ChipText | None) -> None:
        """Show a chip, or nothing."""
        self.setVisible(chip is not None)
        shown = chip or painting.ChipText("")
        if shown != self._chip:
            self._chip = shown
            self.setAccessibleName(shown.text)
            self.updateGeometry()
            self.update()

    def explains(self, what: str) -> None:
        """From now on a click asks for ``what``, which is also its tooltip."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(what)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks."""
        if self.toolTip() and self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    @property
    def chip(self) -> painting.ChipText:
        """What it says now."""
        return self._chip

    def sizeHint(self) -> QSize:
        """Room for the chip."""
        look = theme.current()
        return QSize(round(painting.chip_width(self._chip)) + 1, look.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self._chip.text:
            painting.paint_chip(QPainter(self), self._chip, 0, self.height() / 2)


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
