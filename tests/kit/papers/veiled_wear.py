"""Wear of the part `veiled`: crumpled, torn, foxed, school and carbon paper, faxes, screens, shadows, glare, sleeves."""

import random

import cv2
import numpy as np

from tests.kit.papers.wear import worn_by


def worn(image: np.ndarray, rng: random.Random) -> tuple[np.ndarray, list[str]]:
    """None, one or two effects on a clean page; nothing moves by more than a stroke's width."""
    return worn_by(_EFFECTS, image, rng)


def _mixed(image: np.ndarray, shade: np.ndarray) -> np.ndarray:
    return np.clip(image * (shade if shade.ndim == 3 else shade[..., None]), 0, 255).astype(np.uint8)  # fmt: skip


def _mesh(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of a page, both from 0 to 1."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    return rows / height, columns / width


def _crumpled(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Crushed once and smoothed again: facets that take the light differently, sharp edges between."""
    height, width = image.shape[:2]
    shade = np.ones((height // 4, width // 4), np.float32)
    rows, columns = _mesh(shade)
    for _ in range(rng.randint(9, 15)):
        turn, at = rng.uniform(0, 3.14), rng.uniform(-0.2, 1.2)
        away = columns * np.cos(turn) + rows * np.sin(turn) - at
        away += 0.01 * np.sin(rows * rng.uniform(8, 20)) + 0.01 * np.sin(columns * 14)
        side = np.where(away > 0, np.exp(-away / 0.08), -np.exp(away / 0.05))
        shade += rng.uniform(0.025, 0.06) * side
        shade -= rng.uniform(0.04, 0.1) * np.exp(-((away / 0.0022) ** 2))
    shade = cv2.resize(shade, (width, height), interpolation=cv2.INTER_LINEAR)
    return _mixed(image, np.clip(shade, 0.62, 1.0))


def _screen(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Photographed from a monitor: a fine mesh of dots and slow coloured bands."""
    rows, columns = _mesh(image)
    turn, count = rng.uniform(-0.6, 0.6), rng.uniform(5, 13)
    wave = count * 6.28 * (rows * np.cos(turn) + columns * np.sin(turn) + 0.06 * rows * columns)
    bands = np.stack([np.sin(wave + shift) for shift in (0.0, 2.1, 4.2)], axis=2)
    shade = 1 - rng.uniform(0.03, 0.06) * (1 + bands)
    shade[::3] *= rng.uniform(0.9, 0.96)
    cold = np.array([1.0, 0.97, rng.uniform(0.88, 0.95)], np.float32)
    return _mixed(image, shade.astype(np.float32) * cold)


def _shadowed(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """The shadow of an arm and a telephone across part of the page, soft at its edge."""
    height, width = image.shape[:2]
    mask = np.zeros((height // 8, width // 8), np.uint8)
    tall, wide = mask.shape
    x, y = wide * rng.uniform(0.2, 0.8), tall * rng.uniform(0.55, 0.9)
    foot = wide * rng.uniform(0.1, 0.9)
    arm = np.array([[x - wide * 0.14, y], [x + wide * 0.12, y], [foot + wide * 0.2, tall], [foot - wide * 0.2, tall]])  # fmt: skip
    cv2.fillPoly(mask, [arm.astype(np.int32)], 255)
    box = cv2.boxPoints(((x, y - tall * 0.05), (wide * 0.34, tall * 0.26), rng.uniform(-25, 25)))
    cv2.fillPoly(mask, [box.astype(np.int32)], 255)
    soft = cv2.GaussianBlur(mask, (0, 0), wide * rng.uniform(0.012, 0.035)).astype(np.float32) / 255
    soft = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)
    return _mixed(image, 1 - rng.uniform(0.25, 0.5) * soft)


def _thumbed(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """The tip of a finger that held the page, over its side margin, and its shadow."""
    height, width = image.shape[:2]
    made = image.copy()
    left = rng.random() < 0.5
    x, y = (0 if left else width), int(height * rng.uniform(0.45, 0.9))
    long, thick = int(width * rng.uniform(0.035, 0.055)), int(width * 0.032)
    skin = [(150, 180, 222), (120, 155, 205), (105, 135, 180)][rng.randrange(3)]
    turn = rng.uniform(-15, 15)
    shade = np.zeros((height, width), np.uint8)
    cv2.ellipse(shade, (x, y + 6), (long + 8, thick + 8), turn, 0, 360, 255, -1)
    soft = cv2.GaussianBlur(shade, (0, 0), width * 0.004).astype(np.float32) / 255
    made = _mixed(made, 1 - 0.35 * soft)
    cv2.ellipse(made, (x, y), (long, thick), turn, 0, 360, skin, -1, cv2.LINE_AA)
    nail = (x + (1 if left else -1) * long // 2, y)
    pale = tuple(min(255, part + 28) for part in skin)
    cv2.ellipse(made, nail, (long // 3, int(thick * 0.6)), turn, 0, 360, pale, -1, cv2.LINE_AA)
    return made


def _carbon(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """The second sheet under carbon paper: everything violet-blue, soft, a haze where it rubbed."""
    height, width = image.shape[:2]
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    ink = 255 - cv2.GaussianBlur(grey, (0, 0), 0.55 * width / 1654).astype(np.float32)
    noise = np.random.default_rng(rng.getrandbits(32))
    rubbed = cv2.resize(noise.random((24, 17)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)  # fmt: skip
    grain = cv2.GaussianBlur(noise.random((height, width)).astype(np.float32), (0, 0), 1.2)
    ink = ink * np.clip(0.9 + 0.9 * (grain - 0.45), 0.82, 1.0) + 14 * np.clip(rubbed, 0, 1)
    colour = np.array([0.6, 0.94, 0.86], np.float32) if rng.random() < 0.6 else np.array([0.55, 0.84, 0.95], np.float32)  # fmt: skip
    return np.clip(255 - ink[..., None] * colour, 0, 255).astype(np.uint8)


def _faxed(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Sent by telefax: coarse steps, rows a dot to the side, a few rows lost to grey."""
    height, width = image.shape[:2]
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    share = max(0.62, min(1.0, 1400 / width))
    small = cv2.resize(grey, (int(width * share), int(height * share)), interpolation=cv2.INTER_AREA)  # fmt: skip
    small = np.clip((small.astype(np.float32) - 128) * rng.uniform(1.6, 2.4) + 120, 0, 255)
    small = small.astype(np.uint8)
    for _ in range(rng.randint(12, 30)):
        row, tall = rng.randrange(small.shape[0] - 12), rng.randint(1, 8)
        small[row : row + tall] = np.roll(small[row : row + tall], rng.choice([-1, 1]), axis=1)
    for _ in range(rng.randint(0, 3)):
        row = rng.randrange(small.shape[0] - 1)
        small[row] = (small[row].astype(np.float32) * 0.5 + 100).astype(np.uint8)
    back = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return cv2.cvtColor(back, cv2.COLOR_GRAY2BGR)


def _glare(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A flash or a window mirrored in the paper: print pale in one round place."""
    rows, columns = _mesh(image)
    x, y = rng.uniform(0.15, 0.85), rng.uniform(0.15, 0.85)
    wide, tall = rng.uniform(0.08, 0.16), rng.uniform(0.05, 0.11)
    spot = np.exp(-(((columns - x) / wide) ** 2) - ((rows - y) / tall) ** 2)
    bright = rng.uniform(0.4, 0.58) * spot[..., None]
    dim = image.astype(np.float32) * rng.uniform(0.82, 0.95)
    return np.clip(dim + (255 - dim) * bright, 0, 255).astype(np.uint8)


def _torn(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """One side torn off a pad, unevenly, within the margin; white fibres along the tear."""
    height, width = image.shape[:2]
    made = image.copy()
    noise = np.random.default_rng(rng.getrandbits(32))
    walk = cv2.GaussianBlur(noise.normal(0, 1, (height, 1)).astype(np.float32).cumsum(axis=0), (1, 201), 25)  # fmt: skip
    walk = (walk - walk.min()) / max(1e-6, float(np.ptp(walk)))
    fine = cv2.GaussianBlur(noise.normal(0, 1, (height, 1)).astype(np.float32), (1, 9), 2)
    edge = (width * (0.004 + 0.02 * walk + 0.0015 * fine)).astype(np.int32)[:, 0]
    columns = np.arange(width)[None, :]
    left = rng.random() < 0.5
    columns = columns if left else columns[:, ::-1]
    desk = rng.choice([(60, 70, 80), (90, 110, 130), (140, 140, 140), (45, 45, 45)])
    made[columns < edge[:, None] + max(2, width // 250)] = (246, 248, 250)
    made[columns < edge[:, None]] = desk
    return made


def _sleeved(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Left in its plastic sleeve: broad slanting reflections and a milky film."""
    rows, columns = _mesh(image)
    slope = rng.uniform(0.25, 0.7) * rng.choice([-1, 1])
    film = np.zeros_like(rows)
    for _ in range(rng.randint(2, 4)):
        at, broad = rng.uniform(-0.1, 1.2), rng.uniform(0.02, 0.07)
        away = columns + slope * rows - at
        film += rng.uniform(0.16, 0.3) * np.clip((broad - np.abs(away)) / 0.012 + 0.5, 0, 1)
    film = np.clip(film + 0.05, 0, 0.36)[..., None]
    return np.clip(image + (240 - image.astype(np.float32)) * film, 0, 255).astype(np.uint8)


def _foxed(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Years in a damp cupboard: many small rusty spots, a few larger."""
    height, width = image.shape[:2]
    layer = np.zeros((height // 2, width // 2), np.float32)
    for _ in range(rng.randint(40, 110)):
        place = (rng.randrange(layer.shape[1]), rng.randrange(layer.shape[0]))
        radius = int(width * rng.choice([0.0008, 0.001, 0.0015, 0.002, 0.005]))
        cv2.circle(layer, place, max(1, radius), rng.uniform(0.2, 0.75), -1)
    soft = cv2.GaussianBlur(layer, (0, 0), width / 1100)
    soft = cv2.resize(soft, (width, height))[..., None]
    return _mixed(image, 1 - soft * np.array([0.62, 0.38, 0.2], np.float32))


def _squared(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """On a sheet of a school book: pale squares, a red line down the margin."""
    height, width = image.shape[:2]
    made = image.copy()
    pitch = width / rng.uniform(38, 46)
    pale = rng.choice([(240, 226, 212), (236, 222, 226), (232, 236, 216)])
    thick = max(1, width // 1300)
    lines = np.full_like(image, 255)
    for number in range(1, int(height / pitch) + 1):
        at = round(number * pitch)
        cv2.line(lines, (0, at), (width, at), pale, thick)
        cv2.line(lines, (at, 0), (at, height), pale, thick)
    x = int(width * 0.06)
    cv2.line(lines, (x, 0), (x, height), (190, 190, 245), thick)
    return np.minimum(made, lines)


def _ghosted(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A worn fuser: every word again, faint, a little way down the page."""
    height = image.shape[0]
    down = int(height * rng.uniform(0.018, 0.05))
    ink = 255 - image.astype(np.float32)
    ghost = np.zeros_like(ink)
    ghost[down:] = cv2.GaussianBlur(ink[:-down], (0, 0), image.shape[1] / 1100)
    return np.clip(255 - np.maximum(ink, ghost * rng.uniform(0.07, 0.16)), 0, 255).astype(np.uint8)


_EFFECTS = {
    "crumpled": _crumpled,
    "screen": _screen,
    "shadowed": _shadowed,
    "thumbed": _thumbed,
    "carbon": _carbon,
    "faxed": _faxed,
    "glare": _glare,
    "torn": _torn,
    "sleeved": _sleeved,
    "foxed": _foxed,
    "squared": _squared,
    "ghosted": _ghosted,
}
