"""What happens to paper on its way: scanner, photocopier, camera."""

import random
from typing import Any

import cv2
import numpy as np


def damage(
    image: np.ndarray, profile: str, rng: random.Random
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Damage a page.

    Args:
        image: BGR.
        profile: clean, scan, photocopy or camera.
        rng: draws.

    Returns:
        (picture, 3 × 3 homography from the clean page, names of the effects).
    """
    noise = np.random.default_rng(rng.getrandbits(32))
    names = [profile]
    matrix = np.eye(3)
    height, width = image.shape[:2]
    if profile in {"scan", "photocopy"} or (profile == "clean" and rng.random() < 0.4):
        angle = rng.uniform(-5, 5) if profile != "clean" else rng.uniform(-1, 1)
        turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1), [0, 0, 1]])
        image = cv2.warpPerspective(
            image, turn, (width, height), flags=cv2.INTER_LINEAR, borderValue=(255, 255, 255)
        )
        matrix = turn @ matrix
        names.append(f"skew:{angle:.1f}")
    if profile != "clean" and rng.random() < 0.3:
        image = _stain(image, rng)
        names.append("stain")
    if profile != "clean" and rng.random() < 0.25:
        image = _fold(image, rng)
        names.append("fold")
    if profile == "photocopy":
        image = _photocopy(image, rng, noise)
    if profile == "scan":
        image = _noisy(image, noise, rng.uniform(2, 7))
        tint = np.array([rng.uniform(0.9, 1.0) for _ in range(3)])
        image = np.clip(image * tint, 0, 255).astype(np.uint8)
        if rng.random() < 0.12:
            grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
            _, grey = cv2.threshold(grey, 0, 255, cv2.THRESH_OTSU)
            image = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
            names.append("bitonal")
    if profile == "camera":
        image, warp = _camera(image, rng, noise)
        matrix = warp @ matrix
    quality = rng.randint(38, 85)
    done, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if done:
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    names.append(f"jpeg:{quality}")
    return image, matrix, names


def _noisy(image: np.ndarray, noise: np.random.Generator, sigma: float) -> np.ndarray:
    return np.clip(image + noise.normal(0, sigma, image.shape), 0, 255).astype(np.uint8)


def _stain(image: np.ndarray, rng: random.Random) -> np.ndarray:
    height, width = image.shape[:2]
    layer = np.full((height, width), 1.0, np.float32)
    radius = int(width * rng.uniform(0.06, 0.14))
    cv2.circle(
        layer,
        (rng.randint(0, width), rng.randint(0, height)),
        radius,
        rng.uniform(0.72, 0.85),
        max(3, radius // 7),
    )
    layer = cv2.GaussianBlur(layer, (0, 0), radius / 18)
    return np.clip(image * layer[..., None] ** np.array([1.6, 1.2, 1.0]), 0, 255).astype(np.uint8)


def _fold(image: np.ndarray, rng: random.Random) -> np.ndarray:
    height, width = image.shape[:2]
    at = int((width if rng.random() < 0.5 else height) * rng.uniform(0.35, 0.65))
    shade = np.ones((height, width), np.float32)
    across = rng.random() < 0.5
    axis = np.arange(height if across else width, dtype=np.float32)
    line = (
        1
        - 0.25 * np.exp(-((axis - at) ** 2) / (2 * 3.0**2))
        + 0.08 * np.exp(-((axis - at - 8) ** 2) / (2 * 6.0**2))
    )
    shade *= line[:, None] if across else line[None, :]
    return np.clip(image * shade[..., None], 0, 255).astype(np.uint8)


def _photocopy(image: np.ndarray, rng: random.Random, noise: np.random.Generator) -> np.ndarray:
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.float32)
    grey = cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.5, 1.1))
    grey = np.clip((grey - 128) * rng.uniform(1.4, 2.6) + rng.uniform(120, 190), 0, 255)
    specks = noise.random(grey.shape)
    rate = rng.choice([0.0002, 0.0006, 0.0012])
    dots = cv2.dilate(
        (specks < rate).astype(np.uint8), np.ones((rng.choice([2, 2, 3]),) * 2, np.uint8)
    )
    grey[dots > 0] = rng.uniform(20, 110)
    grey[noise.random(grey.shape) < rate / 2] = 255
    if rng.random() < 0.5:
        edge = rng.randint(5, 40)
        grey[:, :edge] *= rng.uniform(0.3, 0.8)
    if rng.random() < 0.4:
        grey = grey * 0.55 + 255 * 0.42
    grey = np.clip(grey + noise.normal(0, 4, grey.shape), 0, 255)
    return cv2.cvtColor(grey.astype(np.uint8), cv2.COLOR_GRAY2BGR)


def _camera(
    image: np.ndarray, rng: random.Random, noise: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    height, width = image.shape[:2]
    pad = 0.06
    out_w, out_h = int(width * (1 + 2 * pad)), int(height * (1 + 2 * pad))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    shift = np.array(
        [[rng.uniform(-0.035, 0.035) * width, rng.uniform(-0.03, 0.03) * height] for _ in range(4)],
        np.float32,
    )
    target = corners + np.array([width * pad, height * pad], np.float32) + shift
    warp = cv2.getPerspectiveTransform(corners, target)
    desk: Any = [rng.randint(20, 110) for _ in range(3)]
    page = cv2.warpPerspective(
        image,
        warp,
        (out_w, out_h),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=desk,
    )
    y, x = np.mgrid[0:out_h, 0:out_w].astype(np.float32)
    angle = rng.uniform(0, 6.28)
    slope = np.cos(angle) * x / out_w + np.sin(angle) * y / out_h
    light = 1 - rng.uniform(0.15, 0.5) * (slope - slope.min()) / max(1e-6, float(np.ptp(slope)))
    page = page * light[..., None]
    page = cv2.GaussianBlur(page, (0, 0), rng.uniform(0.5, 1.3) * width / 1654)
    page = np.clip(page + noise.normal(0, rng.uniform(2, 6), page.shape), 0, 255).astype(np.uint8)
    return page, warp
