"""One page of a document, fitted to the width, turned and zoomed by keys."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
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
from desk_app.ui.common.page_ink import (
    frame_box,
    paint_frame,
    paint_marks,
    paint_notes,
    paint_pick,
)
from desk_app.ui.common.page_pick import PagePick
from desk_app.ui.common.pages import PagePicture, PageSource
from desk_app.ui.common.paper import Paper

ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class PageArea(QAbstractScrollArea):
    """The page itself. Arrow keys move the signature frame where there is one.

    Attributes:
        may_pick: a place of the page can be chosen, dragged or by key.

    Signals:
        picked: the place that was chosen, in parts of the upright page.
        frame_moved: (dx_mm, dy_mm, resize) asked for by keys or the mouse.
        clicked: page coordinates of a click, in page units.
    """

    frame_moved = Signal(float, float, bool)
    clicked = Signal(float, float)
    picked = Signal(object)

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
        self.may_pick, self.pick_words = False, ""
        self._pick = PagePick()

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
        chosen = [note.place for note in paper.notes if note.is_chosen]
        before = [note.place for note in self._paper.notes if note.is_chosen]
        look_elsewhere = paper.focus != self._paper.focus or not same or chosen != before
        self._paper = paper
        if not same:
            self._older, self._picture, self.turn = None, None, 0
            self._pick.clear()
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
        note = next((one for one in self._paper.notes if one.is_chosen), None)
        if note is not None:
            middle = (note.place[1] + note.place[3] / 2) * page.height()
        elif focus is not None:
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
            paint_notes(painter, self._paper, page)
        if self._paper.frame is not None:
            paint_frame(painter, self._paper.frame, page)
        if self._pick.place is not None:
            words = "" if self._pick.is_dragged else self.pick_words
            paint_pick(painter, self._pick.place, page, words)

    # -- choosing a place

    def let_pick(self) -> None:
        """From now on places of this view's pages can be chosen."""
        self.may_pick = True
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def begin_pick(self) -> bool:
        """Choose a place by key: arrows move it, Ctrl sizes it, Enter takes it, Esc ends it."""
        if not self.may_pick or not self.is_loaded:
            return False
        self.turn = 0
        self._set_bars()
        _, page = self._scaling()
        seen = page.intersected(QRectF(self.viewport().rect()))
        self._pick.begin(self._part_of_page(seen.center()))
        self.setAccessibleDescription(self.pick_words)
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.viewport().update()
        return True

    def end_pick(self) -> bool:
        """Choose nothing; whether anything was being chosen."""
        was_picking = self._pick.box is not None
        self._pick.clear()
        self.setAccessibleDescription("")
        self.viewport().update()
        return was_picking

    def _part_of_page(self, at: QPointF) -> QPointF:
        _, page = self._scaling()
        return QPointF((at.x() - page.left()) / page.width(), (at.y() - page.top()) / page.height())

    def _pick_key(self, event: QKeyEvent) -> None:
        place = self._pick.place
        if event.key() == Qt.Key.Key_Escape:
            self.end_pick()
        elif not self._pick.move(event.key(), event.modifiers()) and place is not None:
            self.end_pick()
            self.picked.emit(place)
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keys of a choice under way belong to it before the window's shortcuts take them."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and self._pick.wants(event.key()):  # type: ignore[attr-defined]  # a key event
            event.accept()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The other corner of a place follows the mouse."""
        if self._pick.is_dragged:
            self._pick.drag(self._part_of_page(event.position()))
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A place was dragged."""
        if self._pick.is_dragged:
            place = self._pick.release()
            self._pick.clear()
            self.viewport().update()
            if place is not None:
                self.picked.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or resize the frame; else scroll; R turns (no text is typed here)."""
        if self._pick.wants(event.key()):
            self._pick_key(event)
            return
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        move, frame = moves.get(Qt.Key(event.key())), self._paper.frame
        if move is not None and frame is not None and not frame.is_fixed:
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
        is_left = event.button() == Qt.MouseButton.LeftButton
        if is_left and self.may_pick and self.is_loaded and not self.turn:
            self._pick.press(self._part_of_page(event.position()))
        point = event.position() - page.topLeft()
        self.clicked.emit(point.x() / scale, point.y() / scale)
