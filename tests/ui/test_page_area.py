"""A page fitted to its pane comes to rest at every size: bars do not come and go for ever."""

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QObject, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from desk_app.ui.common.page_area import PageArea
from desk_app.ui.common.page_ink import paint_frame
from desk_app.ui.common.pages import PageSource
from desk_app.ui.common.paper import Frame, Paper
from desk_app.ui.contract import PageImage
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.pictures import PREVIEW_MS
from tests.kit.ui.window import PAGES, settle, show

pytestmark = pytest.mark.ui
WIDTH = 482
A4 = (595.0, 842.0)


def test_the_picture_of_a_signature_lies_in_its_frame_at_its_real_size(qapp):
    """30 mm of blue in the middle of 60 mm; where it would not fit it is made smaller."""
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(0xFF0000A0)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    page = QRectF(0, 0, 2100, 2970)
    for width_mm, shown in ((30.0, 300), (200.0, 600)):
        frame = Frame(
            70, 100, 60, 30, 210, 297, lines=("Lê Thu Hà",), picture=bytes(data.data()),
            picture_mm=width_mm,
        )  # fmt: skip
        sheet = QImage(2100, 2970, QImage.Format.Format_RGB32)
        sheet.fill(0xFFFFFFFF)
        painter = QPainter(sheet)
        paint_frame(painter, frame, page)
        painter.end()
        row = [sheet.pixel(x, 2970 - 1150) for x in range(2100)]
        inked = [x for x, colour in enumerate(row) if colour == 0xFF0000A0]
        assert abs(len(inked) - shown) <= 2
        assert abs((inked[0] + inked[-1]) / 2 - 1000) <= 2


class White:
    """White pages of one size; with ``closed`` they want a reason."""

    def __init__(self, size, *, closed=False):
        self.size, self.closed = size, closed

    def page(self, document, page, width_px):
        if self.closed:
            refused = RuntimeError(document)
            refused.code = "papers.reason_needed"
            raise refused
        wide, tall = self.size
        image = QImage(int(wide), int(tall), QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        return PageImage(data=bytes(data.data()), width=int(wide), height=int(tall))


class Comings(QObject):
    """Counts bars that come or go."""

    def __init__(self, *areas):
        super().__init__()
        self.count = 0
        for area in areas:
            for bar in (area.verticalScrollBar(), area.horizontalScrollBar()):
                bar.installEventFilter(self)

    def eventFilter(self, watched, event):
        self.count += event.type() in (QEvent.Type.Show, QEvent.Type.Hide)
        return False


def _rest(rounds=8):
    for _ in range(rounds):
        QApplication.processEvents()


def _area(size, *, closed=False):
    area = PageArea(PageSource(White(size, closed=closed), InlineTaskRunner()), "page")
    area.resize(WIDTH, 400)
    area.show()
    area.show_paper(Paper(document="d", title="t", pages=1))
    _rest()
    return area


@pytest.mark.parametrize("size", [(100.0, 100.0), A4, A4[::-1]], ids=["square", "tall", "wide"])
@pytest.mark.parametrize("zoom", [1.0, 0.75, 1.25])
def test_a_page_comes_to_rest_at_every_height(qapp, size, zoom):
    area = _area(size)
    area._set_zoom(zoom)
    as_high = round(WIDTH * zoom * size[1] / size[0])
    for height in range(as_high - 40, as_high + 25):
        area.resize(WIDTH, height)
        _rest()
        comings = Comings(area)
        _rest()
        assert comings.count == 0, height
        bar = area.verticalScrollBar()
        assert bar.isVisible() == (bar.maximum() > 0), height


def test_a_low_page_fills_the_width_and_a_high_one_leaves_room_for_its_bar(qapp):
    area = _area((100.0, 100.0))
    bar = area.verticalScrollBar().sizeHint().width()
    widths = []
    for height in (600, WIDTH - 8, 300):
        area.resize(WIDTH, height)
        _rest()
        widths.append(round(area._scaling()[1].width()))
    assert widths == [WIDTH - 2, WIDTH - 8, WIDTH - 2 - bar]


def test_a_closed_page_has_nothing_to_scroll(qapp):
    area = _area(A4, closed=True)
    assert area.is_closed
    assert area.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("page", PAGES)
def test_every_page_comes_to_rest(window, page):
    show(window, page)
    if page == "dashboard":
        QTest.qWait(PREVIEW_MS)  # the preview comes when the cursor has rested
    for width, height in ((1366, 688), (1280, 720), (1024, 640), (1920, 1000)):
        window.shell.resize(width, height)
        settle()
        _rest()
        comings = Comings(*window.shell.findChildren(QAbstractScrollArea))
        _rest()
        assert comings.count == 0, (width, height)
