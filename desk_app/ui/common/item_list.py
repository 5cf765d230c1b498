"""A list of frozen items with ids, chosen by the keyboard: base of card and check lists."""

from typing import Any, Generic, Protocol, TypeVar, cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QWidget

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
ITEM_ROLE = _ROLE.UserRole + 1
_SPOKEN = (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Item(Protocol):
    """One line of a list."""

    @property
    def id(self) -> str:
        """What tells it from the others."""
        ...

    @property
    def spoken(self) -> str:
        """The item in words."""
        ...


T = TypeVar("T", bound=Item)


class ItemsModel(QAbstractListModel, Generic[T]):
    """Items in order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[T, ...] = ()

    def show(self, items: tuple[T, ...]) -> None:
        """Show other items; same ids are updated in place."""
        if [item.id for item in items] == [item.id for item in self.items]:
            changed = [at for at, item in enumerate(items) if item != self.items[at]]
            self.items = items
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self.items = items
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Number of items."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Words of an item, and the item itself."""
        item = self.items[index.row()]
        if role in _SPOKEN:
            return item.spoken
        return item if role == ITEM_ROLE else None


class ItemList(QListView, Generic[T]):
    """The list, one item under the cursor.

    Signals:
        chosen: id of the item that became current.
        opened: id of an item (Enter).
    """

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, model: ItemsModel[T], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "cards")
        self._quiet = False
        self.items_model = model
        self.setModel(model)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)

    def draw_with(self, delegate: QStyledItemDelegate) -> None:
        """What draws an item."""
        self.setItemDelegate(delegate)

    def show_items(self, items: tuple[T, ...], chosen: str | None) -> None:
        """Show items with one of them chosen; nothing is told of it."""
        self._quiet = True
        self.items_model.show(items)
        place = next((at for at, item in enumerate(items) if item.id == chosen), -1)
        if place >= 0 and self.currentIndex().row() != place:
            self.setCurrentIndex(self.items_model.index(place))
        self._quiet = False

    def current_id(self) -> str | None:
        """Id of the current item."""
        place = self.currentIndex().row()
        items = self.items_model.items
        return items[place].id if 0 <= place < len(items) else None

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt's name
        """Tell the new item."""
        super().currentChanged(cast("QModelIndex", current), cast("QModelIndex", previous))
        item = self.current_id()
        if item is not None and not self._quiet:
            self.chosen.emit(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; letters do nothing."""
        item = self.current_id()
        if event.key() in _ENTER and item is not None:
            self.opened.emit(item)
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)
