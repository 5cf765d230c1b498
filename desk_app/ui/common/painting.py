"""Small things drawn by hand so that they look alike in widgets, lists and tables.

Chips, badges, ticks.
"""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from desk_app.ui.common import icons, theme
from desk_app.ui.common.tokens import CHIP, Tone


@dataclass(frozen=True, slots=True)
class ChipText:
    """What a chip says: a word, its tone, and the icon that carries the meaning without colour."""

    text: str
    tone: Tone = "plain"
    icon: str = ""


def tone_colours(tone: Tone) -> tuple[QColor, QColor]:
    """Foreground and background of a tone."""
    look = theme.current()
    if tone == "info":
        return look.colour("primary_text"), look.colour("primary_soft")
    if tone == "plain":
        return look.colour("muted"), look.colour("sunken")
    return look.colour(tone), look.colour(f"{tone}_soft")


def chip_width(chip: ChipText) -> float:
    """The width ``paint_chip`` needs."""
    look = theme.current()
    text = look.metrics("small", bold=True).horizontalAdvance(chip.text)
    icon = look.px(17 if chip.text else 13) if chip.icon else 0
    return look.px(8) * 2 + text + icon


def paint_chip(
    painter: QPainter, chip: ChipText, left: float, middle: float, limit: float = 1e6
) -> float:
    """Draw a chip; its text is shortened when ``limit`` is too narrow. Returns the width taken."""
    look = theme.current()
    ink, ground = tone_colours(chip.tone)
    width, height = min(chip_width(chip), limit), look.px(CHIP)
    box = QRectF(left, middle - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, height / 2, height / 2)
    x = left + look.px(8)
    if chip.icon:
        side = look.px(13)
        nudge = look.px(1) if chip.text else 0
        icons.paint(painter, chip.icon, QRectF(x - nudge, middle - side / 2, side, side), ink)
        x += look.px(17)
    painter.setFont(look.font("small", bold=True))
    painter.setPen(ink)
    room = QRectF(x, box.top(), box.right() - look.px(8) - x + 1, height)
    metrics = look.metrics("small", bold=True)
    text = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, room.width() + 1)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
    painter.restore()
    return width


def badge_text(count: int) -> str:
    """A queue count as the navigation shows it."""
    return "99+" if count > 99 else str(count)


def badge_width(count: int) -> float:
    """The width ``paint_badge`` needs."""
    look = theme.current()
    text = look.metrics("small", bold=True).horizontalAdvance(badge_text(count))
    return max(text + look.px(16), look.px(28))


def paint_badge(
    painter: QPainter, count: int, right: float, middle: float, ink: QColor, ground: QColor
) -> None:
    """Draw a count in a pill that ends at ``right``."""
    look = theme.current()
    width, height = badge_width(count), look.px(20)
    box = QRectF(right - width, middle - height / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(ink)
    painter.setFont(look.font("small", bold=True))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, badge_text(count))
    painter.restore()


def paint_tick(painter: QPainter, box: QRectF, *, checked: bool, enabled: bool = True) -> None:
    """Draw a tick box."""
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = box.adjusted(1, 1, -1, -1)
    colour = look.colour("primary" if enabled else "control")
    if checked:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(frame, look.px(2), look.px(2))
        icons.paint(painter, "check", frame.adjusted(1, 1, -1, -1), look.colour("on_primary"))
    else:
        painter.setBrush(look.colour("surface"))
        painter.setPen(QPen(look.colour("control"), 1.6))
        painter.drawRoundedRect(frame, look.px(2), look.px(2))
    painter.restore()


def paint_dot(painter: QPainter, centre: QPointF, colour: QColor) -> None:
    """Draw the dot that marks an overdue queue."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    radius = theme.current().px(4)
    painter.drawEllipse(centre, radius, radius)
    painter.restore()
