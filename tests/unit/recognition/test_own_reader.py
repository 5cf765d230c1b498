"""The own reader of single lines: how a line is shown to it, and how its scores become letters."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from scanner.recognition.errors import RecognitionError
from scanner.recognition.ocr.line_picture import ALPHABET, BLANK, HEIGHT, STRIDE, as_input
from scanner.recognition.ocr.own_reader import OwnReader, decoded
from tests.kit.papers.canvas import body_families, font


@pytest.fixture(scope="module")
def reader():
    return OwnReader()


def scores_of(*letters):
    """Scores that say one thing at each place; None: no letter."""
    scores = np.zeros((len(ALPHABET) + 1, len(letters)), np.float32)
    for place, letter in enumerate(letters):
        scores[BLANK if letter is None else ALPHABET.index(letter), place] = 9.0
    return scores


def test_the_alphabet_is_composed_and_says_each_letter_once():
    assert unicodedata.is_normalized("NFC", ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == BLANK
    assert set("NGUYỄN THỊ HƯỜNG Ở ẤP ĐẮK Nguyễn Thị Hường 0123456789/QĐ-UBND m²") <= set(ALPHABET)


@given(st.integers(1, 90), st.integers(1, 4000), st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_any_strip_becomes_a_picture_of_one_height(height, width, grey):
    seen = as_input(np.full((height, width), grey, np.uint8))
    assert seen.shape[0] == HEIGHT
    assert seen.shape[1] % STRIDE == 0
    assert seen.shape[1] <= 1600 + 5 * STRIDE
    assert 0.0 <= seen.min() <= seen.max() <= 1.0


def test_ink_is_one_and_paper_nothing_however_faint():
    strip = np.full((40, 200), 240, np.uint8)
    strip[10:30, 50:60] = 150
    seen = as_input(strip)
    assert seen[20, 8 + 55] > 0.7
    assert seen[20, 8 + 150] < 0.1


def test_a_letter_twice_needs_a_gap_between():
    assert decoded(scores_of("n", "n", None, "n", "a"))[0] == "nna"
    assert decoded(scores_of("n", "n", "n", "a"))[0] == "na"


def test_only_wanted_letters_are_read():
    scores = scores_of("O", None, "7")
    scores[ALPHABET.index("0"), 0] = 5.0
    assert decoded(scores)[0] == "O7"
    text, sure = decoded(scores, "0123456789")
    assert text == "07"
    assert sure > 0.9


def test_blanks_at_the_ends_and_doubled_go():
    assert decoded(scores_of(" ", "a", " ", None, " ", "b", " "))[0] == "a b"


def test_nothing_said_is_sure_of_nothing():
    assert decoded(scores_of(None, None)) == ("", 0.0)


def test_white_paper_says_nothing(reader):
    assert reader.line(np.full((50, 400), 255, np.uint8)) == ("", 0.0)


@given(st.integers(0, 2**32 - 1), st.integers(1, 120), st.integers(1, 1500))
@settings(max_examples=25, deadline=None)
def test_garbage_gets_text_or_nothing_and_a_chance(reader, seed, height, width):
    noise = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    text, sure = reader.line(noise)
    assert text == " ".join(text.split())
    assert 0.0 <= sure <= 1.0


@pytest.mark.tesseract
@pytest.mark.parametrize("text", ["Nguyễn Thị Hường", "024094001234", "tỉnh Đắk Lắk", "17/03/2022"])
def test_it_reads_a_drawn_line(reader, text):
    image = Image.new("L", (700, 70), 255)
    face = font(body_families("tuning")[0], 36)
    ImageDraw.Draw(image).text((12, 50), text, font=face, fill=20, anchor="ls")
    line = np.asarray(image)[:, : 24 + round(face.getlength(text))]
    said, sure = reader.line(line)
    assert said == text
    assert sure > 0.9


@pytest.mark.parametrize("content", [b"", b"no model", None])
def test_a_missing_or_broken_model_is_said(tmp_path, content):
    model = tmp_path / "line.onnx"
    if content is not None:
        model.write_bytes(content)
    with pytest.raises(RecognitionError) as caught:
        OwnReader(model)
    assert caught.value.code == "recognition.model_missing"
