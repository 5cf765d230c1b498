"""What was made cheaper gives what it gave before, and less is asked of the engine."""

import cv2
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scanner.recognition import document_types
from scanner.recognition.classify import classify
from scanner.recognition.clean import streaks
from scanner.recognition.clean.shapes import Shapes
from scanner.recognition.clean.streaks import without_streaks
from scanner.recognition.clean.tidy import Rules
from scanner.recognition.fields import label_page
from scanner.recognition.knowledge import knowledge
from scanner.recognition.labels.loose import _shared
from scanner.recognition.ocr.recogniser import Word
from scanner.recognition.ocr.written import page_words
from scanner.recognition.poll import poll
from scanner.recognition.prepare import Prepared
from scanner.recognition.second import Vote
from scanner.recognition.sheet import Sheet, by_blocks
from scanner.recognition.understand import find_candidates
from tests.kit.papers.typed import typed_layout


class Asked:
    """An engine that says the same of every line and counts what it is shown."""

    name = "asked"

    def __init__(self, said: str) -> None:
        self.said = said
        self.shapes: list[tuple[int, ...]] = []

    def words(self, pixels, dpi, *, single=False):
        """One word in the upper left corner of the first ink."""
        self.shapes.append(pixels.shape)
        y, x = np.argwhere(pixels < 100)[0] if (pixels < 100).any() else (0, 0)
        return [Word(self.said, int(x), int(y), int(x) + 9, int(y) + 9, 0.9, 1)]

    def line(self, pixels, dpi=200, *, letters=""):
        """The same text."""
        self.shapes.append(pixels.shape)
        return self.said, 0.9

    def close(self):
        """Nothing to free."""


def test_an_engine_sees_no_margins_and_words_lie_where_they_lay():
    page = np.full((2339, 1654), 255, np.uint8)
    page[400:430, 300:900] = 0
    engine = Asked("chữ")
    (word,) = page_words(engine, page)
    assert (word.left, word.top, word.right, word.bottom) == (300, 400, 309, 409)
    assert engine.shapes == [(78, 648)]


def test_a_faint_line_is_shown_with_the_print():
    page = np.full((2339, 1654), 255, np.uint8)
    page[400:430, 300:900] = 0
    page[2000:2020, 300:900] = 180
    engine = Asked("chữ")
    page_words(engine, page)
    assert engine.shapes == [(2020 - 400 + 48, 648)]


def test_an_empty_page_is_shown_whole():
    engine = Asked("x")
    page_words(engine, np.full((200, 100), 255, np.uint8))
    assert engine.shapes == [(200, 100)]


def _asked(said: str, again: str) -> tuple[int, int]:
    """How often the own reader and the engine are shown a line of a value in doubt."""
    layout = typed_layout(["GIẤY KHAI SINH", "Nơi sinh: Trạm y tế xã Vận Hà, tỉnh Bắc Ninh"])
    verdict = classify(label_page(layout))
    chosen = find_candidates(layout, verdict, document_types()[verdict.name])
    page = Sheet(np.full((2339, 1654), 255, np.uint8), 200.0)
    engine, own = Asked(said), Asked(said)
    poll(
        {"noi_sinh": Vote(chosen["noi_sinh"][0], -1, again)},
        Prepared(page, page, Rules((), ()), blank=False),
        engine,
        own,
    )
    return len(own.shapes), len(engine.shapes)


def test_the_engine_is_asked_only_where_the_own_reader_does_not_bear_the_value_out():
    value, other = "Trạm y tế xã Vận Hà, tỉnh Bắc Ninh", "Trạm y tế xã Vân Hà, tỉnh Bắc Ninh"
    assert _asked(value, value) == (1, 0)
    assert _asked(value, other) == (1, 1)
    assert _asked(other, value) == (1, 1)
    assert _asked("", "") == (1, 1)  # nothing of the kind settles nothing


@given(
    arrays(np.uint8, st.tuples(st.integers(3, 30), st.integers(3, 30)), elements=st.integers(0, 1))
)
def test_shapes_are_measured_as_opencv_measures_them(ink):
    count, labels, stats, centres = cv2.connectedComponentsWithStats(ink, connectivity=8)
    shapes = Shapes.of(ink)
    chosen = np.arange(count) % 2 == 1
    assert np.array_equal(shapes.only(chosen), chosen[labels].astype(np.uint8))
    assert np.array_equal(shapes.stats[1:], stats[1:])
    assert np.allclose(shapes.centres[1:], centres[1:])


@given(arrays(np.uint8, (60, 44)))
def test_a_column_is_judged_by_its_bright_fifth(pixels):
    expected = np.percentile(pixels, 80, axis=0)
    assert np.allclose(streaks._bright(pixels), expected, atol=1e-3)
    assert without_streaks(Sheet(pixels, 200.0)).pixels.shape == pixels.shape


def test_a_picture_halved_is_the_mean_of_its_blocks():
    pixels = np.arange(5 * 7 * 3, dtype=np.uint8).reshape(5, 7, 3)
    wanted = pixels[:4, :6].reshape(2, 2, 3, 2, 3).astype(float).mean(axis=(1, 3))
    assert np.abs(by_blocks(pixels, 2) - wanted).max() <= 1
    assert by_blocks(pixels, 1) is pixels


def test_a_thin_line_survives_a_page_made_half_as_large():
    page = np.full((400, 300), 255, np.uint8)
    page[101, 20:280] = 0
    half = Sheet(page, 200.0).warped(np.diag([0.5, 0.5, 1.0]), (150, 200), dpi=100)
    assert half.pixels[40:60, 70].min() < 140
    assert np.allclose(half.to_source, np.diag([2.0, 2.0, 1.0]))


def test_a_mean_that_is_not_reached_is_found_early_and_no_other_is_lost():
    labels = knowledge().labels
    for phrase in (("ho", "va", "ten", "cha"), ("noi", "dang", "ky", "thuong", "tru"), ("ngay",)):
        for label in labels:
            whole = _shared(phrase, label)
            early = _shared(phrase, label, least=0.6)
            assert early == (whole if whole >= 0.6 else early)
            assert early in (0.0, whole)
