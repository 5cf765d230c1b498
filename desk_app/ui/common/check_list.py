"""A list of criteria with their findings, drawn line by line.

A failed one shows its reason under it.
"""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import (
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desk_app.ui.common import icons, theme
from desk_app.ui.common.item_list import ITEM_ROLE, Index, ItemList, ItemsModel

_WRAP = (
    int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line: icon with its colour token, sentence, a remark under it.

    A word for screen readers. Without an icon it is the title of the lines under it.
    """

    id: str
    text: str
    icon: str = "circle"
    ink: str = "muted"
    remark: str = ""
    remark_ink: str = "err"
    spoken_state: str = ""
    mark: str = ""
    trailing: str = ""

    @property
    def is_pressing(self) -> bool:
        """Whether the remark tells of something wrong; any other is quieter than its line."""
        return self.remark_ink != "muted"

    @property
    def spoken(self) -> str:
        """The line in words."""
        parts = (self.text, self.spoken_state, self.remark, self.trailing)
        return ", ".join(part for part in parts if part)


class LineDelegate(QStyledItemDelegate):
    """Draws a line as high as its words need."""

    def _heights(self, line: CheckLine, width: float) -> tuple[float, float]:
        look = theme.current()
        room = QRectF(0, 0, max(width - look.px(36) - self._trailing(line), 60), 2000)
        text = look.metrics().boundingRect(room, _WRAP, line.text).height()
        small = look.metrics("small", bold=line.is_pressing)
        remark = small.boundingRect(room, _WRAP, line.remark).height() if line.remark else 0
        return text, remark

    def _trailing(self, line: CheckLine) -> float:
        look = theme.current()
        if not line.trailing:
            return 0
        return look.metrics("small").horizontalAdvance(line.trailing) + look.px(10)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for sentence and remark at the list's width."""
        look = theme.current()
        view = cast("QListView", self.parent())
        text, remark = self._heights(index.data(ITEM_ROLE), view.viewport().width())
        return QSize(0, round(text + remark + look.px(8)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a line."""
        look = theme.current()
        rect = QRectF(option.rect)
        state = option.state
        line: CheckLine = index.data(ITEM_ROLE)
        view = cast("QListView", self.parent())
        if state & QStyle.StateFlag.State_Selected and view.focusPolicy() != Qt.FocusPolicy.NoFocus:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(look.colour("primary_soft"))
            ring = look.colour("focus") if view.hasFocus() else look.colour("primary_soft")
            painter.setPen(QPen(ring, 1.5))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), look.px(4), look.px(4))
            painter.restore()
        text, remark = self._heights(line, rect.width())
        top = rect.top() + look.px(4)
        if not line.icon:
            painter.setFont(look.font("small", bold=True))
            painter.setPen(look.colour("muted"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), line.text)
            return
        side = look.px(17)
        height = look.metrics().height()
        spot = QRectF(rect.left() + look.px(2), top + (height - side) / 2, side, side)
        icons.paint(painter, line.icon, spot, look.colour(line.ink))
        room = QRectF(
            rect.left() + look.px(28), top, rect.width() - look.px(36) - self._trailing(line), text
        )
        painter.setFont(look.font())
        painter.setPen(look.colour("text"))
        painter.drawText(room, _WRAP, line.text)
        if line.mark:
            spot = QRectF(
                rect.right() - look.px(17),
                top + (height - look.px(13)) / 2,
                look.px(13),
                look.px(13),
            )
            icons.paint(painter, line.mark, spot, look.colour("muted"))
        if line.trailing:
            painter.setFont(look.font("small"))
            painter.setPen(look.colour("muted"))
            side_room = QRectF(room.right(), top, rect.right() - room.right() - look.px(4), height)
            painter.drawText(
                side_room,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                line.trailing,
            )
        if line.remark:
            painter.setFont(look.font("small", bold=line.is_pressing))
            painter.setPen(look.colour(line.remark_ink))
            painter.drawText(
                QRectF(room.left(), top + text, room.width(), remark + 1), _WRAP, line.remark
            )


class CheckList(ItemList[CheckLine]):
    """The list; ``quiet`` makes it a mere display without focus."""

    def __init__(self, name: str, *, quiet: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(name, ItemsModel[CheckLine](), parent)
        self.items_model.setParent(self)
        self.draw_with(LineDelegate(self))
        if quiet:
            self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)

    def show_lines(self, lines: tuple[CheckLine, ...], chosen: str = "") -> None:
        """Show lines with one chosen."""
        grew = lines != self.items_model.items
        self.show_items(lines, chosen)
        if grew:
            self.scheduleDelayedItemsLayout()
            self.updateGeometry()

    def content_height(self) -> int:
        """Room all lines need at the present width."""
        delegate = cast("LineDelegate", self.itemDelegate())
        option = QStyleOptionViewItem()
        rows = range(len(self.items_model.items))
        return (
            sum(delegate.sizeHint(option, self.items_model.index(row)).height() for row in rows) + 4
        )

    def sizeHint(self) -> QSize:
        """All lines, if there is room."""
        return QSize(theme.current().px(200), self.content_height())

    def minimumSizeHint(self) -> QSize:
        """A few lines; the rest scrolls."""
        look = theme.current()
        return QSize(look.px(120), min(self.content_height(), look.px(90)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
