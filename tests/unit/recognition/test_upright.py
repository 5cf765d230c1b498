"""Which way is up, by the marks of Vietnamese letters."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from scanner.recognition.upright import by_marks
from tests.kit.papers.canvas import body_families, font

TEXT = [
    "Họ, chữ đệm và tên: Nguyễn Thị Ngọc Hường",
    "Nơi thường trú: tổ dân phố Đoàn Kết, phường Thuận Hóa",
    "Số định danh cá nhân: 046185001234, cấp ngày 12/08/2021",
    "Mục đích sử dụng: bổ sung hồ sơ đề nghị cấp giấy phép",
]


def _page(lines: list[str]) -> np.ndarray:
    image = Image.new("L", (1400, 400), 255)
    pen = ImageDraw.Draw(image)
    for number, line in enumerate(lines):
        face = font(body_families("tuning")[0], 34)
        pen.text((60, 60 + number * 70), line, font=face, fill=10)
    return np.asarray(image)


@pytest.mark.parametrize("text", [TEXT, [line.upper() for line in TEXT]])
def test_marks_above_letters_say_which_way_is_up(text: list[str]) -> None:
    page = _page(text)
    assert by_marks(page, 200) is True
    assert by_marks(np.ascontiguousarray(page[::-1, ::-1]), 200) is False


def test_specks_alone_say_nothing() -> None:
    page = np.full((800, 800), 255, np.uint8)
    for x, y in np.random.default_rng(3).integers(10, 790, (300, 2)):
        cv2.circle(page, (int(x), int(y)), 2, 0, -1)
    assert by_marks(page, 200) is None
    assert by_marks(_page(["1234567890 0987654321 " * 2] * 4), 200) is None
