"""Small cards that lie on a larger page: two sides of an identity card on one platen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from scanner.inspection.decode import Pixels
from scanner.inspection.marks import grey_of, level_of
from scanner.records import Card

_MM = 25.4
#: ISO/IEC 7810 ID-1.
_LONG_MM, _SHORT_MM = 85.6, 54.0
_OFF = 0.06
#: White around cards that are laid on a sheet of their own.
_AROUND_MM = 8.0
#: A card fills its frame; a block of text or a table does not.
_FULL = 0.90


def find_cards(small: Pixels, dpi: float, scale: float) -> tuple[Card, ...]:
    """Cards of identity-card size, from the top left.

    Args:
        small: BGR or grey, about 75 dpi.
        dpi: of `small`.
        scale: size of `small` against the page.
    """
    height, width = small.shape[:2]
    if max(width, height) / dpi * _MM < 1.5 * _LONG_MM:
        return ()  # the page is no larger than a card itself
    mask = _raised(small)
    contours, _tree = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    cards = []
    least = (1 - _OFF) * _SHORT_MM / _MM * dpi
    for contour in contours:
        if min(cv2.boundingRect(contour)[2:]) < least:
            continue  # whatever way it lies, a card is no thinner than its short side
        card = _card(np.asarray(contour), dpi, scale)
        if card is not None:
            cards.append(card)
    return tuple(sorted(cards, key=lambda c: (c.corners[0][1], c.corners[0][0])))


def _raised(small: Pixels) -> Pixels:
    """255 where something other than bare paper lies."""
    grey = grey_of(small)
    paper = level_of(grey, 0.90)
    bare = np.full_like(grey, paper)
    mask = cv2.threshold(cv2.absdiff(grey, bare), 14, 255, cv2.THRESH_BINARY)[1]
    if small.ndim == 3:
        blue, green, red = cv2.split(small)
        most, least = cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)
        spread = cv2.threshold(cv2.subtract(most, least), 26, 255, cv2.THRESH_BINARY)[1]
        mask = cv2.bitwise_or(mask, spread)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return np.asarray(mask, np.uint8)


def _card(contour: npt.NDArray[Any], dpi: float, scale: float) -> Card | None:
    box = cv2.minAreaRect(contour)
    (_centre, (first, second), angle) = box
    long_mm, short_mm = (max(first, second) + 1) / dpi * _MM, (min(first, second) + 1) / dpi * _MM
    if abs(long_mm / _LONG_MM - 1) > _OFF or abs(short_mm / _SHORT_MM - 1) > _OFF:
        return None
    filled = cv2.contourArea(cv2.convexHull(contour)) / (first * second)
    if filled < _FULL:
        return None
    corners = cv2.boxPoints(box) / scale
    # Clockwise from the corner nearest to the top left.
    start = int(np.argmin(corners.sum(axis=1)))
    ordered = np.roll(corners, -start, axis=0)
    level = math.remainder(-float(angle), 90.0)
    return Card(
        corners=tuple((round(float(x)), round(float(y))) for x, y in ordered),
        width_mm=round(long_mm, 1),
        height_mm=round(short_mm, 1),
        angle_deg=round(level, 1),
    )


def lay_cards(pixels: Pixels, cards: Sequence[Card], dpi: int) -> Pixels:
    """Cards cut out of a page, level and at true scale, one below the other on white.

    Args:
        pixels: the page the cards were found on, full size.
        cards: as found, in order.
        dpi: of the page.
    """
    cut = [crop_card(pixels, card, dpi) for card in cards]
    edge = round(_AROUND_MM / _MM * dpi)
    width = max(each.shape[1] for each in cut) + 2 * edge
    height = sum(each.shape[0] + edge for each in cut) + edge
    sheet = np.full((height, width, *cut[0].shape[2:]), 255, np.uint8)
    top = edge
    for each in cut:
        left = (width - each.shape[1]) // 2
        sheet[top : top + each.shape[0], left : left + each.shape[1]] = each
        top += each.shape[0] + edge
    return sheet


def crop_card(pixels: Pixels, card: Card, dpi: int) -> Pixels:
    """One card, level, at true scale.

    Args:
        pixels: the page the card was found on, full size.
        card: as found.
        dpi: of the page.
    """
    corners = np.array(card.corners, np.float32)
    across = float(np.linalg.norm(corners[1] - corners[0]))
    down = float(np.linalg.norm(corners[3] - corners[0]))
    is_wide = across >= down
    width = round((_LONG_MM if is_wide else _SHORT_MM) / _MM * dpi)
    height = round((_SHORT_MM if is_wide else _LONG_MM) / _MM * dpi)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, target)
    return np.asarray(cv2.warpPerspective(pixels, matrix, (width, height)), np.uint8)
