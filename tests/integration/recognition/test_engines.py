"""Both bindings keep one contract; engines that fail lose a page at most, never the dossier."""

import cv2
import numpy as np
import pytest

from scanner.recognition import Reader, ReaderOptions, RecognitionError
from scanner.recognition.ocr.pytesseract_binding import PytesseractRecogniser
from scanner.recognition.ocr.tesserocr_binding import TesserocrRecogniser
from tests.kit.papers.canvas import Canvas, Run
from tests.kit.papers.draw import draw_paper

pytestmark = pytest.mark.tesseract


def page_of(*lines):
    import random

    canvas = Canvas(random.Random(1), 200, "Liberation Serif", None, 14)
    y = 100.0
    for line in lines:
        y = canvas.write(150, y, [Run(line)], width=1400)
    return cv2.cvtColor(np.asarray(canvas.image), cv2.COLOR_RGB2GRAY)


@pytest.fixture(params=[TesserocrRecogniser, PytesseractRecogniser], scope="module")
def engine(request):
    made = request.param()
    yield made
    made.close()


class TestContract:
    def test_words_with_boxes_in_the_page(self, engine):
        pixels = page_of("Họ và tên: Nguyễn Văn An", "Dân tộc: Kinh")
        words = engine.words(pixels, 200)
        assert [word.text for word in words] == [
            "Họ",
            "và",
            "tên:",
            "Nguyễn",
            "Văn",
            "An",
            "Dân",
            "tộc:",
            "Kinh",
        ]
        assert len({word.line for word in words}) == 2
        for word in words:
            assert 0 <= word.left < word.right <= pixels.shape[1]
            assert 0 <= word.top < word.bottom <= pixels.shape[0]
            assert 0.0 <= word.confidence <= 1.0

    def test_one_line_alone(self, engine):
        strip = np.ascontiguousarray(page_of("Nguyễn Văn An")[90:170])
        assert [w.text for w in engine.words(strip, 200, single=True)] == ["Nguyễn", "Văn", "An"]

    def test_second_reader_with_figures_only(self, engine):
        strip = np.ascontiguousarray(page_of("024094001234")[90:170])
        text, confidence = engine.line(strip, 200, letters="0123456789")
        assert text == "024094001234"
        assert confidence > 0.5

    def test_white_paper_says_nothing(self, engine):
        white = np.full((300, 400), 255, np.uint8)
        assert engine.words(white, 200) == []
        assert engine.line(white, 200) == ("", 0.0)

    def test_names_itself(self, engine):
        assert "vie" in engine.name


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    path = tmp_path_factory.mktemp("scan") / "trang.png"
    paper = draw_paper(3, "tuning", doc_type="quyet_dinh", profile="clean")
    cv2.imwrite(str(path), cv2.resize(paper.image, None, fx=0.6, fy=0.6))
    return path


@pytest.mark.parametrize(
    ("double", "problem"),
    [
        ("Crash", "recognition.crashed"),
        ("Hang", "recognition.timeout"),
        ("OutOfMemory", "recognition.out_of_memory"),
        ("Fails", "recognition.engine_failed"),
        ("Empty", None),
        ("BadText", None),
        ("Garbage", None),
    ],
)
def test_a_bad_engine_costs_its_page_only(scan, double, problem):
    options = ReaderOptions(
        engine=f"tests.fakes.engines:{double}", deadline_s=5.0 if double == "Hang" else 90.0
    )
    with Reader(options) as reader:
        (page,) = list(reader.read(scan))
        assert page.problem == problem
        assert page.page == "trang.png"
        for field in page.fields.values():
            x, y, width, height = field.box
            assert x >= 0
            assert y >= 0
            assert width > 0
            assert height > 0
        (again,) = list(reader.read(scan))  # the worker was replaced, the next page is tried
        assert again.problem == problem


def test_a_missing_model_is_said_once_and_clearly(tmp_path, scan):
    with (
        Reader(ReaderOptions(tessdata=tmp_path)) as reader,
        pytest.raises(RecognitionError) as caught,
    ):
        list(reader.read(scan))
    assert caught.value.code == "recognition.model_missing"


def test_what_is_no_page_is_refused(tmp_path):
    file = tmp_path / "ghi chú.txt"
    file.write_text("không phải trang giấy", "utf-8")
    with Reader(ReaderOptions(deadline_s=90.0)) as reader:
        with pytest.raises(RecognitionError) as caught:
            list(reader.read(file))
        assert caught.value.code == "recognition.unreadable"
        with pytest.raises(RecognitionError) as caught:
            list(reader.read(tmp_path / "khong-co.pdf"))
        assert caught.value.code == "recognition.file_missing"


def test_steps_are_shown_as_pictures(tmp_path, scan):
    with Reader(ReaderOptions(deadline_s=90.0)) as reader:
        (page,) = list(reader.read(scan, steps=tmp_path / "steps"))
    shown = sorted(p.name.split("-", 1)[1] for p in (tmp_path / "steps").glob("*.png"))
    assert {"outline.png", "light.png", "upright.png"} <= set(shown)
    assert page.doc_type == "quyet_dinh"


def test_further_pages_of_a_file_are_numbered(tmp_path, scan):
    from PIL import Image

    path = tmp_path / "xap.tif"
    picture = Image.open(scan).convert("RGB")
    picture.save(
        path, save_all=True, append_images=[Image.new("RGB", picture.size, "white")], dpi=(200, 200)
    )
    with Reader(ReaderOptions(deadline_s=90.0)) as reader:
        first, second = list(reader.read(path))
    assert (first.page, second.page) == ("xap.tif", "xap.tif#1")
    assert second.doc_type == "trang_trang"
