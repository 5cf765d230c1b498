"""Wear of the part `kept_back`: soft copies, little ink, print from behind, a word stamped over, staples, folds, lamps."""

import random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.kit.papers.canvas import body_families, font
from tests.kit.papers.wear import worn_by


def worn(image: np.ndarray, rng: random.Random) -> tuple[np.ndarray, list[str]]:
    """None, one or two effects on a clean page; nothing moves."""
    return worn_by(_EFFECTS, image, rng)


def _times(image: np.ndarray, shade: np.ndarray) -> np.ndarray:
    return np.clip(image * (shade if shade.ndim == 3 else shade[..., None]), 0, 255).astype(np.uint8)  # fmt: skip


def _soft_copy(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A photocopy of a photocopy: grey, a little soft, strokes a trifle thicker, the sheet's edge in one margin."""
    height, width = image.shape[:2]
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    soft = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.6, 1.0) * width / 1654)
    made = np.clip((soft - 128) * rng.uniform(1.05, 1.3) + 122, 0, 255)
    made = 255 - (255 - made) * rng.uniform(0.75, 0.95)
    x, thick = int(width * rng.uniform(0.006, 0.02)), max(1, width // 500)
    left = rng.random() < 0.5
    made[:, x : x + thick] *= 0.6 if left else 1.0
    made[int(height * 0.99) :] *= 1.0 if left else 0.7
    return cv2.cvtColor(np.clip(made, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)


def _low_ink(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """An ink cartridge near its end: paler from top to bottom, tiny holes in the strokes."""
    height, width = image.shape[:2]
    noise = np.random.default_rng(rng.getrandbits(32))
    grain = cv2.GaussianBlur(noise.random((height, width)).astype(np.float32), (0, 0), 0.8)
    start, end = sorted(rng.uniform(0.5, 0.95) for _ in range(2))
    share = np.linspace(end, start, height, dtype=np.float32)[:, None]
    share = share - 0.5 * np.clip(grain - 0.62, 0, 1) / 0.2
    ink = 255 - image.astype(np.float32)
    return np.clip(255 - ink * np.clip(share, 0.2, 1)[..., None], 0, 255).astype(np.uint8)


def _show_through(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Printed on both sides of thin paper: the back, here the page itself, mirrored, lower and pale."""
    height, width = image.shape[:2]
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    down = int(height * rng.uniform(0.005, 0.06))
    back = np.full_like(grey, 255)
    back[down:] = grey[:-down, ::-1]
    back = cv2.GaussianBlur(back, (0, 0), rng.uniform(1.2, 2.4) * width / 1654).astype(np.float32)
    ink = (255 - back) * rng.uniform(0.06, 0.15)
    return np.clip(image - ink[..., None], 0, 255).astype(np.uint8)


_STAMPED = ["BẢN SAO", "ĐÃ TIẾP NHẬN", "ĐÃ ĐỐI CHIẾU", "SAO Y BẢN CHÍNH", "CÔNG VĂN ĐẾN", "LƯU HỒ SƠ", "ĐÃ THU LỆ PHÍ"]  # fmt: skip


def _word_stamp(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A rubber stamp of a few words, red, blue or violet, soaked in over whatever stands there."""
    height, width = image.shape[:2]
    text = rng.choice(_STAMPED)
    face = font(body_families("kept_back")[0], round(width * rng.uniform(0.017, 0.026)), bold=True)
    wide, tall = round(face.getlength(text) + width * 0.02), round(width * 0.045)
    plate = Image.new("L", (wide, tall), 0)
    pen = ImageDraw.Draw(plate)
    pen.text((wide / 2, tall / 2), text, font=face, fill=255, anchor="mm")
    if rng.random() < 0.7:
        pen.rectangle((1, 1, wide - 2, tall - 2), outline=255, width=max(2, width // 650))
    mask = np.asarray(plate.rotate(rng.uniform(-9, 9), expand=True, resample=Image.Resampling.BICUBIC))  # fmt: skip
    noise = np.random.default_rng(rng.getrandbits(32))
    worn_rubber = cv2.GaussianBlur(noise.random(mask.shape).astype(np.float32), (0, 0), 2.2)
    strength = mask / 255 * np.clip(worn_rubber * 2.2 - 0.4, 0.2, 0.85) * rng.uniform(0.6, 0.9)
    colour = np.array(rng.choice([(60, 50, 215), (190, 70, 40), (165, 60, 120)]), np.float32) / 255
    x = int(rng.uniform(0.03, 0.97 - mask.shape[1] / width) * width)
    y = int(rng.choice([rng.uniform(0.005, 0.05), rng.uniform(0.2, 0.85)]) * height)
    made = image.copy()
    box = made[y : y + mask.shape[0], x : x + mask.shape[1]]
    strength = strength[: box.shape[0], : box.shape[1], None]
    box[:] = _times(box, 1 - strength * (1 - colour))
    return made


def _stapled(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A staple in the upper left corner with its shadow, the dent around it, and two old holes."""
    height, width = image.shape[:2]
    made = image.copy()
    x, y = int(width * rng.uniform(0.02, 0.06)), int(height * rng.uniform(0.012, 0.035))
    long, turn = width * 0.045, rng.uniform(-0.9, 0.2)
    end = (int(x + long * np.cos(turn)), int(y - long * np.sin(turn)))
    thick = max(2, width // 450)
    dent = np.ones((height, width), np.float32)
    cv2.line(dent, (x, y + thick), (end[0], end[1] + thick), 0.7, thick * 4)
    made = _times(made, cv2.GaussianBlur(dent, (0, 0), width / 300))
    cv2.line(made, (x, y), end, (120, 122, 125), thick + 1, cv2.LINE_AA)
    cv2.line(made, (x, y - 1), (end[0], end[1] - 1), (205, 206, 208), max(1, thick // 2), cv2.LINE_AA)  # fmt: skip
    for part in (0.1, 0.9):
        hole = (int(x + (end[0] - x) * part), int(y + (end[1] - y) * part + width * 0.012))
        cv2.circle(made, hole, max(1, width // 700), (70, 70, 70), -1, cv2.LINE_AA)
    return made


def _letter_folds(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Folded in three for an envelope: two creases across, each third in a light of its own."""
    height = image.shape[0]
    rows = np.arange(height, dtype=np.float32)
    shade = np.ones(height, np.float32)
    for third in (1, 2):
        at = height * (third / 3 + rng.uniform(-0.015, 0.015))
        away = rows - at
        shade -= rng.uniform(0.08, 0.2) * np.exp(-((away / (height * 0.0012)) ** 2))
        shade -= rng.uniform(0.0, 0.07) * np.clip(1 - np.abs(away) / (height * 0.16), 0, 1) * (away > 0)  # fmt: skip
    return _times(image, np.broadcast_to(shade[:, None], image.shape[:2]))


def _turned_corner(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A corner at the foot of the page turned over: its pale back, a shadow beside it, a little of the desk."""
    height, width = image.shape[:2]
    size = int(width * rng.uniform(0.035, 0.07))
    made = image.copy()
    shade = np.ones((height, width), np.float32)
    fold = [[width - size, height], [width, height - size]]
    cv2.line(shade, tuple(fold[0]), tuple(fold[1]), 0.6, max(3, width // 200))
    made = _times(made, cv2.GaussianBlur(shade, (0, 0), width / 200))
    desk = [rng.randint(50, 120)] * 3
    cv2.fillPoly(made, [np.array([*fold, [width, height]], np.int32)], desk)
    back = np.array([*fold, [width - size, height - size]], np.int32)
    cv2.fillPoly(made, [back], (232, 234, 236), cv2.LINE_AA)
    return made if rng.random() < 0.5 else np.ascontiguousarray(_mirrored_corner(image, made, size))


def _mirrored_corner(image: np.ndarray, made: np.ndarray, size: int) -> np.ndarray:
    """The same corner at the other side."""
    reach = size * 3
    other = image.copy()
    other[-reach:, :reach] = made[-reach:, -reach:][:, ::-1]
    clean = image[-reach:, :reach]
    blank = clean.min(axis=2) > 245  # never a word of the other side
    keep = other[-reach:, :reach]
    keep[~blank] = clean[~blank]
    return other


def _soft_shade(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Photographed by a window: one side in a broad soft shadow, colder there than in the light."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = rng.uniform(0, 6.28)
    along = np.cos(turn) * columns / width + np.sin(turn) * rows / height
    along = (along - along.min()) / max(1e-6, float(np.ptp(along)))
    edge, broad = rng.uniform(0.3, 0.7), rng.uniform(0.08, 0.22)
    depth = rng.uniform(0.15, 0.38) / (1 + np.exp(-(along - edge) / broad * 2))
    cold = np.array([0.9, 0.97, 1.05], np.float32)
    return _times(image, 1 - depth[..., None] * cold)


def _lamp(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Under a desk lamp in the evening: a warm cast, brightest at one place."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = rng.uniform(0.2, 0.8), rng.uniform(0.1, 0.7)
    away = np.hypot(columns / width - x, (rows / height - y) * 1.4)
    light = 1 - rng.uniform(0.12, 0.3) * np.clip(away, 0, 1.2) ** 1.5
    warm = np.array([rng.uniform(0.74, 0.88), rng.uniform(0.9, 0.96), 1.0], np.float32)
    return _times(image, light[..., None] * warm)


def _drum_marks(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A laser printer's scratched drum: the same small grey mark again and again down the page."""
    height, width = image.shape[:2]
    made = image.astype(np.float32)
    pitch, x = int(height * rng.uniform(0.12, 0.25)), int(width * rng.uniform(0.05, 0.95))
    tall, wide = max(2, width // 400), max(3, int(width * rng.uniform(0.003, 0.012)))
    for y in range(rng.randrange(pitch), height - tall, pitch):
        made[y : y + tall, x : x + wide] *= 0.62
    return np.clip(made, 0, 255).astype(np.uint8)


_EFFECTS = {
    "soft_copy": _soft_copy,
    "low_ink": _low_ink,
    "show_through": _show_through,
    "word_stamp": _word_stamp,
    "stapled": _stapled,
    "letter_folds": _letter_folds,
    "turned_corner": _turned_corner,
    "soft_shade": _soft_shade,
    "lamp": _lamp,
    "drum_marks": _drum_marks,
}
