"""Lines and words in a colour, for what is painted first.

``QPainter.setPen`` and ``setBrush`` take a style of ``Qt`` as well as a colour, so PySide makes all
enumerations of ``Qt`` to tell them apart (14 ms, PySide 6.11). What the sign-in page paints by hand
does without: a line is stroked with a pen of its own, words are written by the style, which takes
their colour from a palette. Whatever is not on the way to the first paint uses ``setPen``.

Source: ``docs/decisions/0708-what-a-start-costs.md``.
"""

import math

from PySide6.QtCore import QByteArray, QDataStream, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QStylePainter

from desk_app.ui.common import qt_numbers

PER_PIXEL = 64
"""Steps in which Qt places words."""


def round_pen(colour: QColor, width: float) -> QPen:
    """A pen with round ends and joints; read from their number, as Qt stores pens."""
    pen = QPen()
    stored = QDataStream(QByteArray(qt_numbers.SOLID_ROUND_PEN))
    stored >> pen
    pen.setColor(colour)
    pen.setWidthF(width)
    return pen


def thin_pen(colour: QColor) -> QPen:
    """A pen one pixel wide."""
    pen = QPen()
    pen.setColor(colour)
    return pen


def frame(painter: QPainter, box: QRectF, radius: float, colour: QColor) -> None:
    """Draw a thin frame with round corners, clockwise from the top as Qt itself does."""
    corner = QRectF(0, 0, 2 * radius, 2 * radius)
    path = QPainterPath(box.topLeft() + QPointF(radius, 0))
    corner.moveTopRight(box.topRight())
    path.arcTo(corner, 90, -90)
    corner.moveBottomRight(box.bottomRight())
    path.arcTo(corner, 0, -90)
    corner.moveBottomLeft(box.bottomLeft())
    path.arcTo(corner, -90, -90)
    corner.moveTopLeft(box.topLeft())
    path.arcTo(corner, 180, -90)
    path.closeSubpath()
    painter.strokePath(path, thin_pen(colour))


def write(painter: QStylePainter, text: str, box: QRectF, colour: QColor) -> None:
    """Write words in the painter's font from the left end of a box on, half-way down."""
    palette, role = QPalette(), QPalette.ColorRole.WindowText
    palette.setColor(role, colour)
    room = QRect(0, 0, math.ceil(box.width()), round(box.height()))
    start = QPointF(math.floor(box.left() * PER_PIXEL) / PER_PIXEL, box.top())
    painter.translate(start)
    flags = qt_numbers.LEFT_IN_THE_MIDDLE
    painter.drawItemText(room, flags, palette, True, text, role)  # noqa: FBT003  Qt's order
    painter.translate(-start)
