"""Wear of the part `blind`: streaks, lost inks, copies of copies, a book's spine, staples, water, lamps, pencils, stamps."""

import random

import cv2
import numpy as np

from tests.kit.papers.wear import worn_by


def worn(image: np.ndarray, rng: random.Random) -> tuple[np.ndarray, list[str]]:
    """None, one or two effects on a clean page; nothing moves."""
    return worn_by(_EFFECTS, image, rng)


def _shaded(image: np.ndarray, shade: np.ndarray) -> np.ndarray:
    return np.clip(image * shade[..., None], 0, 255).astype(np.uint8)


def _empty(image: np.ndarray) -> bool:
    """Whether nothing is printed: a mark would be all there is to read."""
    return bool((image[::4, ::4].min(axis=2) < 110).mean() < 0.0005)


def _streaked(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A worn drum: soft grey streaks along the feed, broken here and there."""
    height, width = image.shape[:2]
    shade = np.ones((height, width), np.float32)
    columns, rows = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    for _ in range(rng.randint(2, 5)):
        at, broad = width * rng.random(), width * rng.uniform(0.001, 0.004)
        wave = 0.5 + 0.5 * np.sin(rows / height * rng.uniform(20, 70) + rng.uniform(0, 6))
        line = rng.uniform(0.1, 0.3) * np.exp(-((columns - at) ** 2) / (2 * broad**2))
        shade -= wave[:, None] * line[None, :]
    return _shaded(image, np.clip(shade, 0.4, 1))


def _lost_ink(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """An inkjet without one of its colours, and pale: black comes out tinted."""
    ink = 255 - image.astype(np.float32)
    kept = np.full(3, rng.uniform(0.72, 0.88), np.float32)
    kept[rng.randrange(3)] *= rng.uniform(0.35, 0.6)
    rows = np.arange(image.shape[0], dtype=np.float32)
    band = 0.94 + 0.06 * np.sin(2 * np.pi * rows / (image.shape[0] / rng.uniform(25, 45)))
    return np.clip(255 - ink * kept * band[:, None, None], 0, 255).astype(np.uint8)


def _copied_again(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A copy of a copy: grey lost, strokes a little fat or thin, specks."""
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    broad = image.shape[1] / 1654
    for _ in range(2):
        soft = cv2.GaussianBlur(grey, (0, 0), 0.75 * broad).astype(np.float32)
        grey = np.clip((soft - rng.uniform(140, 175)) * 1.7 + 140, 0, 255).astype(np.uint8)
    specks = np.random.default_rng(rng.getrandbits(32)).random(grey.shape) < 0.00025
    grey[cv2.dilate(specks.astype(np.uint8), np.ones((2, 2), np.uint8)) > 0] = 60
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)


def _spine(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Copied out of a bound book: the inner margin falls into shadow."""
    height, width = image.shape[:2]
    away = np.arange(width, dtype=np.float32) / width
    away = away if rng.random() < 0.7 else away[::-1]
    depth, reach = rng.uniform(0.5, 0.8), rng.uniform(0.012, 0.03)
    shade = 1 - depth * np.exp(-away / reach) - 0.12 * np.exp(-away / (reach * 4))
    return _shaded(image, np.broadcast_to(np.clip(shade, 0.08, 1)[None, :], (height, width)))


def _stapled(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A staple in the upper left corner, the corner bent, marks of an older staple."""
    made = image.copy()
    height, width = image.shape[:2]
    corner = int(width * rng.uniform(0.04, 0.07))
    points = np.array([[0, 0], [corner, 0], [0, int(corner * rng.uniform(0.8, 1.3))]], np.int32)
    cv2.fillPoly(made, [points], (196, 199, 202), cv2.LINE_AA)
    cv2.line(made, points[1].tolist(), points[2].tolist(), (140, 142, 145), max(2, width // 500), cv2.LINE_AA)  # fmt: skip
    x, y, long = int(width * 0.055), int(height * 0.03), int(width * 0.045)
    end = (x + long, y - int(long * rng.uniform(0.2, 0.7)))
    cv2.line(made, (x + 3, y + 4), (end[0] + 3, end[1] + 4), (190, 190, 190), max(2, width // 300), cv2.LINE_AA)  # fmt: skip
    cv2.line(made, (x, y), end, (105, 100, 98), max(2, width // 350), cv2.LINE_AA)
    for place in ((x + long // 3, y + long // 2), (x + long, y + long // 3)):
        cv2.circle(made, place, max(2, width // 500), (70, 70, 70), -1, cv2.LINE_AA)
    return made


def _watered(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A dried water stain from one side: a wavy brownish edge, paler within."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    turn, waves = rng.uniform(0, 6.28), rng.uniform(2, 5)
    reach = width * rng.uniform(0.12, 0.35)
    edge = reach * (1 + 0.25 * np.sin(rows / height * 6.28 * waves + turn) + 0.1 * np.sin(rows / height * 40))  # fmt: skip
    middle, tall = height * rng.uniform(0.2, 0.8), height * rng.uniform(0.12, 0.25)
    edge *= np.exp(-(((rows - middle) / tall) ** 4))
    across = columns if rng.random() < 0.5 else width - columns
    away = edge - across
    rim = np.exp(-(away**2) / (2 * (width * 0.004) ** 2)) * (edge > width * 0.02)
    strength = 0.2 * rim + 0.05 * (away > 0)
    colour = np.array([1.7, 1.0, 0.6], np.float32)
    return np.clip(image * (1 - strength[..., None] * colour), 0, 255).astype(np.uint8)


def _perforated(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Fan-fold paper or a page torn from a block: small holes all along one edge."""
    made = image.copy()
    height, width = image.shape[:2]
    x = int(width * 0.018) if rng.random() < 0.6 else int(width * 0.982)
    pitch, radius = height * 0.0428, max(3, int(width * rng.uniform(0.006, 0.0095)))
    shade = rng.randint(60, 190)
    for number in range(int(height / pitch)):
        place = (x, int((number + 0.5) * pitch))
        cv2.circle(made, place, radius, (shade,) * 3, -1, cv2.LINE_AA)
    return made


def _lamp(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Under a desk lamp: warm and bright in one place, dim away from it."""
    height, width = image.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    x, y = width * rng.uniform(0.2, 0.8), height * rng.uniform(0.15, 0.7)
    away = np.hypot(columns - x, rows - y) / height
    light = rng.uniform(0.5, 0.68) + 0.5 * np.exp(-(away**2) / (2 * rng.uniform(0.25, 0.4) ** 2))
    warm = np.array([0.84, 0.95, 1.0], np.float32)
    return np.clip(image * light[..., None] * warm, 0, 255).astype(np.uint8)


def _pencilled(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A clerk's pencil: a bracket, a wavy line and a number in the outer margin of what is printed."""
    if _empty(image):
        return image
    made = image.copy()
    height, width = image.shape[:2]
    grey, thick = (rng.randint(105, 150),) * 3, max(1, width // 800)
    x, y = int(width * rng.uniform(0.955, 0.97)), int(height * rng.uniform(0.25, 0.75))
    tall = int(height * rng.uniform(0.04, 0.1))
    bow = [[x - 10 * np.sin(step * np.pi), y + tall * step] for step in np.linspace(0, 1, 20)]
    cv2.polylines(made, [np.array(bow, np.int32)], isClosed=False, color=grey, thickness=thick, lineType=cv2.LINE_AA)  # fmt: skip
    top, left = int(height * rng.uniform(0.1, 0.9)), int(width * rng.uniform(0.01, 0.025))
    wave = [
        [left + width * 0.006 * np.sin(step), top + step * height * 0.002] for step in range(22)
    ]
    cv2.polylines(made, [np.array(wave, np.int32)], isClosed=False, color=grey, thickness=thick, lineType=cv2.LINE_AA)  # fmt: skip
    place = (int(width * 0.93), int(height * rng.uniform(0.03, 0.05)))
    cv2.putText(made, str(rng.randint(2, 98)), place, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, width / 1500, grey, thick, cv2.LINE_AA)  # fmt: skip
    return made


def _stamped_over(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """A red or violet stamp set across some print, which shows through."""
    if _empty(image):
        return image
    height, width = image.shape[:2]
    layer = np.full_like(image, 255)
    colour = rng.choice([(70, 60, 215), (190, 70, 140), (170, 60, 110)])
    wide, tall = int(width * rng.uniform(0.18, 0.26)), int(width * rng.uniform(0.055, 0.075))
    x, y = int(width * rng.uniform(0.2, 0.8)), int(height * rng.uniform(0.2, 0.85))
    turn = rng.uniform(-14, 14)
    thick = max(2, width // 620)
    box = cv2.boxPoints(((x, y), (wide, tall), 0)).astype(np.int32)
    cv2.polylines(layer, [box], isClosed=True, color=colour, thickness=thick, lineType=cv2.LINE_AA)
    text = rng.choice(["BAN SAO", "DA THU", "DA NHAN", "SAO Y"])
    scale = tall / 46 * 0.75
    long = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, thick)[0][0]
    scale *= min(1.0, wide * 0.85 / long)
    long, high = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, scale, thick)[0]
    cv2.putText(layer, text, (x - long // 2, y + high // 2), cv2.FONT_HERSHEY_DUPLEX, scale, colour, thick, cv2.LINE_AA)  # fmt: skip
    matrix = cv2.getRotationMatrix2D((x, y), turn, 1)
    layer = cv2.warpAffine(layer, matrix, (width, height), borderValue=(255, 255, 255))
    pale = 255 - (255 - layer.astype(np.float32)) * rng.uniform(0.55, 0.85)
    return np.clip(image * (pale / 255), 0, 255).astype(np.uint8)


def _blocks(image: np.ndarray, rng: random.Random) -> np.ndarray:
    """Sent through a messenger: packed hard, blocks of eight show."""
    quality = rng.randint(14, 24)
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    made = cv2.imdecode(data, cv2.IMREAD_COLOR) if done else None
    return image if made is None else made


_EFFECTS = {
    "streaked": _streaked,
    "lost_ink": _lost_ink,
    "copied_again": _copied_again,
    "spine": _spine,
    "stapled": _stapled,
    "watered": _watered,
    "perforated": _perforated,
    "lamp": _lamp,
    "pencilled": _pencilled,
    "stamped_over": _stamped_over,
    "blocks": _blocks,
}
