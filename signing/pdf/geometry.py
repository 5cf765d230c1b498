"""From millimetres on the page as seen to points of its own coordinate system."""

from dataclasses import dataclass

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A rectangle on the page as a reader sees it: upright, cropped, from its top-left corner.

    Attributes:
        page_index: counted from 0.
        left_mm: from the left edge of the visible page.
        top_mm: from its top edge.
    """

    page_index: int
    left_mm: float
    top_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The visible part of a page.

    Attributes:
        left, bottom, right, top: crop box within the media box, in default user space.
        rotation: 0, 90, 180 or 270 degrees clockwise when shown.
        user_unit: size of one unit in points.
    """

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0
    user_unit: float = 1.0

    @property
    def width_mm(self) -> float:
        """Width as seen."""
        across = self.top - self.bottom if self.rotation % 180 else self.right - self.left
        return across * self.user_unit / POINTS_PER_MM

    @property
    def height_mm(self) -> float:
        """Height as seen."""
        down = self.right - self.left if self.rotation % 180 else self.top - self.bottom
        return down * self.user_unit / POINTS_PER_MM

    def units(self, millimetres: float) -> float:
        """Length in user space."""
        return millimetres * POINTS_PER_MM / self.user_unit

    def rectangle(self, place: Place) -> tuple[float, float, float, float]:
        """Lower-left and upper-right corner of ``place`` in default user space."""
        corners = [
            self._point(place.left_mm, place.top_mm),
            self._point(place.left_mm + place.width_mm, place.top_mm + place.height_mm),
        ]
        (x1, y1), (x2, y2) = corners
        return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))

    def place(self, page_index: int, rectangle: tuple[float, float, float, float]) -> Place:
        """The reverse of ``rectangle``."""
        x1, y1, x2, y2 = rectangle
        seen = [self._seen(x1, y1), self._seen(x2, y2)]
        left, right = sorted(point[0] for point in seen)
        top, bottom = sorted(point[1] for point in seen)
        return Place(
            page_index=page_index,
            left_mm=left,
            top_mm=top,
            width_mm=right - left,
            height_mm=bottom - top,
        )

    def upright_matrix(self) -> tuple[int, int, int, int, int, int]:
        """Form matrix that turns a mark upright as seen: against the page's own rotation."""
        return {
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, 0, 0),
            180: (-1, 0, 0, -1, 0, 0),
            270: (0, -1, 1, 0, 0, 0),
        }[self.rotation]

    def _point(self, right_mm: float, down_mm: float) -> tuple[float, float]:
        across, down = self.units(right_mm), self.units(down_mm)
        if self.rotation == 90:
            return self.left + down, self.bottom + across
        if self.rotation == 180:
            return self.right - across, self.bottom + down
        if self.rotation == 270:
            return self.right - down, self.top - across
        return self.left + across, self.top - down

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 90:
            across, down = y - self.bottom, x - self.left
        elif self.rotation == 180:
            across, down = self.right - x, y - self.bottom
        elif self.rotation == 270:
            across, down = self.top - y, self.right - x
        else:
            across, down = x - self.left, self.top - y
        scale = self.user_unit / POINTS_PER_MM
        return across * scale, down * scale
