"""The cleaning steps keep what they promise, whatever the picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scanner.recognition.clean.streaks import without_streaks
from scanner.recognition.clean.tidy import without_rules, without_specks
from scanner.recognition.kinds import kinds, parse
from scanner.recognition.ocr.recogniser import clean_text
from scanner.recognition.sheet import Sheet

pictures = st.tuples(st.integers(2, 40), st.integers(2, 40)).flatmap(
    lambda size: arrays(np.uint8, size)
)


@given(pictures)
def test_four_quarter_turns_are_the_identity(pixels):
    sheet = turned = Sheet(pixels, 200.0)
    for _ in range(4):
        turned = turned.quarter_turned(90)
    assert np.array_equal(turned.pixels, pixels)
    assert np.allclose(turned.to_source, sheet.to_source)


@given(pictures, st.sampled_from([90, 180, 270]), st.data())
def test_boxes_of_a_turned_page_stay_on_the_page(pixels, turn, data):
    turned = Sheet(pixels, 200.0).quarter_turned(turn)
    left = data.draw(st.integers(0, turned.width - 1))
    top = data.draw(st.integers(0, turned.height - 1))
    right = data.draw(st.integers(left, turned.width - 1))
    bottom = data.draw(st.integers(top, turned.height - 1))
    x0, y0, x1, y1 = turned.box_in_source((left, top, right, bottom))
    assert 0 <= x0 <= x1 <= pixels.shape[1] - 1
    assert 0 <= y0 <= y1 <= pixels.shape[0] - 1


@given(st.sampled_from(sorted(kinds())), st.text(max_size=80))
def test_parsers_take_what_stands_there(kind, text):
    parsed = parse(kind, text)
    if parsed is None:
        return
    assert 0 <= parsed.start <= parsed.stop <= len(text)
    assert 0.0 <= parsed.fit <= 1.05
    assert parsed.value.strip() or not parsed.value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (
            "place",
            "số 4o2⁄7 đường Nguyễn Trãi, xã Đông Anh",
            "số 402/7 đường Nguyễn Trãi, xã Đông Anh",
        ),
        ("place", "xã Yên Thế.tỉnh Bắc Ninh", "xã Yên Thế, tỉnh Bắc Ninh"),
        (
            "agency",
            "Ủy ban nhân dân xà Bình Chánh, tỉnh Quảng Ngãi",
            "Ủy ban nhân dân xã Bình Chánh, tỉnh Quảng Ngãi",
        ),
        ("integer", "7O5", "705"),
        ("number_sign", "12/Qb-UBND", "12/QĐ-UBND"),
        ("gender", "Nữ", "Nữ"),
        ("date", "ngày 02 tháng 03 năm 2024", "ngày 02 tháng 03 năm 2024"),
        ("name", "NGUYÊN VĂN AN", "NGUYỄN VĂN AN"),
        (
            "place",
            "xã Tam Hồng, huyện Yên Lọc, tỉnh Vĩnh Phúc",
            "xã Tam Hồng, huyện Yên Lạc, tỉnh Vĩnh Phúc",
        ),
        (
            "place",
            "xã Ea Kpam, huyện Cư M gar, tỉnh Đắk Lắk",
            "xã Ea Kpam, huyện Cư M'gar, tỉnh Đắk Lắk",
        ),
        ("place", "xã, Đại Lai, tỉnh. Bắc Ninh", "xã Đại Lai, tỉnh Bắc Ninh"),
        ("place", "Trạm y tế xã Hỹ Thái", "Trạm y tế xã Mỹ Thái"),
        ("text", "Cốp 1V", "Cấp IV"),
        ("text", "Cấp JII", "Cấp III"),
        ("number_sign", "4846/QĐ-ÚBND", "4846/QĐ-UBND"),
        ("text", "Cấp 1II", "Cấp III"),
        ("name", "Trần Thi Giang", "Trần Thị Giang"),
        ("name", "Lê Thanh Chỉ", "Lê Thanh Chi"),
        ("name", "Nguyễn Hỹ", "Nguyễn Mỹ"),
        ("id12", "25069418412", "025069418412"),
        ("phone", "959734765", "0959734765"),
        (
            "date_words",
            "Ngàu mười chín tháng bảu năm hai nghìn không trăm hai mươi bốn",
            "Ngày mười chín tháng bảy năm hai nghìn không trăm hai mươi bốn",
        ),
        (
            "date_words",
            "Ngày mùng chín tháng vột năw hai nghìn không trăw hai wươi ba",
            "Ngày mùng chín tháng một năm hai nghìn không trăm hai mươi ba",
        ),
    ],
)
def test_repairs_are_made_and_recorded(kind, text, value):
    parsed = parse(kind, text)
    assert parsed is not None
    assert parsed.value == value
    if parsed.value != text and kind != "integer":
        assert parsed.corrections
        assert parsed.corrections[-1].after


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("place", "thị trấn Vôi, huyện Lạng Giang, tỉnh Bắc Giang"),
        ("place", "phường A, thị xã Hương Thuỷ, tỉnh Thừa Thiên Huế"),
        ("place", "xã Ia Kla, huyện Đức Cơ, tỉnh Gia Lai"),
        ("place", "xã Bình, huyện Không Có, tỉnh Gia Lai"),
        ("text", "Nhà cấp 4"),
        ("text", "Cấp 1"),
        ("name", "Trần Văn Thi"),
        ("id12", "125069418"),
    ],
)
def test_what_can_stand_there_is_left_alone(kind, text):
    assert (parsed := parse(kind, text)) is not None
    assert (parsed.value, parsed.corrections) == (text, ())


def test_a_number_on_a_line_to_write_on_is_whole():
    assert (parsed := parse("number_sign", "98_ /QĐ-UBND")) is not None
    assert parsed.value == "98/QĐ-UBND"


def test_daggers_are_crossed_letters():
    assert clean_text("†ỉnh‡") == "tỉnht"


def test_specks_beside_letters_go_and_marks_of_letters_stay():
    page = np.full((600, 900), 255, np.uint8)
    stems = [(60 + 40 * i, 60 + 70 * row) for row in range(7) for i in range(20)]
    for x, y in stems:
        page[y : y + 22, x : x + 5] = 0  # a letter
        page[y - 9 : y - 5, x : x + 4] = 0  # its dot
    rng = np.random.default_rng(3)
    for x, y in zip(rng.integers(20, 880, 900), rng.integers(20, 580, 900), strict=True):
        page[y : y + 3, x : x + 3] = 0
    beside = [(x + 18, y + 6) for x, y in stems]
    for x, y in beside:
        page[y : y + 3, x : x + 3] = 0
    cleaned = without_specks(Sheet(page, 200.0)).pixels
    kept = sum(cleaned[y - 8, x + 1] < 128 for x, y in stems)
    left = sum(cleaned[y + 1, x + 1] < 128 for x, y in beside)
    assert kept > 0.85 * len(stems)
    assert left < 0.2 * len(stems)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("colour", [False, True])
def test_lines_of_dust_go_and_ruled_lines_stay(turned, colour):
    page = np.full((900, 700), 240, np.uint8)
    for y in range(80, 820, 40):
        page[y : y + 14, 80:600:9] = 40
    page[200:500, 350:352] = 30  # a table's rule
    page[60:840, 120:122] = 30  # and one as long as the text
    clean = page.copy()
    page[:, 200] = (page[:, 200] * 0.4).astype(np.uint8)
    page[:, 420:422] = (page[:, 420:422] * 0.7).astype(np.uint8)
    page, clean = (p.T if turned else p for p in (page, clean))
    page, clean = (np.dstack([p] * 3) if colour else p for p in (page, clean))
    sheet = Sheet(np.ascontiguousarray(page), 200.0)
    made = without_streaks(sheet).pixels
    assert np.abs(made.astype(int) - clean).max() <= 12
    again = Sheet(np.ascontiguousarray(clean), 200.0)
    assert without_streaks(again) is again


@pytest.mark.parametrize("grey", [40, 190])
def test_thin_rules_are_whole_lines_and_stains_are_none(grey):
    """A rule a pixel wide is grey after a picture has been turned, and uneven."""
    rng = np.random.default_rng(5)
    page = np.full((900, 900), 245.0)
    page[300, 100:800] = page[500, 100:800] = grey
    page[300:500, 100] = page[300:500, 799] = grey
    y, x = np.mgrid[:900, :900]
    ring = np.abs(np.hypot(x - 600, y - 700) - 120) < 14
    page[ring] = 185  # of a cup
    page = np.clip(page + rng.normal(0, 4, page.shape), 0, 255).astype(np.uint8)
    cleaned, rules = without_rules(Sheet(page, 200.0))
    assert len(rules.across) == len(rules.down) == 2
    ends = [(b[0], b[2] - 1) for b in rules.across], [(b[1], b[3] - 1) for b in rules.down]
    assert np.abs(np.array(ends[0]) - (100, 799)).max() <= 10
    assert np.abs(np.array(ends[1]) - (300, 500)).max() <= 10
    assert cleaned.pixels[300, 150:750].min() == 255
    assert (cleaned.pixels[ring] == page[ring]).all()
