"""Widgets in rows that go on in the next row where there is no more room."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class WrappingRow(QLayout):
    """A row that breaks; the last item stands at the right end when its row has room."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """See `QLayout`."""
        self._items.append(item)

    def count(self) -> int:
        """See `QLayout`."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """See `QLayout`; None past the end, as Qt asks for it."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """See `QLayout`."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """See `QLayout`."""
        return True

    def heightForWidth(self, width: int) -> int:
        """See `QLayout`."""
        return self._place(QRect(0, 0, width, 0), moves=False)

    def setGeometry(self, rect: QRect) -> None:
        """See `QLayout`."""
        super().setGeometry(rect)
        self._place(rect, moves=True)

    def sizeHint(self) -> QSize:
        """One row."""
        sizes = [item.sizeHint() for item in self._shown()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if _is_shown(item.widget())]

    def _place(self, rect: QRect, *, moves: bool) -> int:
        """Lay everything out; gives the height that was used."""
        at = rect.topLeft()
        items = self._shown()
        row = max((item.sizeHint().height() for item in items), default=0)
        for place, item in enumerate(items):
            size = item.sizeHint()
            if at.x() > rect.x() and at.x() + size.width() > rect.x() + rect.width():
                at = QPoint(rect.x(), at.y() + row + self.spacing())
            if place == len(items) - 1:
                at.setX(max(at.x(), rect.x() + rect.width() - size.width()))
            if moves:
                lower = (row - size.height()) // 2
                item.setGeometry(QRect(at + QPoint(0, lower), size))
            at.setX(at.x() + size.width() + self.spacing())
        return at.y() + row - rect.y()


def _is_shown(widget: QWidget | None) -> bool:
    return widget is not None and not widget.isHidden()
