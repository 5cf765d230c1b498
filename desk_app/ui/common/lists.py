"""Lists and tables: models of plain rows, delegates that draw chips and cards.

Views with our manners.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desk_app.ui.common import icons, painting, theme
from desk_app.ui.common.painting import ChipText
from desk_app.ui.common.tokens import HEADER, ROW

Index = QModelIndex | QPersistentModelIndex
_ROLE = Qt.ItemDataRole
CELL_ROLE = _ROLE.UserRole
CARD_ROLE = _ROLE.UserRole + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: text, or a chip; ``link`` paints it as something Enter acts on."""

    text: str = ""
    chip: ChipText | None = None
    tooltip: str = ""
    link: bool = False

    @property
    def spoken(self) -> str:
        """The cell in words, for a screen reader."""
        return self.chip.text if self.chip else self.text


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table."""

    id: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: title, width at 100 % text (0: takes what is left)."""

    title: str
    width: int = 0


class RowsModel(QAbstractTableModel):
    """Plain rows; nothing is asked for while it is drawn."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.rows: tuple[Row, ...] = ()

    def show(self, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> None:
        """Show other rows: same ids are updated in place, others replace the whole."""
        if columns == self.columns and [row.id for row in rows] == [row.id for row in self.rows]:
            old, self.rows = self.rows, rows
            for place, (before, after) in enumerate(zip(old, rows, strict=True)):
                if before != after:
                    self.dataChanged.emit(
                        self.index(place, 0), self.index(place, max(len(columns) - 1, 0))
                    )
            return
        self.beginResetModel()
        self.columns, self.rows = columns, rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Number of rows."""
        return 0 if parent.isValid() else len(self.rows)

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
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
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
        font = look.font()
        painter.setFont(font)
        painter.setPen(look.colour("primary_text" if cell.link else "text"))
        text = QFontMetricsF(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, room)
        box = QRectF(left, rect.top(), room, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room a cell would like."""
        look = theme.current()
        cell: Cell = index.data(CELL_ROLE)
        if cell.chip is not None:
            width = painting.chip_width(cell.chip) + look.px(18)
        else:
            width = QFontMetricsF(look.font()).horizontalAdvance(cell.text) + look.px(18)
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
        self.doubleClicked.connect(self._open)

    def show_rows(
        self, columns: tuple[Column, ...], rows: tuple[Row, ...], chosen: str | None = None
    ) -> None:
        """Show rows; the chosen row and the scroll position stay where they can."""
        look = theme.current()
        self._quiet = True
        kept = chosen if chosen is not None else self.current_id()
        place = self.verticalScrollBar().value()
        is_new = columns != self.rows_model.columns
        self.rows_model.show(columns, rows)
        if is_new:
            self._set_widths(columns)
        self.verticalHeader().setDefaultSectionSize(look.px(ROW))
        self.horizontalHeader().setFixedHeight(look.px(HEADER) + 1)
        self.choose(kept)
        self.verticalScrollBar().setValue(place)
        self._quiet = False

    def _set_widths(self, columns: Sequence[Column]) -> None:
        header = self.horizontalHeader()
        look = theme.current()
        for place, column in enumerate(columns):
            stretch = not column.width
            mode = QHeaderView.ResizeMode
            header.setSectionResizeMode(place, mode.Stretch if stretch else mode.Fixed)
            if column.width:
                self.setColumnWidth(place, look.px(column.width))

    def choose(self, row_id: str | None) -> None:
        """Make a row current; without one of that id the first."""
        rows = self.rows_model.rows
        if not rows:
            return
        place = next((at for at, row in enumerate(rows) if row.id == row_id), 0)
        if self.currentIndex().row() != place or not self.selectionModel().hasSelection():
            flag = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                self.rows_model.index(place, 0), flag.ClearAndSelect | flag.Rows
            )

    def current_id(self) -> str | None:
        """Id of the current row."""
        place = self.currentIndex().row()
        rows = self.rows_model.rows
        return rows[place].id if 0 <= place < len(rows) else None

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


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a list: thumbnail or tick box, title, a line under it, a chip."""

    id: str
    title: str
    line: str = ""
    chip: ChipText | None = None
    thumbnail: str = ""
    checked: bool | None = None
    seen: bool | None = None

    @property
    def spoken(self) -> str:
        """The card in words."""
        parts = (self.title, self.line, self.chip.text if self.chip else "")
        return ", ".join(part for part in parts if part)


class CardsModel(QAbstractListModel):
    """Cards in order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: tuple[Card, ...] = ()

    def show(self, cards: tuple[Card, ...]) -> None:
        """Show other cards: same ids are updated in place."""
        if [card.id for card in cards] == [card.id for card in self.cards]:
            old, self.cards = self.cards, cards
            for place, (before, after) in enumerate(zip(old, cards, strict=True)):
                if before != after:
                    self.dataChanged.emit(self.index(place), self.index(place))
            return
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's signature
        """Number of cards."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Words and the card itself."""
        card = self.cards[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return card.spoken
        if role == CARD_ROLE:
            return card
        if role == _ROLE.CheckStateRole and card.checked is not None:
            return Qt.CheckState.Checked if card.checked else Qt.CheckState.Unchecked
        return None


TALL = 70


def _two_lines(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """A text broken once, after the last word that fits."""
    words = text.split(" ")
    count = 1
    while count < len(words) and metrics.horizontalAdvance(" ".join(words[: count + 1])) <= width:
        count += 1
    rest = " ".join(words[count:])
    return [" ".join(words[:count]), rest] if rest else [text]


class CardDelegate(QStyledItemDelegate):
    """Draws cards; ``height`` is that of one card at 100 % text, with the gap under it."""

    def __init__(self, view: QListView, height: int) -> None:
        super().__init__(view)
        self.height = height
        self.thumbnails: dict[str, QImage] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Full width, fixed height."""
        return QSize(0, theme.current().px(self.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        look = theme.current()
        rect = QRectF(option.rect)
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        card: Card = index.data(CARD_ROLE)
        box = rect.adjusted(1, 1, -1, -look.px(6))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(look.colour("primary_soft" if is_chosen else "surface"))
        painter.setPen(QPen(look.colour("focus" if is_chosen else "border"), 2 if is_chosen else 1))
        painter.drawRoundedRect(box, look.px(6), look.px(6))
        left = box.left() + look.px(8)
        if card.checked is not None:
            side = look.px(18)
            tick = QRectF(left + look.px(2), box.center().y() - side / 2, side, side)
            painting.paint_tick(painter, tick, checked=card.checked)
            left = tick.right() + look.px(9)
        elif card.thumbnail:
            left = self._paint_thumbnail(painter, card, box, left)
        self._paint_words(
            painter, card, QRectF(left, box.top(), box.right() - left, box.height()), is_chosen
        )
        painter.restore()

    def _paint_thumbnail(self, painter: QPainter, card: Card, box: QRectF, left: float) -> float:
        look = theme.current()
        height = box.height() - look.px(14)
        frame = QRectF(left - look.px(2), box.top() + look.px(7), height * 0.68, height)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.setBrush(look.colour("paper"))
        painter.drawRect(frame)
        picture = self.thumbnails.get(card.thumbnail)
        if picture is not None and not picture.isNull():
            size = picture.size().toSizeF() if hasattr(picture.size(), "toSizeF") else None
            room = frame.adjusted(1, 1, -1, -1)
            ratio = min(room.width() / picture.width(), room.height() / picture.height())
            width, tall = picture.width() * ratio, picture.height() * ratio
            place = QRectF(room.center().x() - width / 2, room.center().y() - tall / 2, width, tall)
            if size is not None:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, picture)
        return frame.right() + look.px(6)

    def _paint_title(
        self, painter: QPainter, card: Card, room: QRectF, metrics: QFontMetricsF
    ) -> QRectF:
        """The title: one line, or two on a tall card."""
        look = theme.current()
        width = room.width() - look.px(6)
        lines = [card.title]
        if self.height > TALL and metrics.horizontalAdvance(card.title) > width:
            lines = _two_lines(card.title, metrics, width)
        has_more = bool(card.line or card.chip)
        height = metrics.height() * len(lines)
        foot = look.px(26) if has_more else 0
        top = room.top() + look.px(4)
        top += (
            max((room.height() - foot - look.px(6) - height) / 2, 0)
            if self.height > TALL
            else look.px(3)
        )
        if not has_more:
            top = room.top() + (room.height() - height) / 2
        for place, line in enumerate(lines):
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, width)
            spot = QRectF(room.left(), top + place * metrics.height(), width, metrics.height())
            painter.drawText(spot, Qt.AlignmentFlag.AlignVCenter, text)
        return QRectF(room.left(), top, width, metrics.height())

    def _paint_words(self, painter: QPainter, card: Card, room: QRectF, is_chosen: bool) -> None:  # noqa: FBT001  drawn state
        look = theme.current()
        font = look.font(bold=is_chosen or card.checked is not None)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        title = self._paint_title(painter, card, room, metrics)
        if not (card.line or card.chip):
            return
        middle = room.bottom() - look.px(15)
        right = room.right() - look.px(7)
        taken = 0.0
        if card.chip is not None:
            taken = min(painting.chip_width(card.chip), room.width() - look.px(4))
            left = right - taken if card.checked is not None else room.left()
            painting.paint_chip(painter, card.chip, left, middle, taken)
        if card.line:
            small = look.font("small")
            painter.setFont(small)
            painter.setPen(look.colour("muted"))
            space = room.width() - look.px(14) - (taken if card.checked is not None else 0)
            shown = QFontMetricsF(small).elidedText(card.line, Qt.TextElideMode.ElideRight, space)
            height = look.px(18)
            painter.drawText(
                QRectF(room.left(), middle - height / 2, space + 1, height),
                Qt.AlignmentFlag.AlignVCenter,
                shown,
            )
        if card.seen:
            side = look.px(15)
            place = QPointF(right - side / 2, title.center().y())
            icons.paint(
                painter,
                "eye",
                QRectF(place.x() - side / 2, place.y() - side / 2, side, side),
                look.colour("muted"),
            )


class CardList(QListView):
    """A list of cards chosen with the arrows.

    Signals:
        chosen: id of the card that became current.
        ticked: id of a card (Space, or a click on its box).
        opened: id of a card (Enter).
        key: name of another key the page may want (``Del``, ``Ctrl+Up`` …) with the card's id.
    """

    chosen = Signal(str)
    ticked = Signal(str)
    opened = Signal(str)
    key = Signal(str, str)

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "cards")
        self._quiet = False
        self.cards_model = CardsModel(self)
        self.setModel(self.cards_model)
        self.cards = CardDelegate(self, height)
        self.setItemDelegate(self.cards)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)

    def show_cards(self, cards: tuple[Card, ...], chosen: str | None) -> None:
        """Show cards with one of them chosen."""
        self._quiet = True
        self.cards_model.show(cards)
        place = next((at for at, card in enumerate(cards) if card.id == chosen), -1)
        if place >= 0 and self.currentIndex().row() != place:
            self.setCurrentIndex(self.cards_model.index(place))
        self._quiet = False

    def show_thumbnail(self, key: str, picture: QImage) -> None:
        """Give the picture of the cards with this thumbnail key."""
        self.cards.thumbnails[key] = picture
        self.viewport().update()

    def current_id(self) -> str | None:
        """Id of the current card."""
        place = self.currentIndex().row()
        cards = self.cards_model.cards
        return cards[place].id if 0 <= place < len(cards) else None

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802  Qt's name
        """Tell the new card."""
        super().currentChanged(cast("QModelIndex", current), cast("QModelIndex", previous))
        card = self.current_id()
        if card is not None and not self._quiet:
            self.chosen.emit(card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter opens, editing keys go to the page; letters do nothing."""
        card = self.current_id()
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        names = {
            Qt.Key.Key_Up: "Ctrl+Up", Qt.Key.Key_Down: "Ctrl+Down",
            Qt.Key.Key_Left: "Ctrl+Left", Qt.Key.Key_Right: "Ctrl+Right",
        }  # fmt: skip
        if card is None:
            event.ignore()
        elif event.key() == Qt.Key.Key_Space:
            self.ticked.emit(card)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(card)
        elif event.key() == Qt.Key.Key_Delete:
            self.key.emit("Del", card)
        elif control and event.key() in names:
            self.key.emit(names[Qt.Key(event.key())], card)
        elif event.text() and event.text().isprintable():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        """A click on the tick box ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < theme.current().px(34):
            card = self.cards_model.cards[index.row()]
            if card.checked is not None:
                self.ticked.emit(card.id)
