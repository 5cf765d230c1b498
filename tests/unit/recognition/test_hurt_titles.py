"""A title that is spaced out, half covered or not read at all, and papers that only look like one."""

import random

import numpy as np
import pytest

from scanner.recognition.classify import classify
from scanner.recognition.clean.tidy import Rules
from scanner.recognition.fields import label_page
from scanner.recognition.layout import build_layout
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.reading import UNKNOWN_TYPE
from scanner.recognition.retitled import retitled
from tests.kit.line_reader import Says
from tests.kit.papers.draw import typed_paper
from tests.kit.papers.typed import layout_of, typed_layout


def _type(lines):
    return classify(label_page(typed_layout(lines))).name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("G I Ấ Y K H A I S I N H", "giay_khai_sinh"),
        ("T Ờ K H A I Đ Ă N G K Ý K H A I S I N H", "to_khai_khai_sinh"),
        ("GI Ấ Y C H Ứ N G N H Ậ N K Ế T H Ô N", "giay_chung_nhan_ket_hon"),
    ],
)
def test_letters_that_stand_apart_are_one_title(title, name):
    assert _type([title, "Họ, chữ đệm, tên: Lê Thanh Tuyên"]) == name


def _without_title(part, seed, doc_type, keep):
    """A drawn paper as read, of whose title only the words at some places are left."""
    canvas, _ = typed_paper(seed, part, doc_type=doc_type)
    layout = layout_of(canvas, noise=0.04, seed=seed)
    seen = classify(label_page(layout))
    words, place = [], 0
    for segment in layout.segments:
        in_title = segment.top >= seen.top - 2 and segment.bottom <= seen.bottom + 2
        for word in segment.words:
            if in_title and segment.text in seen.title:
                place += 1
                if not keep(place):
                    continue
            words.append(word)
    return build_layout(words, Rules((), ()), layout.width, layout.height)


@pytest.mark.parametrize("doc_type", ["xn_honnhan", "giay_chung_nhan_ket_hon"])
def test_a_form_that_asks_for_nearly_all_of_a_type_is_that_type_without_its_title(doc_type):
    found = [
        classify(label_page(_without_title(part, seed, doc_type, lambda _: False))).name
        for part in ("tuning", "varied", "unseen")
        for seed in range(70100, 70104)
    ]
    assert found.count(doc_type) >= 10
    assert sum(name not in {doc_type, UNKNOWN_TYPE} for name in found) <= 1


@pytest.mark.parametrize("doc_type", ["to_khai_khai_sinh", "to_khai_khai_tu"])
def test_titles_that_begin_alike_are_told_apart_by_what_the_paper_asks(doc_type):
    """`TỜ KHAI ĐĂNG KÝ KHAI` is left of both."""
    found = []
    for part in ("tuning", "held_out", "varied", "fresh"):
        canvas, _ = typed_paper(70300, part, doc_type=doc_type)
        layout = layout_of(canvas, noise=0.02, seed=1)
        seen = classify(label_page(layout))
        rest = [
            word
            for segment in layout.segments
            for word in segment.words
            if not seen.top - 2 <= word.middle <= seen.bottom + 2
        ]
        middle = layout.width // 2
        beginning = [
            Word(
                text, middle + 90 * place, seen.top, middle + 90 * place + 80, seen.top + 28, 0.9, 0
            )
            for place, text in enumerate(["TỜ", "KHAI", "ĐĂNG", "KÝ", "KHAI"], -3)
        ]
        hurt = build_layout([*beginning, *rest], Rules((), ()), layout.width, layout.height)
        verdict = classify(label_page(hurt))
        assert verdict.title == "TỜ KHAI ĐĂNG KÝ KHAI"
        found.append(verdict.name)
    assert found == [doc_type] * 4


PAGE = np.full((2339, 1654), 255, np.uint8)
LOST = ["TỜ KHAI ĐĂNG KÝ KHAI", "", "Họ, chữ đệm, tên: Lê Thanh Tuyên"]


def test_a_title_read_in_part_is_read_again():
    layout = typed_layout(LOST)
    before = classify(label_page(layout))
    eye = Says("TỜ KHAI ĐĂNG KÝ KHAI SINH")
    seen = retitled(layout, before, PAGE, eye)
    assert (seen.name, seen.title) == ("to_khai_khai_sinh", eye.text)
    assert (seen.top, seen.bottom) == (before.top, before.bottom)
    assert eye.asked == 1


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (LOST, "TỜ KHAI ĐĂNG KÝ"),  # nothing new
        (LOST, "Giấy khai sinh số 12"),  # no title
        (["TỜ KHAI ĐĂNG KÝ KHAI SINH", *LOST[1:]], "TỜ KHAI ĐĂNG KÝ KHAI TỬ"),  # read well before
        (["Hôm nay trời đẹp"], "GIẤY KHAI SINH"),  # no line that could be one
    ],
)
def test_what_another_look_does_not_better_stays(lines, says):
    layout = typed_layout(lines)
    before = classify(label_page(layout))
    assert retitled(layout, before, PAGE, Says(says)) == before


def test_what_a_seal_leaves_of_a_title_speaks_beside_labels():
    found = [
        classify(
            label_page(_without_title(part, seed, "xn_honnhan", lambda place: place not in {2, 5}))
        ).name
        for part in ("tuning", "held_out", "varied", "fresh", "unseen")
        for seed in range(70200, 70203)
    ]
    assert found.count("xn_honnhan") >= 13


def test_part_of_a_title_alone_says_nothing():
    text = ["TÌNH TRẠNG HÔN NHÂN", "Hôm nay trời đẹp, mọi người cùng đi chợ."]
    assert _type(text) == UNKNOWN_TYPE


def test_papers_of_no_type_stay_unknown_when_their_title_is_lost():
    rng = random.Random(4)
    for seed in rng.sample(range(80000, 80400), 12):
        part = rng.choice(["tuning", "held_out", "varied", "fresh", "unseen"])
        layout = _without_title(part, seed, "khac", lambda _: False)
        assert classify(label_page(layout)).name == UNKNOWN_TYPE
