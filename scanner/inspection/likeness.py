"""Are two pages the same paper? A fingerprint proposes, a comparison shows, a person decides."""

from __future__ import annotations

import cv2
import numpy as np

from scanner.inspection.decode import Pixels
from scanner.inspection.lines import ink_of

#: The same page scanned twice differs in at most 0.9 % of its ink on synthetic paper, one changed
#: field in 1.2 %, another person's form in 7.6 %: too close together for a program to decide.
SAME_BELOW = 0.02


def fingerprint(small: Pixels) -> str:
    """256 bits of coarse structure.

    Never a reason to drop a page: another person's copy of the same form has nearly the same one.
    """
    square = cv2.resize(small, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(square)[:16, :16]
    bits = (low > float(np.median(low))).flatten()
    return np.packbits(bits).tobytes().hex()


def distance(one: str, other: str) -> int:
    """Bits in which two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def ink_difference(one: Pixels, other: Pixels) -> float:
    """Share of ink that one page has and the other lacks, after laying one on the other.

    Args:
        one: grey.
        other: grey, any size.
    """
    size = (768, round(768 * one.shape[0] / one.shape[1]))
    first, second = (
        np.asarray(cv2.resize(p, size, interpolation=cv2.INTER_AREA), np.uint8)
        for p in (one, other)
    )
    second = _aligned(first, second)
    thick = np.ones((5, 5), np.uint8)
    ink_one, ink_other = ink_of(first), ink_of(second)
    total = np.count_nonzero(ink_one) + np.count_nonzero(ink_other)
    if total == 0:
        return 0.0
    missing = np.count_nonzero(ink_one & ~np.asarray(cv2.dilate(ink_other, thick), np.uint8))
    missing += np.count_nonzero(ink_other & ~np.asarray(cv2.dilate(ink_one, thick), np.uint8))
    return missing / total


def _aligned(first: Pixels, second: Pixels) -> Pixels:
    """The second page moved and turned onto the first; as it is when that fails."""
    finder = cv2.ORB.create(1500)
    keys_one, marks_one = finder.detectAndCompute(first, None)
    keys_two, marks_two = finder.detectAndCompute(second, None)
    if min(len(keys_one), len(keys_two)) < 10:
        return second
    matches = cv2.BFMatcher(cv2.NORM_HAMMING, crossCheck=True).match(marks_two, marks_one)
    if len(matches) < 10:
        return second
    here = np.array([keys_two[m.queryIdx].pt for m in matches], np.float32)
    there = np.array([keys_one[m.trainIdx].pt for m in matches], np.float32)
    matrix, used = cv2.estimateAffinePartial2D(here, there, ransacReprojThreshold=2.0)
    if not np.count_nonzero(used):
        return second
    size = (first.shape[1], first.shape[0])
    moved = cv2.warpAffine(second, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)
