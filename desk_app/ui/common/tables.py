"""Tables: a model of plain rows, a delegate that draws chips, a view chosen by the keyboard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast, overload

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk_app.ui.common import painting, theme
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tokens import HEADER, ROW

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
CELL_ROLE = _ROLE.UserRole
LEAST_LEFT = 120
"""What a column that takes what is left must have, lest others go."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text, or a chip; ``link`` paints it as something Enter acts on.

    ``told`` is said to a screen reader after what stands there.
    """

    text: str = ""
    chip: ChipText | None = None
    tooltip: str = ""
    link: bool = False
    told: str = ""

    @property
    def spoken(self) -> str:
        """The cell in words, for a screen reader."""
        words = self.chip.text if self.chip else self.text
        return f"{words}, {self.told}" if self.told else words


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    id: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: title, width at 100 % text (0: takes what is left).

    Attributes:
        may_go: it goes where a column that takes what is left would become too narrow.
        is_number: its texts stand at the right, digit under digit.
    """

    title: str
    width: int = 0
    may_go: bool = False
    is_number: bool = False


class Rows(Sequence[Row]):
    """Rows known by their ids; each one is made when it is first drawn, then kept.

    Args:
        ids: ids of all rows.
        make: gives the row of a place; nothing is asked for in it.
    """

    def __init__(self, ids: Sequence[str], make: Callable[[int], Row]) -> None:
        self.ids = tuple(ids)
        self._make = make
        self._made: dict[int, Row] = {}

    def __len__(self) -> int:
        return len(self.ids)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        row = self._made.get(place)
        if row is None:
            row = self._made[place] = self._make(range(len(self))[place])
        return row


def _ids_of(rows: Sequence[Row]) -> tuple[str, ...]:
    return rows.ids if isinstance(rows, Rows) else tuple(row.id for row in rows)


class RowsModel(QAbstractTableModel):
    """Plain rows; nothing is asked for while it is drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: Sequence[Row] = ()
        self.ids: tuple[str, ...] = ()

    def show(self, columns: tuple[Column, ...], rows: Sequence[Row]) -> None:
        """Show other rows: same ids are updated in place, others replace the whole."""
        if rows is self.rows and columns == self.columns:
            return
        ids = _ids_of(rows)
        if columns == self.columns and ids == self.ids:
            self.rows = rows
            if ids:
                self.dataChanged.emit(
                    self.index(0, 0), self.index(len(ids) - 1, max(len(columns) - 1, 0))
                )
            return
        self.beginResetModel()
        self.columns, self.rows, self.ids = columns, rows, ids
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Number of rows."""
        return 0 if parent.isValid() else len(self.ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Text, chip, tooltip and words of a cell."""
        cell = self.rows[index.row()].cells[index.column()]
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole):
            return cell.spoken
        if role == CELL_ROLE:
            return cell
        if role == _ROLE.ToolTipRole:
            return cell.tooltip or cell.spoken
        return None

    def side(self, column: int) -> Qt.AlignmentFlag:
        """Where the texts of a column stand."""
        side = Qt.AlignmentFlag
        return side.AlignRight if self.columns[column].is_number else side.AlignLeft

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:
        """Titles of columns."""
        if orientation == Qt.Orientation.Horizontal and role in (
            _ROLE.DisplayRole,
            _ROLE.AccessibleTextRole,
        ):
            return self.columns[section].title
        if role == _ROLE.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | self.side(section)
        return None


class CellDelegate(QStyledItemDelegate):
    """Draws text cells, chips and links in one line."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell."""
        look = theme.current()
        rect = option.rect
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(rect, look.colour("sel"))
        view = cast("QTableView", self.parent())
        if rect.bottom() < view.viewport().height() - 1:  # there the frame is the line
            painter.setPen(QPen(look.colour("sunken"), 1))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        cell: Cell = index.data(CELL_ROLE)
        left = rect.left() + look.px(10)
        room = rect.right() - left - look.px(6)
        if cell.chip is not None:
            middle = rect.center().y() + 0.5
            painting.paint_chip(
                painter, cell.chip, rect.left() + look.px(9), middle, room + look.px(6)
            )
            return
        painter.setFont(look.font())
        painter.setPen(look.colour("primary_text" if cell.link else "text"))
        text = look.metrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        box = QRectF(left, rect.top(), room, rect.height())
        side = cast("RowsModel", index.model()).side(index.column())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | side, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room a cell would like."""
        look = theme.current()
        cell: Cell = index.data(CELL_ROLE)
        if cell.chip is not None:
            width = painting.chip_width(cell.chip) + look.px(18)
        else:
            width = look.metrics().horizontalAdvance(cell.text) + look.px(18)
        return QSize(round(width), look.px(ROW))


class Table(QTableView):
    """A table chosen by rows, with the keyboard alone.

    Signals:
        chosen: id of the row that became current.
        opened: id of a row (Enter or double click).
        ticked: id of a row (Space).
    """

    chosen = Signal(str)
    opened = Signal(str)
    ticked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._quiet = False
        self.rows_model = RowsModel(self)
        self.setModel(self.rows_model)
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._cap = QWidget()  # the header goes on over the scroll bar
        self._cap.setProperty("role", "cap")
        self._cap.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.addScrollBarWidget(self._cap, Qt.AlignmentFlag.AlignTop)
        self.doubleClicked.connect(self._open)

    def show_rows(
        self, columns: tuple[Column, ...], rows: Sequence[Row], chosen: str | None = None
    ) -> None:
        """Show rows; the scroll position stays, but another chosen row comes into sight."""
        self._quiet = True
        before = self.current_id()
        kept = chosen if chosen is not None else before
        place = self.verticalScrollBar().value()
        is_new = columns != self.rows_model.columns
        self.rows_model.show(columns, rows)
        if is_new:
            self._set_sizes(columns)
        self.choose(kept)
        self.verticalScrollBar().setValue(place)
        if before is not None and self.current_id() != before:
            self.scrollTo(self.currentIndex())
        self._quiet = False

    def _set_sizes(self, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        look = theme.current()
        self.verticalHeader().setDefaultSectionSize(look.px(ROW))
        header.setFixedHeight(look.px(HEADER) + 1)
        self._cap.setFixedHeight(header.height())
        for place, column in enumerate(columns):
            stretch = not column.width
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, mode.Stretch if stretch else mode.Fixed)
            if column.width:
                self.setColumnWidth(place, look.px(column.width))
        self._leave_out()

    def _leave_out(self) -> None:
        """Where a column that takes what is left would be too narrow, others go, the last first."""
        look, columns = theme.current(), self.rows_model.columns
        takers = [column for column in columns if not column.width]
        room = self.viewport().width() - sum(look.px(column.width) for column in columns)
        for place, column in reversed(tuple(enumerate(columns))):
            if column.may_go:
                goes = room < look.px(LEAST_LEFT) * len(takers)
                room += look.px(column.width) if goes else 0
                self.setColumnHidden(place, goes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns that had to go may come back; the row in hand stays in sight."""
        self._leave_out()
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def content_height(self) -> int:
        """Room for the header and all rows."""
        rows = len(self.rows_model.ids) * self.verticalHeader().defaultSectionSize()
        return self.horizontalHeader().height() + rows + 2 * self.frameWidth()

    def choose(self, row_id: str | None) -> None:
        """Make a row current; without one of that id the first."""
        ids = self.rows_model.ids
        if not ids:
            return
        place = ids.index(row_id) if row_id in ids else 0
        if self.currentIndex().row() != place or not self.selectionModel().hasSelection():
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                self.rows_model.index(place, 0), flag.ClearAndSelect | flag.Rows
            )

    def current_id(self) -> str | None:
        """Id of the current row."""
        place = self.currentIndex().row()
        ids = self.rows_model.ids
        return ids[place] if 0 <= place < len(ids) else None

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt's name
        """Tell the new row."""
        super().currentChanged(cast("QModelIndex", current), cast("QModelIndex", previous))
        row = self.current_id()
        if row is not None and not self._quiet and current.row() != previous.row():
            self.chosen.emit(row)

    def _open(self) -> None:
        row = self.current_id()
        if row is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Space ticks; letters are not a search (they belong to the search box)."""
        row = self.current_id()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Space and row is not None:
            self.ticked.emit(row)
        elif event.text() and event.text().isprintable() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)
