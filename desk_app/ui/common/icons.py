"""Icons drawn from the small SVG files of ``resources/icons``, in any colour and size.

The files keep to one form: a 24 × 24 grid, ``<path d="…"/>`` elements drawn with a round 1.8
stroke or filled. Reading that form here keeps QtSvg out of the start of the program.
"""

import functools
import math
import re

from PySide6 import QtCore
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

import resources
from desk_app.ui.common import ink

GRID = 24.0
STROKE = 1.8
_ELEMENT = re.compile(r"<path([^>]*?)\bd=\"([^\"]+)\"")
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.\d+|\.\d+|\d+)(?:e[-+]?\d+)?")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}

OF_PAGE = {
    "dashboard": "dashboard", "intake": "intake", "appraise": "appraise", "approve": "approve",
    "agency_sign": "seal", "return_result": "return", "search": "search", "sync": "cloud-sync",
    "doctor": "doctor", "settings": "settings", "reports": "chart", "procedures": "list",
}  # fmt: skip


@functools.cache
def shapes(name: str) -> tuple[tuple[QPainterPath, bool], ...]:
    """The paths of an icon, each with whether it is filled. An unknown name is a.

    ``FileNotFoundError``.
    """
    text = resources.text(f"icons/{name}.svg")
    return tuple((path(found[2]), 'fill="' in found[1]) for found in _ELEMENT.finditer(text))


def path(data: str) -> QPainterPath:
    """A path from SVG path data (M L H V C A Z, absolute and relative)."""
    result = QPainterPath()
    tokens = _TOKEN.findall(data)
    place, command = 0, ""
    start = QPointF()
    while place < len(tokens):
        if tokens[place].isalpha():
            command = tokens[place]
            place += 1
        count = _NUMBERS[command.upper()]
        values = [float(token) for token in tokens[place : place + count]]
        place += count
        here = result.currentPosition()
        base = here if command.islower() else QPointF()
        start = _draw(result, command.upper(), values, base, start)
        if command in "Mm":
            command = "l" if command == "m" else "L"
    return result


def _draw(
    result: QPainterPath, command: str, values: list[float], base: QPointF, start: QPointF
) -> QPointF:
    here = result.currentPosition()
    points = [QPointF(x, y) + base for x, y in zip(values[::2], values[1::2], strict=False)]
    if command == "M":
        result.moveTo(points[0])
        return points[0]
    if command == "L":
        result.lineTo(points[0])
    elif command == "H":
        result.lineTo(values[0] + base.x(), here.y())
    elif command == "V":
        result.lineTo(here.x(), values[0] + base.y())
    elif command == "C":
        result.cubicTo(*points)
    elif command == "A":
        end = QPointF(values[5], values[6]) + base
        _arc(result, (values[0], values[1]), flags=(values[3] > 0, values[4] > 0), end=end)
    else:
        result.closeSubpath()
        result.moveTo(start)
    return start


def _arc(
    result: QPainterPath, radii: tuple[float, float], *, flags: tuple[bool, bool], end: QPointF
) -> None:
    """An elliptic arc without rotation. Source: SVG 1.1, appendix F.6.5."""
    here = result.currentPosition()
    rx, ry = radii
    half = (here - end) / 2
    reach = (half.x() / rx) ** 2 + (half.y() / ry) ** 2
    if reach > 1:
        rx, ry = rx * math.sqrt(reach), ry * math.sqrt(reach)
        reach = 1.0
    factor = math.sqrt(max(0.0, (1 - reach) / reach)) if reach else 0.0
    if flags[0] == flags[1]:
        factor = -factor
    turned = QPointF(factor * rx * half.y() / ry, -factor * ry * half.x() / rx)
    centre = turned + (here + end) / 2

    def angle(point: QPointF) -> float:
        return math.degrees(
            math.atan2((point.y() - centre.y()) / ry, (point.x() - centre.x()) / rx)
        )

    first = angle(here)
    sweep = angle(end) - first
    if flags[1] and sweep < 0:
        sweep += 360
    elif not flags[1] and sweep > 0:
        sweep -= 360
    box = QRectF(centre.x() - rx, centre.y() - ry, 2 * rx, 2 * ry)
    result.arcTo(box, -first, -sweep)


def paint(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Draw an icon into ``box`` (kept square, centred)."""
    side = min(box.width(), box.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center().x() - side / 2, box.center().y() - side / 2)
    painter.scale(side / GRID, side / GRID)
    pen = ink.round_pen(colour, STROKE)
    for shape, is_filled in shapes(name):
        if is_filled:
            painter.fillPath(shape, colour)
        else:
            painter.strokePath(shape, pen)
    painter.restore()


def pixmap(name: str, colour: QColor, side: int, ratio: float = 1.0) -> QPixmap:
    """An icon as a picture, for places that only take one."""
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(QtCore.Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, side, side), colour)
    painter.end()
    return picture
