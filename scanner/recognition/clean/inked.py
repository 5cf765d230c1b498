"""Which pixels of a page belong to chosen shapes, without a look at its paper."""

from dataclasses import dataclass

import numpy as np

from scanner.recognition.sheet import Pixels


@dataclass(frozen=True, slots=True)
class Inked:
    """Pixels with ink, a twentieth of a page, and the shape that each belongs to.

    Attributes:
        shape: (height, width) of the page.
        spots: their places in the page laid out row after row.
        labels: their shapes, as numbered by `cv2.connectedComponents`.
    """

    shape: tuple[int, ...]
    spots: Pixels
    labels: Pixels

    @classmethod
    def of(cls, ink: Pixels, labels: Pixels) -> "Inked":
        """The inked pixels of a page.

        Args:
            ink: uint8, 1 where there is ink, else 0.
            labels: of the same shape.
        """
        spots = np.flatnonzero(ink.view(bool))
        return cls(ink.shape, spots, labels.ravel()[spots])

    def only(self, chosen: Pixels) -> Pixels:
        """Uint8 page: 1 where a chosen shape lies.

        Args:
            chosen: bool for each shape's number.
        """
        page = np.zeros(self.shape, np.uint8)
        page.ravel()[self.spots[chosen[self.labels]]] = 1
        return page
