"""Columns to fill from above: in a pane, without margins, or in an area that scrolls."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from desk_app.ui.common import qt_numbers, theme


def pane(role: str = "pane") -> tuple[QFrame, QVBoxLayout]:
    """A pane with its column."""
    frame = QFrame()
    frame.setProperty("role", role)
    return frame, pane_column(frame)


def pane_column(frame: QFrame) -> QVBoxLayout:
    """The column inside a pane."""
    look = theme.current()
    column = QVBoxLayout(frame)
    column.setContentsMargins(look.px(10), look.px(8), look.px(10), look.px(8))
    column.setSpacing(look.px(6))
    return column


def column_of() -> QVBoxLayout:
    """A column without margins, for parts that move together."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.current().px(6))
    return column


def scrolled(column: QVBoxLayout) -> QVBoxLayout:
    """A column inside a column that scrolls when there is less room than its parts need."""
    area = QScrollArea()
    area.setProperty("role", "plain")
    area.setWidgetResizable(True)
    area.setProperty("focusPolicy", qt_numbers.NO_FOCUS)
    area.setProperty("horizontalScrollBarPolicy", qt_numbers.BAR_NEVER_SHOWN)
    body = QWidget()
    body.setProperty("role", "plain")
    inner = QVBoxLayout(body)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(column.spacing())
    area.setWidget(body)
    column.addWidget(area, 1)
    return inner
