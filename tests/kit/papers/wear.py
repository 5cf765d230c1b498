"""Further wear of paper, used by the part `unseen`: age, holes, dirty glass, markers, curled pages."""

import random
from collections.abc import Callable, Mapping

import cv2
import numpy as np

Effect = Callable[[np.ndarray, random.Random], np.ndarray]


def worn(image: np.ndarray, rng: random.Random) -> tuple[np.ndarray, list[str]]:
    """One or two effects on a clean page; places move by at most a line's height."""
    return worn_by(_EFFECTS, image, rng)


def worn_by(
    effects: Mapping[str, Effect], image: np.ndarray, rng: random.Random
) -> tuple[np.ndarray, list[str]]:
    """None, one or two of some effects on a clean page, with their names.

    Args:
        effects: by name.
        image: BGR.
        rng: draws.
    """
    chosen = rng.sample(sorted(effects), rng.choice([0, 1, 1, 2]))
    for name in chosen:
        image = effects[name](image, rng)
    return image, chosen


def _aged(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Yellowed, more so at the edges."""
    height, width = image.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = np.minimum(np.minimum(x, width - x) / width, np.minimum(y, height - y) / height)
    depth = np.exp(-edge * 14)[..., None] * rng.uniform(0.1, 0.25)
    tint = np.array([rng.uniform(0.72, 0.85), rng.uniform(0.88, 0.95), 0.98], np.float32)
    return np.clip(image * tint * (1 - depth), 0, 255).astype(np.uint8)


def _punched(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Two filing holes in the left margin, dark behind."""
    height, width = image.shape[:2]
    made = image.copy()
    x, radius = int(width * rng.uniform(0.03, 0.05)), int(width * 0.0135)
    shade = rng.randint(20, 120)
    for share in (0.5 - 0.135, 0.5 + 0.135):
        cv2.circle(made, (x, int(height * share)), radius, (shade,) * 3, -1, cv2.LINE_AA)
    return made


def _dirty_glass(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Lines down the page from dust on a feeder's glass."""
    made = image.astype(np.float32)
    for _ in range(rng.randint(1, 4)):
        x, thick = rng.randrange(image.shape[1]), rng.choice([1, 1, 2])
        made[:, x : x + thick] *= rng.uniform(0.35, 0.8)
    return np.clip(made, 0, 255).astype(np.uint8)


def _marked(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A highlighter drawn over a few lines."""
    made = image.copy()
    height, width = image.shape[:2]
    colour = rng.choice([(120, 255, 255), (180, 255, 180), (220, 190, 255)])
    for _ in range(rng.randint(1, 3)):
        left, top = int(width * rng.uniform(0.1, 0.5)), int(height * rng.uniform(0.2, 0.8))
        box = made[
            top : top + int(height * 0.016), left : left + int(width * rng.uniform(0.15, 0.4))
        ]
        box[:] = np.minimum(box, np.array(colour, np.uint8))
    return made


def _curled(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Lines that bend near one edge, as from a bound file; darker there."""
    height, width = image.shape[:2]
    depth, reach = height * rng.uniform(0.002, 0.006), width * rng.uniform(0.2, 0.45)
    x = np.arange(width, dtype=np.float32)
    x = x if rng.random() < 0.5 else x[::-1]
    bend = depth * np.exp(-x / reach)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    made = cv2.remap(
        image, columns, rows + bend[None, :], cv2.INTER_LINEAR, borderValue=(255, 255, 255)
    )
    shade = 1 - 0.3 * np.exp(-x / (reach * 0.25))
    return np.clip(made * shade[None, :, None], 0, 255).astype(np.uint8)


def _noted(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A tick and a stroke of an officer's pen in the margin."""
    made = image.copy()
    height, width = image.shape[:2]
    for _ in range(rng.randint(1, 3)):
        x, y = int(width * rng.uniform(0.02, 0.06)), int(height * rng.uniform(0.2, 0.9))
        size = int(width * 0.015)
        points = np.array([[x, y], [x + size // 2, y + size], [x + size * 2, y - size]], np.int32)
        cv2.polylines(made, [points], isClosed=False, color=rng.choice([(150, 40, 30), (40, 40, 200)]), thickness=max(2, width // 700), lineType=cv2.LINE_AA)  # fmt: skip
    return made


def _faded(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Toner that ran out: lighter print in a band."""
    width = image.shape[1]
    at, broad = width * rng.random(), width * rng.uniform(0.05, 0.15)
    loss = rng.uniform(0.25, 0.5) * np.exp(-((np.arange(width) - at) ** 2) / (2 * broad**2))
    ink = 255.0 - image.astype(np.float32)
    return np.clip(255 - ink * (1 - loss[None, :, None]), 0, 255).astype(np.uint8)


_EFFECTS = {
    "aged": _aged,
    "punched": _punched,
    "dirty_glass": _dirty_glass,
    "marked": _marked,
    "curled": _curled,
    "noted": _noted,
    "faded": _faded,
}
