"""One page of a document, fitted to the width, turned and zoomed by keys."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desk_app.ui.common import theme
from desk_app.ui.common.page_ink import frame_box, paint_frame, paint_marks
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.common.paper import Paper

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


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

    def _fit(self, wide: float, tall: float) -> tuple[float, float, float]:
        """Width of a page at zoom 1, and the room it is seen through (width, height), in pixels.

        Worked out from the whole area, never from the viewport of the moment: a page fitted to a
        viewport that its own bar has narrowed may be low enough to need no bar, and without the bar
        too high again. Such a page is made as high as the area.
        """
        whole = self.maximumViewportSize()
        bar = self.verticalScrollBar().sizeHint().width()
        low_bar = self.horizontalScrollBar().sizeHint().height() if self.zoom > 1 else 0
        across, high = whole.width() - theme.current().px(2), whole.height() - low_bar
        as_high = high * wide / tall / self.zoom
        width = max(min(across, max(as_high, across - bar)), 50)
        has_bar = width > as_high
        return width, whole.width() - (bar if has_bar else 0), high

    def _page_size(self) -> tuple[float, float]:
        """Width and height of the page as it is turned, in page units."""
        if self._picture is None:
            return 1.0, 1.0
        wide, tall = self._picture.width, self._picture.height
        return (tall, wide) if self.turn % 180 else (wide, tall)

    def _scaling(self) -> tuple[float, QRectF]:
        """Pixels a page unit, and the page's rectangle in the viewport."""
        if not self.is_loaded:  # words stand in its place
            return 1.0, QRectF()
        wide, tall = self._page_size()
        scale = self._fit(wide, tall)[0] / wide * self.zoom
        width, height = wide * scale, tall * scale
        left = max((self.viewport().width() - width) / 2, 0) - self.horizontalScrollBar().value()
        return scale, QRectF(left, -self.verticalScrollBar().value(), width, height)

    def _set_bars(self) -> None:
        _, page = self._scaling()
        _, across, high = self._fit(*self._page_size())
        for bar, size, room in (
            (self.verticalScrollBar(), page.height(), high),
            (self.horizontalScrollBar(), page.width(), across),
        ):
            bar.setRange(0, max(0, round(size - room)))
            bar.setPageStep(round(room))
            bar.setSingleStep(max(round(room) // 12, 20))

    def _look_at_focus(self) -> None:
        """Bring the focused region to the vertical middle, at once."""
        focus = self._paper.focus
        frame = self._paper.frame
        scale, page = self._scaling()
        if focus is not None:
            middle = (focus[1] + focus[3] / 2) * scale
        elif frame is not None:
            box = frame_box(frame, page)
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
            paint_marks(painter, self._paper, scale, page)
        if self._paper.frame is not None:
            paint_frame(painter, self._paper.frame, page)

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
