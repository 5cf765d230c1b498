"""The paper in sight: one page of a document, fitted to the width, with marks on it."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.buttons import KeyButton
from desk_app.ui.common.keys import action
from desk_app.ui.common.labels import ElidedText, Text
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.common.tokens import LIGHT
from desk_app.ui.common.words import View, Words
from desk_app.ui.contract import Box

MarkTone = Literal["read", "doubt", "chosen", "picked"]
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


@dataclass(frozen=True, slots=True)
class Mark:
    """A region of the page: a box in page units and how sure the reader was."""

    box: Box
    tone: MarkTone
    page: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The signature frame: a box in millimetres from the lower left, and the lines shown in it."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    page_width_mm: float
    page_height_mm: float
    lines: tuple[str, ...] = ()
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What the view shows: a document, a page of it, marks, and where to look.

    Attributes:
        page: page in the document; ``number`` of ``pages`` is what the officer reads.
    """

    document: str = ""
    title: str = ""
    page: int = 0
    pages: int = 1
    number: int = 0
    marks: tuple[Mark, ...] = ()
    focus: Box | None = None
    frame: Frame | None = None
    empty: str = ""


class PageArea(QAbstractScrollArea):
    """The page itself. Arrow keys move the signature frame where there is one.

    Signals:
        frame_moved: (dx_mm, dy_mm, resize) asked for by keys or the mouse.
        clicked: page coordinates of a click, in page units.
    """

    frame_moved = Signal(float, float, bool)
    clicked = Signal(float, float)

    def __init__(self, source: PageSource, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._source = source
        self._paper = Paper()
        self._picture: PagePicture | None = None
        self._older: PagePicture | None = None
        self.zoom = 1.0
        self.turn = 0
        source.arrived.connect(self._arrived)
        source.opened.connect(self._reopened)
        self.closed_words = ""

    def sizeHint(self) -> QSize:
        """A page of middle size."""
        look = theme.current()
        return QSize(look.px(360), look.px(400))

    def minimumSizeHint(self) -> QSize:
        """Small enough for any layout."""
        look = theme.current()
        return QSize(look.px(160), look.px(120))

    @property
    def paper(self) -> Paper:
        """What is shown."""
        return self._paper

    @property
    def is_loaded(self) -> bool:
        """Whether the page's picture is here."""
        return self._picture is not None and not self._picture.image.isNull()

    def show_paper(self, paper: Paper) -> None:
        """Show a paper; the same page keeps its place unless another region is focused."""
        same = (paper.document, paper.page) == (self._paper.document, self._paper.page)
        look_elsewhere = paper.focus != self._paper.focus or not same
        self._paper = paper
        if not same:
            self._older, self._picture, self.turn = None, None, 0
            self.verticalScrollBar().setValue(0)
        self._ask()
        if look_elsewhere and self._picture is not None:
            self._look_at_focus()
        self.viewport().update()

    def _width_wanted(self) -> int:
        room = self.viewport().width() * self.devicePixelRatioF() * self.zoom
        return max(128, -(-int(room) // 128) * 128)  # in steps, so that a small resize asks nothing

    def _ask(self) -> None:
        if not self._paper.document or self.viewport().width() < 2:
            return
        found = self._source.page(self._paper.document, self._paper.page, self._width_wanted())
        if found is not None:
            self._take(found)

    def _take(self, picture: PagePicture) -> None:
        is_first = self._picture is None
        self._picture = picture
        self._set_bars()
        if is_first:
            self._look_at_focus()
        self.viewport().update()

    def want(self) -> None:
        """The officer wants to see a paper that is closed."""
        self._source.want(self._paper.document)

    @property
    def is_closed(self) -> bool:
        """Whether the paper wants a reason first."""
        return self._source.is_closed(self._paper.document)

    def _reopened(self) -> None:
        self._picture = None
        self._ask()
        self.viewport().update()

    def _arrived(self, key: tuple[str, int, int], picture: PagePicture) -> None:
        if key[:2] == (self._paper.document, self._paper.page):
            self._take(picture)

    def _scaling(self) -> tuple[float, QRectF]:
        """Pixels a page unit, and the page's rectangle in the viewport."""
        look = theme.current()
        picture = self._picture
        if picture is None:
            return 1.0, QRectF()
        wide, tall = picture.width, picture.height
        if self.turn % 180:
            wide, tall = tall, wide
        room = self.viewport().width() - look.px(2)
        scale = max(room, 50) / wide * self.zoom
        width, height = wide * scale, tall * scale
        left = max((self.viewport().width() - width) / 2, 0) - self.horizontalScrollBar().value()
        return scale, QRectF(left, -self.verticalScrollBar().value(), width, height)

    def _set_bars(self) -> None:
        _, page = self._scaling()
        for bar, size, room in (
            (self.verticalScrollBar(), page.height(), self.viewport().height()),
            (self.horizontalScrollBar(), page.width(), self.viewport().width()),
        ):
            bar.setRange(0, max(0, round(size - room)))
            bar.setPageStep(room)
            bar.setSingleStep(max(room // 12, 20))

    def _look_at_focus(self) -> None:
        """Bring the focused region to the vertical middle, at once."""
        focus = self._paper.focus
        frame = self._paper.frame
        scale, page = self._scaling()
        if focus is not None:
            middle = (focus[1] + focus[3] / 2) * scale
        elif frame is not None:
            box = self._frame_box(frame, page)
            middle = box.center().y() - page.top()
        else:
            return
        self.verticalScrollBar().setValue(round(middle - self.viewport().height() / 2))

    def fit_width(self) -> None:
        """Show the page as wide as the pane."""
        self._set_zoom(1.0)

    def zoom_in(self) -> None:
        """One step nearer."""
        self._set_zoom(next((zoom for zoom in ZOOMS if zoom > self.zoom), ZOOMS[-1]))

    def zoom_out(self) -> None:
        """One step away."""
        self._set_zoom(next((zoom for zoom in reversed(ZOOMS) if zoom < self.zoom), ZOOMS[0]))

    def rotate(self) -> None:
        """Turn by 90°."""
        self.turn = (self.turn + 90) % 360
        self._set_bars()
        self.viewport().update()

    def _set_zoom(self, zoom: float) -> None:
        self.zoom = zoom
        self._ask()
        self._set_bars()
        self._look_at_focus()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for a better picture when the pane has grown."""
        super().resizeEvent(event)
        self._ask()
        self._set_bars()
        self._look_at_focus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw page and marks."""
        look = theme.current()
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look.colour("sunken"))
        picture = self._picture
        if picture is None or picture.image.isNull():
            painter.setPen(look.colour("muted"))
            painter.setFont(look.font())
            room = QRectF(self.viewport().rect()).adjusted(16, 16, -16, -16)
            flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(
                room, flags, self.closed_words if self.is_closed else self._paper.empty
            )
            return
        scale, page = self._scaling()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = picture.image
        if self.turn:
            image = image.transformed(QTransform().rotate(self.turn))
        painter.drawImage(page, image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.turn:
            self._paint_marks(painter, scale, page)
        if self._paper.frame is not None:
            self._paint_frame(painter, self._paper.frame, page)

    def _paint_marks(self, painter: QPainter, scale: float, page: QRectF) -> None:
        # The paper stays white in the dark theme, so marks on it keep the colours of the light one.
        inks = {
            "read": (LIGHT.ok, 1.4),
            "doubt": (LIGHT.warn_line, 1.6),
            "chosen": (LIGHT.warn_line, 3.0),
            "picked": (LIGHT.primary, 2.4),
        }
        for mark in self._paper.marks:
            if mark.page != self._paper.page:
                continue
            x, y, width, height = mark.box
            box = QRectF(
                page.left() + x * scale, page.top() + y * scale, width * scale, height * scale
            )
            box.adjust(-3, -2, 3, 2)
            ink, thick = inks[mark.tone]
            colour = QColor(ink)
            painter.setPen(QPen(colour, thick))
            fill = QColor(colour)
            fill.setAlpha(30)
            painter.setBrush(fill)
            painter.drawRoundedRect(box, 3, 3)

    def _frame_box(self, frame: Frame, page: QRectF) -> QRectF:
        mm = page.width() / frame.page_width_mm
        top = frame.page_height_mm - frame.y_mm - frame.height_mm
        return QRectF(
            page.left() + frame.x_mm * mm,
            page.top() + top * mm,
            frame.width_mm * mm,
            frame.height_mm * mm,
        )

    def _paint_frame(self, painter: QPainter, frame: Frame, page: QRectF) -> None:
        box = self._frame_box(frame, page)
        mm = page.width() / frame.page_width_mm
        look = theme.current()
        blue = QColor(LIGHT.primary)
        fill = QColor(blue)
        fill.setAlpha(20)
        painter.setBrush(fill)
        painter.setPen(QPen(blue, 2, Qt.PenStyle.DashLine))
        painter.drawRect(box)
        painter.setBrush(blue)
        painter.setPen(Qt.PenStyle.NoPen)
        for corner in (box.topLeft(), box.topRight(), box.bottomLeft(), box.bottomRight()):
            painter.drawRect(QRectF(corner.x() - 3.5, corner.y() - 3.5, 7, 7))
        font = QFont(look.font("small"))  # a copy: the shared one is nobody's to change
        rows = max(len(frame.lines), 1)
        font.setPixelSize(max(6, min(round(3.2 * mm), round(box.height() / rows * 0.72))))
        widest = max(
            (QFontMetricsF(font).horizontalAdvance(line) for line in frame.lines), default=1
        )
        room = box.width() - 8
        if widest > room > 0:
            font.setPixelSize(max(4, int(font.pixelSize() * room / widest)))
        painter.setFont(font)
        painter.setPen(blue)
        painter.drawText(
            box.adjusted(4, 2, -2, -2),
            int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.AlignmentFlag.AlignLeft),
            "\n".join(frame.lines),
        )
        if frame.seal:
            self._paint_seal(painter, frame.seal, box, mm)

    def _paint_seal(self, painter: QPainter, words: str, box: QRectF, mm: float) -> None:
        # The seal covers about a third of the signature on its left. Source: NĐ 30/2020, Art.
        # 33(1)(b).
        red = QColor(LIGHT.err)
        radius = 18 * mm
        centre = QPointF(box.left() + box.width() / 3 - radius, box.center().y())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for shrink, thick in ((0.0, 3.0), (0.14, 1.2)):
            painter.setPen(QPen(red, thick))
            painter.drawEllipse(centre, radius * (1 - shrink), radius * (1 - shrink))
        font = QFont(theme.current().font("small", bold=True))
        font.setPixelSize(max(7, round(3.4 * mm)))
        painter.setFont(font)
        room = QRectF(centre.x() - radius * 0.7, centre.y() - radius * 0.5, radius * 1.4, radius)
        flags = int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(room, flags, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or resize the frame; else scroll; R turns (no text is typed here)."""
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is not None and self._paper.frame is not None:
            modifiers = event.modifiers()
            step = 5.0 if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
            resize = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
            self.frame_moved.emit(move[0] * step, move[1] * step, resize)
        elif event.key() == Qt.Key.Key_R and not event.modifiers():
            self.rotate()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom; the wheel alone scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_in() if event.angleDelta().y() > 0 else self.zoom_out()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell where the page was clicked."""
        self._source.want(self._paper.document)
        scale, page = self._scaling()
        point = event.position() - page.topLeft()
        self.clicked.emit(point.x() / scale, point.y() / scale)


class DocumentView(View):
    """The pane of a document: title, zoom, page number, and the page."""

    page_asked = Signal(int)

    def __init__(self, words: Words, source: PageSource, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setObjectName("view")
        look = theme.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        frame = QFrame()
        frame.setProperty("role", "card")
        column.addWidget(frame)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(look.px(10), look.px(2), look.px(8), look.px(2))
        bar.setSpacing(look.px(4))
        self.title = ElidedText("bold")
        self.zoom_out = KeyButton("btnZoomOut", "tool", icon="zoom-out")
        self.fit = Text("small")
        self.zoom_in = KeyButton("btnZoomIn", "tool", icon="zoom-in")
        self.rotate = KeyButton("btnRotate", "tool", icon="rotate")
        self.number = Text("small")
        bar.addWidget(self.title, 1)
        for widget in (self.zoom_out, self.fit, self.zoom_in, self.rotate, self.number):
            bar.addWidget(widget)
        self.area = PageArea(source, "page")
        self.reveal = KeyButton("btnReveal", icon="eye", key=action("open_sensitive").key)
        self.reveal.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.reveal.clicked.connect(self.area.want)
        inner.addLayout(bar)
        inner.addWidget(self.area, 1)
        inner.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignHCenter)
        source.arrived.connect(self._show_reveal)
        source.opened.connect(self._show_reveal)
        for button in (self.zoom_out, self.zoom_in, self.rotate):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.zoom_out.clicked.connect(self.area.zoom_out)
        self.zoom_in.clicked.connect(self.area.zoom_in)
        self.rotate.clicked.connect(self.area.rotate)
        self.tie("ui.document.fit_width", self.fit.setText)
        self.tie("ui.act.zoom_in", self.zoom_in.setToolTip, self.zoom_in.setAccessibleName)
        self.tie("ui.act.zoom_out", self.zoom_out.setToolTip, self.zoom_out.setAccessibleName)
        self.tie("ui.act.rotate", self.rotate.setToolTip, self.rotate.setAccessibleName)
        self.tie("ui.document.pane", self.area.setAccessibleName)
        self.tie("ui.act.open_sensitive", self.reveal.set_words)
        self.tie("ui.document.closed", self._say_closed)
        self._show_reveal()

    def _say_closed(self, words: str) -> None:
        self.area.closed_words = words

    def _show_reveal(self, *_told: object) -> None:
        self.reveal.setVisible(self.area.is_closed)

    def render_state(self, paper: Paper) -> None:
        """Show a paper."""
        self.title.say(paper.title)
        shown = self.words.label("ui.document.page", page=paper.number + 1, pages=paper.pages)
        self.number.setText(shown if paper.document else "")
        self.area.show_paper(paper)
        self._show_reveal()

    def act(self, action_id: str) -> bool:
        """Do one of the document's own acts; whether it was one."""
        acts = {
            "zoom_in": self.area.zoom_in,
            "zoom_out": self.area.zoom_out,
            "fit_width": self.area.fit_width,
            "rotate": self.area.rotate,
            "open_sensitive": self.area.want,
        }
        if action_id not in acts:
            return False
        acts[action_id]()
        return True
