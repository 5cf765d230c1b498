"""Lists of cards: thumbnail or tick box, title, a line, a chip."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QImage, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desk_app.ui.common import icons, painting, theme
from desk_app.ui.common.item_list import ITEM_ROLE, Index, ItemList, ItemsModel
from desk_app.ui.common.painting import ChipText

_ROLE = Qt.ItemDataRole


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


class CardsModel(ItemsModel[Card]):
    """Cards in order; those with a tick box tell whether they are ticked."""

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Words, tick and the card itself."""
        card = self.items[index.row()]
        if role == _ROLE.CheckStateRole and card.checked is not None:
            return Qt.CheckState.Checked if card.checked else Qt.CheckState.Unchecked
        return super().data(index, role)


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
        card: Card = index.data(ITEM_ROLE)
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


class CardList(ItemList[Card]):
    """A list of cards.

    Signals:
        ticked: id of a card (Space, or a click on its box).
        key: name of another key the page may want (``Del``, ``Ctrl+Up`` …) with the card's id.
    """

    ticked = Signal(str)
    key = Signal(str, str)

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(name, CardsModel(), parent)
        self.items_model.setParent(self)
        self.cards = CardDelegate(self, height)
        self.draw_with(self.cards)

    def show_cards(self, cards: tuple[Card, ...], chosen: str | None) -> None:
        """Show cards with one of them chosen."""
        self.show_items(cards, chosen)

    def show_thumbnail(self, key: str, picture: QImage) -> None:
        """Give the picture of the cards with this thumbnail key."""
        self.cards.thumbnails[key] = picture
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, editing keys go to the page."""
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
        elif event.key() == Qt.Key.Key_Delete:
            self.key.emit("Del", card)
        elif control and event.key() in names:
            self.key.emit(names[Qt.Key(event.key())], card)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: Any) -> None:
        """A click on the tick box ticks."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() < theme.current().px(34):
            card = self.items_model.items[index.row()]
            if card.checked is not None:
                self.ticked.emit(card.id)
