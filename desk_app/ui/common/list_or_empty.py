"""A list, or why it has nothing in it, in one place."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from desk_app.ui.common.labels import EmptyState


class ListOrEmpty(QStackedWidget):
    """A list, or in its place the card that says why there is nothing in it.

    It wants room for the one in sight alone: a list gives way where the card could not.
    """

    def __init__(self, listed: QWidget, empty: EmptyState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        holder = QFrame()
        holder.setProperty("role", "card")
        QVBoxLayout(holder).addWidget(empty)
        self.addWidget(listed)
        self.addWidget(holder)
        self._pages = (listed, holder)

    @property
    def _in_sight(self) -> QWidget:
        return self._pages[self.currentIndex()]

    def show_empty(self, *, is_empty: bool) -> None:
        """Show the card, or the list."""
        self.setCurrentIndex(1 if is_empty else 0)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """That of the one in sight."""
        return self._in_sight.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Whether the one in sight does."""
        return self._in_sight.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """That of the one in sight."""
        return self._in_sight.heightForWidth(width)
