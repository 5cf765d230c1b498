"""Connected shapes of ink on a page, measured without a look at its paper.

OpenCV's own measuring takes each pixel of a page into account; ink is a twentieth of it, and five
times as quick. Measured on a page of A4 at 200 dpi: 28 ms there, 6 ms and what the ink takes here.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from scanner.recognition.sheet import Pixels


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes whose pixels touch, corners included; number 0 is the paper and measures nothing.

    Attributes:
        page: (height, width) of the page.
        spots: places of its ink in the page laid out row after row, in that order.
        labels: the shape that each belongs to, from 1.
        stats: (n + 1, 5) int32: left, top, width, height, area of each shape.
        centres: (n + 1, 2) float64: mean x and y of its pixels.
    """

    page: tuple[int, ...]
    spots: Pixels
    labels: Pixels
    stats: Pixels
    centres: Pixels

    @classmethod
    def of(cls, ink: Pixels) -> "Shapes":
        """The shapes of a page.

        Args:
            ink: uint8 (height, width), 1 where there is ink, else 0.
        """
        count, numbers = cv2.connectedComponents(ink, connectivity=8)
        spots = np.flatnonzero(ink.view(bool))
        labels: Pixels = numbers.ravel()[spots]
        rows, columns = np.divmod(spots.astype(np.int32), np.int32(ink.shape[1]))
        low, high = np.zeros((2, count), np.int32)
        low[labels[::-1]] = rows[::-1]  # of a shape's pixels the last one written counts
        high[labels] = rows
        left, right = np.full(count, ink.shape[1], np.int32), np.full(count, -1, np.int32)
        np.minimum.at(left, labels, columns)
        np.maximum.at(right, labels, columns)
        area = np.bincount(labels, minlength=count)
        stats = np.column_stack([left, low, right - left + 1, high - low + 1, area])
        stats[0] = 0
        sums = [np.bincount(labels, weights=axis, minlength=count) for axis in (columns, rows)]
        centres = np.column_stack(sums) / np.maximum(area, 1)[:, None]
        return cls(ink.shape, spots, labels, stats.astype(np.int32), centres)

    def only(self, chosen: Pixels) -> Pixels:
        """Uint8 page: 1 where a chosen shape lies.

        Args:
            chosen: bool for each shape's number.
        """
        page = np.zeros(self.page, np.uint8)
        page.ravel()[self.spots[chosen[self.labels]]] = 1
        return page
