"""A keycap: the name of a key in a thin rounded frame, beside the words of a button."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStylePainter

from desk_app.ui.common import ink, theme


def width(key: str) -> float:
    """The width ``paint`` needs."""
    look = theme.current()
    text = look.metrics("key", bold=True).horizontalAdvance(key)
    return max(text + look.px(9), look.px(22))


def paint(painter: QStylePainter, key: str, left: float, middle: float, colour: QColor) -> None:
    """Draw it from ``left`` on, around ``middle``."""
    look = theme.current()
    box = QRectF(left, middle - look.px(9.5), width(key), look.px(19))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink.frame(painter, box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(3), colour)
    painter.setFont(look.font("key", bold=True))
    box.setLeft(box.center().x() - look.metrics("key", bold=True).horizontalAdvance(key) / 2)
    ink.write(painter, key, box, colour)
    painter.restore()
