"""What is drawn on a page: regions that were read, the frame of a signature or seal."""

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
)

from desk_app.ui.common import theme
from desk_app.ui.common.paper import Frame, Paper
from desk_app.ui.common.tokens import LIGHT
from desk_app.ui.contract import Spot

_WORDS_MM = 10 * 25.4 / 72
"""Words of a mark on paper; see signing/data/marks.toml."""


def paint_marks(painter: QPainter, paper: Paper, scale: float, page: QRectF) -> None:
    """Draw the marks of the page in sight; ``scale`` is pixels a page unit."""
    # The paper stays white in the dark theme, so marks on it keep the colours of the light one.
    inks = {
        "read": (LIGHT.ok, 1.4),
        "doubt": (LIGHT.warn_line, 1.6),
        "chosen": (LIGHT.warn_line, 3.0),
        "picked": (LIGHT.primary, 2.4),
    }
    for mark in paper.marks:
        if mark.page != paper.page:
            continue
        x, y, width, height = mark.box
        box = QRectF(page.left() + x * scale, page.top() + y * scale, width * scale, height * scale)
        box.adjust(-3, -2, 3, 2)
        ink, thick = inks[mark.tone]
        colour = QColor(ink)
        painter.setPen(QPen(colour, thick))
        fill = QColor(colour)
        fill.setAlpha(30)
        painter.setBrush(fill)
        painter.drawRoundedRect(box, 3, 3)


def paint_notes(painter: QPainter, paper: Paper, page: QRectF) -> None:
    """Draw the notes of the page in sight, each with its number; done ones are green and thin."""
    look = theme.current()
    font = look.font("small", bold=True)
    side = look.px(18)
    for note in paper.notes:
        colour = QColor(LIGHT.ok if note.is_done else LIGHT.err)
        box = place_box(note.place, page)
        fill = QColor(colour)
        fill.setAlpha(40 if note.is_chosen else 16)
        painter.setBrush(fill)
        painter.setPen(QPen(colour, 3.0 if note.is_chosen else 1.6))
        painter.drawRoundedRect(box, 3, 3)
        tag = QRectF(box.left() - side * 0.8, box.top() - side * 0.5, side, side)
        tag.moveLeft(max(tag.left(), page.left()))
        tag.moveTop(max(tag.top(), page.top()))
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(tag)
        painter.setFont(font)
        painter.setPen(QColor(LIGHT.surface))
        painter.drawText(tag, int(Qt.AlignmentFlag.AlignCenter), str(note.number))


def paint_pick(painter: QPainter, place: Spot, page: QRectF, words: str) -> None:
    """Draw the place that is being chosen, with the keys that change it under it."""
    colour = QColor(LIGHT.err)  # the frame of the signature is blue
    fill = QColor(colour)
    fill.setAlpha(30)
    painter.setBrush(fill)
    painter.setPen(QPen(colour, 2, Qt.PenStyle.DashLine))
    box = place_box(place, page)
    painter.drawRect(box)
    look = theme.current()
    painter.setFont(look.font("small"))
    gap = look.px(6)
    room = QRectF(page.left() + gap, box.bottom() + gap, page.width() - 2 * gap, page.height())
    flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignHCenter)
    label = QRectF(painter.boundingRect(room, flags, words)).adjusted(-gap, -gap / 2, gap, gap / 2)
    if words and label.bottom() > page.bottom():
        label.moveBottom(box.top() - gap)
    if words:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(LIGHT.nav))
        painter.drawRoundedRect(label, 4, 4)
        painter.setPen(QColor(LIGHT.nav_text))
        painter.drawText(label, flags | int(Qt.AlignmentFlag.AlignVCenter), words)


def place_box(place: Spot, page: QRectF) -> QRectF:
    """Where parts of a page lie, in pixels."""
    x, y, width, height = place
    return QRectF(
        page.left() + x * page.width(),
        page.top() + y * page.height(),
        width * page.width(),
        height * page.height(),
    )


def frame_box(frame: Frame, page: QRectF) -> QRectF:
    """Where a frame lies, in pixels."""
    mm = page.width() / frame.page_width_mm
    top = frame.page_height_mm - frame.y_mm - frame.height_mm
    return QRectF(
        page.left() + frame.x_mm * mm,
        page.top() + top * mm,
        frame.width_mm * mm,
        frame.height_mm * mm,
    )


def paint_frame(painter: QPainter, frame: Frame, page: QRectF) -> None:
    """Draw the frame with what the mark will show."""
    box = frame_box(frame, page)
    mm = page.width() / frame.page_width_mm
    blue = QColor(LIGHT.primary)
    if frame.is_fixed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(blue, 1, Qt.PenStyle.DashLine))
        painter.drawRect(box)
    else:
        _paint_handles(painter, box, blue)
    if frame.picture:
        _paint_picture(painter, frame, box, mm)
    else:
        _paint_lines(painter, frame.lines, box, mm)


def _paint_handles(painter: QPainter, box: QRectF, blue: QColor) -> None:
    """A frame that can be taken by its corners."""
    fill = QColor(blue)
    fill.setAlpha(20)
    painter.setBrush(fill)
    painter.setPen(QPen(blue, 2, Qt.PenStyle.DashLine))
    painter.drawRect(box)
    painter.setBrush(blue)
    painter.setPen(Qt.PenStyle.NoPen)
    for corner in (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()):
        painter.drawRect(QRectF(corner.x() - 3.5, corner.y() - 3.5, 7, 7))


def _paint_lines(painter: QPainter, lines: tuple[str, ...], box: QRectF, mm: float) -> None:
    font = QFont(theme.current().font("small"))  # a copy: the shared one is nobody's to change
    rows = max(len(lines), 1)
    font.setPixelSize(max(6, min(round(_WORDS_MM * mm), round(box.height() / rows * 0.72))))
    widest = max((QFontMetricsF(font).horizontalAdvance(line) for line in lines), default=1)
    room = box.width() - 8
    if widest > room > 0:
        font.setPixelSize(max(4, int(font.pixelSize() * room / widest)))
    painter.setFont(font)
    painter.setPen(QColor(LIGHT.primary))
    painter.drawText(
        box.adjusted(4, 2, -2, -2),
        int(Qt.AlignmentFlag.AlignTop) | int(Qt.AlignmentFlag.AlignLeft),
        "\n".join(lines),
    )


def _paint_picture(painter: QPainter, frame: Frame, box: QRectF, mm: float) -> None:
    """At its real size in the middle of the frame, smaller where it would not fit."""
    picture = _picture_of(frame.picture)
    if picture.isNull():
        return
    size = QSizeF(picture.size()) * (frame.picture_mm * mm / picture.width())
    if size.width() > box.width() or size.height() > box.height():
        size.scale(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(), size)
    place.moveCenter(box.center())
    painter.drawPixmap(place, picture, QRectF(picture.rect()))


@lru_cache(maxsize=2)
def _picture_of(png: bytes) -> QPixmap:
    """The office's own picture of a signature, decoded once."""
    picture = QPixmap()
    picture.loadFromData(png)
    return picture
