"""A heading's day and number written by pen, read again between the printed words or with them."""

from dataclasses import replace

import numpy as np
import pytest

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.fields import label_page
from scanner.recognition.pen import pen_figures
from scanner.recognition.sheet import Sheet
from scanner.recognition.understand import find_candidates
from tests.kit.papers.typed import typed_layout

PAGE = Sheet(np.full((2339, 1654), 255, np.uint8), 200.0)


class Said:
    """A reader of lines that says one thing of every whole line and nothing of gaps."""

    def __init__(self, text, clear=0.95):
        self.answer = text, clear
        self.asked = 0

    def line(self, pixels, *, letters=""):
        if letters:
            return "", 0.0
        self.asked += 1
        return self.answer


def date_of(line, reader):
    layout = typed_layout([line, "QUYẾT ĐỊNH", "Về việc thành lập Tổ công nghệ số cộng đồng"])
    verdict = classify(label_page(layout))
    kind = document_types()[verdict.name]
    chosen = find_candidates(layout, verdict, kind)
    found = pen_figures(layout, verdict, kind, chosen, PAGE, reader).get("ngay")
    return None if found is None else found[0].parsed


TORN = "Yên Bái, Ngày TT tháng Dönăm 2022"


def test_a_torn_date_is_read_whole_and_recorded():
    parsed = date_of(TORN, Said("Yên Bái, ngày 7 tháng 03 năm 2022"))
    assert parsed.value == "ngày 07 tháng 03 năm 2022"
    assert [change.reason for change in parsed.corrections] == ["pen_figures"]


@pytest.mark.parametrize(
    ("text", "clear"),
    [
        ("Yên Bái, ngày 7 tháng 03 năm 2022", 0.5),  # not clear
        ("Yên Bái, ngày 37 tháng 13 năm 2022", 0.99),  # no day
        ("Yên Bái, ngày tháng 03 năm 2022", 0.99),
        ("", 0.0),
    ],
)
def test_what_is_no_clear_date_is_left(text, clear):
    assert date_of(TORN, Said(text, clear)) is None


def test_a_date_that_was_read_is_not_asked_for():
    reader = Said("Yên Bái, ngày 7 tháng 03 năm 2022")
    assert date_of("Yên Bái, ngày 17 tháng 03 năm 2022", reader) is None
    assert reader.asked == 0


@pytest.mark.parametrize(("gap", "wanted"), [("171", None), ("17", "17/UBND"), ("47", "47/UBND")])
def test_the_stroke_behind_a_number_is_no_figure_of_it(gap, wanted):
    layout = typed_layout(["Số: 17/UBND", "GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN"])
    number = layout.segments[0].words
    number[1] = replace(number[1], confidence=0.4)
    page = np.full((2339, 1654), 255, np.uint8)
    box = number[1]
    page[box.top : box.bottom, box.left : box.right : 4] = 30
    kind = document_types()["xn_honnhan"]
    verdict = classify(label_page(layout))
    found = pen_figures(layout, verdict, kind, {}, Sheet(page, 200.0), Figures(gap)).get("so")
    assert (found and found[0].parsed.value) == wanted


class Figures:
    """A reader that sees the same figures in every gap."""

    def __init__(self, figures):
        self.figures = figures

    def line(self, pixels, *, letters=""):
        return (self.figures, 0.9) if letters else ("", 0.0)
