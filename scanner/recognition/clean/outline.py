"""Where the paper lies in the picture: outline of a sheet photographed on a desk."""

import cv2
import numpy as np

from scanner.recognition.sheet import Matrix, Pixels, Sheet, by_blocks

_SURVEY = 500  # long side of the survey picture
_REACH = 5  # pixels of it on either side of an edge
_SHARP = 0.5  # part of the whole difference from the desk that lies between them


def find_outline(sheet: Sheet) -> Matrix | None:
    """Corners of the paper when it does not fill the picture.

    The border colour stands for the desk; what differs from it in Lab is paper.

    Returns:
        (4, 2) corners clockwise from top left in the sheet's pixels, or None where the picture is
        the paper (a scanner's picture, or a desk as bright as paper).
    """
    factor = _SURVEY / max(sheet.height, sheet.width)
    blocks = max(1, int(0.5 / factor))  # first by whole pixels, which costs a quarter
    small = cv2.resize(
        by_blocks(sheet.pixels, blocks),
        None,
        fx=factor * blocks,
        fy=factor * blocks,
        interpolation=cv2.INTER_AREA,
    )
    if small.ndim == 2:
        small = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (5, 5), 0), cv2.COLOR_BGR2LAB).astype(np.float32)
    desk, spread = _border_colour(lab)
    distance = np.sqrt(((lab - desk) ** 2).sum(axis=2))
    limit = max(18.0, 3.0 * spread)
    mask = (distance > limit).astype(np.uint8)
    mask = np.asarray(
        cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)), np.uint8
    )
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)), np.uint8)
    quad = _largest_quad(mask, lab[:, :, 0], float(desk[0]))
    if quad is None or not _has_edges(quad, distance):
        return None
    return np.asarray(quad / factor, np.float64)


def _border_colour(lab: Pixels) -> tuple[Pixels, float]:
    edge = 4
    strips = np.concatenate(
        [
            lab[:edge].reshape(-1, 3),
            lab[-edge:].reshape(-1, 3),
            lab[:, :edge].reshape(-1, 3),
            lab[:, -edge:].reshape(-1, 3),
        ]
    )
    median = np.median(strips, axis=0)
    spread = float(np.median(np.sqrt(((strips - median) ** 2).sum(axis=1))))
    return median, spread


def _largest_quad(mask: Pixels, light: Pixels, desk_light: float) -> Matrix | None:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not contours:
        return None
    contour = max(contours, key=cv2.contourArea)
    area = cv2.contourArea(contour)
    share = area / mask.size
    if not 0.2 < share < 0.985:
        return None
    inside = np.zeros_like(mask)
    cv2.drawContours(inside, [contour], -1, 1, -1)
    if float(np.median(light[inside > 0])) < desk_light + 12:  # paper is brighter than the desk
        return None
    hull = cv2.convexHull(contour)
    if area / max(cv2.contourArea(hull), 1) < 0.9:
        return None
    quad = _four_corners(hull)
    if quad is None or cv2.contourArea(quad.astype(np.float32)) < 0.93 * area:
        return None
    return _clockwise(quad)


def _has_edges(quad: Matrix, distance: Pixels) -> bool:
    """Whether paper begins at once behind its edges, unlike the yellowed rim of an old sheet.

    Args:
        quad: corners in the survey picture.
        distance: of each of its pixels from the colour of the border.
    """
    height, width = distance.shape
    centre = quad.mean(axis=0)
    paper = float(np.median(distance[distance > 0.5 * np.percentile(distance, 90)]))
    sharp = 0
    for corner, following in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        along = np.linspace(0.15, 0.85, 40)[:, None]
        points = corner + along * (following - corner)
        across = np.array([following[1] - corner[1], corner[0] - following[0]])
        across /= max(1e-6, float(np.linalg.norm(across)))
        inward = across if np.dot(centre - corner, across) > 0 else -across
        sides = []
        for step in (-_REACH, _REACH):
            spots = np.rint(points + step * inward).astype(int)
            inside = ((spots >= 0) & (spots < (width, height))).all(axis=1)
            sides.append((spots, inside))
        both = sides[0][1] & sides[1][1]
        if both.sum() < len(points) / 2:
            sharp += 1  # the paper runs out of the picture there
            continue
        outer, inner = (distance[s[both, 1], s[both, 0]] for s, _ in sides)
        sharp += float(np.median(inner - outer)) > _SHARP * paper
    return sharp >= 3


def _four_corners(hull: Pixels) -> Matrix | None:
    length = cv2.arcLength(hull, closed=True)
    for tolerance in (0.01, 0.015, 0.02, 0.03, 0.045, 0.06):
        corners = cv2.approxPolyDP(hull, tolerance * length, closed=True)
        if len(corners) == 4:
            return np.asarray(corners.reshape(4, 2), np.float64)
        if len(corners) < 4:
            break
    return np.asarray(cv2.boxPoints(cv2.minAreaRect(hull)), np.float64)


def _clockwise(quad: Matrix) -> Matrix:
    centre = quad.mean(axis=0)
    angles = np.arctan2(quad[:, 1] - centre[1], quad[:, 0] - centre[0])
    ordered = quad[np.argsort(angles)]
    first = int(np.argmin(ordered.sum(axis=1)))
    return np.roll(ordered, -first, axis=0)


def flat_size(quad: Matrix) -> tuple[float, float]:
    """(width, height) of the paper when its outline is laid flat: means of opposite sides."""
    sides = [float(np.linalg.norm(quad[i] - quad[(i + 1) % 4])) for i in range(4)]
    return (sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2


def flattening(quad: Matrix, width: float, height: float) -> Matrix:
    """Homography that lays an outline on a width × height rectangle."""
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(quad.astype(np.float32), target), np.float64)
