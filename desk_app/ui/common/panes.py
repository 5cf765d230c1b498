"""Three panes side by side, and what becomes of them where there is less room."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.tokens import LayoutClass


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
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    body = QWidget()
    body.setProperty("role", "plain")
    inner = QVBoxLayout(body)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.setSpacing(column.spacing())
    area.setWidget(body)
    column.addWidget(area, 1)
    return inner


CHIP_WIDTH, FADE_WIDTH = 190, 28


class _Fade(QWidget):
    """The end of a row that goes on: what is there fades into the ground."""

    def __init__(self, parent: QWidget, *, at_right: bool) -> None:
        super().__init__(parent)
        self._at_right = at_right
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        ground = theme.current().colour("bg")
        clear = QColor(ground)
        clear.setAlpha(0)
        shade = QLinearGradient(0, 0, self.width(), 0)
        shade.setColorAt(0, clear if self._at_right else ground)
        shade.setColorAt(1, ground if self._at_right else clear)
        QPainter(self).fillRect(self.rect(), shade)


class ChipRow(QScrollArea):
    """The tray as a row of chips, for the compact layout; it scrolls to the chosen one.

    Signals:
        chosen: id of a chip.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        look = theme.current()
        self.setProperty("role", "plain")
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFixedHeight(look.px(32))
        for bar in (self.setHorizontalScrollBarPolicy, self.setVerticalScrollBarPolicy):
            bar(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QWidget()
        body.setProperty("role", "plain")
        self._row = QHBoxLayout(body)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.px(6))
        self._row.addStretch(1)
        self.setWidget(body)
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._choose)
        self._chips: list[KeyButton] = []
        self._is_wanted = True
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.timeout.connect(self._show_chosen)
        across = self.horizontalScrollBar()
        across.rangeChanged.connect(self._settling.start)
        self.fades = (_Fade(self, at_right=False), _Fade(self, at_right=True))
        across.rangeChanged.connect(self._fade)
        across.valueChanged.connect(self._fade)

    def show_chips(self, chips: tuple[tuple[str, str], ...], chosen: str | None) -> None:
        """Show (id, words) pairs with one chosen."""
        if [str(chip.property("chip")) for chip in self._chips] != [chip for chip, _ in chips]:
            self._build(chips)
        metrics = theme.current().metrics()
        for chip, (chip_id, words) in zip(self._chips, chips, strict=True):
            limit = theme.current().px(CHIP_WIDTH)
            chip.set_words(metrics.elidedText(words, Qt.TextElideMode.ElideRight, limit))
            chip.setAccessibleName(words)
            chip.setToolTip(words)
            chip.setChecked(chip_id == chosen)
        self._settling.start()

    def _fade(self) -> None:
        """Where there is more, the end of the row tells it."""
        bar, width = self.horizontalScrollBar(), theme.current().px(FADE_WIDTH)
        left, right = self.fades
        left.setGeometry(0, 0, width, self.height())
        right.setGeometry(self.width() - width, 0, width, self.height())
        left.setVisible(bar.value() > bar.minimum())
        right.setVisible(bar.value() < bar.maximum())

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001, N802  Qt's signature
        """Without chips the row takes no room."""
        self._is_wanted = visible
        super().setVisible(visible and bool(self._chips))

    def _show_chosen(self) -> None:
        chip = self._group.checkedButton()
        if chip is not None:
            self.ensureWidgetVisible(chip, theme.current().px(20), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen chip stays in sight, once the row has its new width."""
        super().resizeEvent(event)
        self._fade()
        self._settling.start()

    def _build(self, chips: tuple[tuple[str, str], ...]) -> None:
        for old in self._chips:
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = []
        for place, (chip_id, _) in enumerate(chips):
            chip = KeyButton(f"chip_{chip_id}", "filter")
            chip.setCheckable(True)
            chip.setProperty("chip", chip_id)
            self._group.addButton(chip)
            self._row.insertWidget(place, chip)
            self._chips.append(chip)
        self.setVisible(self._is_wanted)

    def _choose(self, button: QWidget) -> None:
        self.chosen.emit(str(button.property("chip")))


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
