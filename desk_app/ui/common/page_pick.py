"""Choosing a place on a page: dragged with the mouse, or moved and sized with the arrow keys."""

from PySide6.QtCore import QPointF, QRectF, Qt

Spot = tuple[float, float, float, float]
"""x, y, width, height as parts of the page, 0…1."""
STEP, FAR = 0.01, 0.05
LEAST = 0.01
_FIRST = (0.4, 0.05)
"""Width and height of a place that was asked for by key."""
_MOVES = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_DONE = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PagePick:
    """The place being chosen.

    Attributes:
        box: the place so far, in parts of the page; None while none is chosen.
    """

    def __init__(self) -> None:
        self.box: QRectF | None = None
        self._anchor: QPointF | None = None

    @property
    def is_dragged(self) -> bool:
        """Whether the mouse holds a corner."""
        return self._anchor is not None

    def begin(self, middle: QPointF) -> None:
        """A first place around the middle of what is in sight."""
        wide, high = _FIRST
        self._anchor = None
        self.box = QRectF(middle.x() - wide / 2, middle.y() - high / 2, wide, high)
        self._keep_inside()

    def clear(self) -> None:
        """Nothing is chosen any more."""
        self.box, self._anchor = None, None

    def press(self, at: QPointF) -> None:
        """The mouse takes a corner."""
        if 0 <= at.x() <= 1 and 0 <= at.y() <= 1:
            self._anchor, self.box = at, None

    def drag(self, at: QPointF) -> None:
        """The other corner follows the mouse."""
        if self._anchor is not None:
            here = QPointF(min(max(at.x(), 0.0), 1.0), min(max(at.y(), 0.0), 1.0))
            self.box = QRectF(self._anchor, here).normalized()

    def release(self) -> Spot | None:
        """What was dragged; None where it was only a click."""
        self._anchor = None
        place = self.place
        if place is None:
            self.box = None
        return place

    @property
    def place(self) -> Spot | None:
        """The place, if it is large enough to be one."""
        box = self.box
        if box is None or box.width() < LEAST or box.height() < LEAST / 2:
            return None
        return (box.x(), box.y(), box.width(), box.height())

    def wants(self, key: int) -> bool:
        """Whether a key belongs to the choice that is under way."""
        return self.box is not None and (key in _MOVES or key in _DONE or key == Qt.Key.Key_Escape)

    def move(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Move by an arrow key, size with Ctrl, further with Shift; whether it was one."""
        move = _MOVES.get(Qt.Key(key))
        if move is None or self.box is None:
            return False
        step = FAR if modifiers & Qt.KeyboardModifier.ShiftModifier else STEP
        dx, dy = move[0] * step, move[1] * step
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.box.setWidth(max(self.box.width() + dx, LEAST))
            self.box.setHeight(max(self.box.height() + dy, LEAST))
        else:
            self.box.translate(dx, dy)
        self._keep_inside()
        return True

    def _keep_inside(self) -> None:
        box = self.box
        if box is not None:
            box.setWidth(min(box.width(), 1.0))
            box.setHeight(min(box.height(), 1.0))
            box.moveLeft(min(max(box.left(), 0.0), 1.0 - box.width()))
            box.moveTop(min(max(box.top(), 0.0), 1.0 - box.height()))
