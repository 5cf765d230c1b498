"""Pictures of single lines, written and worn at random, as they lie between a page's other lines."""

import random
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.kit.lines.texts import text_of

_SIZE = 40
_FAINTEST = 15  # levels between ink and paper
_SIDE = 60  # free paper around the writing while it is drawn


@dataclass(frozen=True, slots=True)
class Faces:
    """Font files to draw with: print and hands."""

    print: tuple[str, ...]
    hand: tuple[str, ...]


@lru_cache(maxsize=4096)
def _face(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(file, size)


@lru_cache(maxsize=1024)
def _letters(file: str) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(file, fontNumber=0, lazy=True) as face:
        return frozenset(face.getBestCmap() or {})


def line_of(rng: random.Random, faces: Faces, *, hand: float = 0.6) -> tuple[np.ndarray, str]:
    """One line and what stands on it.

    Args:
        rng: draws.
        faces: to draw with.
        hand: share of lines written by hand.

    Returns:
        (uint8 grey picture cut out as the reader cuts, text).
    """
    by_hand = rng.random() < hand
    noise = np.random.default_rng(rng.getrandbits(32))
    while True:
        file = rng.choice(faces.hand if by_hand else faces.print)
        text = text_of(rng)
        if all(ord(letter) in _letters(file) for letter in text):
            break
    page, box = _written(text, file, by_hand, rng)
    if box is None:
        return np.full((40, 40), 255, np.uint8), ""
    page = _beside(page, box, rng, faces)
    page, box = _bent(page, box, by_hand, rng, noise)
    line = _worn(_cut(page, box, rng), rng, noise)
    if int(line.max()) - int(line.min()) <= _FAINTEST:  # worn away: nobody could read it
        return line_of(rng, faces, hand=hand)
    return line, text


def _written(
    text: str, file: str, by_hand: bool, rng: random.Random
) -> tuple[np.ndarray, tuple[int, int, int, int] | None]:
    """White paper with the text, and the box of its ink."""
    face = _face(file, rng.choice((_SIZE - 8, _SIZE, _SIZE + 6)))
    words = text.split(" ")
    blank = face.getlength(" ") * rng.uniform(0.75, 1.5) + (2 if by_hand else 0)
    apart = rng.uniform(0, 0.25) * _SIZE if rng.random() < 0.06 else 0.0
    place, spots = float(_SIDE), []
    shift = 0.07 * _SIZE if by_hand else 0.0
    for word in words:
        drift = rng.uniform(-shift, shift)
        if apart or (by_hand and rng.random() < 0.15):
            for letter in word:
                spots.append((place, drift + rng.uniform(-shift, shift) / 2, letter))
                place += face.getlength(letter) + apart + rng.uniform(-0.5, 1.0)
        else:
            spots.append((place, drift, word))
            place += face.getlength(word)
        place += blank * (rng.uniform(0.7, 1.5) if by_hand else 1.0)
    width, height = int(place) + _SIDE, _SIZE * 3
    image = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(image)
    ink = rng.randint(0, 90)
    for x, y, word in spots:
        pen.text((x, height * 0.62 + y), word, font=face, fill=ink, anchor="ls")
    page = np.asarray(image).copy()
    dark = np.argwhere(page < 200)
    if len(dark) == 0:
        return page, None
    (top, left), (bottom, right) = dark.min(axis=0), dark.max(axis=0)
    return page, (int(left), int(top), int(right) + 1, int(bottom) + 1)


def _beside(
    page: np.ndarray, box: tuple[int, int, int, int], rng: random.Random, faces: Faces
) -> np.ndarray:
    """What else lies there: dots or a rule under the line, frames, words of the lines around."""
    left, _, right, _ = box
    height, width = page.shape
    base = int(height * 0.62) + rng.randint(1, 6)
    draw = rng.random()
    ink = rng.randint(0, 150)
    if draw < 0.16:
        pitch, at = rng.randint(5, 11), base + rng.randint(-2, 3)
        kept = rng.uniform(0.1, 1.0)
        for x in range(rng.randint(0, pitch), width, pitch):
            if rng.random() < kept:
                cv2.circle(page, (x, at), rng.choice((1, 1, 2)), ink, -1)
    elif draw < 0.26:
        thick = rng.choice((1, 1, 2))
        start = rng.randint(0, width // 2) if rng.random() < 0.4 else 0
        stop = rng.randint(width // 2, width) if rng.random() < 0.4 else width
        cv2.line(
            page, (start, base + rng.randint(-1, 6)), (stop, base + rng.randint(-1, 6)), ink, thick
        )
    if rng.random() < 0.08:
        x = rng.choice((left - rng.randint(4, 14), right + rng.randint(4, 14)))
        cv2.line(page, (x, 0), (x, height), ink, rng.choice((1, 2, 3)))
    if rng.random() < 0.3:
        face = _face(rng.choice(faces.print), _SIZE - rng.randint(0, 8))
        gap = int(_SIZE * rng.uniform(1.05, 1.7)) * rng.choice((-1, 1))
        layer = Image.new("L", (width, height), 255)
        spot = (rng.randint(-80, _SIDE), height * 0.62 + gap)
        ImageDraw.Draw(layer).text(spot, text_of(rng), font=face, fill=ink, anchor="ls")
        page = np.minimum(page, np.asarray(layer))
    return page


def _bent(
    page: np.ndarray,
    box: tuple[int, int, int, int],
    by_hand: bool,
    rng: random.Random,
    noise: np.random.Generator,
) -> tuple[np.ndarray, tuple[int, int, int, int]]:
    """Leaning, a little turned, wider or narrower, wavy; and where the ink now is."""
    height, width = page.shape
    lean = rng.uniform(-0.18, 0.3) if by_hand else rng.choice((0.0, 0.0, rng.uniform(-0.05, 0.22)))
    wide = rng.uniform(0.72, 1.3) if by_hand else rng.uniform(0.82, 1.15)
    turn = np.tan(np.radians(rng.gauss(0, 0.6)))
    middle, centre = height * 0.62, width / 2
    matrix = np.array([[wide, -lean, lean * middle + 10], [turn, 1.0, -turn * centre]], np.float64)
    size = (int(width * wide) + 30, height)
    page = cv2.warpAffine(page, matrix, size, flags=cv2.INTER_LINEAR, borderValue=255)
    corners = np.array([[x, y, 1.0] for x in box[::2] for y in box[1::2]]) @ matrix.T
    if rng.random() < (0.5 if by_hand else 0.12):
        ys = np.arange(height, dtype=np.float32)[:, None]
        xs = np.arange(size[0], dtype=np.float32)[None]
        a, b = noise.uniform(0.4, 1.6, 2)
        p, q = noise.uniform(18, 60, 2)
        s, t = noise.uniform(0, 6.3, 2)
        from_x = (xs + a * np.sin(ys / p * 3 + s) + b * np.sin(xs / q + t)).astype(np.float32)
        from_y = (ys + b * np.sin(xs / p + t)).astype(np.float32)
        page = cv2.remap(page, from_x, from_y, cv2.INTER_LINEAR, borderValue=255)
    low, high = corners.min(axis=0), corners.max(axis=0)
    left, top = max(0, int(low[0]) - 2), max(0, int(low[1]))
    right, bottom = min(size[0], int(high[0]) + 3), min(height, int(high[1]) + 1)
    inside = np.argwhere(page[top:bottom, left:right] < 190)
    if len(inside):
        (y0, x0), (y1, x1) = inside.min(axis=0), inside.max(axis=0)
        left, right = left + int(x0), left + int(x1) + 1
        top, bottom = top + int(y0), top + int(y1) + 1
    return page, (left, top, right, bottom)


def _cut(page: np.ndarray, box: tuple[int, int, int, int], rng: random.Random) -> np.ndarray:
    """The strip as the reader cuts it: word boxes and a quarter of their height, not exactly."""
    left, top, right, bottom = box
    tall = bottom - top
    pad = max(4, tall // 4)
    around = [pad * rng.uniform(0.55, 1.35) for _ in range(4)]
    if rng.random() < 0.15:  # a box without the marks above or below
        around[rng.choice((1, 3))] = -tall * rng.uniform(0.0, 0.08)
    y0, y1 = max(0, round(top - around[1])), min(page.shape[0], round(bottom + around[3]))
    x0, x1 = max(0, round(left - around[0])), min(page.shape[1], round(right + around[2]))
    return np.ascontiguousarray(page[y0 : max(y1, y0 + 8), x0 : max(x1, x0 + 8)])


def _worn(line: np.ndarray, rng: random.Random, noise: np.random.Generator) -> np.ndarray:
    """Scanner, copier or camera, and what cleaning leaves of it."""
    height, width = line.shape
    draw = rng.random()
    if draw < 0.18:
        line = cv2.erode(line, np.ones((2, 2), np.uint8))
    elif draw < 0.30:
        line = cv2.dilate(line, np.ones(rng.choice(((2, 2), (1, 2), (2, 1))), np.uint8))
    rough = rng.random()
    if rough < 0.45:
        share = rng.uniform(0.3, 0.8)
        few = (max(8, int(width * share)), max(10, int(height * share)))
        line = cv2.resize(line, few, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.4:
        line = cv2.GaussianBlur(line, (0, 0), rng.uniform(0.4, 1.3 if rough >= 0.45 else 0.8))
    shape = line.shape
    values: Any = line.astype(np.float32)
    if rng.random() < 0.3:
        slope = np.linspace(
            rng.uniform(0.75, 1.0), rng.uniform(0.75, 1.0), shape[1], dtype=np.float32
        )
        values = values * slope
    if rng.random() < 0.4:
        values = values + noise.normal(0, rng.uniform(2, 16), shape).astype(np.float32)
    if rng.random() < 0.3:  # faint ink
        values = 255 - (255 - values) * rng.uniform(0.3, 0.9)
    if rng.random() < 0.35:
        centre = rng.uniform(110, 190)
        values = (values - centre) * rng.uniform(1.3, 4.0) + 128
    if rng.random() < 0.15:
        rate = rng.uniform(0.0005, 0.006)
        values = np.where(noise.random(shape) < rate, rng.uniform(0, 140), values)
        values = np.where(noise.random(shape) < rate, 255.0, values)
    line = np.clip(values, 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        done, data = cv2.imencode(".jpg", line, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(25, 80)])
        line = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if done else line
    if rng.random() < 0.08:
        _, line = cv2.threshold(line, 0, 255, cv2.THRESH_OTSU)
    return line
