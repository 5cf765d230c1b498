"""Which way is up, by the marks of Vietnamese letters."""

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.sheet import Sheet
from scanner.recognition.upright import by_marks, standing
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


class Reading:
    """An engine that reads well one way round only, and a little of anything the other ways.

    Which way a strip is held it knows by a block in its upper left corner.
    """

    name = "reading"

    def __init__(self, well: str, badly: int) -> None:
        self.well, self.badly = well, badly

    def words(self, pixels, dpi, *, single=False):
        """Two dozen good words the one way, a few doubtful ones the others."""
        corners = {
            "as it is": pixels[5:60, 5:60],
            "turned": pixels[-60:-5, -60:-5],
            "mirrored": pixels[5:60, -60:-5],
            "flipped": pixels[-60:-5, 5:60],
        }
        way = next(name for name, corner in corners.items() if corner.mean() < 128)
        many, sure = (24, 0.97) if way == self.well else (self.badly, 0.9)
        return [Word("đặc", 9, 9, 40, 30, sure, 1) for _ in range(many)]


@pytest.mark.parametrize(
    ("well", "badly", "mirrored"),
    [
        ("mirrored", 2, True),  # the other side of the sheet shows through
        ("mirrored", 6, True),  # and specks are read for letters
        ("as it is", 6, False),
        ("turned", 6, False),
        ("none", 2, False),
    ],
)
def test_a_side_that_shows_through_is_no_page(well, badly, mirrored) -> None:
    page = np.full((180, 900), 255, np.uint8)
    page[5:60, 5:60] = 0
    stands = standing(Sheet(page, 200.0), Reading(well, badly))
    assert stands.mirrored is mirrored
    assert stands.upright is (well != "turned")
