"""The dark rail: office, queues with counts, the other pages."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui.common import icons, painting, theme
from desk_app.ui.common.labels import ElidedText, Icon, Text
from desk_app.ui.common.words import View, Words
from desk_app.ui.entry import STEPS

WIDTH, RAIL = 208, 44
ROW, LOW_ROW = 36, 32
GAP, MARGIN = 2, 8


@dataclass(frozen=True, slots=True)
class NavigationState:
    """What the rail shows: office, current page, counts by page, pages with something overdue.

    Attributes:
        is_rail: icons alone, as on a narrow window; a low one has them too.
    """

    office: str = ""
    page: str = "dashboard"
    counts: tuple[tuple[str, int], ...] = ()
    overdue: frozenset[str] = frozenset()
    is_rail: bool = False


class NavigationButton(QPushButton):
    """One entry: icon, number, words, count, and a dot when something there is overdue."""

    def __init__(self, page: str, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(f"nav_{page}")
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.page, self.number = page, number
        self.count, self.is_overdue, self.is_rail = 0, False, False
        self.row = ROW
        self.words = ""

    def show_entry(self, words: str, count: int, *, overdue: bool, rail: bool, row: int) -> None:
        """Show words and count in a row of a height."""
        self.row = row
        self.words, self.count, self.is_overdue, self.is_rail = words, count, overdue, rail
        spoken = f"{self.number} {words}" if self.number else words
        self.setAccessibleName(f"{spoken}, {count}" if count else spoken)
        self.setToolTip(spoken if rail else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A row of the rail."""
        look = theme.current()
        if self.is_rail:
            return QSize(look.px(36), look.px(self.row))
        bold = look.metrics(bold=True)
        badge = painting.badge_width(self.count) + look.px(6) if self.count else 0
        return QSize(
            round(look.px(54) + bold.horizontalAdvance(self.words) + badge), look.px(self.row)
        )

    def minimumSizeHint(self) -> QSize:
        """As wide as the rail lets it be; the words must fit."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the row."""
        look = theme.current()
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        middle, side = self.height() / 2, look.px(18)
        left = (self.width() - side) / 2 if self.is_rail else look.px(9)
        ink = look.colour("nav_text")
        icons.paint(
            painter, icons.OF_PAGE[self.page], QRectF(left, middle - side / 2, side, side), ink
        )
        if self.is_overdue:
            painting.paint_dot(
                painter, QPointF(left + side, middle - side / 2), look.colour("nav_alert")
            )
        if self.is_rail:
            return
        painter.setFont(look.font(bold=self.isChecked()))
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        x = look.px(36)
        if self.number:
            painter.drawText(QRectF(x, 0, look.px(14), self.height()), flags, str(self.number))
            x += look.px(15)
        painter.drawText(QRectF(x, 0, self.width() - x, self.height()), flags, self.words)
        if self.count:
            if self.isChecked():
                ground, mark = look.colour("nav_text"), look.colour("nav")
            else:
                ground, mark = look.colour("nav_badge"), look.colour("nav_text")
            painting.paint_badge(
                painter, self.count, self.width() - look.px(8), middle, mark, ground
            )


class Navigation(View):
    """The rail.

    Signals:
        asked: id of a page, or ``help``.
    """

    asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._fit: tuple[bool, int] = (False, ROW)
        self.setObjectName("Navigation")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        look = theme.current()
        column = QVBoxLayout(self)
        column.setSpacing(look.px(GAP))
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(look.px(8), 0, 0, look.px(8))
        head.setSpacing(look.px(8))
        head.addWidget(Icon("building", "nav_text", 20))
        names = QVBoxLayout()
        names.setSpacing(0)
        self._product, self._office = Text("bold"), ElidedText("small")
        names.addWidget(self._product)
        names.addWidget(self._office)
        head.addLayout(names, 1)
        column.addWidget(self._head)
        self._captions: list[Text] = []
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavigationButton] = {}
        self._add(column, "dashboard", 0)
        self._caption(column, "ui.nav.steps")
        for number, step in enumerate(STEPS, start=1):
            self._add(column, step, number)
        self._caption(column, "ui.nav.other")
        for page in ("search", "reports", "procedures", "sync", "doctor", "settings"):
            self._add(column, page, 0)
        column.addStretch(1)
        self._help = QPushButton()
        self._help.setObjectName("nav_help")
        self._help.setProperty("kind", "nav")
        self._help.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._help.clicked.connect(self._ask_help)
        self._foot = QFrame()
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(look.px(9), 0, 0, 0)
        foot.setSpacing(look.px(9))
        foot.addWidget(Icon("keyboard", "nav_muted", 16))
        self._keys = Text("small")
        foot.addWidget(self._keys, 1)
        inner = QVBoxLayout(self._help)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self._foot)
        column.addWidget(self._help)
        self.tie("ui.product", self._product.setText)
        self.tie("ui.nav.keys", self._keys.setText, self._help.setAccessibleName)
        self._group.buttonClicked.connect(self._ask)

    def _caption(self, column: QVBoxLayout, key: str) -> None:
        caption = Text("small")
        caption.setContentsMargins(
            theme.current().px(8), theme.current().px(4), 0, theme.current().px(2)
        )
        self.tie(key, caption.setText)
        self._captions.append(caption)
        column.addWidget(caption)

    def _add(self, column: QVBoxLayout, page: str, number: int) -> None:
        button = NavigationButton(page, number)
        self.buttons[page] = button
        self._group.addButton(button)
        column.addWidget(button)

    def _ask(self, button: QPushButton) -> None:
        if isinstance(button, NavigationButton):
            self.asked.emit(button.page)

    def _ask_help(self) -> None:
        self.asked.emit("help")

    def _fits(self, row: int) -> bool:
        """Whether words with rows of a height have room one over the other."""
        look = theme.current()
        parts = (self._head, *self._captions, self._help)
        entries = len(self.buttons)
        needed = look.px(row) * entries + look.px(GAP) * (entries + len(parts))
        needed += sum(part.sizeHint().height() for part in parts) + 2 * look.px(MARGIN)
        return needed <= self.height()

    def _fitting(self, state: NavigationState) -> tuple[bool, int]:
        """Icons alone or with words, and the height of a row: what there is room for."""
        if state.is_rail:
            return True, LOW_ROW
        row = next((row for row in (ROW, LOW_ROW) if self._fits(row)), None)
        return row is None, row or LOW_ROW

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low window has lower rows, or icons alone."""
        super().resizeEvent(event)
        state = self._state
        if isinstance(state, NavigationState) and self._fitting(state) != self._fit:
            self.show_state(state)

    def render_state(self, state: NavigationState) -> None:
        """Show counts and the current page."""
        look = theme.current()
        self._fit = is_rail, row = self._fitting(state)
        self.setFixedWidth(look.px(RAIL if is_rail else WIDTH))
        margin = look.px(4 if is_rail else MARGIN)
        layout = self.layout()
        if layout is not None:  # on the rail every page has its place at the largest text
            layout.setContentsMargins(margin, margin, margin, margin)
            layout.setSpacing(0 if is_rail else look.px(GAP))
        self._office.say(state.office)
        for widget in (self._head, self._foot, *self._captions):
            widget.setVisible(not is_rail)
        self._help.setVisible(not is_rail)
        counts = dict(state.counts)
        for page, button in self.buttons.items():
            button.show_entry(
                self.words.label(f"ui.page.{page}"),
                counts.get(page, 0),
                overdue=page in state.overdue,
                rail=is_rail,
                row=row,
            )
        chosen = self.buttons.get(state.page)
        if chosen is not None:
            chosen.setChecked(True)
