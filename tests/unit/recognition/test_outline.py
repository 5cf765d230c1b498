"""A sheet on a desk has an outline; a yellowed sheet that fills the picture has none."""

import cv2
import numpy as np
import pytest

from scanner.recognition.clean.outline import find_outline
from scanner.recognition.sheet import Sheet


def paper(height=1400, width=1000):
    page = np.full((height, width, 3), 246, np.uint8)
    for y in range(150, height - 150, 60):
        page[y : y + 18, 120 : width - 150 : 26] = 30
    return page


def yellowed(page, depth):
    height, width = page.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    edge = np.minimum(np.minimum(x, width - x) / width, np.minimum(y, height - y) / height)
    rim = np.exp(-edge * 14)[..., None] * depth
    return np.clip(page * np.array([0.75, 0.9, 0.98]) * (1 - rim), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("depth", [0.1, 0.2, 0.3])
def test_a_yellowed_rim_is_no_desk(depth):
    assert find_outline(Sheet(yellowed(paper(), depth), 150.0)) is None


@pytest.mark.parametrize("desk", [(40, 60, 90), (150, 160, 170), (90, 140, 60)])
@pytest.mark.parametrize("depth", [0.0, 0.2])
def test_a_sheet_on_a_desk_is_found(desk, depth):
    picture = np.empty((1700, 1300, 3), np.uint8)
    picture[:] = desk
    page = yellowed(paper(), depth) if depth else paper()
    picture[150:1550, 150:1150] = page
    corners = find_outline(Sheet(cv2.GaussianBlur(picture, (5, 5), 0), 150.0))
    assert corners is not None
    wanted = np.array([[150, 150], [1150, 150], [1150, 1550], [150, 1550]])
    assert np.abs(corners - wanted).max() < 20
