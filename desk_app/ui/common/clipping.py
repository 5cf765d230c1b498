"""Finds text that is cut off.

Labels, buttons, chips, headers and cells smaller than what they say.
"""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTableView,
    QWidget,
)

from desk_app.ui.common import painting, theme
from desk_app.ui.common.chip_row import ChipRow
from desk_app.ui.common.chip_widgets import Chip
from desk_app.ui.common.labels import ElidedText
from desk_app.ui.common.tables import CELL_ROLE, Cell
from desk_app.ui.common.tick_box import TickBox

SLACK_PX = 1
OVERLAP_PX = 3


def clipped(root: QWidget) -> list[str]:
    """What is cut off in the visible part of a window, one line each."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisibleTo(root) or widget.width() < 1:
            continue
        reason = _reason(widget) or _outside(widget, root)
        if reason:
            found.append(f"{_path(widget)}: {reason}")
    return [*found, *_overlaps(root)]


_SPEAKING = (QLabel, QAbstractButton, QLineEdit, QComboBox, Chip)


def _overlaps(root: QWidget) -> list[str]:
    """Texts and controls of one parent that lie on one another."""
    families: dict[int, list[QWidget]] = {}
    for widget in root.findChildren(QWidget):
        parent = widget.parentWidget()
        if parent is not None and isinstance(widget, _SPEAKING) and widget.isVisibleTo(root):
            families.setdefault(id(parent), []).append(widget)
    found = []
    for family in families.values():
        for place, one in enumerate(family):
            for other in family[place + 1 :]:
                shared = one.geometry().intersected(other.geometry())
                if shared.width() > OVERLAP_PX and shared.height() > OVERLAP_PX:
                    found.append(f"{_path(one)} lies on {_path(other)}")
    return found


def _reason(widget: QWidget) -> str:
    if isinstance(widget, ElidedText):
        return ""
    if isinstance(widget, QLabel):
        return _label(widget)
    if isinstance(widget, (QPushButton, Chip, TickBox)):  # all draw their own words
        wanted = widget.sizeHint()
        if isinstance(widget, TickBox) and widget.width() < wanted.width():
            wanted = QSize(widget.minimumSizeHint().width(), widget.heightForWidth(widget.width()))
        small = (
            wanted.width() > widget.width() + SLACK_PX
            or wanted.height() > widget.height() + SLACK_PX
        )
        return _wants(widget.accessibleName(), wanted, widget) if small else ""
    if isinstance(widget, QLineEdit):
        return _placeholder(widget)
    if isinstance(widget, QTableView):
        return _table(widget)
    if isinstance(widget, QScrollArea) and not isinstance(widget, ChipRow):
        return _scrolled(widget)  # a row of chips moves to the chosen one
    return ""


def _wants(text: str, wanted: QSize, widget: QWidget) -> str:
    need, has = f"{wanted.width()}×{wanted.height()}", f"{widget.width()}×{widget.height()}"
    return f"{text!r} wants {need}, has {has}"


def _label(label: QLabel) -> str:
    if not label.text():
        return ""
    if label.wordWrap():
        wanted = label.heightForWidth(label.width())
        longest = max(
            (QFontMetricsF(label.font()).horizontalAdvance(word) for word in label.text().split()),
            default=0,
        )
        if label.textFormat() != Qt.TextFormat.RichText and longest > label.width() + SLACK_PX:
            return f"{label.text()!r}: a word wants {longest:.0f}, has {label.width()}"
        return (
            f"{label.text()!r} wants height {wanted}, has {label.height()}"
            if wanted > label.height() + SLACK_PX
            else ""
        )
    wanted_size = label.sizeHint()
    if (
        wanted_size.width() > label.width() + SLACK_PX
        or wanted_size.height() > label.height() + SLACK_PX
    ):
        return _wants(label.text(), wanted_size, label)
    return ""


def _scrolled(area: QScrollArea) -> str:
    """What is wider than an area that does not scroll sideways."""
    body = area.widget()
    if body is None or area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        return ""
    room = area.viewport().width()
    return f"what it holds wants {body.width()}, has {room}" if body.width() > room + 1 else ""


def _placeholder(field: QLineEdit) -> str:
    if field.text() or not field.placeholderText():
        return ""
    margins = field.textMargins()
    room = field.width() - margins.left() - margins.right() - theme.current().px(18)
    wanted = QFontMetricsF(field.font()).horizontalAdvance(field.placeholderText())
    return f"{field.placeholderText()!r} wants {wanted:.0f}, has {room}" if wanted > room else ""


def _table(table: QTableView) -> str:
    model = table.model()
    header = table.horizontalHeader()
    metrics = theme.current().metrics("small", bold=True)
    for column in range(model.columnCount()):
        if header.isSectionHidden(column):
            continue
        title = str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        if metrics.horizontalAdvance(title) + theme.current().px(10) > header.sectionSize(column):
            return f"header {title!r} has {header.sectionSize(column)}"
        for row in range(min(model.rowCount(), 30)):
            cell = model.index(row, column).data(CELL_ROLE)
            if isinstance(cell, Cell) and cell.chip is not None:
                wanted = painting.chip_width(cell.chip) + theme.current().px(9)
                if wanted > header.sectionSize(column) + SLACK_PX:
                    return f"chip {cell.chip.text!r} wants {wanted:.0f}"
    return ""


def _outside(widget: QWidget, root: QWidget) -> str:
    """A text or button that sticks out of its parent (scrolled content does so rightly)."""
    if not isinstance(widget, (QLabel, QPushButton, Chip)):
        return ""
    parent = widget.parentWidget()
    while parent is not None and parent is not root:
        if isinstance(parent.parentWidget(), QAbstractScrollArea):
            return ""
        box = widget.rect().translated(widget.mapTo(parent, widget.rect().topLeft()))
        if box.right() > parent.width() + SLACK_PX or box.bottom() > parent.height() + SLACK_PX:
            return f"sticks out of {parent.objectName() or type(parent).__name__}"
        parent = parent.parentWidget()
    return ""


def _path(widget: QWidget) -> str:
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 3:
        names.append(at.objectName() or type(at).__name__)
        at = at.parentWidget()
    return " in ".join(names)
