"""Three panes side by side, and what becomes of them where there is less room."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.tokens import LayoutClass

CENTRE_SHARE, RIGHT_SHARE = 12, 13
"""Where the tray is a row of chips: a form needs a little more than half for two names in a row."""


class ThreePanes(QWidget):
    """Tray, document, form.

    Wide and normal: side by side. Compact: the tray becomes chips over the document. Narrow: one
    at a time.
    """

    def __init__(
        self,
        left: QWidget,
        middle: QWidget,
        right: QWidget,
        widths: tuple[int, int],
        small: QWidget | None = None,
        foot: QWidget | None = None,
    ) -> None:
        super().__init__()
        self._left, self._middle, self._right = left, middle, right
        self._widths, self._small, self._foot = widths, small, foot
        self._turn = 1
        self._layout_class: LayoutClass = "normal"
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), 0, look.px(12), look.px(8))
        row.setSpacing(look.px(8))
        centre = QVBoxLayout()
        centre.setSpacing(look.px(8))
        if small is not None:
            centre.addWidget(small)
            small.hide()
        centre.addWidget(middle, 1)
        if foot is not None:
            centre.addWidget(foot)
            foot.hide()
        row.addWidget(left)
        row.addLayout(centre, 1)
        row.addWidget(right)
        self._row, self._centre = row, centre
        self.arrange("normal")

    @property
    def in_order(self) -> tuple[QWidget, QWidget, QWidget]:
        """The panes in reading order."""
        return (self._left, self._middle, self._right)

    def arrange(self, layout: LayoutClass) -> None:
        """Lay the panes out for a layout class."""
        self._layout_class = layout
        look = theme.current()
        is_small = layout in ("compact", "narrow")
        is_narrow = layout == "narrow"
        left, right = self._widths
        margin = look.px(12)
        self._row.setContentsMargins(margin, margin if is_small else 0, margin, look.px(8))
        self._left.setFixedWidth(look.px(left))
        has_chips = self._small is not None
        self._left.setVisible(self._turn == 0 if is_narrow else not (is_small and has_chips))
        self._middle.setVisible(not is_narrow or self._turn == 1)
        self._right.setVisible(not is_narrow or self._turn == 2)
        for widget in (self._small, self._foot):
            if widget is not None:
                widget.setVisible(is_small and (not is_narrow or self._turn == 1))
        if is_small:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16_777_215)
            self._row.setStretchFactor(self._centre, CENTRE_SHARE)
            self._row.setStretchFactor(self._right, RIGHT_SHARE)
        else:
            extra = 66 if layout == "wide" else 0
            self._right.setFixedWidth(look.px(right + extra))

    def turn(self, forward: bool) -> None:  # noqa: FBT001  a direction
        """Narrow: show the next pane."""
        if self._layout_class == "narrow":
            self._turn = (self._turn + (1 if forward else -1)) % 3
            self.arrange("narrow")
