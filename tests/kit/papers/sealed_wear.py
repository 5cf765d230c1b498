"""Wear of the part `sealed`: crossing folds, tape, tinted and patterned paper, a blue stamp, weak rows, a dark edge."""

import random

import cv2
import numpy as np

from tests.kit.papers.wear import worn_by


def worn(image: np.ndarray, rng: random.Random) -> tuple[np.ndarray, list[str]]:
    """None, one or two effects on a clean page; nothing moves."""
    return worn_by(_EFFECTS, image, rng)


def _shaded(image: np.ndarray, shade: np.ndarray) -> np.ndarray:
    return np.clip(image * shade[..., None], 0, 255).astype(np.uint8)


def _folded_twice(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Carried in a pocket: a fold across and one down, light on one side and dark on the other."""
    height, width = image.shape[:2]
    shade = np.ones((height, width), np.float32)
    for axis, size in ((0, height), (1, width)):
        at = size * rng.uniform(0.45, 0.55)
        away = np.arange(size, dtype=np.float32) - at
        line = 1 - 0.22 * np.exp(-(away**2) / 8) + 0.06 * np.exp(-((away - 9) ** 2) / 60)
        shade *= line[:, None] if axis == 0 else line[None, :]
    return _shaded(image, shade)


def _taped(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Strips of yellowed tape over a torn place."""
    made = image.astype(np.float32)
    height, width = image.shape[:2]
    for _ in range(rng.randint(1, 2)):
        top, tall = int(height * rng.uniform(0.1, 0.85)), int(height * 0.022)
        left, wide = int(width * rng.uniform(0, 0.6)), int(width * rng.uniform(0.2, 0.4))
        made[top : top + tall, left : left + wide] *= np.array([0.72, 0.9, 0.96], np.float32)
        made[top : top + 2, left : left + wide] *= 0.9
    return np.clip(made, 0, 255).astype(np.uint8)


def _tinted(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A form printed on coloured paper."""
    tint = rng.choice([(0.86, 0.88, 1.0), (0.88, 1.0, 0.9), (1.0, 0.95, 0.86), (0.84, 0.95, 1.0)])
    return np.clip(image * np.array(tint, np.float32), 0, 255).astype(np.uint8)


def _patterned(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Fine waves all over the paper, as on certificates."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    period, long = height / rng.uniform(110, 170), width / rng.uniform(9, 16)
    wave = np.sin(2 * np.pi * (rows + 6 * np.sin(2 * np.pi * columns / long)) / period)
    shade = 1 - rng.uniform(0.04, 0.09) * (wave > 0.6).astype(np.float32)
    return _shaded(image, shade)


def _stamped(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A blue stamp of the office that took the paper in, near the upper edge, a little askew."""
    height, width = image.shape[:2]
    made = image.copy()
    wide, tall = int(width * 0.2), int(width * 0.075)
    left, top = int(width * rng.uniform(0.05, 0.72)), int(height * rng.uniform(0.005, 0.03))
    box = cv2.boxPoints(((left + wide / 2, top + tall / 2 + 8), (wide, tall), rng.uniform(-5, 5)))
    colour = (170, 70, 50)
    cv2.polylines(made, [box.astype(np.int32)], isClosed=True, color=colour, thickness=max(2, width // 600), lineType=cv2.LINE_AA)  # fmt: skip
    place = (int(left + wide * 0.12), int(top + tall * 0.7))
    cv2.putText(made, f"DEN: {rng.randint(100, 999)}", place, cv2.FONT_HERSHEY_SIMPLEX, width / 1900, colour, max(2, width // 800), cv2.LINE_AA)  # fmt: skip
    return made


def _weak_rows(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A printer that missed rows: thin bright lines across."""
    made = image.astype(np.float32)
    for _ in range(rng.randint(3, 9)):
        row = rng.randrange(image.shape[0] - 2)
        made[row : row + 1] = 255 - (255 - made[row : row + 1]) * rng.uniform(0.1, 0.5)
    return made.astype(np.uint8)


def _lifted(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """The lid was not down: one edge falls into the dark."""
    height, width = image.shape[:2]
    away = np.arange(width, dtype=np.float32)
    away = away if rng.random() < 0.5 else away[::-1]
    shade = 1 - rng.uniform(0.3, 0.6) * np.exp(-away / (width * rng.uniform(0.02, 0.05)))
    return _shaded(image, np.broadcast_to(shade[None, :], (height, width)))


_EFFECTS = {
    "folded_twice": _folded_twice,
    "taped": _taped,
    "tinted": _tinted,
    "patterned": _patterned,
    "stamped": _stamped,
    "weak_rows": _weak_rows,
    "lifted": _lifted,
}
