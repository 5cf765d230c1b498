"""Wear of the part `distant`: creases, staples, copier edges, bands, light, cups, pencils, markers, messengers."""

import random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tests.kit.papers.canvas import font
from tests.kit.papers.wear import worn_by


def worn(image: np.ndarray, rng: random.Random) -> tuple[np.ndarray, list[str]]:
    """None, one or two effects on a clean page; nothing on it moves."""
    return worn_by(_EFFECTS, image, rng)


def inked(image: np.ndarray) -> np.ndarray:
    """A page on a copier set to dark: fine strokes spread and pale ones are made up for.

    Args:
        image: BGR, before it is copied.
    """
    spread = cv2.erode(image, np.ones((2, 2), np.uint8)).astype(np.float32)
    grown = image.astype(np.float32) * 0.3 + spread * 0.7
    dark = min(120.0, float(np.percentile(grown.mean(axis=2), 0.4)))
    return np.clip((grown - dark) * 255 / (255 - dark), 0, 255).astype(np.uint8)


def _times(image: np.ndarray, shade: np.ndarray) -> np.ndarray:
    return np.clip(image * (shade if shade.ndim == 3 else shade[..., None]), 0, 255).astype(np.uint8)  # fmt: skip


def _grid(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    return rows / height, columns / width


def _creased(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Folded in four or in three and carried in a pocket: pale ridges with a shadow beside them."""
    rows, columns = _grid(image)
    shade = np.ones_like(rows)
    across = rng.choice([[0.5], [1 / 3, 2 / 3], [0.25, 0.5, 0.75]])
    down = rng.choice([[], [0.5], [0.5]])
    for along, places in ((rows, across), (columns, down)):
        for place in places:
            away = along - place - rng.uniform(-0.01, 0.01) - 0.002 * np.sin(columns * 9 + rows * 7)
            shade -= rng.uniform(0.1, 0.22) * np.exp(-((away / 0.0016) ** 2))
            shade -= rng.uniform(0.03, 0.08) * np.exp(-np.abs(away) / 0.025) * (away > 0)
    return _times(image, np.clip(shade, 0.6, 1.0))


def _stapled(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A staple in the upper left corner, the holes of two older ones, a little rust."""
    made = image.copy()
    width = image.shape[1]
    x, y = int(width * rng.uniform(0.022, 0.05)), int(width * rng.uniform(0.025, 0.05))
    long, turn = width * 0.045, rng.uniform(-0.9, 0.2)
    end = (int(x + long * np.cos(turn)), int(y + long * np.sin(turn)))
    rust = np.zeros(image.shape[:2], np.uint8)
    cv2.line(rust, (x, y), end, 255, max(4, width // 160))
    soft = cv2.GaussianBlur(rust, (0, 0), width / 300).astype(np.float32)[..., None] / 255
    made = _times(made, 1 - soft * np.array([0.45, 0.28, 0.14], np.float32))
    cv2.line(made, (x, y), end, (105, 105, 108), max(2, width // 420), cv2.LINE_AA)
    for _ in range(4):
        hole = (int(x + rng.uniform(-0.5, 1.2) * long), int(y + rng.uniform(0.4, 0.9) * long))
        cv2.circle(made, hole, max(1, width // 900), (70, 70, 70), -1, cv2.LINE_AA)
    return made


def _edge_shadow(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Copied out of a thick file: black along one side, fading inwards, and a dark upper rim."""
    rows, columns = _grid(image)
    side = columns if rng.random() < 0.6 else 1 - columns
    shade = 1 - rng.uniform(0.6, 0.9) * np.exp(-((side / rng.uniform(0.012, 0.024)) ** 2))
    shade *= 1 - 0.7 * np.exp(-((rows / 0.006) ** 2)) * (rng.random() < 0.6)
    shade *= 1 - 0.16 * np.exp(-side / 0.06)
    return _times(image, shade.astype(np.float32))


def _banded(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A tired drum: paler and darker bands across the page at one pitch."""
    rows, _ = _grid(image)
    pitch, depth = rng.uniform(14, 40), rng.uniform(0.18, 0.36)
    wave = np.clip(np.sin(rows * pitch * 6.28 + rng.uniform(0, 6)), 0, 1) ** 3
    ink = 255 - image.astype(np.float32)
    ink *= 1 - depth * wave[..., None]
    return np.clip(255 - ink - 7 * (1 - wave[..., None]), 0, 255).astype(np.uint8)


def _uneven(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A desk lamp on one side: warm and bright there, dim and cool in the far corner."""
    rows, columns = _grid(image)
    x, y = rng.choice([0.0, 1.0]), rng.uniform(0, 0.6)
    away = np.clip(np.hypot(columns - x, (rows - y) * 1.2) / 1.3, 0, 1)
    shade = 1 - rng.uniform(0.3, 0.48) * away
    warm = np.array([0.9, 0.97, 1.0], np.float32) * (1 - away[..., None])
    cool = np.array([1.0, 0.96, 0.92], np.float32) * away[..., None]
    return _times(image, shade[..., None] * (warm + cool))


def _shown_through(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Thin paper: what is printed on the back shines through, turned round and soft."""
    height, width = image.shape[:2]
    back = cv2.flip(image, 1)
    back = np.roll(back, (int(height * rng.uniform(0.01, 0.2)), int(width * 0.02)), axis=(0, 1))
    back = cv2.GaussianBlur(back, (0, 0), width / 900).astype(np.float32)
    return np.clip(image - (255 - back) * rng.uniform(0.08, 0.17), 0, 255).astype(np.uint8)


def _browned(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Thirty years old, wood in the paper: brown all over, ink brown-grey, clouds of damp."""
    height, width = image.shape[:2]
    noise = np.random.default_rng(rng.getrandbits(32))
    clouds = cv2.resize(noise.random((9, 7)).astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)  # fmt: skip
    tone = np.array([rng.uniform(0.66, 0.76), rng.uniform(0.82, 0.88), rng.uniform(0.9, 0.95)])
    paler = image.astype(np.float32) * 0.86 + 34
    shade = tone.astype(np.float32) * (1 - 0.1 * np.clip(clouds, 0, 1)[..., None])
    return np.clip(paler * shade, 0, 255).astype(np.uint8)


def _cup(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """The ring of a coffee glass, near a side and partly off the sheet."""
    height, width = image.shape[:2]
    ring = np.zeros((height, width), np.float32)
    radius = int(width * rng.uniform(0.09, 0.13))
    middle = (rng.choice([int(-0.3 * radius), int(width + 0.3 * radius)]), int(height * rng.uniform(0.2, 0.9)))  # fmt: skip
    cv2.circle(ring, middle, radius, 1.0, max(3, width // 200))
    cv2.circle(ring, middle, radius - width // 150, 0.25, -1)
    soft = cv2.GaussianBlur(ring, (0, 0), width / 700)[..., None]
    return _times(image, 1 - soft * np.array([0.5, 0.34, 0.22], np.float32))


def _thin_toner(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """The cartridge runs out: grey letters, paler still down one stripe of the page."""
    _, columns = _grid(image)
    at, broad = rng.uniform(0.15, 0.85), rng.uniform(0.04, 0.12)
    left = rng.uniform(0.5, 0.66) - 0.16 * np.exp(-(((columns - at) / broad) ** 2))
    noise = np.random.default_rng(rng.getrandbits(32))
    grain = cv2.GaussianBlur(noise.random(image.shape[:2]).astype(np.float32), (0, 0), 0.9)
    left *= np.clip(0.78 + 0.5 * grain, 0.8, 1.1)
    return np.clip(255 - (255 - image.astype(np.float32)) * left[..., None], 0, 255).astype(np.uint8)  # fmt: skip


def _fee_stamp(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """`ĐÃ THU PHÍ` in blue, slanting, over a lower or an upper corner; print shows through."""
    height, width = image.shape[:2]
    text = rng.choice(["ĐÃ THU PHÍ", "ĐÃ THU LỆ PHÍ", "MIỄN LỆ PHÍ", "ĐÃ VÀO SỔ"])
    face = font("DejaVu Sans", int(width * 0.024), True)
    wide, tall = int(face.getlength(text) + width * 0.03), int(width * 0.05)
    stamp = Image.new("L", (wide, tall), 0)
    pen = ImageDraw.Draw(stamp)
    pen.rectangle((2, 2, wide - 3, tall - 3), outline=255, width=max(2, width // 420))
    pen.text((wide / 2, tall / 2), text, font=face, fill=255, anchor="mm")
    stamp = stamp.rotate(rng.uniform(-24, 24), expand=True, resample=Image.Resampling.BICUBIC)
    mask = np.zeros((height, width), np.float32)
    x = int(width * 0.01) if rng.random() < 0.5 else width - stamp.width - int(width * 0.01)
    y = int(height * 0.005) if rng.random() < 0.4 else height - stamp.height - int(height * 0.01)
    mask[y : y + stamp.height, x : x + stamp.width] = np.asarray(stamp, np.float32) / 255
    worn_off = np.random.default_rng(rng.getrandbits(32)).random((height, width)).astype(np.float32)
    mask *= np.clip(0.45 + cv2.GaussianBlur(worn_off, (0, 0), 2), 0, 1)
    return _times(image, 1 - 0.75 * mask[..., None] * np.array([0.25, 0.7, 0.85], np.float32))


def _written_rows(image: np.ndarray) -> list[tuple[int, int, int, int]]:
    """Lines of print: left, top, right and lower edge."""
    height, width = image.shape[:2]
    ink = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY) < 140
    ink[:, : width // 30] = False
    full = ink.sum(axis=1)
    rows, start = [], None
    for y in range(height):
        if full[y] > 2 and start is None:
            start = y
        elif full[y] <= 2 and start is not None:
            if width // 110 < y - start < width // 28:
                where = np.flatnonzero(ink[start:y].any(axis=0))
                rows.append((int(where[0]), start, int(where[-1]), y))
            start = None
    return rows


def _pencilled(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Underlined in pencil by whoever checked it, a tick in the margin."""
    made = image.copy()
    width = image.shape[1]
    rows = _written_rows(image)
    for left, _, right, low in rng.sample(rows, min(len(rows), rng.randint(2, 6))):
        begin = left + rng.uniform(0.1, 0.5) * (right - left)
        end = begin + rng.uniform(0.25, 0.5) * (right - left)
        steps = np.linspace(begin, min(end, right), 30)
        wave = low + width / 500 + np.cumsum([rng.uniform(-0.4, 0.4) for _ in steps]) * width / 1654
        points = np.stack([steps, wave], axis=1).astype(np.int32)
        cv2.polylines(made, [points], False, (128, 126, 124), max(1, width // 800), cv2.LINE_AA)
    return made


def _marked(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A marker drawn over two or three answers; the print stays dark in it."""
    made = image.astype(np.float32)
    rows = _written_rows(image)
    colour = rng.choice([(0.5, 1.0, 1.0), (0.6, 1.0, 0.72), (0.82, 0.74, 1.0), (0.55, 0.82, 1.0)])
    for left, top, right, low in rng.sample(rows, min(len(rows), rng.randint(1, 3))):
        begin = int(left + rng.uniform(0.2, 0.6) * (right - left))
        end = min(right, int(begin + rng.uniform(0.25, 0.6) * (right - left)))
        made[max(0, top - 2) : low + 2, begin:end] *= np.array(colour, np.float32)
    return np.clip(made, 0, 255).astype(np.uint8)


def _messenger(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Sent through a messenger: made smaller, pressed hard, sharpened by the telephone."""
    height, width = image.shape[:2]
    share = min(1.0, rng.uniform(1280, 1500) / width)
    small = cv2.resize(image, (int(width * share), int(height * share)), interpolation=cv2.INTER_AREA)  # fmt: skip
    soft = cv2.GaussianBlur(small, (0, 0), 1.2)
    small = cv2.addWeighted(small, 1.5, soft, -0.5, 0)
    done, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, rng.randint(35, 45)])
    small = cv2.imdecode(data, cv2.IMREAD_COLOR) if done else small
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


_EFFECTS = {
    "creased": _creased,
    "stapled": _stapled,
    "edge_shadow": _edge_shadow,
    "banded": _banded,
    "uneven": _uneven,
    "shown_through": _shown_through,
    "browned": _browned,
    "cup": _cup,
    "thin_toner": _thin_toner,
    "fee_stamp": _fee_stamp,
    "pencilled": _pencilled,
    "marked": _marked,
    "messenger": _messenger,
}
