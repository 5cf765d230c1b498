"""One page on its way to the reader, and the way back to the pixels it came from."""

from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels: TypeAlias = NDArray[Any]  # uint8; the stubs of OpenCV give back wider types
Matrix: TypeAlias = NDArray[np.float64]
Box: TypeAlias = tuple[int, int, int, int]

OCR_DPI = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture of one page.

    Attributes:
        pixels: uint8, (height, width) grey or (height, width, 3) BGR.
        dpi: dots per inch of these pixels, as far as known.
        to_source: 3 × 3 homography from these pixels to the pixels of the file's page.
        notes: what was measured on the way (turn, skew, speckle, …); goes into `quality`.
    """

    pixels: Pixels
    dpi: float
    to_source: Matrix = field(default_factory=lambda: np.eye(3))
    notes: dict[str, Any] = field(default_factory=dict)  # JSON values of many kinds

    @property
    def height(self) -> int:
        """Rows of the picture."""
        return int(self.pixels.shape[0])

    @property
    def width(self) -> int:
        """Columns of the picture."""
        return int(self.pixels.shape[1])

    def with_pixels(self, pixels: Pixels, **notes: object) -> "Sheet":
        """The same page, cleaned in place: geometry unchanged."""
        return replace(self, pixels=pixels, notes={**self.notes, **notes})

    def grey(self) -> Pixels:
        """The picture as one channel."""
        if self.pixels.ndim == 2:
            return self.pixels
        return np.asarray(cv2.cvtColor(self.pixels, cv2.COLOR_BGR2GRAY), np.uint8)

    def warped(
        self, to_new: Matrix, size: tuple[int, int], *, dpi: float, **notes: object
    ) -> "Sheet":
        """The page seen through a homography.

        Args:
            to_new: 3 × 3, from these pixels to the new ones.
            size: (width, height) of the new picture.
            dpi: of the new picture.
            notes: further measurements.
        """
        shrink = np.sqrt(abs(np.linalg.det(to_new[:2, :2])))
        pixels, matrix = self.pixels, to_new
        blocks = int(1 / shrink + 0.01) if shrink > 0 else 1
        if blocks > 1:
            pixels = by_blocks(pixels, blocks)
            matrix = to_new @ np.diag([blocks, blocks, 1.0])
        elif shrink < 0.7:  # plain bilinear sampling would drop thin strokes
            factor = shrink * 1.15
            pixels = np.asarray(
                cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA),
                np.uint8,
            )
            matrix = to_new @ np.diag(
                [self.width / pixels.shape[1], self.height / pixels.shape[0], 1.0]
            )
        flat = bool(np.allclose(matrix[2], (0.0, 0.0, 1.0), atol=1e-12))
        warp, how = (cv2.warpAffine, matrix[:2]) if flat else (cv2.warpPerspective, matrix)
        new = warp(pixels, how, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return Sheet(
            np.asarray(new, np.uint8),
            dpi,
            self.to_source @ np.linalg.inv(to_new),
            {**self.notes, **notes},
        )

    def quarter_turned(self, clockwise_deg: int) -> "Sheet":
        """The page turned by a multiple of 90 degrees, pixel for pixel."""
        turns = clockwise_deg // 90 % 4
        if turns == 0:
            return self
        pixels = np.ascontiguousarray(np.rot90(self.pixels, -turns))
        return Sheet(
            pixels,
            self.dpi,
            self.to_source @ np.linalg.inv(quarter_turn(turns, self.width, self.height)),
            self.notes,
        )

    def box_in_source(
        self, box: tuple[float, float, float, float]
    ) -> tuple[float, float, float, float]:
        """A box (left, top, right, bottom) of these pixels as bounds in the file's page."""
        left, top, right, bottom = box
        corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
        moved = project(self.to_source, corners)
        low, high = moved.min(axis=0), moved.max(axis=0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def by_blocks(pixels: Pixels, blocks: int) -> Pixels:
    """A picture made smaller by a whole number, each new pixel the mean of a block of old ones.

    A rest narrower than a block is cut off at the right and at the bottom.
    """
    if blocks <= 1:
        return pixels
    height, width = pixels.shape[0] // blocks, pixels.shape[1] // blocks
    whole = pixels[: height * blocks, : width * blocks]
    return np.asarray(cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def quarter_turn(turns: int, width: int, height: int) -> Matrix:
    """Homography of `turns` clockwise quarter turns of a width × height picture."""
    right, bottom = width - 1.0, height - 1.0
    table = {
        0: np.eye(3),
        1: np.array([[0, -1, bottom], [1, 0, 0], [0, 0, 1.0]]),
        2: np.array([[-1, 0, right], [0, -1, bottom], [0, 0, 1.0]]),
        3: np.array([[0, 1, 0], [-1, 0, right], [0, 0, 1.0]]),
    }
    return table[turns % 4]


def project(matrix: Matrix, points: Matrix) -> Matrix:
    """Points (n, 2) moved by a homography."""
    homogeneous = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return np.asarray(homogeneous[:, :2] / homogeneous[:, 2:3], np.float64)
