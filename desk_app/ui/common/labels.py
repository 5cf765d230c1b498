"""Quiet parts: labels by role, icons, chips, lines, banners and the page for empty states."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
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
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desk_app.ui.common import announce, icons, painting, theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.words import Message

NARROW = 330
"""A banner below this width has no room for an act beside its sentence."""


class Text(QLabel):
    """A label with a type role (h1, h2, bold, muted, small, section, warn, err), as plain text."""

    def __init__(
        self, role: str = "", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

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
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, text: str) -> None:
        """Show ``text``, which is also the accessible name."""
        super().say(text)
        self.setAccessibleName(text)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Follow it."""
        self.followed.emit(self._target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Follow it by key."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.followed.emit(self._target)
        else:
            super().keyPressEvent(event)


class ElidedText(QLabel):
    """One line that may be shortened; the whole of it stays in tooltip and accessible name."""

    def __init__(self, role: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
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
            self._whole, Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self._whole if shown != self._whole else "")
        painter.drawText(self.rect(), int(self.alignment()), shown)


class Icon(QWidget):
    """An icon in a colour of the theme."""

    def __init__(
        self, name: str, ink: str = "text", size: int = 18, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.name, self.ink, self.size_px = name, ink, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, ink: str) -> None:
        """Show another icon."""
        if (name, ink) != (self.name, self.ink):
            self.name, self.ink = name, ink
            self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = theme.current().px(self.size_px)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self.name:
            look = theme.current()
            icons.paint(QPainter(self), self.name, QRectF(self.rect()), look.colour(self.ink))


class Chip(QWidget):
    """A chip that says something, and may be asked about it.

    Signals:
        asked: it was clicked, where ``explains`` says what that does.
    """

    asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chip = painting.ChipText("")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_chip(self, chip: painting.ChipText | None) -> None:
        """Show a chip, or nothing."""
        self.setVisible(chip is not None)
        shown = chip or painting.ChipText("")
        if shown != self._chip:
            self._chip = shown
            self.setAccessibleName(shown.text)
            self.updateGeometry()
            self.update()

    def explains(self, what: str) -> None:
        """From now on a click asks for ``what``, which is also its tooltip."""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(what)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click asks."""
        if self.toolTip() and self.rect().contains(event.position().toPoint()):
            self.asked.emit()

    @property
    def chip(self) -> painting.ChipText:
        """What it says now."""
        return self._chip

    def sizeHint(self) -> QSize:
        """Room for the chip."""
        look = theme.current()
        return QSize(round(painting.chip_width(self._chip)) + 1, look.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self._chip.text:
            painting.paint_chip(QPainter(self), self._chip, 0, self.height() / 2)


def line() -> QFrame:
    """A thin dividing line."""
    rule = QFrame()
    rule.setProperty("role", "line")
    rule.setFixedHeight(1)
    return rule


class Banner(QFrame):
    """A sentence with tone and icon that stays in the page, and at most one act.

    Signals:
        acted: the officer chose the act.
    """

    acted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setProperty("role", "banner")
        self.setProperty("tone", "info")  # most say no other: a banner in sight is polished anew
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        look = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(6), look.px(10), look.px(6))
        row.setSpacing(look.px(9))
        self._icon = Icon("info", size=20)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._title = Text("bold", wrap=True)
        self._text = Text(wrap=True)
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
                self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self._row.addWidget(self.button)

    def show_message(
        self,
        tone: painting.Tone,
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
        tone: painting.Tone = "err",
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
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
                column.addWidget(widget)
            else:
                column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
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
