"""A tray as a row of chips that scrolls, and fades where it goes on."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QScrollArea, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton

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
