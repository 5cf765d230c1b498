"""Processes in swim lanes, painted: before and after, side by side or one below the other."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.labels import Text
from desk_app.ui.common.words import Words
from desk_app.ui.contract import DiagramBox, ProcessPicture

_LINE, _PAD, _TEXT, _FOOT, _TOP = 14.0, 12.0, 11.0, 9.5, 30.0
"""Points of the layout: line, inner margin, letters, letters of the foot, room of its title."""
_TIP = 7.0
_FULL, _LEAST = 1.15, 0.8
"""Pixels a point at full size; the least share of it at which the words are still read."""


class PicturePane(QScrollArea):
    """One or two processes; scrolls where they are larger than the room."""

    def __init__(
        self,
        name: str,
        words: Words,
        captions: str = "ui.catalogue.diagram",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._captions = captions
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = words
        self._pictures: tuple[ProcessPicture, ...] = ()
        self._none = Text("muted", wrap=True)
        self._inner = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._inner)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.drawn: tuple[Drawing, ...] = ()
        self.captions: tuple[Text, ...] = ()
        self._row.addWidget(self._none)
        self.setWidget(self._inner)

    def show_pictures(self, pictures: tuple[ProcessPicture, ...]) -> None:
        """Show other processes; the one that cannot be drawn says why."""
        self._none.setText(self._words.label(f"{self._captions}.none"))
        self._none.setVisible(all(picture.which == "before" for picture in pictures))
        if pictures == self._pictures:
            return
        self._pictures = pictures
        while self._row.count() > 1:
            item = self._row.takeAt(1)
            part = item.widget() if item is not None else None
            if part is not None:
                part.hide()
                part.deleteLater()
        made = [self._part(picture) for picture in pictures]
        self.drawn = tuple(drawing for _, drawing in made)
        self.captions = tuple(caption for caption, _ in made)
        self.setAccessibleName(" ".join(drawing.accessibleName() for drawing in self.drawn))
        self._arrange()

    def _part(self, picture: ProcessPicture) -> tuple[Text, "Drawing"]:
        part = QWidget(self._inner)
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        caption = Text("section")
        caption.setIndent(theme.current().px(8))
        title = self._words.label(f"{self._captions}.{picture.which}")
        caption.setText(f"{title} · {picture.name}" if picture.name else title)
        drawing = Drawing(
            picture, caption.text(), self._words.label(f"restructuring.unit.{picture.unit}")
        )
        column.addWidget(caption)
        column.addWidget(drawing)
        column.addStretch(1)
        self._row.addWidget(part)
        return caption, drawing

    def _arrange(self) -> None:
        """Side by side where both are read so, else in a column; at one size, to compare."""
        room = self.width() - self.verticalScrollBar().sizeHint().width() - theme.current().px(4)
        full = [drawing.size_at(1.0).width() for drawing in self.drawn]
        direction, gaps = QBoxLayout.Direction, self._row.spacing() * len(full)
        fits = sum(full) * _LEAST <= room - 2 - gaps
        self._row.setDirection(direction.LeftToRight if fits else direction.TopToBottom)
        share = (room - 2 - gaps) / max(sum(full), 1) if fits else (room - 2) / max(full, default=1)
        share = max(min(1.0, share), _LEAST)
        for drawing in self.drawn:
            drawing.draw_at(share)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self._arrange()


class Drawing(QWidget):
    """One process."""

    def __init__(self, picture: ProcessPicture, caption: str, unit: str) -> None:
        super().__init__()
        self._picture, self._unit = picture, unit
        self._scale = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        steps = "; ".join(" ".join(box.lines) + f" ({box.foot} {unit})" for box in picture.boxes)
        self.setAccessibleName(f"{caption}: {steps}.")

    def draw_at(self, share: float) -> None:
        """Draw at a share of the full size."""
        self._scale = share
        self.updateGeometry()
        self.update()

    def size_at(self, share: float) -> QSize:
        """How large the picture is at a share of the size that fits the officer's text size."""
        scale, picture = self._full() * share, self._picture
        return QSize(round(picture.w * scale) + 2, round((picture.h - _TOP) * scale) + 2)

    def _full(self) -> float:
        return _FULL * theme.current().px(100) / 100

    def sizeHint(self) -> QSize:
        """As large as it is drawn."""
        return self.size_at(self._scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lanes, arrows, then steps over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = self._full() * self._scale
        painter.scale(scale, scale)
        painter.translate(0.5, 0.5 - _TOP)
        self._lanes(painter)
        for corners in self._picture.arrows:
            _arrow(painter, [QPointF(x, y) for x, y in corners])
        for box in self._picture.boxes:
            _box(painter, box, f"{box.foot} {self._unit}")

    def _lanes(self, painter: QPainter) -> None:
        look, picture = theme.current(), self._picture
        for number, lane in enumerate(picture.lanes):
            painter.setPen(QPen(look.colour("border"), 1))
            painter.setBrush(look.colour("sunken" if number % 2 else "surface"))
            painter.drawRect(QRectF(0, lane.y, picture.w, lane.h))
            x = picture.lane_w
            painter.drawLine(QPointF(x, lane.y), QPointF(x, lane.y + lane.h))
            painter.setPen(look.colour("text"))
            painter.setFont(_font(_TEXT, bold=True))
            top = lane.y + (lane.h - len(lane.name) * _LINE) / 2
            _lines(painter, lane.name, _PAD, top, picture.lane_w - _PAD)


def _arrow(painter: QPainter, corners: list[QPointF]) -> None:
    ink = theme.current().colour("muted")
    painter.setPen(QPen(ink, 1.2))
    for start, end in pairwise(corners):
        painter.drawLine(start, end)
    before, tip = corners[-2], corners[-1]
    along = QPointF(_sign(tip.x() - before.x()), _sign(tip.y() - before.y())) * _TIP
    aside = QPointF(along.y(), along.x()) * 0.5
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ink)
    painter.drawPolygon(QPolygonF([tip, tip - along + aside, tip - along - aside]))


def _box(painter: QPainter, box: DiagramBox, foot: str) -> None:
    look = theme.current()
    edge: QColor = look.colour("warn" if box.is_changed else "primary_text")
    painter.setPen(QPen(edge, 2 if box.is_changed else 1.2))
    painter.setBrush(look.colour("surface"))
    painter.drawRoundedRect(QRectF(box.x, box.y, box.w, box.h), 5, 5)
    painter.setPen(look.colour("text"))
    painter.setFont(_font(_TEXT))
    _lines(painter, box.lines, box.x + _PAD, box.y + _PAD / 2, box.w - 1.5 * _PAD)
    painter.setPen(look.colour("muted"))
    painter.setFont(_font(_FOOT))
    _lines(painter, (foot,), box.x + _PAD, box.y + box.h - _LINE - 4, box.w - 1.5 * _PAD)


def _lines(painter: QPainter, lines: tuple[str, ...], x: float, top: float, width: float) -> None:
    for at, line in enumerate(lines):
        room = QRectF(x, top + at * _LINE, width, _LINE)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle | Qt.TextFlag.TextDontClip, line)


def _font(points: float, *, bold: bool = False) -> QFont:
    """A type of its own: the theme's is shared and nobody changes it."""
    font = QFont(theme.current().font(bold=bold))
    font.setPixelSize(round(points))
    return font


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)
