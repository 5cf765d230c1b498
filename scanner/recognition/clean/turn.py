"""Which way is up, and how level: quarter turns and small angles."""

import numpy as np

from scanner.recognition.clean.shapes import Shapes
from scanner.recognition.sheet import Pixels


def ink_mask(even: Pixels) -> Pixels:
    """1 where there is ink on an evened page."""
    return (even < 150).astype(np.uint8)


def glyph_centres(mask: Pixels, dpi: float) -> Pixels:
    """Centres and sizes of letter-sized components.

    Returns:
        (n, 4) float: x, y, width, height.
    """
    shapes = Shapes.of(mask)
    low, high = dpi * 0.025, dpi * 0.35
    sizes = shapes.stats[1:, 2:4].astype(np.float64)
    fits = (
        (sizes.max(axis=1) > low) & (sizes.max(axis=1) < high) & (sizes.min(axis=1) > dpi * 0.008)
    )
    return np.column_stack([shapes.centres[1:][fits], sizes[fits]])


def lies_sideways(glyphs: Pixels) -> bool:
    """Whether text runs up or down: in a word, letters lie closer along the line than across."""
    if len(glyphs) < 20:
        return False
    points = glyphs[:, :2]
    if len(points) > 1500:
        points = points[np.random.default_rng(0).permutation(len(points))[:1500]]
        everything = glyphs[:, :2]
    else:
        everything = points
    some = points[:: max(1, len(points) // 400)].astype(np.float32)
    everything = everything.astype(np.float32)
    across = np.abs(everything[:, 0] - some[:, :1])
    down = np.abs(everything[:, 1] - some[:, 1:2])
    distance = np.maximum(across, down)
    distance[distance < 1e-6] = np.inf
    nearest = np.argmin(distance, axis=1)[:, None]
    dx, dy = np.take_along_axis(across, nearest, 1), np.take_along_axis(down, nearest, 1)
    return int((dy > dx).sum()) > int((dx > dy).sum())


def skew_deg(mask: Pixels, *, limit_deg: float = 8.0) -> float:
    """Angle by which lines rise to the right (degrees, positive = turn clockwise to level).

    Source: projection profile: level lines make the row sums vary most.
    """
    rows, columns = np.nonzero(mask)
    if len(rows) < 200:
        return 0.0
    step = max(1, len(rows) // 40_000)
    y, x = rows[::step].astype(np.float64), columns[::step].astype(np.float64)
    x -= mask.shape[1] / 2

    def sharpness(angle: float) -> float:
        levels = y + x * np.tan(np.radians(angle))
        counts = np.bincount((levels - levels.min()).astype(np.int64))
        return float((np.diff(counts.astype(np.float64)) ** 2).sum())

    best = 0.0
    span, step_deg = limit_deg, 0.5
    for _ in range(3):
        angles = np.arange(best - span, best + span + step_deg / 2, step_deg)
        best = float(angles[int(np.argmax([sharpness(a) for a in angles]))])
        span, step_deg = step_deg, step_deg / 5
    return float(np.clip(best, -limit_deg, limit_deg))
