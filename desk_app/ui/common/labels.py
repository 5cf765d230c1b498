"""Quiet parts: labels by role, icons, chips, lines, banners and the page for empty states."""

from PySide6 import QtCore, QtWidgets
from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui.common import announce, icons, qt_numbers, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.tokens import Tone
from desk_app.ui.common.words import Message

NARROW = 330
"""A banner below this width has no room for an act beside its sentence."""


def hold_height(*widgets: QWidget) -> None:
    """Give widgets no more height than they need, however much their column has to give."""
    policy = QtWidgets.QSizePolicy(
        QtWidgets.QSizePolicy.Policy.Preferred, QtWidgets.QSizePolicy.Policy.Maximum
    )
    for widget in widgets:
        policy.setHeightForWidth(isinstance(widget, QLabel))
        widget.setSizePolicy(policy)


class Text(QLabel):
    """A label with a type role (h1, h2, bold, muted, small, section, warn, err), as plain text."""

    def __init__(
        self, role: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", qt_numbers.PLAIN_TEXT)
        if role:
            self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            hold_height(self)

    def setText(self, text: str) -> None:  # noqa: N802  Qt's name
        """Show ``text``; wrapped lines keep their full height."""
        if text != self.text():
            super().setText(text)
            self._keep_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Nested layouts forget height for width, so the label itself insists on it."""
        super().resizeEvent(event)
        self._keep_height()

    def sizeHint(self) -> QSize:
        """As high as the lines at the present width."""
        hint = super().sizeHint()
        if self.wordWrap() and self.width() > 1 and self.text():
            return QSize(hint.width(), self.heightForWidth(self.width()))
        return hint

    def _keep_height(self) -> None:
        if self.wordWrap() and self.width() > 1:
            held = self.minimumHeight()
            if held:
                self.setMinimumHeight(0)  # the answer below is never less than the minimum
            wanted = max(self.heightForWidth(self.width()), 0) if self.text() else 0
            self.setMinimumHeight(wanted)

    def say(self, text: str) -> None:
        """Show ``text``; an empty one takes no room."""
        self.setText(text)
        self.setVisible(bool(text))


class LinkText(Text):
    """A sentence that leads somewhere, wrapped like any other; Enter, Space or a click follows it.

    Signals:
        followed: the target.
    """

    followed = Signal(str)

    def __init__(self, name: str, target: str, parent: QWidget | None = None) -> None:
        super().__init__("link", wrap=True, parent=parent)
        self.setObjectName(name)
        self._target = target
        self.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
        self.setCursor(QtCore.Qt.CursorShape.PointingHandCursor)

    def say(self, text: str) -> None:
        """Show ``text``, which is also the accessible name."""
        super().say(text)
        self.setAccessibleName(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Follow it."""
        self.followed.emit(self._target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow it by key."""
        key = QtCore.Qt.Key
        if event.key() in (key.Key_Return, key.Key_Enter, key.Key_Space):
            self.followed.emit(self._target)
        else:
            super().keyPressEvent(event)


class ElidedText(QLabel):
    """One line that may be shortened; the whole of it stays in tooltip and accessible name."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("textFormat", qt_numbers.PLAIN_TEXT)
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Ignored, policy.Preferred)
        if role:
            self.setProperty("role", role)
        self._whole = ""

    def say(self, text: str) -> None:
        """Show as much of ``text`` as there is room for."""
        self._whole = text
        self.setAccessibleName(text)
        self.setText(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The whole text, which may shrink."""
        hint = super().sizeHint()
        return QSize(hint.width() + 2, hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shortened text."""
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        shown = QFontMetricsF(self.font()).elidedText(
            self._whole, QtCore.Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self._whole if shown != self._whole else "")
        painter.drawText(self.rect(), int(self.alignment()), shown)


class Icon(QWidget):
    """An icon in a colour of the theme."""

    def __init__(
        self, name: str, ink: str = "text", size: int = 18, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.ink = name, ink
        side = theme.current().px(size)
        self.setFixedSize(side, side)

    def show_icon(self, name: str, ink: str) -> None:
        """Show another icon."""
        if (name, ink) != (self.name, self.ink):
            self.name, self.ink = name, ink
            self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return self.minimumSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self.name:
            look = theme.current()
            icons.paint(QPainter(self), self.name, QRectF(self.rect()), look.colour(self.ink))


def line() -> QFrame:
    """A thin dividing line."""
    rule = QFrame()
    rule.setProperty("role", "line")
    rule.setFixedHeight(1)
    return rule


class Banner(QFrame):
    """A sentence with tone and icon that stays in the page, and at most one act.

    Args:
        holds_height: takes no more height than it needs. On a card as high as its parts there is
            no more; saying so there would hold up the first paint (enumerations, 3 ms).

    Signals:
        acted: the officer chose the act.
    """

    acted = Signal()

    def __init__(
        self, name: str, parent: QWidget | None = None, *, holds_height: bool = True
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "banner")
        self.setProperty("tone", "info")  # most say no other: a banner in sight is polished anew
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(6), look.px(10), look.px(6))
        row.setSpacing(look.px(9))
        self._icon = Icon("info", size=20)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._title, self._text = Text("bold"), Text()
        self._title.setWordWrap(True)
        self._text.setWordWrap(True)
        if holds_height:
            hold_height(self, self._title, self._text)
        column.addWidget(self._title)
        column.addWidget(self._text)
        self.button = KeyButton(f"{name}Act", "link")
        self.button.clicked.connect(self.acted)
        row.addWidget(self._icon)
        row.addLayout(column, 1)
        row.addWidget(self.button)
        self._row, self._column = row, column

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow pane the act stands under the sentence, not beside it."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.current().px(NARROW)
        target = self._column if is_narrow else self._row
        if target.indexOf(self.button) < 0:
            (self._row if is_narrow else self._column).removeWidget(self.button)
            self.button.set_flush(is_narrow)
            if is_narrow:
                self._column.addWidget(self.button, 0, QtCore.Qt.AlignmentFlag.AlignLeft)
            else:
                self._row.addWidget(self.button)

    def show_message(
        self,
        tone: Tone,
        icon: str,
        text: str,
        *,
        title: str = "",
        act: str = "",
        key: str = "",
    ) -> None:
        """Show a sentence; an empty one hides the banner."""
        theme.set_property(self, "tone", tone)
        token = {"info": "primary_text", "plain": "muted"}.get(tone, tone)
        self._icon.show_icon(icon, token)
        self._title.say(title)
        self._text.say(text)
        self.button.set_words(act)
        self.button.set_key(key)
        self.button.setVisible(bool(act))
        is_new = self.accessibleName() != f"{title} {text}".strip()
        self.setAccessibleName(f"{title} {text}".strip())
        was_in_sight = self.isVisible()
        self.setVisible(bool(text or title))
        if is_new and was_in_sight:
            self._announce()

    def showEvent(self, event: QShowEvent) -> None:
        """What comes into sight is heard, too."""
        super().showEvent(event)
        if not event.spontaneous():
            self._announce()

    def _announce(self) -> None:
        say = announce.at_once if self.property("tone") in ("err", "warn") else announce.politely
        say(self, self.accessibleName())

    def show_failure(
        self,
        message: Message,
        *,
        tone: Tone = "err",
        icon: str = "alert-circle",
        act: str = "",
        key: str = "",
    ) -> None:
        """Show what happened, what is safe and what to do."""
        text = f"{message.body} {message.action}".strip()
        self.show_message(tone, icon, text, title=message.title, act=act, key=key)

    def clear(self) -> None:
        """Say nothing."""
        self.setVisible(False)


class EmptyState(QWidget):
    """The middle of a pane that has nothing to show: an icon, what is so, what one can do.

    Signals:
        acted: the officer chose the act.
    """

    acted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        look = theme.current()
        column = QVBoxLayout(self)
        column.setSpacing(look.px(8))
        self._icon = Icon("inbox", "control", 36)
        self._title = Text("h2", wrap=True)
        self._text = Text("muted", wrap=True)
        self.button = KeyButton(f"{name}Act")
        self.button.clicked.connect(self.acted)
        column.addStretch(1)
        for widget in (self._icon, self._title, self._text, self.button):
            if isinstance(widget, Text):
                widget.setAlignment(QtCore.Qt.AlignmentFlag.AlignCenter)
                column.addWidget(widget)
            else:
                column.addWidget(widget, 0, QtCore.Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the words stay and the icon goes."""
        super().resizeEvent(event)
        words = [w for w in (self._title, self._text, self.button) if not w.isHidden()]
        needed = sum(
            w.heightForWidth(self.width()) if w.hasHeightForWidth() else w.sizeHint().height()
            for w in words
        )
        gaps = theme.current().px(8) * (len(words) + 4)
        self._icon.setVisible(self.height() >= needed + self._icon.sizeHint().height() + gaps)

    def show_state(
        self, icon: str, title: str, text: str = "", *, act: str = "", key: str = ""
    ) -> None:
        """Show what is so."""
        self._icon.show_icon(icon, "control")
        self._title.say(title)
        self._text.say(text)
        self.button.set_words(act)
        self.button.set_key(key)
        self.button.setVisible(bool(act))
        self.setAccessibleName(title)

    def show_done(self, title: str, text: str = "", *, act: str = "", key: str = "") -> None:
        """Show that a step is done, and let it be heard once."""
        is_new = title != self.accessibleName()
        self.show_state("check-circle", title, text, act=act, key=key)
        if is_new:
            announce.politely(self, f"{title}. {text}" if text else title)
